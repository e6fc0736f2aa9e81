"""Police: calls about disputes, visible patrol, response (K7, K8, K10)."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas, pyarrow and matplotlib say too little about their types)

from __future__ import annotations

import numpy as np

from govsim.simulation.observation.schema import DISPUTE_TYPES

from .base import BOTH, RECORDED, TRUE, Indicator, Reading, Window, at_month_ends, mean, share
from .rows import Rows
from .theft import PER_1000, RESIDENTS

MINUTES_PER_DAY = 1440
ANSWERED = "true: all calls answered in the window; recorded: those entered in the books"


def _calls(window: Window, ledger: str) -> Rows:
    calls = window.began("call")
    return calls[calls["recorded"]] if ledger == RECORDED else calls


def _about_disputes(calls: Rows) -> int:
    return int(calls["subtype"].isin(DISPUTE_TYPES).sum())


def _dispute_calls(window: Window, ledger: str) -> Reading:
    return window.rate(_about_disputes(_calls(window, ledger)))


def _dispute_share(window: Window, ledger: str) -> Reading:
    calls = _calls(window, ledger)
    return share(_about_disputes(calls), len(calls), per=100)


def _visible(window: Window, ledger: str) -> Reading:
    """Areas without a row saw nobody that day. Units in one area are taken not to overlap in time."""
    first, last = window.days
    seen = np.minimum(window.daily["patrol_min"].astype(float) / MINUTES_PER_DAY, 1)
    residents = window.areas["residents"].to_numpy(float)[window.daily["area"]]
    return share(float((seen * residents).sum()), max(0, last - first) * window.residents, per=100)


def _minutes(window: Window, ledger: str) -> np.ndarray:
    """Minutes from call to arrival of the calls that somebody answered, (n,)."""
    minutes = _calls(window, ledger)["response_min"].astype(float)
    return minutes[~np.isnan(minutes)]


def _response_mean(window: Window, ledger: str) -> Reading:
    return mean(_minutes(window, ledger))


def _response_p90(window: Window, ledger: str) -> Reading:
    minutes = _minutes(window, ledger)
    value = float(np.quantile(minutes, 0.9)) if minutes.size else np.nan
    return Reading(value, np.nan, np.nan, minutes.size)


INDICATORS = (
    Indicator(
        "K7", "Calls to 110 about disputes", "纠纷类警情数", PER_1000, f"calls about disputes or clashes ({ANSWERED})",
        RESIDENTS, "lower", BOTH, _dispute_calls,
    ),
    Indicator(
        "K7.share", "Disputes among calls to 110", "纠纷类警情占比", "%", "calls about disputes or clashes",
        f"calls ({ANSWERED})", "lower", BOTH, _dispute_share,
    ),
    Indicator(
        "K8", "Visible patrol", "见警率", "% of resident-hours",
        "minutes a day with a patrol unit in the area, at most 1,440, weighted by residents",
        "1,440 minutes times residents and days (no official formula exists)", "higher", (TRUE,), _visible,
        headline=True,
    ),
    at_month_ends(
        "K8.visits", "Hot-spot visits made", "热点到访完成率", "visits to listed hot spots that no call took away",
        "visits ordered", "higher", RECORDED, "hot-spot visits made",
    ),
    Indicator(
        "K10", "Response time, mean", "平均处警时长", "minutes", f"minutes from call to arrival ({ANSWERED})",
        "calls with an arrival", "lower", BOTH, _response_mean, headline=True,
    ),
    Indicator(
        "K10.p90", "Response time, slowest tenth begins at", "处警时长第90百分位", "minutes",
        f"90th percentile of minutes from call to arrival ({ANSWERED})", "none", "lower", BOTH, _response_p90,
    ),
)  # fmt: skip
