"""From a quarrel to a third party, an agreement, a relapse, a crime (C13 to C15, V3, V12)."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas and pyarrow say too little about their types)

from __future__ import annotations

import numpy as np

from govsim.simulation.engine.clock import HOURS_PER_DAY
from govsim.simulation.observation.survey import WHOLE_DISTRICT

from ...indicators.rows import Rows, as_frame, looked_up
from ..replicate import Replicate
from .base import Measure, mean, share

FOLLOWED_DAYS, RELAPSE_DAYS = 120, 90  # a dispute's end is awaited so long; C14
WARNED_DAYS = 365
PAIR, CLASHED = ("event_id", "time_h", "person", "other", "reported_h"), ("event_id", "time_h", "cause")
THIRD_PARTY = ("conciliated", "mediated", "exhausted", "local")


def followed(run: Replicate) -> Rows:
    """Disputes of the window that broke out long enough before its end."""
    rows = run.window.began("dispute")
    return rows[rows["time_h"] < run.end_h - FOLLOWED_DAYS * HOURS_PER_DAY]


def third_party(rows: Rows) -> np.ndarray:
    """Whether an office learned of a dispute or people of the building settled it, bool."""
    return rows["reported"] | rows["outcome"].isin(THIRD_PARTY)


def _ended(outcome: str) -> Measure:
    def each(run: Replicate) -> tuple[float, float]:
        rows = followed(run)
        return float((rows["outcome"] == outcome).sum()), float(len(rows))

    return share(each)


def _third(run: Replicate) -> tuple[float, float]:
    rows = followed(run)
    return float(third_party(rows).sum()), float(len(rows))


def settled_and_relapsed(run: Replicate) -> tuple[Rows, np.ndarray]:
    """Disputes settled with a third party at least 90 days before the end, and whether they broke out in 90 days."""
    known = run.window.known("dispute")
    closed = known["closed_h"]
    early = (closed >= run.burn_in_h) & (closed < run.end_h - RELAPSE_DAYS * HOURS_PER_DAY)
    settled = known[early & known["outcome"].isin(("conciliated", "mediated", "local"))]
    revived = known[known["relapse_of"] >= 0]
    order = np.argsort(revived["relapse_of"], kind="stable")
    again_h = looked_up(settled["event_id"], revived["relapse_of"][order], revived["time_h"][order].astype(float))
    return settled, again_h - settled["closed_h"] <= RELAPSE_DAYS * HOURS_PER_DAY


def _relapsed(run: Replicate) -> tuple[float, float]:
    settled, again = settled_and_relapsed(run)
    return float(again.sum()), float(len(settled))


def _criminal(run: Replicate) -> tuple[float, float]:
    known = run.window.filed("dispute")
    return float(known["criminal"].sum()), float(len(known))


def _warned(run: Replicate) -> tuple[float, float]:
    """Clashes of the window before which, within a year, an office learned of a quarrel of the same two parties."""
    disputes, clashes = as_frame(run.window.known("dispute"), PAIR), as_frame(run.window.began("clash"), CLASHED)
    about = clashes.merge(disputes, left_on="cause", right_on="event_id", suffixes=("_clash", ""))
    known = disputes[disputes["reported_h"].notna()]
    both = about.merge(known, on=["person", "other"], suffixes=("", "_known"))
    before_h = both["time_h_clash"] - both["reported_h_known"]
    warned = both["event_id_clash"][(before_h > 0) & (before_h < WARNED_DAYS * HOURS_PER_DAY)]
    return float(warned.nunique()), float(len(clashes))


def _by_street(run: Replicate, item: str) -> np.ndarray:
    """Latent value of residents by street, mean of the waves of the window, (n_streets,); NaN where none is asked."""
    waves = run.window.rows("survey")
    end_h = (waves["day"] + 1) * HOURS_PER_DAY
    chosen = waves[(waves["actor"] == "residents") & (waves["item"] == item) & (waves["street"] != WHOLE_DISTRICT)
                   & (end_h > run.burn_in_h) & (end_h <= run.end_h)]  # fmt: skip
    frame = as_frame(chosen, ("street", "latent"))
    n = int(run.window.areas["street"].max()) + 1
    return frame.groupby("street")["latent"].mean().reindex(range(n)).to_numpy(float)


def _contact(run: Replicate) -> np.ndarray:
    """Minutes of grid workers a resident and year by street, (n_streets,)."""
    street = run.window.areas["street"].to_numpy()
    daily = run.window.daily
    minutes = np.bincount(street[daily["area"]], daily["grid_min"], street.max() + 1)
    residents = np.bincount(street, run.window.areas["residents"])
    return np.where(residents > 0, minutes / np.maximum(residents, 1), np.nan) / run.window.years


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    there = ~(np.isnan(one) | np.isnan(other))
    if there.sum() < 3 or np.ptp(one[there]) == 0 or np.ptp(other[there]) == 0:
        return float("nan")
    return float(np.corrcoef(one[there], other[there])[0, 1])


MEASURES = {
    "dispute.lumped": _ended("lumped"),
    "dispute.bilateral": _ended("bilateral"),
    "dispute.third_party": share(_third),
    "dispute.relapse": share(_relapsed),
    "dispute.criminal": share(_criminal),
    "dispute.warned": share(_warned),
    "survey.participation_and_satisfaction": mean(
        lambda run: _correlation(_by_street(run, "participation"), _by_street(run, "satisfaction"))
    ),
    "survey.contact_and_participation": mean(
        lambda run: _correlation(_contact(run), _by_street(run, "participation"))
    ),
    "survey.contact_and_satisfaction": mean(
        lambda run: _correlation(_contact(run), _by_street(run, "satisfaction"))
    ),
}  # fmt: skip
