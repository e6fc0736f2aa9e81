"""Thefts: one row a theft, with its four ledger columns. Truth; no office ever reads it."""

from __future__ import annotations

import numpy as np

BURGLARY, VEHICLE, FROM_VEHICLE, POCKET_SHOP, ENTERPRISE_MATERIAL = range(5)
NEVER_H = np.inf

NOT_CLEARED, IN_THE_ACT, ON_THE_SCENE, BY_INQUIRY, BY_VIDEO, BY_TIP = range(6)
CLEARED_BY = ("none", "in the act", "scene", "inquiry", "video", "tip")

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
        ("seen", "u1"),  # seen on a screen while it happened
        ("noticed_h", "f8"),
        ("reported_h", "f8"),
        ("recorded", "u1"),
        ("cleared_h", "f8"),
        ("cleared_by", "u1"),  # how the offender was found, CLEARED_BY
        ("cleared_ways", "u1"),  # how many ways would have led there
    ],
    align=True,
)
