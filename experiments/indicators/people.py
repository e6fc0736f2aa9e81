"""Newcomers, special persons and the beginning of offending (K27, K28, K34); lawful ways (A20); rings (K35)."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas, pyarrow and matplotlib say too little about their types)

from __future__ import annotations

from functools import partial

from .base import RECORDED, TRUE, Indicator, Reading, Window, at_month_ends, percent, share
from .rows import among
from .surroundings import metres_to

MONTHS = 12
LAWFUL = ("grid", "community", "centre", "hotline", "petition", "court")
RING_M = 300.0
OUTER_M = 600.0


def _a_year(window: Window, ledger: str, item: str) -> Reading:
    """Beginnings of the window's months per 10,000 of those who could, a year."""
    per_month = window.monthly(item, ledger)
    return share(per_month.numerator, per_month.denominator / MONTHS, per=10_000, n=int(per_month.numerator))


def _lawful(window: Window, ledger: str) -> Reading:
    """Disputes that came before an office by other ways than a call to the police, of all disputes (truth)."""
    disputes = window.began("dispute")
    return percent(disputes["reported"] & disputes["channel"].isin(LAWFUL))


def _ring(window: Window, ledger: str, inner: float, outer: float) -> Reading:
    """Thefts per 1,000 residents and year in areas at some distance from the ground of an enterprise."""
    areas = window.areas
    own = areas["enterprise"].to_numpy() >= 0
    far = metres_to(areas, own)
    inside = areas.loc[(far > inner) & (far <= outer) & ~own]
    thefts = window.of("theft", ledger)
    count = int(among(thefts["area"], inside["area"]).sum())
    return share(count, float(inside["residents"].sum()) * window.years / 1000, n=count)


def _beginnings(id_: str, name: str, zh: str, people: str, residents: str, numerator: str, item: str) -> Indicator:
    """An indicator of people who begin to steal, or begin again, by the year and 10,000 of those who could."""
    return Indicator(
        id_, name, zh, f"per 10,000 {people} and year", numerator, f"{residents} x years / 10,000", "lower", (TRUE,),
        partial(_a_year, item=item),
    )  # fmt: skip


INDICATORS = (
    at_month_ends(
        "K27", "Special persons seen in time", "重点人员见面率", "enrolled and seen within 45 days, at month ends",
        "enrolled", "higher", RECORDED, "special persons seen in time",
    ),
    at_month_ends(
        "K27.lost", "Special persons lost", "脱管率", "enrolled, contact lost, at month ends", "enrolled", "lower",
        TRUE, "special persons lost",
    ),
    at_month_ends(
        "K27.missed", "Special persons never enrolled", "漏管率", "not enrolled, at month ends", "should be", "lower",
        TRUE, "special persons missed",
    ),
    at_month_ends(
        "K28", "Newcomers registered", "流动人口登记率", "rented homes of newcomers that are registered",
        "rented homes of newcomers", "higher", TRUE, "newcomers registered",
    ),
    _beginnings(
        "A19", "First-time offenders", "初犯人数", "residents", "residents", "people who begin to steal",
        "first offences",
    ),
    _beginnings(
        "A3", "Reoffending", "重新犯罪", "residents", "residents", "released people who steal again", "reoffences",
    ),
    _beginnings(
        "K34", "Juveniles who begin to steal", "未成年人初犯", "youths", "residents of 12 to 17",
        "under 18 who begin", "juvenile first offences",
    ),
    Indicator(
        "A20", "Disputes taken to lawful ways", "依法解决占比", "%", "told to an office, not to 110", "disputes",
        "higher", (TRUE,), _lawful,
    ),
    Indicator(
        "K35.ring", "Thefts within 300 m of enterprises", "企业周边300米发案率", "per 1,000 residents and year",
        "thefts in areas up to 300 m from their ground", "residents there x years / 1,000", "lower", (TRUE, RECORDED),
        partial(_ring, inner=0, outer=RING_M),
    ),
    Indicator(
        "K35.outer", "Thefts 300 to 600 m from enterprises", "企业周边300至600米发案率",
        "per 1,000 residents and year", "thefts in areas 300 to 600 m from their ground",
        "residents there x years / 1,000", "lower", (TRUE, RECORDED), partial(_ring, inner=RING_M, outer=OUTER_M),
    ),
    at_month_ends(
        "A7", "Residents who take part", "群众参与率（真实）", "residents who take part, at month ends", "residents",
        "higher", TRUE, "residents who take part",
    ),
    at_month_ends(
        "E8", "Volunteer hours given", "志愿巡逻到位率", "hours covered, at month ends", "hours asked for", "higher",
        TRUE, "volunteer hours",
    ),
)  # fmt: skip
