"""The presence field: staff minutes in each area, today and usually. Written daily, for residents and observers."""

from __future__ import annotations

import numpy as np

PRESENCE = np.dtype(
    [
        ("patrol_min", "f8"),  # unit-minutes today
        ("grid_min", "f8"),  # grid-worker minutes outside today
        ("seen", "f8"),  # slow average of patrol minutes a day, what residents have come to expect
    ],
    align=True,
)
