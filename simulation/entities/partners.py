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
        self.own = [np.flatnonzero(owner == e) for e in owners]  # areas inside the wall
        self.problems = np.zeros(town.n_areas)  # thefts recorded around, as of the last meeting
        self.ever = False  # whether any contract was ever ordered
        self.around: list[np.ndarray] = []  # areas outside within the radius of the orders below
        self.orders: object = None  # levers for which `around` holds

    def look_around(self, town: Town, radius_m: np.ndarray, orders: object) -> None:
        """Find the areas within each partner's radius of its ground. `radius_m`: (n_areas,), read at the gate."""
        x, y, inhabited = town.areas["x_m"], town.areas["y_m"], town.areas["grid"] >= 0
        self.around, self.orders = [], orders
        for row, own in zip(self.rows, self.own, strict=True):
            near = np.flatnonzero(inhabited | (town.areas["shops"] > 0))
            far_m = np.hypot(x[near][:, None] - x[own], y[near][:, None] - y[own]).min(axis=1)
            within = near[far_m <= radius_m[row["gate"]]]
            self.around.append(within[~np.isin(within, own)])
