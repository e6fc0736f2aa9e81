"""Matters and tickets: what grids report and offices close (K18-K24, K26)."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas, pyarrow and matplotlib say too little about their types)

from __future__ import annotations

import numpy as np
import pandas as pd

from govsim.simulation.engine.clock import DAYS_PER_MONTH

from .base import BOTH, RECORDED, TRUE, Indicator, Reading, Window, share
from .costs import costs_within

TICKETS = "tickets written in the window"


def _real(tickets: pd.DataFrame) -> pd.DataFrame:
    return tickets[~tickets["duplicate"] & ~tickets["trivial"]]


def _filed(window: Window, ledger: str) -> Reading:
    by_grid = window.tickets[window.tickets["channel"] == "grid"]
    rows = _real(by_grid) if ledger == TRUE else by_grid
    spent, prices = costs_within(window), window.frame("costs")
    post_day_yuan = prices.loc[prices["item"] == "grid workers", "unit_cost_yuan"].max()
    post_days = float(spent.loc[spent["item"] == "grid workers", "yuan"].sum()) / post_day_yuan
    return share(len(rows), post_days / DAYS_PER_MONTH, n=len(rows))


def _for_the_count(window: Window, ledger: str) -> Reading:
    return share(len(window.tickets) - len(_real(window.tickets)), len(window.tickets), per=100)


def _due(window: Window) -> pd.DataFrame:
    rows = window.matters[window.matters["recorded"]]
    return rows[(rows["due_h"] >= window.from_h) & (rows["due_h"] < window.to_h)]


def _closed(window: Window, ledger: str) -> Reading:
    due = _due(window)
    if ledger == TRUE:
        due = _real(due)
        return share(int((due["solved_h"] < window.to_h).sum()), len(due), per=100)
    return share(int((due["closed_h"] < window.to_h).sum()), len(due), per=100)


def _on_paper(window: Window, ledger: str) -> Reading:
    rows = _real(window.tickets)
    closed = rows[rows["closed_h"] < window.to_h]
    paper = closed["done_h"].isna() & ~(closed["solved_h"] <= closed["closed_h"])
    return share(int(paper.sum()), len(closed), per=100)


def _on_time(window: Window, ledger: str) -> Reading:
    due = _due(window)
    if ledger == TRUE:
        due = _real(due)
        return share(int((due["solved_h"] <= due["due_h"]).sum()), len(due), per=100)
    return share(int((due["closed_h"] <= due["due_h"]).sum()), len(due), per=100)


def _returned(window: Window, ledger: str) -> Reading:
    return share(int((window.tickets["returns"] > 0).sum()), len(window.tickets), per=100)


def _hops(window: Window, ledger: str) -> Reading:
    moves = window.tickets["returns"].astype(int) + window.tickets["transfers"]
    return share(float(moves.sum()), len(window.tickets), n=len(window.tickets))


def _in_place(window: Window, ledger: str) -> Reading:
    closed = _real(window.tickets)
    closed = closed[closed["closed_h"] < window.to_h]
    return share(int((closed["tier"] == "community").sum()), len(closed), per=100)


def _upward(window: Window, ledger: str) -> Reading:
    rows = _real(window.tickets)
    return share(int((rows["tier"] != "community").sum()), len(rows), per=100)


def _again(window: Window, ledger: str) -> Reading:
    return share(int((window.tickets["repeat_of"] >= 0).sum()), len(window.tickets), per=100)


def _solving_days(window: Window, ledger: str) -> Reading:
    """Days from the moment a matter arose until it was gone, of those gone within the window."""
    rows = window.matters[window.matters["occurred"]].drop_duplicates("matter")
    gone = rows[(rows["solved_h"] >= window.from_h) & (rows["solved_h"] < window.to_h)]
    return share(float((gone["solved_h"] - gone["time_h"]).sum()) / 24, len(gone), n=len(gone))


def _seen_by_grid(window: Window, ledger: str) -> Reading:
    rows = _real(window.tickets)
    return share(int((rows["channel"] == "grid").sum()), len(rows), per=100)


def _misread(window: Window, ledger: str) -> Reading:
    return share(int(window.tickets["misread"].sum()), len(window.tickets), per=100)


def _emergency_hours(window: Window, ledger: str) -> Reading:
    """Hours from ticket to closure of matters that are emergencies as told."""
    grave = _real(window.tickets)
    grave = grave[(grave["emergency"] | grave["misread"]) & (grave["severity"] > 0.8) & (grave["done_h"] < window.to_h)]
    return share(float((grave["done_h"] - grave["reported_h"]).sum()), len(grave), n=len(grave))


def _walked(window: Window, ledger: str) -> Reading:
    """Households whose area a grid worker walked in a month, averaged over the window's whole months."""
    homes = window.areas.set_index("area")["households"]
    first, last = window.days
    daily = window.daily[window.daily["grid_min"] > 0]
    months = np.arange(first // DAYS_PER_MONTH + (first % DAYS_PER_MONTH > 0), last // DAYS_PER_MONTH)
    month = daily["day"] // DAYS_PER_MONTH
    seen = sum(int(homes.reindex(daily.loc[month == m, "area"].unique()).sum()) for m in months)
    return share(seen, len(months) * int(homes.sum()), per=100)


INDICATORS = (
    Indicator(
        "K18", "Reports a worker and month", "人均上报量", "a month",
        "tickets by grid workers; true: real ones", "grid workers' months",
        "ambiguous", BOTH, _filed,
    ),
    Indicator(
        "K18.count", "Tickets about nothing new", "重复及琐事上报占比", "%",
        "second tickets and tickets for the count", TICKETS,
        "lower", (TRUE,), _for_the_count,
    ),
    Indicator(
        "K19", "Tickets closed", "事件办结率", "%",
        "closed; true: the matter is gone", "due in the window",
        "higher", BOTH, _closed,
    ),
    Indicator(
        "K19.paper", "Closed on paper", "虚假办结率", "%",
        "closed tickets whose matter was still there", "closed tickets",
        "lower", (TRUE,), _on_paper,
    ),
    Indicator(
        "K20", "Tickets closed in time", "按时办结率", "%",
        "closed by the time limit; true: the matter is gone by then", "due in the window",
        "higher", BOTH, _on_time,
    ),
    Indicator(
        "K20.days", "Days until a matter is gone", "事项实际存续天数", "days",
        "days there", "matters gone in the window",
        "lower", (TRUE,), _solving_days,
    ),
    Indicator(
        "K21", "Tickets sent back", "退单率", "%",
        "tickets that a department returned", TICKETS,
        "lower", (RECORDED,), _returned,
    ),
    Indicator(
        "K21.hops", "Moves a ticket", "流转次数", "moves",
        "returns and transfers up", TICKETS,
        "lower", (RECORDED,), _hops,
    ),
    Indicator(
        "K22.matters", "Matters settled in the community", "事项就地化解率", "%",
        "closed at the community", "tickets closed",
        "higher", (RECORDED,), _in_place,
    ),
    Indicator(
        "K23.matters", "Matters that went up", "事项上行率", "%",
        "tickets that came to the street or above", TICKETS,
        "lower", (RECORDED,), _upward,
    ),
    Indicator(
        "K24", "Repeat complaints", "重复投诉率", "%",
        "tickets about a matter closed before", TICKETS,
        "lower", (RECORDED,), _again,
    ),
    Indicator(
        "D2", "Matters found by grid workers", "网格主动发现占比", "%",
        "tickets by grid workers", "tickets about matters",
        "higher", (RECORDED,), _seen_by_grid,
    ),
    Indicator(
        "D8", "Tickets misread", "分流差错率", "%",
        "emergencies taken as general matters and the reverse", TICKETS,
        "lower", (TRUE,), _misread,
    ),
    Indicator(
        "D9", "Hours until an emergency is closed", "应急事项处置时长", "hours",
        "hours from ticket to work done", "emergencies",
        "lower", (TRUE,), _emergency_hours,
    ),
    Indicator(
        "K26", "Homes in areas walked", "网格巡查覆盖率", "%",
        "households in areas walked within the month", "households",
        "higher", (RECORDED,), _walked,
    ),
)  # fmt: skip
