"""Who guards a place, and what an offender sees of the police there. Source: evidence 3.4, 3.6-3.8."""

from __future__ import annotations

from ...calendar.days import is_dark
from ...engine.compiled import inner
from ...engine.numerics import log
from ...entities.grid_workers import MAX_POSTS
from ...entities.legs import in_sight, remembered
from ...entities.offenders import N_SLOTS
from ...entities.setting import crowd_at, somebody_home
from ...entities.thefts import (
    BURGLARY,
    CAMERA,
    ENTERPRISE_GUARDS,
    ENTERPRISE_MATERIAL,
    EYES,
    GATE,
    GRID_WORKER,
    LIGHT,
    OUTSIDE_GUARD,
    POCKET_SHOP,
    PROPERTY_GUARD,
    ROTA,
    SOMEBODY_HOME,
    VEHICLE,
)
from .places import believed


@inner
def guardianship(p, kind, area, home, time_h, setting, workers, parts):
    """Fall in the log odds of a theft through everybody and everything that guards (evidence 3.8).

    `parts`: (len(GUARDS),), what each of them adds, is written.
    """
    a, c, hour = setting.areas[area], setting.conditions[area], int(time_h) % 24
    present, dark = log(1.0 + crowd_at(setting, area, time_h)), is_dark(setting.days, time_h)
    sight = c.light + (1.0 - c.light) * p.dark_eyes_share if dark else 1.0
    for i in range(parts.size):
        parts[i] = 0.0
    parts[PROPERTY_GUARD] = p.guard_weight * a.property_guard
    parts[EYES] = -p.crowd_cover * present if kind == POCKET_SHOP else p.eyes_weight * c.efficacy * present * sight
    if kind == BURGLARY or kind == VEHICLE:
        parts[GATE] = p.gate_weight * c.gate
    if kind == BURGLARY and somebody_home(setting, home, time_h):
        parts[SOMEBODY_HOME] = p.occupied_weight
    if kind == ENTERPRISE_MATERIAL:
        guards = c.inside_guard * setting.enterprises[a.enterprise].guards
        parts[ENTERPRISE_GUARDS] = p.enterprise_guard_weight * log(1.0 + guards)
    if a.grid >= 0 and walked_now(area, a.grid, hour, workers):
        parts[GRID_WORKER] = p.grid_worker_weight
    guarding_conditions(p, c, hour, dark, parts)
    return total(parts, PROPERTY_GUARD, CAMERA) + total(parts, CAMERA, len(parts))


@inner
def guarding_conditions(p, c, hour, dark, parts):
    """What cameras, light, volunteers and guards outside their walls add."""
    parts[CAMERA] = p.camera_weight * c.camera * (p.camera_idle_share + (1.0 - p.camera_idle_share) * c.watched)
    parts[OUTSIDE_GUARD] = p.outside_guard_weight * c.outside_guard
    if dark:
        parts[LIGHT] = p.light_weight * c.light
    if hour < 6 or hour >= 18:
        parts[ROTA] = p.rota_weight * c.rota


@inner
def total(parts, first, beyond):
    """Sum of some of the parts, in their order."""
    g = 0.0
    for i in range(first, beyond):
        g += parts[i]
    return g


@inner
def stopped(p, area, time_h, u, setting, workers):
    """Whether any layer stops a thief: 1 - prod(1 - d) over those that are there, as far as they are linked (C8)."""
    c, a, hour = setting.conditions[area], setting.areas[area], int(time_h) % 24
    if c.nets <= 0.0:
        return False
    walks = 1.0 if a.grid >= 0 and walked_now(area, a.grid, hour, workers) else 0.0
    rota = c.rota if hour < 6 or hour >= 18 else 0.0
    guards = 1.0 - (1.0 - min(1.0, a.property_guard)) * (1.0 - c.outside_guard)
    there = (c.camera * c.watched, c.gate, walks, rota, guards)
    passes = 1.0
    for i in range(5):
        passes *= 1.0 - c.nets * p.stop_share[i] * there[i]
    return u >= passes


@inner
def walked_now(area, grid, hour, workers):
    """Whether a grid worker of the grid is in the area in this hour of today's plan."""
    for i in range(grid * 2 * MAX_POSTS, (grid + 1) * 2 * MAX_POSTS):
        if workers[i].filled == 1 and workers[i].area_by_hour[hour] == area:
            return True
    return False


@inner
def look_around(p, o, node, area, time_h, legs, setting):
    """Perceived risk at a place (evidence 3.4, 3.6); what is seen also moves the belief about the node."""
    sight, past = in_sight(legs, area, time_h, setting.areas), remembered(legs, area, time_h, setting.areas)
    trace = 1.0 - (1.0 - sight) * (1.0 - past)
    slot = int(time_h) % 24 // 6
    for s in range(N_SLOTS):
        o.belief[node, s] = believed(o, node, s, time_h, p.belief_memory_days)
    o.belief_h[node] = time_h
    o.belief[node, slot] += p.belief_learning * (trace - o.belief[node, slot])
    certainty = o.caught / (o.caught + o.escaped)
    return 1.0 - (1.0 - certainty) * (1.0 - p.sight_weight * trace) * (1.0 - setting.conditions[area].alarm)
