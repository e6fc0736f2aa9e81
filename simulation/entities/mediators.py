"""Full-time people's mediators (人民调解员), pooled by street."""

from __future__ import annotations

import mesa
import numpy as np

MEDIATOR = np.dtype(
    [
        ("identity", "i8"),  # the same in every arm: street and number of the post
        ("street", "i4"),
        ("number", "i4"),
        ("filled", "u1"),
        ("due_day", "i4"),
        ("since_day", "i4"),
        ("busy_h", "f8"),  # in a hearing until this hour
    ],
    align=True,
)


class Mediator(mesa.Agent):
    """A mediator; a view of one row of the district's table of mediator posts."""

    def __init__(self, model: mesa.Model, row: int) -> None:
        super().__init__(model)
        self.row = row

    def __repr__(self) -> str:
        return f"{type(self).__name__} {self.row}"

    @property
    def state(self) -> np.void:
        """This mediator's row of the table, MEDIATOR."""
        return self.model.staff.mediators[self.row]  # pyright: ignore[reportAttributeAccessIssue]
