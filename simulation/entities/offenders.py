"""Offenders: the few residents who steal, and what each of them knows and believes."""

from __future__ import annotations

import numpy as np

N_NODES = 12  # places in an awareness space
LAST_NODE = N_NODES - 1  # the slot that holds the place of the last theft
N_SLOTS = 4  # quarters of the day for which an offender keeps separate beliefs about patrols
N_THEFT_TYPES = 5

OFFENDER = np.dtype(
    [
        ("person", "i4"),  # row of residents
        ("companion", "i4"),  # person whom this one tells of a place, -1 for nobody
        ("searches_per_year", "f8"),
        ("drive", "f8"),  # share of the occasions that are used now, 0..1; 0 for who does not steal now
        ("onset_per_year", "f8"),  # rate at which this one begins to steal, besides any special status
        ("freed_h", "f8"),  # hours since start when last set free, -inf for never
        ("mix", "f8", (N_THEFT_TYPES,)),  # cumulative share of searches by type of theft
        ("node", "i4", (N_NODES,)),  # areas known from daily life, -1 for none; the last is the last theft's
        ("weight", "f8", (N_NODES,)),  # awareness of the node, distance decay included
        ("reward", "f8", (N_NODES,)),  # remembered success there, as it was at reward_h
        ("reward_h", "f8"),
        ("belief", "f8", (N_NODES, N_SLOTS)),  # believed presence of patrols, 0..1, as it was at belief_h
        ("belief_h", "f8", (N_NODES,)),
        ("caught", "f8"),  # Beta(caught, escaped): belief about being caught
        ("escaped", "f8"),
        ("caught_prior", "f8"),  # the same before any experience
        ("escaped_prior", "f8"),
        ("deferred", "f8"),  # thefts refrained from for fear of a campaign and not made up for
        ("free_h", "f8"),  # hours since start from which the offender is at liberty
        ("last_home", "i4"),  # household of the last burglary, -1 for none
        ("last_h", "f8"),
        ("thefts", "i4"),  # thefts so far
        ("again_h", "f8"),  # when to come back to a place that paid, inf for never
        ("again_area", "i4"),
        ("again_home", "i4"),  # household that was burgled there, -1 for none
        ("again_kind", "i4"),  # type of theft
        ("again_told", "i4"),  # 1: a companion told of it
        ("returns", "i4"),  # times come back so far
    ],
    align=True,
)
