"""Minds: knowledge, felt benefit and taking part of every resident, once a month."""

from __future__ import annotations

import numpy as np

from ...engine.compiled import kernel
from ...engine.numerics import normal
from ...engine.randomness import uniform

AT_FIRST, PARTY, THRESHOLD, FELT = range(4)  # draw slots


@kernel
def at_first(numbers, key, people):
    """Knowledge and party membership at the start."""
    p = numbers[0]
    for i in range(people.size):
        r = people[i]
        u = uniform(key, i, 0, AT_FIRST)
        r.aware = min(1.0, max(0.0, p.aware_at_first + 0.4 * (u - 0.5)))
        r.party = 1 if r.age >= 18 and uniform(key, i, 0, PARTY) < p.party_share else 0


@kernel
def move_minds(numbers, key, month, people, told, mended, areas):
    """One month of everybody; (share who take part, readiness to tell) by area, (n_areas,) each.

    `told`, `mended`: (n_areas,) chance to hear of what is done, and to feel that something was mended.
    """
    p = numbers[0]
    aware, benefit = np.empty(people.size, np.float32), np.empty(people.size, np.float32)
    for i in range(people.size):
        aware[i], benefit[i] = people[i].aware, people[i].benefit
    active, tips = np.zeros(areas.size), np.zeros(areas.size)
    for i in range(people.size):
        r = people[i]
        know, feel, n = 0.0, 0.0, 0
        for k in range(r.ties.size):
            if r.ties[k] >= 0:
                know += aware[r.ties[k]]
                feel = max(feel, benefit[r.ties[k]])
                n += 1
        hears = 1.0 - (1.0 - told[r.home]) * (1.0 - (p.tie_reach * know / n if n > 0 else 0.0))
        kept = aware[i] * (1.0 - p.forgotten_per_month)
        r.aware = kept + (1.0 - kept) * hears
        felt = 1.0 if uniform(key, i, month, FELT) < mended[r.home] else benefit[i] * (1.0 - p.benefit_faded_per_month)
        r.benefit = max(felt, p.benefit_of_ties * feel * (1.0 - p.benefit_faded_per_month))
        will = r.aware * r.trust * (1.0 - p.benefit_weight * (1.0 - r.benefit))
        bar = p.threshold + p.threshold_sd * normal(uniform(key, i, 0, THRESHOLD))
        r.active = 1 if r.age >= 16 and will > bar * (p.party_threshold if r.party == 1 else 1.0) else 0
        active[r.home] += r.active
        tips[r.home] += r.active * r.trust
    for a in range(areas.size):
        active[a] /= max(1, areas[a].residents)
        tips[a] /= max(1, areas[a].residents)
    return active, tips
