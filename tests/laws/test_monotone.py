"""Turn a knob and the world moves the way theory says, by more than chance could."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lab import many_thieves, square_run

CROWD = (
    *many_thieves(60, 300), "scenario.grievances=30", "hours_per_tick=4",
)  # fmt: skip
MEDIATION = (*CROWD[:-1], "hours_per_tick=1", "levers.mediation.posts=1")
DAYS, SEEDS = 60, range(1, 7)
Z = 3.0
pytestmark = pytest.mark.slow


def count(what: str, *words: str, days: int = DAYS) -> np.ndarray:
    """One number a seed."""
    reading = {
        "thefts": lambda d: len(d.thefts),
        "burglaries": lambda d: (d.thefts.rows["type"] == 0).sum(),
        "disputes": lambda d: len(d.disputes),
        "clashes": lambda d: len(d.disputes.clashes),
        "recorded": lambda d: d.thefts.rows["recorded"].sum(),
    }[what]
    return np.array([int(reading(square_run(days, *words, f"seed={seed}"))) for seed in SEEDS])


def z_of(more: np.ndarray, less: np.ndarray) -> float:
    """Difference of two sums in standard errors of pairs, or of Poisson counts when that is larger."""
    error = max((more - less).std(ddof=1) * more.size**0.5, (0.25 * (more.sum() + less.sum())) ** 0.5)
    return float((more.sum() - less.sum()) / error)


def cars(n: float) -> tuple[str, ...]:
    return tuple(f"levers.patrol.cars_{shift}={n}" for shift in ("night", "day", "evening"))


def test_more_patrol_never_raises_thefts_and_much_more_lowers_them():
    none, some, many = (count("thefts", *CROWD, *cars(n)) for n in (0, 1, 20))
    assert none.sum() > 500
    assert z_of(some, none) < Z
    assert z_of(many, none) < -Z


@pytest.mark.parametrize(
    ("outcome", "low", "high"),
    [
        pytest.param("thefts", "process.theft.certainty_weight=0", "process.theft.certainty_weight=6", id="certainty"),
        pytest.param("thefts", "process.theft.eyes_weight=0", "process.theft.eyes_weight=1", id="eyes"),
        pytest.param("burglaries", "process.theft.occupied_weight=0", "process.theft.occupied_weight=5", id="occupied"),
        pytest.param("disputes", "process.disputing.efficacy_damping=0", "process.disputing.efficacy_damping=1", id="efficacy"),  # noqa: E501
        pytest.param("clashes", "process.escalation.clash_heat=0", "process.escalation.clash_heat=8", id="cold disputes"),  # noqa: E501
        pytest.param("recorded", "process.reporting.tell_base.vehicle=3", "process.reporting.tell_base.vehicle=-3", id="silence"),  # noqa: E501
    ],
)  # fmt: skip
def test_more_of_what_guards_means_less_of_what_it_guards_against(outcome, low, high):
    assert z_of(count(outcome, *CROWD, high), count(outcome, *CROWD, low)) < -Z


@pytest.mark.parametrize(
    ("outcome", "less", "more"),
    [
        pytest.param("clashes", "heat_spread=0", "incident_heat=0.9", id="hotter incidents, more clashes"),
        pytest.param("clashes", "resting_heat=0", "resting_heat=0.8", id="hotter rest, more clashes"),
    ],
)
def test_heat_brings_clashes(outcome, less, more):
    less = f"process.disputing.{less}" if less.startswith("heat_spread") else f"process.escalation.{less}"
    assert z_of(count(outcome, *CROWD, f"process.escalation.{more}"), count(outcome, *CROWD, less)) > Z


def waits_days(*words: str) -> np.ndarray:
    """Days from registration to the first hearing, all seeds pooled."""
    parts = []
    for seed in SEEDS:
        district = square_run(DAYS, *MEDIATION, *words, f"seed={seed}")
        hearings, docket = district.disputes.hearings.rows, district.records.docket.rows
        rows, at = np.unique(hearings["dispute"], return_index=True)
        registered = dict(zip(docket["case"].tolist(), docket["registered_h"].tolist(), strict=True))
        parts.append([(hearings["time_h"][i] - registered[row]) / 24 for row, i in zip(rows.tolist(), at, strict=True)])
    return np.concatenate(parts)


@pytest.mark.parametrize(
    "words",
    [("levers.mediation.posts=8",), ("levers.mediation.hearing_days=5",), ("levers.mediation.first_contact_days=0",)],
    ids=lambda words: words[0].partition("=")[0],
)
def test_more_mediators_more_days_and_quicker_contact_shorten_waits(words):
    before, after = waits_days(), waits_days(*words)
    assert min(before.size, after.size) > 100
    error = (before.var() / before.size + after.var() / after.size) ** 0.5
    assert (after.mean() - before.mean()) / error < -Z


def test_no_knob_that_is_not_turned_moves_anything():
    """The negative control: the yardstick itself finds no difference between two sets of seeds."""
    all_seeds = np.array([len(square_run(DAYS, *CROWD, f"seed={seed}").thefts) for seed in range(1, 13)])
    assert abs(z_of(all_seeds[6:], all_seeds[:6])) < Z
