"""Names of events. An event is named by its cause, so it is the same event in every arm of an experiment.

A name is a 63-bit number: 3 bits for the kind, 60 for who and which. A dispute is (starter, occasion,
relapses before it); a clash or hearing is a dispute and a number within it; a call is the case it is about.
"""

from __future__ import annotations

import numpy as np

from ..engine.compiled import inner, kernel

THEFT_NAME, DISPUTE_NAME, CLASH_NAME, HEARING_NAME, CALL_NAME = (kind << 60 for kind in range(1, 6))
WITHIN_BITS = 18  # room for clashes and hearings within a dispute
LOW = (1 << 56) - 1


@inner
def theft_name(person, occasion):
    """Name of the theft of an occasion of a resident who steals."""
    return THEFT_NAME | (np.int64(person) << 32) | np.int64(occasion)


@inner
def dispute_name(starter, occasion, generation):
    """Name of the dispute of a resident's occasion; generation counts relapses."""
    return DISPUTE_NAME | (
        ((np.int64(starter) << 16) | (np.int64(occasion) << 4) | np.int64(generation)) << WITHIN_BITS
    )


@inner
def name_within(kind, dispute, number):
    """Name of the number-th clash or hearing of a dispute."""
    return kind | (dispute & LOW) | np.int64(number + 1)


@kernel
def call_name(kind, entity):
    """Name of the call about a case; `kind` is the kind of report, `entity` the case's own name."""
    return CALL_NAME | (np.int64(kind) << 56) | (entity & LOW)
