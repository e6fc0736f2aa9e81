"""What a factorial found: a bundle of policies against the sum of its parts."""

# pyright: reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas says too little about its types)

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ..composition.settings import FactorialSettings
from ..indicators import REGISTRY
from ..statistics.interactions import terms_of
from ..systems.ablation import OUTCOMES


@dataclass(frozen=True)
class Factorial:
    """Everything a factorial found."""

    settings: FactorialSettings
    terms: pd.DataFrame  # see interactions.interactions
    indicators: pd.DataFrame
    failures: dict[str, str] = field(default_factory=dict)
    command: str = ""

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
