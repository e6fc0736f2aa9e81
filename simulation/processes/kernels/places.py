"""Where an offender goes: places known, what is there to steal, memory of success. Source: evidence 3.1, 3.2."""

from __future__ import annotations

import numpy as np

from ...engine.compiled import inner
from ...engine.numerics import exp, log
from ...entities.offenders import LAST_NODE, N_NODES
from ...entities.setting import crowd_at
from ...entities.thefts import BURGLARY, ENTERPRISE_MATERIAL, POCKET_SHOP
from ...town import COMMERCIAL
from .returns import know_last_place

PLACE = 32  # draw slots of the j-th place of a search begin at PLACE * (j + 1)
NODE, SPOT = 0, 1  # slots within a place


@inner
def n_targets(kind, area, time_h, setting):
    """How much there is to steal of a kind in an area now: homes, or what those present have with them."""
    a = setting.areas[area]
    if kind == BURGLARY:
        return float(a.households)
    if kind == POCKET_SHOP:
        return a.shops + (0.1 if a.ntype == COMMERCIAL else 0.01) * crowd_at(setting, area, time_h)
    if kind == ENTERPRISE_MATERIAL:
        return float(setting.enterprises[a.enterprise].goods) * 10.0 if a.enterprise >= 0 else 0.0
    return crowd_at(setting, area, time_h)


@inner
def believed(o, node, slot, time_h, memory_days):
    """An offender's belief about patrols at a node in a quarter of the day, faded since it was formed."""
    return o.belief[node, slot] * exp(-(time_h - o.belief_h[node]) / (24.0 * memory_days))


@inner
def choose_node(p, u, o, kind, time_h, setting):
    """Node of the awareness space to go to, by discrete choice (evidence 3.2); -1 when nothing is worth it."""
    slot = int(time_h) % 24 // 6
    weight, total = np.zeros(N_NODES), 0.0
    faded = exp(-(time_h - o.reward_h) / (24.0 * p.reward_memory_days))
    for n in range(N_NODES):
        if o.node[n] < 0 or o.weight[n] <= 0.0:
            continue
        v = p.targets_weight * log(1.0 + n_targets(kind, o.node[n], time_h, setting))
        v += p.reward_weight * o.reward[n] * faded
        v -= p.belief_weight * believed(o, n, slot, time_h, p.belief_memory_days)
        weight[n] = o.weight[n] * exp(v)
        total += weight[n]
    u *= total
    for n in range(N_NODES):
        u -= weight[n]
        if u < 0.0:
            return n
    return -1


@inner
def choose_spot(u, kind, centre, time_h, setting):
    """The area to look at: the node's or one of the eight around it, by number of targets; -1 for none."""
    around = setting.neighbours[centre]
    total = n_targets(kind, centre, time_h, setting)
    for k in range(around.size):
        if around[k] >= 0:
            total += n_targets(kind, around[k], time_h, setting)
    if total <= 0.0:
        return -1
    u = u * total - n_targets(kind, centre, time_h, setting)
    last = centre
    for k in range(around.size):
        if u < 0.0:
            break
        if around[k] >= 0 and n_targets(kind, around[k], time_h, setting) > 0.0:
            last = around[k]
            u -= n_targets(kind, last, time_h, setting)
    return last


@inner
def remember_success(p, o, node, area, home, time_h):
    """What a theft that worked teaches: this place pays, and one gets away with it."""
    faded = exp(-(time_h - o.reward_h) / (24.0 * p.reward_memory_days))
    for n in range(N_NODES):
        o.reward[n] *= faded
    o.reward_h = time_h
    know_last_place(p, o, area, time_h, node)
    o.reward[node] += 1.0
    if node != LAST_NODE:
        o.reward[LAST_NODE] += 1.0
    o.escaped += p.escape_gain
    o.last_home, o.last_h = home, time_h
