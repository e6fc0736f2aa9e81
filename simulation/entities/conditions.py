"""Conditions: how each place is today. Slow processes write them once a day; what happens there reads them.

A condition says what is there (a camera that works, a volunteer about, a quarrel settler within reach), never what
follows from it. A column at 0 is a system that is not there.
"""

from __future__ import annotations

import numpy as np

from ..town import Town

CONDITION = np.dtype(
    [
        ("efficacy_aim", "f8"),  # where efficacy tends to
        ("efficacy", "f8"),  # collective efficacy, 0..1
        ("gate", "f8"),  # hardness of the entrance as it is used, 0 open .. 1 always shut
        ("light", "f8"),  # share of the ground that is lit at night, 0..1
        ("camera", "f8"),  # share of the ground under a camera that works, 0..1
        ("watched", "f8"),  # share of the pictures that somebody looks at live, 0..1
        ("proof", "f8"),  # share of recordings that are kept, found and used when asked for, 0..1
        ("rota", "f8"),  # share of evening and night hours with volunteers about, 0..1
        ("outside_guard", "f8"),  # share of hours with an enterprise's guard passing outside the wall, 0..1
        ("inside_guard", "f8"),  # share of an enterprise's guards that are inside its wall, 0..1
        ("orphan", "f8"),  # 1 where no grid worker feels responsible, else 0
        ("nuisance", "f8"),  # open matters (leaks, parking, noise, rubbish) per 100 households
        ("settling", "f8"),  # reach of neighbours who settle quarrels: elders, council, property staff, 0..1
        ("hall", "f8"),  # reach of a reception hall that takes in everything, 0..1
        ("active", "f8"),  # share of residents who take part, 0..1
        ("passed", "f8"),  # share of what one service learns that reaches the others, 0..1
        ("prevented", "f8"),  # share of those who may begin to steal whom prevention has reached, 0..1
        ("tips", "f8"),  # share of residents ready to tell what they saw, 0..1
        ("nets", "f8"),  # how well the layers of prevention act on one another's alarms, 0..1
        ("lawful", "f8"),  # residents whom legal publicity has reached and who remember it, 0..1
        ("alarm", "f8"),  # fear of being caught that a crackdown spreads among thieves, 0..1
        ("fair", "f8"),  # share of contacts with the police that are felt as fair, 0..1
    ],
    align=True,
)


def conditions_of(town: Town) -> np.ndarray:
    """The conditions of a town before anybody does anything, (n_areas,) CONDITION."""
    out = np.zeros(town.n_areas, CONDITION)
    out["passed"] = 1.0
    out["efficacy_aim"] = town.areas["efficacy"]
    out["efficacy"], out["gate"], out["fair"], out["inside_guard"] = (
        town.areas["efficacy"],
        town.areas["gate"],
        1.0,
        1.0,
    )
    return out
