"""Thefts: one row a theft, with its four ledger columns. Truth; no office ever reads it."""

from __future__ import annotations

import numpy as np

BURGLARY, VEHICLE, FROM_VEHICLE, POCKET_SHOP, ENTERPRISE_MATERIAL = range(5)
NEVER_H = np.inf
FIRST_TIME, CAME_BACK, WAS_TOLD = range(3)

NOT_CLEARED, IN_THE_ACT, ON_THE_SCENE, BY_INQUIRY, BY_VIDEO, BY_TIP = range(6)
CLEARED_BY = ("none", "in the act", "scene", "inquiry", "video", "tip")

# Who and what guards a place; the number is the column of `guards`.
PROPERTY_GUARD, EYES, GATE, SOMEBODY_HOME, ENTERPRISE_GUARDS, GRID_WORKER, CAMERA, OUTSIDE_GUARD, LIGHT, ROTA = range(
    10
)
GUARDS = (
    "property guards", "eyes of those present", "gate", "somebody at home", "guards of the enterprise", "grid worker",
    "cameras", "guards outside the wall", "light", "volunteers",
)  # fmt: skip

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
        # why here: the terms of the decision, as the offender took it
        (
            "node",
            "u1",
        ),  # place of the awareness space it was found from; LAST_NODE: that of the last theft
        ("refused", "u1"),  # places looked at and left before this one
        ("again", "u1"),  # FIRST_TIME, CAME_BACK to a place that paid, or WAS_TOLD of it by a companion
        ("risk", "f8"),  # perceived risk, 0..1
        ("value", "f8"),  # log attractiveness of the target
        ("guards", "f8", (len(GUARDS),)),  # fall in the log odds through each of GUARDS; pockets: a crowd is cover, < 0
        ("odds", "f8"),  # log odds of stealing that came of it
    ],
    align=True,
)
