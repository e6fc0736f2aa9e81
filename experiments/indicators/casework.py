"""Matters and tickets: what grids report and offices close (K18-K24, K26)."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas, pyarrow and matplotlib say too little about their types)

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from govsim.simulation.engine.clock import DAYS_PER_MONTH

from .base import BOTH, RECORDED, TRUE, Better, Indicator, Reading, Window, mean, percent, share
from .costs import costs_within
from .rows import Rows

TICKETS = "tickets written in the window"
ENDS = {TRUE: "solved_h", RECORDED: "closed_h"}  # when the matter is gone; when the books say so


def _real(tickets: Rows) -> Rows:
    return tickets[~tickets["duplicate"] & ~tickets["trivial"]]


def _written(window: Window) -> Rows:
    return window.tickets


def _about_matters(window: Window) -> Rows:
    return _real(window.tickets)


def _written_and_closed(window: Window) -> Rows:
    """Tickets about matters, written and closed within the window."""
    rows = _about_matters(window)
    return rows[window.closed_by_end(rows)]


def _due(window: Window, ledger: str) -> Rows:
    """Tickets whose time limit lies within the window; in truth only those about matters."""
    rows = window.matters[window.matters["recorded"]]
    rows = rows[(rows["due_h"] >= window.from_h) & (rows["due_h"] < window.to_h)]
    return _real(rows) if ledger == TRUE else rows


def _filed(window: Window, ledger: str) -> Reading:
    by_grid = window.tickets[window.tickets["channel"] == "grid"]
    rows = _real(by_grid) if ledger == TRUE else by_grid
    spent, prices = costs_within(window), window.rows("costs")
    post_day_yuan = np.fmax.reduce(prices["unit_cost_yuan"][prices["item"] == "grid workers"], initial=np.nan)
    post_days = float(spent.loc[spent["item"] == "grid workers", "yuan"].sum()) / post_day_yuan
    return share(len(rows), post_days / DAYS_PER_MONTH, n=len(rows))


def _closed(window: Window, ledger: str) -> Reading:
    return percent(_due(window, ledger)[ENDS[ledger]] < window.to_h)


def _on_time(window: Window, ledger: str) -> Reading:
    due = _due(window, ledger)
    return percent(due[ENDS[ledger]] <= due["due_h"])


def _hops(window: Window, ledger: str) -> Reading:
    return mean(window.tickets["returns"].astype(int) + window.tickets["transfers"])


def _solving_days(window: Window, ledger: str) -> Reading:
    """Days from the moment a matter arose until it was gone, of those gone within the window."""
    rows = window.matters[window.matters["occurred"]].first_of_each("matter")
    gone = rows[(rows["solved_h"] >= window.from_h) & (rows["solved_h"] < window.to_h)]
    return share(float((gone["solved_h"] - gone["time_h"]).sum()) / 24, len(gone))


def _emergency_hours(window: Window, ledger: str) -> Reading:
    """Hours from ticket to closure of matters that are emergencies as told."""
    grave = _about_matters(window)
    grave = grave[(grave["emergency"] | grave["misread"]) & (grave["severity"] > 0.8) & (grave["done_h"] < window.to_h)]
    return mean(grave["done_h"] - grave["reported_h"])


def _walked(window: Window, ledger: str) -> Reading:
    """Households whose area a grid worker walked in a month, averaged over the window's whole months."""
    homes = window.areas["households"].to_numpy()
    first, last = window.days
    daily = window.daily[window.daily["grid_min"] > 0]
    months = np.arange(first // DAYS_PER_MONTH + (first % DAYS_PER_MONTH > 0), last // DAYS_PER_MONTH)
    month = daily["day"] // DAYS_PER_MONTH
    seen = sum(int(homes[np.unique(daily["area"][month == m])].sum()) for m in months)
    return share(float(seen), len(months) * int(homes.sum()), per=100)


def _share_of_tickets(
    id_: str, name: str, zh: str, numerator: str, denominator: str, better: Better, ledger: str,
    tickets: Callable[[Window], Rows], good: Callable[[Rows], np.ndarray],
) -> Indicator:  # fmt: skip
    """An indicator of one ledger, in %: how many of some tickets of the window are as `good` says."""
    return Indicator(
        id_, name, zh, "%", numerator, denominator, better, (ledger,),
        lambda window, ledger: percent(good(tickets(window))),
    )  # fmt: skip


INDICATORS = (
    Indicator(
        "K18", "Reports a worker and month", "人均上报量", "a month",
        "tickets by grid workers; true: real ones", "grid workers' months",
        "ambiguous", BOTH, _filed,
    ),
    _share_of_tickets(
        "K18.count", "Tickets about nothing new", "重复及琐事上报占比", "second tickets and tickets for the count",
        TICKETS, "lower", TRUE, _written, lambda rows: rows["duplicate"] | rows["trivial"],
    ),
    Indicator(
        "K19", "Tickets closed", "事件办结率", "%",
        "closed; true: the matter is gone", "due in the window",
        "higher", BOTH, _closed,
    ),
    _share_of_tickets(
        "K19.paper", "Closed on paper", "虚假办结率", "closed tickets whose matter was still there", "closed tickets",
        "lower", TRUE, _written_and_closed,
        lambda rows: np.isnan(rows["done_h"]) & ~(rows["solved_h"] <= rows["closed_h"]),
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
    _share_of_tickets(
        "K21", "Tickets sent back", "退单率", "tickets that a department returned", TICKETS,
        "lower", RECORDED, _written, lambda rows: rows["returns"] > 0,
    ),
    Indicator(
        "K21.hops", "Moves a ticket", "流转次数", "moves",
        "returns and transfers up", TICKETS,
        "lower", (RECORDED,), _hops,
    ),
    _share_of_tickets(
        "K22.matters", "Matters settled in the community", "事项就地化解率", "closed at the community",
        "tickets closed", "higher", RECORDED, _written_and_closed, lambda rows: rows["tier"] == "community",
    ),
    _share_of_tickets(
        "K23.matters", "Matters that went up", "事项上行率", "tickets that came to the street or above", TICKETS,
        "lower", RECORDED, _about_matters, lambda rows: rows["tier"] != "community",
    ),
    _share_of_tickets(
        "K24", "Repeat complaints", "重复投诉率", "tickets about a matter closed before", TICKETS,
        "lower", RECORDED, _written, lambda rows: rows["repeat_of"] >= 0,
    ),
    _share_of_tickets(
        "D2", "Matters found by grid workers", "网格主动发现占比", "tickets by grid workers", "tickets about matters",
        "higher", RECORDED, _about_matters, lambda rows: rows["channel"] == "grid",
    ),
    _share_of_tickets(
        "D8", "Tickets misread", "分流差错率", "emergencies taken as general matters and the reverse", TICKETS,
        "lower", TRUE, _written, lambda rows: rows["misread"],
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
