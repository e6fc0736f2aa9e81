"""Sensitivity on functions whose answer is known, and shares of variance that add up."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from govsim.experiments.commands.sensitivity import known_shares, needed
from govsim.experiments.errors import BadInput
from govsim.experiments.sweeps.designs import Size, points_of
from govsim.experiments.sweeps.factors import factors_of
from govsim.experiments.sweeps.sensitivity import (
    morris_effects,
    most_influential,
    outcomes,
    shares_of_variance,
    sobol_indices,
)
from tests.command import govsim_here

FACTORS = factors_of({f"process.p.x{i}": [0.0, 1.0] for i in range(4)}, {})


def as_table(y: np.ndarray) -> pd.DataFrame:
    """A value a point, the same for two seeds."""
    return pd.DataFrame({1: y, 2: y})


def test_morris_effects_of_a_line_are_its_slopes():
    size = Size(6, 4, 4, 1)
    x = points_of("morris", FACTORS, size).to_numpy()
    effects = morris_effects(FACTORS, size, as_table(x @ [3.0, -2.0, 0.5, 0.0])).set_index("factor")
    assert effects["mu_star"].tolist() == pytest.approx([3.0, 2.0, 0.5, 0.0])
    assert effects["mu"].tolist() == pytest.approx([3.0, -2.0, 0.5, 0.0])
    assert effects["sigma"].tolist() == pytest.approx([0.0] * 4, abs=1e-12)


def test_sobol_indices_of_the_ishigami_function_are_those_of_the_literature():
    """Ishigami & Homma 1990, a = 7, b = 0.1: S1 = .3139, .4424, 0; ST = .5576, .4424, .2437."""
    size = Size(1024, 4, 4, 1)
    x = np.pi * (2 * points_of("saltelli", FACTORS, size).to_numpy() - 1)
    y = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    found = sobol_indices(FACTORS, size, as_table(y))
    assert found["S1"].tolist() == pytest.approx([0.3139, 0.4424, 0.0, 0.0], abs=0.04)
    assert found["ST"].tolist() == pytest.approx([0.5576, 0.4424, 0.2437, 0.0], abs=0.04)
    assert (found["S1_conf"] < 0.15).all()


def ishigami(samples: int) -> pd.DataFrame:
    """Indices of the function of Ishigami & Homma from so many base points."""
    size = Size(samples, 4, 4, 1)
    x = np.pi * (2 * points_of("saltelli", FACTORS, size).to_numpy() - 1)
    y = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    return sobol_indices(FACTORS, size, as_table(y))


def test_too_few_points_are_no_shares_and_as_many_as_said_are():
    few = ishigami(8)
    assert not few[["S1", "ST"]].stack().dropna().between(0, 1).all(), "estimates know no ends"
    assert needed(few) >= 64
    shown = known_shares(few)
    assert shown.loc[few["needed"].notna(), ["S1", "ST"]].isna().all(axis=None)
    assert shown[["S1", "ST"]].stack().dropna().between(0, 1).all()
    enough = ishigami(int(needed(few)))
    assert needed(enough) <= 2 * needed(few), "an interval made of few points is rough itself"
    assert ishigami(4 * int(needed(few)))["needed"].isna().all()


@pytest.mark.parametrize("samples", [3, 12, 100])
def test_the_number_of_points_is_looked_at_before_anything_runs(samples, tmp_path):
    words = ["district=synthetic", "factors.process.theft.looks=[2,4]", f"samples={samples}", "workers=0"]
    code, out, err = govsim_here(tmp_path, "sensitivity", *words)
    assert (code, out) == (2, "")
    assert "power of 2" in err
    assert list(tmp_path.iterdir()) == []


def test_what_nothing_moves_has_no_indices():
    size = Size(8, 4, 4, 1)
    y = np.ones(len(points_of("saltelli", FACTORS, size)))
    assert sobol_indices(FACTORS, size, as_table(y))["ST"].isna().all()


def test_shares_of_variance_are_those_that_made_the_values():
    rng = np.random.default_rng(1)
    points, seeds, own = rng.normal(0, 3, (400, 1)), rng.normal(0, 2, (1, 60)), rng.normal(0, 1, (400, 60))
    shares = shares_of_variance(pd.DataFrame(points + seeds + own))
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["factors"] == pytest.approx(9 / 14, abs=0.08)
    assert shares["shared luck"] == pytest.approx(4 / 14, abs=0.08)
    assert shares["own luck"] == pytest.approx(1 / 14, abs=0.02)


def test_without_luck_all_variance_is_of_the_factors():
    assert shares_of_variance(as_table(np.arange(10.0))) == pytest.approx(
        {"factors": 1, "shared luck": 0, "own luck": 0}, abs=1e-12
    )


def test_the_most_influential_anywhere_go_on():
    effects = pd.DataFrame({"factor": list("abcabc"), "indicator": ["K"] * 3 + ["L"] * 3,
                            "mu_star": [10, 1, 0, 0.0, 0.001, 0.01]})  # fmt: skip
    assert set(most_influential(effects, 2)) == {"a", "c"}


def test_outcomes_come_in_the_order_of_the_design_and_holes_are_refused():
    rows = pd.DataFrame({"point": [1, 0, 1, 0], "seed": [1, 1, 2, 2], "K": [3.0, 1.0, 4.0, 2.0]})
    assert outcomes(rows, "K").to_numpy().tolist() == [[1, 2], [3, 4]]
    with pytest.raises(BadInput, match="1 runs of the design have no value of K"):
        outcomes(rows.assign(K=[3.0, 1.0, None, 2.0]), "K")
