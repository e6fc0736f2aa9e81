"""Thefts: one row a theft, with its four ledger columns. Truth; no office ever reads it."""

from __future__ import annotations

import numpy as np

BURGLARY, VEHICLE, FROM_VEHICLE, POCKET_SHOP, ENTERPRISE_MATERIAL = range(5)
NEVER_H = np.inf

THEFT = np.dtype(
    [
        ("id", "i8"),
        ("time_h", "f8"),
        ("type", "u1"),
        ("area", "i4"),
        ("victim", "i4"),  # resident, or -2 - enterprise
        ("offender", "i4"),  # row of offenders
        ("loss_yuan", "f8"),
        ("distance_m", "f8"),  # offender's home to the scene
        ("caught", "u1"),  # caught in the act
        ("noticed_h", "f8"),
        ("reported_h", "f8"),
        ("recorded", "u1"),
        ("cleared_h", "f8"),
    ],
    align=True,
)
