"""Neighbourhoods: what residents have set up in an area, and how tired they are of it (E1, E5, E8)."""

from __future__ import annotations

import numpy as np

NEIGHBOURHOOD = np.dtype(
    [
        ("council", "u1"),  # there is a residents' council
        ("fatigue", "f8"),  # 0 fresh .. 1 nobody comes any more
        ("funds_yuan", "f8"),
        ("gate", "f8"),  # what micro-projects added to the hardness of entrances, 0..1
        ("light", "f8"),  # and to the light at night
        ("rota", "f8"),  # share of evening and night hours that volunteers cover
    ],
    align=True,
)
