"""Residents and households: two tables, one row a person and one row a home.

Rows are sorted by area, then household, and never move: the row number is the identity.
"""

from __future__ import annotations

import numpy as np

N_TIES = 6

# hukou: where the household registration is (2020 census categories).
HUKOU_LOCAL, HUKOU_SAME_COUNTY, HUKOU_SAME_PROVINCE, HUKOU_OTHER_PROVINCE = 0, 1, 2, 3
MALE, FEMALE = 0, 1
OWNER, RENTER = 0, 1
# special status, governance_inventory A2; NONE for almost everyone.
SPECIAL_NONE, SPECIAL_CORRECTION, SPECIAL_RELEASED, SPECIAL_DRUGS, SPECIAL_ILLNESS, SPECIAL_YOUTH = range(6)

RESIDENT = np.dtype(
    [
        ("household", "i4"),
        ("home", "i4"),  # area
        ("work", "i4"),  # area of work or school, equal to home for those who have neither
        ("third", "i4"),  # area of the habitual market, shop street or park
        ("employer", "i4"),  # enterprise, -1 for none
        ("ties", "i4", (N_TIES,)),  # residents this one knows; -1 where there are fewer
        ("routine", "u1"),  # row of the timetable
        ("age", "u1"),  # years
        ("sex", "u1"),
        ("hukou", "u1"),
        ("special", "u1"),
        ("temper", "f4"),  # standard normal sensitivity to grievances
        ("legal", "f4"),  # legal consciousness, 0..1
        ("trust", "f4"),  # trust in local government, 0..1
        ("safety", "f4"),  # felt safety, 0..1, as it was at felt_h
        ("felt_h", "f4"),  # hours since start when `safety` was last moved
        ("registered", "u1"),  # the offices know that this person lives here
        ("party", "u1"),  # member of the party
        ("arousal", "f4"),  # unrest of special groups without support, 0..1
        ("aware", "f4"),  # knows what is done for safety here, 0..1
        ("benefit", "f4"),  # has felt a benefit of it, 0..1
        ("active", "u1"),  # takes part
    ],
    align=True,
)

HOUSEHOLD = np.dtype(
    [
        ("area", "i4"),
        ("first", "i4"),  # its first resident; members are first .. first + size
        ("size", "u1"),
        ("tenure", "u1"),
        ("ebike", "u1"),  # owns an e-bike or motorcycle
        ("car", "u1"),
        ("goods", "f4"),  # attractiveness to thieves, log-normal, median 1
    ],
    align=True,
)
