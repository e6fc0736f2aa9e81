"""What a factorial found: a bundle of policies against the sum of its parts."""

# pyright: reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas says too little about its types)

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from ..composition.arms import policy_arms
from ..composition.asked import Asked
from ..composition.settings import FactorialSettings, settings_of
from ..indicators import REGISTRY
from ..running.jobs import jobs_of
from ..running.paired import carry_out, nothing_to_compare, reasons, together
from ..statistics.interactions import BASELINE, arms_of, interactions, terms_of
from ..statistics.pairs import Aims
from .ranking import OUTCOMES


@dataclass(frozen=True)
class Factorial:
    """Everything a factorial found."""

    settings: FactorialSettings
    terms: pd.DataFrame  # see interactions.interactions
    indicators: pd.DataFrame
    failures: dict[str, str] = field(default_factory=dict)
    command: str = ""
    example: Path | None = None  # folder of one run, for the town and the versions

    def rows(self, indicator: str, ledger: str) -> list[dict[str, Any]]:
        """The contrasts of one reading in order, as far as their arms have runs."""
        t = self.terms
        here = t[(t["indicator"] == indicator) & (t["ledger"] == ledger)]
        order = [(term.kind, term.name) for term in terms_of(self.settings.arms)]
        found = {(row["kind"], row["term"]): row for row in here.to_dict("records")}
        return [found[key] for key in order if key in found]

    @staticmethod
    def readings() -> list[tuple[str, str]]:
        """Indicator and ledger of the outcomes shown."""
        return [(name, ledger) for name in OUTCOMES.values() for ledger in REGISTRY[name].ledgers]


def factorial(asked: Asked) -> Factorial:
    """Run what is not there yet, read everything, contrast. Raises BadInput."""
    settings = settings_of(asked.cfg, FactorialSettings)
    jobs = jobs_of(policy_arms(arms_of(settings.arms), asked), settings, asked)
    done, failed = carry_out(jobs, settings)
    needed = {BASELINE, *settings.arms, arms_of(settings.arms)[-1]}
    if not needed <= {outcome.job.arm for outcome in done}:
        raise nothing_to_compare(failed, "the baseline, every part and the bundle need a run that succeeds")
    indicators = together(done, "indicators")
    terms = interactions(settings.arms, indicators, Aims.of(settings)).query("n > 0")
    return Factorial(settings, terms, indicators, reasons(failed), asked.line, done[0].job.folder)
