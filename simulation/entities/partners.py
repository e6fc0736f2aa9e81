"""Partners: enterprises with ground and guards of their own, and what they have promised the locality."""

from __future__ import annotations

import numpy as np

from ..town import Town

PARTNER = np.dtype(
    [
        ("enterprise", "i4"),
        ("gate", "i4"),  # area of its main gate
        ("guards", "f8"),  # guards on duty at any hour
        ("contract", "u1"),
        ("kept", "u1"),  # the contract is kept this month
        ("promised_h", "f8"),  # guard-hours outside promised for today
        ("given_h", "f8"),  # guard-hours outside given today
    ],
    align=True,
)


class Partners:
    """One row an enterprise that owns ground and has guards; and the areas around each."""

    def __init__(self, town: Town) -> None:
        owner = town.areas["enterprise"]
        owners = np.unique(owner[owner >= 0])
        owners = owners[town.enterprises["guards"][owners] > 0]
        self.rows = np.zeros(owners.size, PARTNER)
        self.rows["enterprise"], self.rows["gate"] = owners, town.enterprises["area"][owners]
        self.rows["guards"] = town.enterprises["guards"][owners]
        self.problems = np.zeros(town.n_areas)  # thefts recorded around, as of the last meeting
        self.ever = False  # whether any contract was ever ordered
        self.orders: object = None  # levers for which what is around holds
        ground = [np.flatnonzero(owner == e) for e in owners]
        self.own, self.own_of = _joined(ground)  # areas inside the walls, and the row of the partner whose they are
        self.around, self.around_of = _joined([own[:0] for own in ground])  # areas outside, by the orders above
        self._far_m: tuple[np.ndarray, ...] | None = None  # how far areas are from the ground of each partner

    def look_around(self, town: Town, radius_m: np.ndarray, orders: object) -> None:
        """Find the areas within each partner's radius of its ground. `radius_m`: (n_areas,), read at the gate."""
        if self._far_m is None:
            self._far_m = self._measure(town)
        near, far_m, outside = self._far_m
        within = outside & (far_m <= radius_m[self.rows["gate"]][:, None])
        self.around_of, column = np.nonzero(within)
        self.around, self.orders = near[column], orders

    def around_each(self) -> list[np.ndarray]:
        """The areas around each partner, one array a row."""
        return np.split(self.around, np.searchsorted(self.around_of, np.arange(1, self.rows.size)))

    def _measure(self, town: Town) -> tuple[np.ndarray, ...]:
        """(areas with people or shops, metres from each partner's ground, whether they lie outside it)."""
        x, y = town.areas["x_m"], town.areas["y_m"]
        near = np.flatnonzero((town.areas["grid"] >= 0) | (town.areas["shops"] > 0))
        far_m, outside = np.empty((self.rows.size, near.size)), np.empty((self.rows.size, near.size), bool)
        for row in range(self.rows.size):
            own = self.own[self.own_of == row]
            far_m[row] = np.hypot(x[near][:, None] - x[own], y[near][:, None] - y[own]).min(axis=1)
            outside[row] = ~np.isin(near, own)
        return near, far_m, outside


def _joined(parts: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Arrays end to end, and the number of the one that each element comes from."""
    sizes = [part.size for part in parts]
    return np.concatenate([*parts, np.zeros(0, np.int64)]).astype(np.int64), np.repeat(np.arange(len(parts)), sizes)
