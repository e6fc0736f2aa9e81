"""First links: what some systems touch before anything else changes (F1, F4, F5, F6, F11, F12, F13)."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas, pyarrow and matplotlib say too little about their types)

from __future__ import annotations

from functools import partial

import numpy as np

from govsim.simulation.engine.clock import HOURS_PER_DAY

from .base import RECORDED, TRUE, Indicator, Reading, Window, mean, percent, share
from .rows import Rows, looked_up

HOT, HOT_TENTH, AT_ONCE_H, OLD_DAYS = 0.6, 0.1, 1 / 6, 30


def _in_hot_places(window: Window, ledger: str, minutes: str, events: str) -> Reading:
    """Share of the minutes that are spent in the tenth of inhabited areas with the most events of the window."""
    places, daily = window.areas["residents"].to_numpy() > 0, window.daily
    counts, spent = (np.bincount(daily["area"], daily[name], places.size)[places] for name in (events, minutes))
    hottest = np.argsort(-counts, kind="stable")[: max(1, round(HOT_TENTH * counts.size))]
    return share(float(spent[hottest].sum()), float(spent.sum()), per=100, n=hottest.size)


def _first_hearings(window: Window) -> Rows:
    """Disputes registered in the window that were heard before its end, with the days until the first hearing."""
    hearings, disputes = window.known("hearing"), window.filed("dispute")
    in_time = np.argsort(hearings["time_h"], kind="stable")
    of, first = np.unique(hearings["cause"][in_time], return_index=True)
    heard_h = looked_up(disputes["event_id"], of, hearings["time_h"][in_time][first])
    waited = disputes.assign(wait_days=(heard_h - disputes["reported_h"]) / HOURS_PER_DAY)
    return waited[~np.isnan(heard_h)]


def _hot_wait(window: Window, ledger: str) -> Reading:
    heard = _first_hearings(window)
    return mean(heard["wait_days"][heard["heat"] >= HOT])


def _group_success(window: Window, ledger: str) -> Reading:
    hearings = window.began("hearing")
    hearings = hearings[hearings["subtype"] == "group"]
    return percent(hearings["outcome"] == "agreed")


def _old_settled(window: Window, ledger: str) -> Reading:
    """Agreements at a hearing of the window that came more than a month after registration."""
    hearings, disputes = window.began("hearing"), window.known("dispute")
    agreed = hearings[hearings["outcome"] == "agreed"]
    in_order = np.argsort(disputes["event_id"])
    registered_h = looked_up(
        agreed["cause"], disputes["event_id"][in_order], disputes["reported_h"][in_order].astype(float)
    )
    old = agreed["time_h"] - registered_h > OLD_DAYS * HOURS_PER_DAY
    return share(int(old.sum()), len(agreed), per=1000)


def _days_to_settle(window: Window, ledger: str) -> Reading:
    filed = window.filed("dispute")
    settled = filed[window.settled(filed)]
    waited_h = np.maximum(settled["closed_h"] - settled["reported_h"], 0)
    return share(float(waited_h.sum()) / HOURS_PER_DAY, len(settled))


def _seen_at_once(window: Window, ledger: str) -> Reading:
    thefts = window.began("theft")
    return percent(thefts["noticed_h"] - thefts["time_h"] < AT_ONCE_H)


INDICATORS = (
    Indicator(
        "F1", "Patrols where thefts are", "巡逻与发案吻合度", "%",
        "minutes of patrol in the tenth of inhabited areas with the most thefts of the window",
        "minutes of patrol", "higher", (TRUE,), partial(_in_hot_places, minutes="patrol_min", events="thefts"),
    ),
    Indicator(
        "F5", "Grid workers where disputes are", "网格力量与矛盾吻合度", "%",
        "minutes of grid workers in the tenth of inhabited areas with the most disputes of the window",
        "minutes of grid workers outside", "higher", (TRUE,),
        partial(_in_hot_places, minutes="grid_min", events="onsets"),
    ),
    Indicator(
        "F4", "Days until a hot dispute is heard", "激烈纠纷首次调解天数", "days",
        f"days from registration to the first hearing, disputes whose heat reached {HOT}",
        "such disputes registered in the window and heard by its end", "lower", (RECORDED,), _hot_wait,
    ),
    Indicator(
        "K13.group", "Agreement in group disputes", "群体性纠纷调解成功率", "%", "hearings that end in agreement",
        "hearings of group disputes", "higher", (TRUE,), _group_success,
    ),
    Indicator(
        "F11", "Old cases settled", "积案化解占比", "per 1,000 agreements",
        f"agreements at a hearing more than {OLD_DAYS} days after registration", "agreements at hearings of the window",
        "higher", (RECORDED,), _old_settled,
    ),
    Indicator(
        "F12", "Days until a dispute is settled", "纠纷化解平均天数", "days", "days from registration to agreement",
        "disputes registered in the window and settled by its end", "lower", (RECORDED,), _days_to_settle,
    ),
    Indicator(
        "F13", "Thefts seen as they happen", "视频实时发现率", "%", "noticed within ten minutes",
        "thefts of the window", "higher", (TRUE,), _seen_at_once,
    ),
)  # fmt: skip
