"""The presence field: staff minutes in each area, today and usually. Written daily, for residents and observers."""

from __future__ import annotations

import numpy as np

PRESENCE = np.dtype(
    [
        ("patrol_min", "f8"),  # unit-minutes today
        ("grid_min", "f8"),  # grid-worker minutes outside today
        ("visits_ordered", "f8"),  # visits to this place as a listed hot spot, this month so far
        ("visits_made", "f8"),  # of them, those that no call took away
        ("seen", "f8"),  # slow average of patrol minutes a day, what residents have come to expect
    ],
    align=True,
)
