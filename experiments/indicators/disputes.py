"""Disputes: how many, how many in the books, settled or relapsed, and by whom (K11 to K13, K22, K23)."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas, pyarrow and matplotlib say too little about their types)

from __future__ import annotations

from functools import partial

from govsim.simulation.engine.clock import HOURS_PER_DAY
from govsim.simulation.observation.schema import CHANNELS

from .base import BOTH, LOWEST_TIER, RECORDED, TRUE, UPWARD, Indicator, Reading, Window, percent, share
from .rows import Rows, among
from .theft import FILED, PER_1000, RESIDENTS

LIMIT_H = 30 * HOURS_PER_DAY  # the People's Mediation rule: settled within a month [S41]
OFFICES = CHANNELS[1:]
OFFICES_ZH = {"grid": "网格", "community": "社区", "centre": "综治中心", "110": "110", "hotline": "热线",
              "petition": "信访", "court": "法院"}  # fmt: skip
BY_OFFICE = "recorded: registered in the window; true: broke out in the window"


def _disputes(window: Window, ledger: str) -> Reading:
    return window.rate(len(window.of("dispute", ledger)))


def _registered_share(window: Window, ledger: str) -> Reading:
    return percent(window.began("dispute")["recorded"])


def _open(window: Window, ledger: str) -> Reading:
    first, last = window.days
    days = max(0, last - first)
    total = float(window.daily["open_disputes"].sum())
    return share(total, days * window.residents / 1000, n=days)


def _resolution(window: Window, ledger: str) -> Reading:
    """Recorded: the cohort registered early enough to be followed for 30 days. True: durable settlements."""
    if ledger == RECORDED:
        cohort = window.filed("dispute")
        cohort = cohort[cohort["reported_h"] < window.to_h - LIMIT_H]
        good = window.settled(cohort) & (cohort["closed_h"] <= cohort["reported_h"] + LIMIT_H)
    else:
        cohort = window.began("dispute")
        good = window.settled(cohort) & ~among(cohort["event_id"], window.relapsed)
    return percent(good)


def _relapse(window: Window, ledger: str) -> Reading:
    disputes = window.of("dispute", ledger)
    settled = disputes[window.settled(disputes)]
    revived = window.relapsed
    if ledger == RECORDED:
        known = window.known("dispute")
        revived = known["relapse_of"][known["recorded"]].tolist()
    return percent(among(settled["event_id"], revived))


def _mediation(window: Window, ledger: str, channels: tuple[str, ...] = CHANNELS) -> Reading:
    """Concluded: a hearing of the window brought agreement, or mediation was given up within the window."""
    hearings = window.began("hearing")
    hearings = hearings[hearings["channel"].isin(channels)]
    agreed = set(hearings["cause"][hearings["outcome"] == "agreed"].tolist())
    failed = _given_up(window, hearings) - agreed
    good = agreed - window.relapsed if ledger == TRUE else agreed
    return share(len(good), len(agreed) + len(failed), per=100)


def _given_up(window: Window, hearings: Rows) -> set[int]:
    disputes = window.known("dispute")
    closed_h = disputes["closed_h"]
    ended = (disputes["outcome"] == "exhausted") & (closed_h >= window.from_h) & (closed_h < window.to_h)
    return set(disputes["event_id"][ended].tolist()) & set(hearings["cause"].tolist())


def _lowest_tier(window: Window, ledger: str) -> Reading:
    disputes = window.of("dispute", ledger)
    low = disputes["channel"].isin(LOWEST_TIER) | (disputes["channel"] == "none")
    return percent(low & window.settled(disputes))


def _upward(window: Window, ledger: str, channels: tuple[str, ...] = UPWARD) -> Reading:
    disputes = window.of("dispute", ledger)
    told = disputes[disputes["reported"] & (disputes["reported_h"] < window.to_h)]
    return percent(told["channel"].isin(channels))


INDICATORS = (
    Indicator(
        "K11", "Disputes", "矛盾纠纷受理数", PER_1000, f"disputes, relapses included ({BY_OFFICE})", RESIDENTS,
        "ambiguous", BOTH, _disputes, headline=True,
    ),
    Indicator(
        "K11.dark", "Share of disputes that reach the books", "矛盾纠纷入账比例", "%",
        "disputes of the window registered",
        "disputes that broke out in the window", "ambiguous", (TRUE,), _registered_share,
    ),
    Indicator(
        "K11.open", "Open disputes, mean of all days", "未化解矛盾纠纷存量", "per 1,000 residents",
        "open disputes, summed over days",
        "residents in thousands, times days", "lower", (TRUE,), _open,
    ),
    Indicator(
        "K12", "Resolution", "矛盾纠纷化解率", "%",
        "recorded: settled within 30 days; true: settled and not broken out again by the end of the window",
        "recorded: registered at least 30 days before the end; true: all disputes of the window", "higher", BOTH,
        _resolution, headline=True,
    ),
    Indicator(
        "K12.relapse", "Relapse of settled disputes", "矛盾纠纷反弹率", "%",
        "of them, broken out again by the end of the window (recorded: and registered again)",
        f"disputes settled ({BY_OFFICE})", "lower", BOTH, _relapse,
    ),
    Indicator(
        "K13", "Mediation success", "调解成功率", "%", "agreements (true: without a relapse by the end of the window)",
        "mediations concluded in the window", "higher", BOTH, _mediation, headline=True,
    ),
    *(
        Indicator(
            f"K13.{channel}", f"Mediation success, cases from {channel}", f"调解成功率（{OFFICES_ZH[channel]}）", "%",
            "agreements (true: without a relapse by the end of the window)",
            f"mediations concluded in the window of cases from {channel}", "higher", BOTH,
            partial(_mediation, channels=(channel,)),
        )
        for channel in OFFICES
    ),
    Indicator(
        "K22", "Settled at the lowest tier", "就地化解率", "%",
        "settled in the grid or community (true: also between the parties, without any office)",
        f"disputes ({BY_OFFICE})", "higher", BOTH, _lowest_tier,
    ),
    Indicator(
        "K23", "Upward share", "上行率", "%", "entered by centre, 110, hotline, petition or court",
        f"disputes an office learned of ({FILED})", "lower", BOTH, _upward,
    ),
    *(
        Indicator(
            f"K23.{channel}", f"Disputes entering by {channel}", f"矛盾纠纷受理渠道占比（{OFFICES_ZH[channel]}）", "%",
            f"entered by {channel}",
            f"disputes an office learned of ({FILED})", "ambiguous", BOTH, partial(_upward, channels=(channel,)),
        )
        for channel in OFFICES
    ),
)  # fmt: skip
