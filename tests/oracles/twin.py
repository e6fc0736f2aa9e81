"""A district in which theft, disputing and escalation are said in plain Mesa."""

from __future__ import annotations

import dataclasses

from govsim.simulation import District
from govsim.simulation.hours import Hours
from tests.oracles.plain_disputes import PlainDisputing, PlainEscalation
from tests.oracles.plain_theft import PlainTheft
from tests.oracles.plain_town import PlainTown


def with_twin(district: District, grievances: float = 1.0, offending: float = 1.0) -> District:
    """The same district with the plain rules, which live hour by hour: take one `step` after the other.

    `grievances`, `offending`: times those of the configuration, as its scenario says.
    """
    do, plain = district.processes, PlainTown(district.town, district, district.draws)
    disputing = PlainDisputing(do.disputing, plain, grievances)
    district.processes = dataclasses.replace(
        do,
        theft=PlainTheft(do.theft, plain, district, offending),
        disputing=disputing,
        escalation=PlainEscalation(do.escalation, plain, district, disputing),
    )
    district.hours = Hours(district.processes)
    return district
