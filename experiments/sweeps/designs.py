"""Designs: which points of the space of factors are run, each as points of the unit cube. From scipy, SALib, pydoe."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ..errors import BadInput, nearest
from ..given_tables import GivenTable, read_table
from .factors import Factor
from .paths import near


class Size(NamedTuple):
    """How large a design is; what the numbers mean depends on the design."""

    samples: int
    levels: int  # per factor, where a design has levels
    resolution: int  # of a fractional factorial
    seed: int


def lhs(factors: Sequence[Factor], size: Size) -> np.ndarray:
    """Latin hypercube: `samples` points, each factor cut into as many slices, one point in each."""
    from scipy.stats import qmc  # which takes a second to load

    return qmc.LatinHypercube(len(factors), rng=size.seed).random(size.samples)


def sobol(factors: Sequence[Factor], size: Size) -> np.ndarray:
    """The first `samples` points of a scrambled Sobol sequence; more samples later keep those that are there."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The balance properties of Sobol")
        from scipy.stats import qmc  # which takes a second to load

        return qmc.Sobol(len(factors), rng=size.seed).random(size.samples)


def factorial(factors: Sequence[Factor], size: Size) -> np.ndarray:
    """Every combination of `levels` values of each factor, or of all values of those that list theirs."""
    return np.array(list(itertools.product(*(_steps(f, size.levels) for f in factors))), float)


def fractional(factors: Sequence[Factor], size: Size) -> np.ndarray:
    """Two values a factor, in the smallest regular fraction of the given resolution (4: main effects are clear)."""
    from pydoe import fracfact_by_res

    if len(factors) <= size.resolution - 1:
        return factorial(factors, size._replace(levels=2))
    try:
        return (np.asarray(fracfact_by_res(len(factors), size.resolution)) + 1) / 2
    except ValueError as error:
        raise BadInput(f"design=fractional: {error}; choose resolution=3, 4 or 5") from error


def oat(factors: Sequence[Factor], size: Size) -> np.ndarray:
    """One at a time: all factors in the middle, then `levels` values of each with the others in the middle."""
    points = [np.full(len(factors), 0.5)]
    for i, factor in enumerate(factors):
        for u in _steps(factor, size.levels):
            points.append(np.full(len(factors), 0.5))
            points[-1][i] = u
    return np.array(points)


def morris(factors: Sequence[Factor], size: Size) -> np.ndarray:
    """Morris trajectories: `samples` walks through a grid of `levels` levels, (factors + 1) points each."""
    from SALib.sample import morris as salib

    if size.levels % 2:
        raise BadInput(f"levels is {size.levels}; design=morris needs an even number, such as levels=4")
    return salib.sample(problem_of(factors), size.samples, num_levels=size.levels, seed=size.seed)


def saltelli(factors: Sequence[Factor], size: Size) -> np.ndarray:
    """Saltelli's points for Sobol indices: `samples` (a power of 2) times (factors + 2)."""
    from SALib.sample import sobol as salib

    refuse_all_but_powers_of_2(size.samples)
    return salib.sample(problem_of(factors), size.samples, calc_second_order=False, seed=size.seed)


def refuse_all_but_powers_of_2(samples: int) -> None:
    """Raise BadInput where Saltelli's points would not be balanced."""
    if samples & (samples - 1):
        raise BadInput(f"samples is {samples}; design=saltelli needs a power of 2, such as samples=64")


DESIGNS: dict[str, Callable[[Sequence[Factor], Size], np.ndarray]] = {
    "lhs": lhs, "sobol": sobol, "factorial": factorial, "fractional": fractional, "oat": oat, "morris": morris,
    "saltelli": saltelli,
}  # fmt: skip


def problem_of(factors: Sequence[Factor]) -> dict[str, Any]:
    """The unit cube of these factors as SALib wants it described."""
    return {"num_vars": len(factors), "names": [f.path for f in factors], "bounds": [[0.0, 1.0]] * len(factors)}


def points_of(name: str, factors: Sequence[Factor], size: Size) -> pd.DataFrame:
    """The points of a design in values of the factors, one column a factor. Raises BadInput."""
    if name not in DESIGNS:
        raise BadInput(f"design={name}: there is no such design; {nearest(name, [*DESIGNS, 'table'])}")
    if not factors:
        return pd.DataFrame(index=[0])
    cube = DESIGNS[name](factors, size)
    return pd.DataFrame({f.path: [f.value(float(u)) for u in cube[:, i]] for i, f in enumerate(factors)})


def points_from_table(path: Path, known: Mapping[str, Any]) -> pd.DataFrame:
    """The points of a CSV file whose columns are paths of the configuration. Raises BadInput."""
    points = _numbers(read_table(path))
    if points.empty or points.isna().any(axis=None):
        raise BadInput(f"table={path}: it has no rows or empty cells; every factor needs a value in every row")
    if unknown := [str(c) for c in points if c not in known]:
        hint = near(unknown[0], known)
        raise BadInput(f"table={path}: the configuration has no number {unknown[0]!r}; {hint}")
    return points


def _numbers(table: GivenTable) -> pd.DataFrame:
    """The cells as numbers, NaN for an empty one, without a first column that numbers the rows. Raises BadInput."""
    numbers = {}
    for name, cells in table.rows.items():
        numbers[name] = pd.to_numeric(cells.mask(cells == ""), errors="coerce")
        if (bad := numbers[name].isna() & (cells != "")).any():
            row = bad.idxmax()
            where = table.place(int(row), str(name))  # type: ignore[arg-type]
            raise BadInput(f"table={where}: {cells[row]!r:.40} is no number; write one, such as 0.5")
    points = pd.DataFrame(numbers).reset_index(drop=True)
    numbered = [list(range(start, start + len(points))) for start in (0, 1)]
    if len(points.columns) and points.columns[0] == "column A" and points["column A"].tolist() in numbered:
        points = points.drop(columns="column A")
    return points


def _steps(factor: Factor, levels: int) -> list[float]:
    """Middles of slices, so that every value of a list comes once; the two ends and what lies between otherwise."""
    if factor.levels is not None and (factor.values is not None or factor.levels <= levels):
        return [(i + 0.5) / factor.levels for i in range(factor.levels)]
    return list(np.linspace(0, 1, levels))
