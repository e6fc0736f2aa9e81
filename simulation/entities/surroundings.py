"""Surroundings: what is built in each area and in what state it is."""

from __future__ import annotations

import numpy as np

SURROUNDING = np.dtype(
    [
        ("cameras", "f8"),  # share of the ground under a camera, working or not, 0..1
        ("working", "f8"),  # share of the cameras that work, 0..1
        ("lights", "f8"),  # share of the ground with lamps, 0..1
        ("lit", "f8"),  # share of the lamps that work, 0..1
        ("gate", "f8"),  # share of once open entrances that have a gate now, 0..1
        ("shut", "f8"),  # share of those gates that are kept shut, 0..1
    ],
    align=True,
)
