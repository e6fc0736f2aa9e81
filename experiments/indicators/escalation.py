"""Clashes, and disputes that become crimes (K15, K17)."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas, pyarrow and matplotlib say too little about their types)

from __future__ import annotations

import numpy as np

from .base import BOTH, RECORDED, Indicator, Reading, Window, percent, share
from .disputes import BY_OFFICE
from .rows import among
from .theft import FILED, PER_1000, RESIDENTS


def _criminal_cases(window: Window, ledger: str) -> int:
    """Disputes behind the criminal clashes of the window."""
    clashes = window.of("clash", ledger)
    return np.unique(clashes["cause"][clashes["outcome"] == "criminal"]).size


def _criminal_rate(window: Window, ledger: str) -> Reading:
    return window.rate(_criminal_cases(window, ledger), per=10_000)


def _criminal_count(window: Window, ledger: str) -> Reading:
    return share(_criminal_cases(window, ledger), window.years, n=_criminal_cases(window, ledger))


def _criminal_share(window: Window, ledger: str) -> Reading:
    disputes = len(window.began("dispute"))
    return share(_criminal_cases(window, ledger), disputes, per=1000)


def _clashes(window: Window, ledger: str) -> Reading:
    return window.rate(len(window.of("clash", ledger)))


def _clash_share(window: Window, ledger: str) -> Reading:
    disputes, clashes = window.of("dispute", ledger), window.known("clash")
    if ledger == RECORDED:
        clashes = clashes[clashes["recorded"] & (clashes["reported_h"] < window.to_h)]
    return percent(among(disputes["event_id"], clashes["cause"]))


INDICATORS = (
    Indicator(
        "K15", "Disputes turned criminal", "民转刑案件率", "per 10,000 residents and year",
        f"criminal cases out of disputes ({FILED})", "residents in ten thousands, times years", "lower", BOTH,
        _criminal_rate, headline=True,
    ),
    Indicator(
        "K15.count", "Disputes turned criminal, number", "民转刑案件数", "a year",
        f"criminal cases out of disputes ({FILED})", "years", "lower", BOTH, _criminal_count,
    ),
    Indicator(
        "K15.share", "Criminal cases among disputes", "民转刑占纠纷比例", "per 1,000 true disputes",
        f"criminal cases out of disputes ({FILED})", "disputes that broke out in the window", "lower", BOTH,
        _criminal_share,
    ),
    Indicator(
        "K17", "Disputes with a physical clash", "肢体冲突率", "%", "of them, with a clash by the end of the window",
        f"disputes ({BY_OFFICE})", "lower", BOTH, _clash_share,
    ),
    Indicator(
        "K17.rate", "Physical clashes", "肢体冲突起数", PER_1000, f"clashes ({FILED})", RESIDENTS, "lower", BOTH,
        _clashes, headline=True,
    ),
)  # fmt: skip
