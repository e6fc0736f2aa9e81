"""Theft: an offender, a target and no capable guardian in one place (routine activity; Cohen & Felson 1979).

Offenders go out on occasions of their own. On each they pick a type and a place they know (awareness space,
targets, distance, remembered success, believed patrols), look at a target there, weigh value against
guardians and the risk they perceive, and steal or walk on to the next place. Displacement, repeats and near
repeats come out of this; no rate switches them on. Source: evidence 3.1-3.8.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..clock import Clock
from ..compiled import kernel
from ..entities.identity import theft_name
from ..entities.offenders import LAST_NODE, N_NODES
from ..entities.presence import Presence, remembered
from ..entities.staff import Staff
from ..entities.table import Table
from ..entities.thefts import BURGLARY, ENTERPRISE_MATERIAL, FROM_VEHICLE, NEVER_H, POCKET_SHOP, VEHICLE
from ..entities.units import AT_STOP, ROUND_AREAS
from ..numerics import exp, log, sigmoid
from ..occasions import Occasions
from ..randomness import Draws, uniform
from ..timetable import HOME, Timetable, Whereabouts, nth_present
from ..town import COMMERCIAL, Town
from .base import PerTheft, Process

OUT, KIND = 1, 2  # draw slots of a search; those of its j-th place begin at PLACE * (j + 1)
PLACE = 32
NODE, SPOT, DECIDE, MEET, LOSS, SHOP, AGAIN, LOOK = range(8)  # within a place; LOOK + n for the n-th look


class Theft(Process):
    """Offenders search, choose, steal and learn."""

    activity_by_6h: tuple[float, float, float, float] = Field(description="share of occasions used, by quarter of the day")
    places_per_search: int = Field(ge=1, le=4, description="places looked at before going home")
    minutes_per_place: float = Field(gt=0, description="minutes spent at each")
    targets_weight: float = Field(description="log odds of a place per log number of targets (evidence 3.2 b1)")
    belief_weight: float = Field(ge=0, description="fall in log odds of a place per unit of believed patrol presence")
    reward_weight: float = Field(ge=0, description="log odds of a place per remembered success (3.2 b7)")
    reward_memory_days: float = Field(gt=0, description="mean life of that memory")
    last_place_weight: float = Field(ge=0, description="awareness of the place of the last theft; home has 1")
    belief_learning: float = Field(ge=0, le=1, description="how far one look moves the belief toward what was seen")
    belief_memory_days: float = Field(gt=0, description="mean life of a belief about patrols (3.6, slow channel)")
    inclination: PerTheft = Field(description="log odds of stealing a median target with nobody around, sure to escape")
    value_weight: float = Field(ge=0, description="log odds per log attractiveness of the target")
    certainty_weight: float = Field(ge=0, description="fall in log odds per unit of perceived risk, kappa S of 3.3")
    sight_weight: float = Field(ge=0, le=1, description="perceived risk added by a patrol's fresh trace (3.4)")
    eyes_weight: float = Field(ge=0, description="fall in log odds per efficacy x log residents present (3.8)")
    crowd_cover: float = Field(ge=0, description="log odds of pocket theft per log residents present: cover (3.8)")
    occupied_weight: float = Field(ge=0, description="fall in log odds of burglary when somebody is home")
    gate_weight: float = Field(ge=0, description="fall in log odds of burglary and bike theft behind a shut gate")
    guard_weight: float = Field(ge=0, description="fall in log odds per property guard round the clock")
    grid_worker_weight: float = Field(ge=0, description="fall in log odds when a grid worker is in the area")
    enterprise_guard_weight: float = Field(ge=0, description="fall in log odds per log guards of an enterprise")
    looks: int = Field(ge=1, le=16, description="targets looked at in one place; the best is taken")
    return_share: float = Field(ge=0, le=1, description="chance to try a home again that was burgled with success")
    exposure_min: PerTheft = Field(description="minutes during which a passing patrol sees the theft")
    alert_share: float = Field(ge=0, le=1, description="chance that a patrol that passes catches the thief")
    escape_gain: float = Field(ge=0, description="weight of one escape in the belief about being caught (3.4)")
    loss_yuan: PerTheft = Field(description="median loss")
    loss_log_sd: float = Field(ge=0, description="spread of the logarithm of losses")

    def step(
        self, offenders: np.ndarray, searches: Occasions, people: np.ndarray, households: np.ndarray, timetable: Timetable,
        field: Presence, staff: Staff, town: Town, thefts: Table, now: Clock, draws: Draws,
    ) -> np.ndarray:
        """All searches of this tick; the new rows of `thefts`, THEFT."""
        due = searches.due(now)
        if due.size == 0:
            return thefts.rows[:0]
        thefts.reserve(due.size)
        count = search(
            self.numbers, draws.key("theft"), due, offenders, people, households, town.areas, town.neighbours,
            town.enterprises, timetable.whereabouts, field.areas, field.memory_h, staff.legs, staff.grid_workers,
            thefts.buffer, len(thefts),
        )
        return thefts.grow_to(count)


@kernel
def n_targets(kind, area, hour_of_week, areas, enterprises, w: Whereabouts):
    """How much there is to steal of a kind in an area now: homes, or what those present have with them."""
    a = areas[area]
    if kind == BURGLARY:
        return float(a.households)
    if kind == POCKET_SHOP:
        return a.shops + (0.1 if a.ntype == COMMERCIAL else 0.01) * w.crowd[hour_of_week, area]
    if kind == ENTERPRISE_MATERIAL:
        return float(enterprises[a.enterprise].goods) * 10.0 if a.enterprise >= 0 else 0.0
    return float(w.crowd[hour_of_week, area])


@kernel
def believed(o, node, slot, time_h, memory_days):
    """An offender's belief about patrols at a node in a quarter of the day, faded since it was formed."""
    return o.belief[node, slot] * exp(-(time_h - o.belief_h[node]) / (24.0 * memory_days))


@kernel
def choose_node(p, u, o, kind, time_h, hour_of_week, areas, enterprises, w):
    """Node of the awareness space to go to, by discrete choice (evidence 3.2); -1 when nothing is worth it."""
    slot = hour_of_week % 24 // 6
    weight = np.zeros(N_NODES)
    total = 0.0
    faded = exp(-(time_h - o.reward_h) / (24.0 * p.reward_memory_days))
    for n in range(N_NODES):
        if o.node[n] < 0 or o.weight[n] <= 0.0:
            continue
        targets = n_targets(kind, o.node[n], hour_of_week, areas, enterprises, w)
        if targets <= 0.0 and n != LAST_NODE:
            continue
        v = p.targets_weight * log(1.0 + targets) + p.reward_weight * o.reward[n] * faded
        v -= p.belief_weight * believed(o, n, slot, time_h, p.belief_memory_days)
        weight[n] = o.weight[n] * exp(v)
        total += weight[n]
    u *= total
    for n in range(N_NODES):
        u -= weight[n]
        if u < 0.0 and weight[n] > 0.0:
            return n
    return -1


@kernel
def choose_spot(u, kind, centre, hour_of_week, areas, neighbours, enterprises, w):
    """The area to look at: the node's or one of the eight around it, by number of targets; -1 for none."""
    total = n_targets(kind, centre, hour_of_week, areas, enterprises, w)
    for k in range(neighbours.shape[1]):
        if neighbours[centre, k] >= 0:
            total += n_targets(kind, neighbours[centre, k], hour_of_week, areas, enterprises, w)
    u *= total
    if total <= 0.0:
        return -1
    u -= n_targets(kind, centre, hour_of_week, areas, enterprises, w)
    if u < 0.0:
        return centre
    last = centre
    for k in range(neighbours.shape[1]):
        if neighbours[centre, k] >= 0:
            u -= n_targets(kind, neighbours[centre, k], hour_of_week, areas, enterprises, w)
            last = neighbours[centre, k]
            if u < 0.0:
                return last
    return last


@kernel
def somebody_home(home, hour_of_week, people, households, place):
    """Whether a household has anybody at home."""
    first = households[home].first
    for i in range(first, first + households[home].size):
        if place[people[i].routine, hour_of_week] == HOME:
            return True
    return False


@kernel
def choose_target(p, key, o, who, number, base, kind, area, time_h, hour_of_week, people, households, areas, enterprises, w):
    """(victim, household, log attractiveness) of the best of a few looks; victim -1 when there is nothing.

    A victim is a resident, or -2 - enterprise. Bikes and cars stand where their owners are.
    """
    a = areas[area]
    if kind == ENTERPRISE_MATERIAL:
        return -2 - a.enterprise, -1, log(max(enterprises[a.enterprise].goods, 0.01))
    if kind == BURGLARY and o.last_home >= 0 and households[o.last_home].area == area:
        if uniform(key, who, number, base + AGAIN) < p.return_share:
            return households[o.last_home].first, o.last_home, log(households[o.last_home].goods)
    if kind == POCKET_SHOP:
        targets = n_targets(kind, area, hour_of_week, areas, enterprises, w)
        if uniform(key, who, number, base + SHOP) * targets < a.shops:
            return (-2 - a.enterprise if a.enterprise >= 0 else -2), -1, 0.0
    best, best_home, best_goods = -1, -1, -1.0
    for look in range(p.looks):
        u = uniform(key, who, number, base + LOOK + look)
        if kind == BURGLARY:
            home = a.first_household + int(u * a.households)
            victim = households[home].first
        else:
            victim = nth_present(int(u * w.crowd[hour_of_week, area]), area, hour_of_week, people, areas, w)
            if victim < 0 or victim == o.person:
                continue
            home = people[victim].household
            if (kind == VEHICLE and households[home].ebike == 0) or (kind == FROM_VEHICLE and households[home].car == 0):
                continue
        if households[home].goods > best_goods and home != people[o.person].household:
            best, best_home, best_goods = victim, home, households[home].goods
    return best, best_home, (log(best_goods) if best != -1 else 0.0)


@kernel
def guardianship(p, kind, area, home, hour, hour_of_week, people, households, areas, enterprises, w, workers):
    """Fall in the log odds of a theft through everybody and everything that guards (evidence 3.8)."""
    a = areas[area]
    present = log(1.0 + w.crowd[hour_of_week, area])
    if kind == POCKET_SHOP:
        g = -p.crowd_cover * present
    else:
        g = p.eyes_weight * a.efficacy * present
    if kind == BURGLARY or kind == VEHICLE:
        g += p.gate_weight * a.gate
    g += p.guard_weight * a.property_guard
    if kind == BURGLARY and somebody_home(home, hour_of_week, people, households, w.place):
        g += p.occupied_weight
    if kind == ENTERPRISE_MATERIAL:
        g += p.enterprise_guard_weight * log(1.0 + enterprises[a.enterprise].guards)
    if a.grid >= 0 and walked_now(area, a.grid, hour, workers):
        g += p.grid_worker_weight
    return g


@kernel
def walked_now(area, grid, hour, workers):
    """Whether a grid worker of the grid is in the area in this hour of today's plan."""
    posts = 16  # 2 * MAX_POSTS
    for i in range(grid * posts, (grid + 1) * posts):
        if workers[i].filled == 1 and workers[i].area_by_hour[hour] == area:
            return True
    return False


@kernel
def covers(leg, area, areas):
    """Whether a patrol leg passes through an area."""
    if leg.how == 0:
        return False
    if leg.how == AT_STOP:
        return leg.area == area
    return abs(areas[leg.area].ix - areas[area].ix) <= 1 and abs(areas[leg.area].iy - areas[area].iy) <= 1


@kernel
def patrol_in_sight(area, time_h, legs, areas):
    """Share of this quarter of an hour during which a patrol is in the area, 0..1."""
    quarter, unseen = int(time_h * 4.0), 1.0
    for i in range(legs.shape[0]):
        for j in range(legs.shape[1]):
            if legs[i, j].quarter == quarter and covers(legs[i, j], area, areas):
                unseen *= 1.0 - legs[i, j].minutes / (15.0 if legs[i, j].how == AT_STOP else 15.0 * ROUND_AREAS)
    return 1.0 - unseen


@kernel
def patrol_meets(area, time_h, exposure_min, legs, areas):
    """Chance that a patrol comes by while the theft goes on (evidence 3.7)."""
    quarter, unmet = int(time_h * 4.0), 1.0
    for i in range(legs.shape[0]):
        for j in range(legs.shape[1]):
            if legs[i, j].quarter == quarter and covers(legs[i, j], area, areas):
                there = legs[i, j].minutes / (1.0 if legs[i, j].how == AT_STOP else ROUND_AREAS)
                unmet *= 1.0 - min(1.0, (exposure_min + there) / 15.0)
    return 1.0 - unmet


@kernel
def look_around(p, o, node, area, time_h, hour_of_week, field, legs, areas, memory_h):
    """Perceived risk at a place (evidence 3.4, 3.6); what is seen also moves the belief about the node."""
    sight = patrol_in_sight(area, time_h, legs, areas)
    trace = 1.0 - (1.0 - sight) * (1.0 - remembered(field, area, time_h, memory_h))
    slot = hour_of_week % 24 // 6
    for s in range(4):
        o.belief[node, s] = believed(o, node, s, time_h, p.belief_memory_days)
    o.belief_h[node] = time_h
    o.belief[node, slot] += p.belief_learning * (trace - o.belief[node, slot])
    certainty = o.caught / (o.caught + o.escaped)
    return certainty + p.sight_weight * trace * (1.0 - certainty)


@kernel
def remember_success(p, o, node, area, home, time_h):
    """What a theft that worked teaches: this place pays, and one gets away with it."""
    faded = exp(-(time_h - o.reward_h) / (24.0 * p.reward_memory_days))
    for n in range(N_NODES):
        o.reward[n] *= faded
    o.reward_h = time_h
    if o.node[LAST_NODE] != area:
        o.reward[LAST_NODE] = 0.0
        for s in range(4):
            o.belief[LAST_NODE, s] = o.belief[node, s]
        o.belief_h[LAST_NODE] = o.belief_h[node]
    o.node[LAST_NODE], o.weight[LAST_NODE] = area, p.last_place_weight
    o.reward[node] += 1.0
    if node != LAST_NODE:
        o.reward[LAST_NODE] += 1.0
    o.escaped += p.escape_gain
    o.last_home, o.last_h = home, time_h


@kernel
def search(
    numbers, key, due, offenders, people, households, areas, neighbours, enterprises, w, field, memory_h, legs,
    workers, thefts, count,
):
    """All searches of a tick in order of time; writes thefts behind row `count` and returns the new count."""
    p = numbers[0]
    for d in range(due.size):
        who, number = due[d].who, due[d].number
        o = offenders[who]
        time_h = due[d].time_h
        if time_h < o.free_h:
            continue
        hour = int(time_h) % 24
        if uniform(key, who, number, OUT) >= p.activity_by_6h[hour // 6]:
            continue
        u, kind = uniform(key, who, number, KIND), 0
        while kind < 4 and u >= o.mix[kind]:
            kind += 1
        for j in range(p.places_per_search):
            base, hour_of_week = PLACE * (j + 1), int(time_h) % 168
            hour = hour_of_week % 24
            node = choose_node(
                p, uniform(key, who, number, base + NODE), o, kind, time_h, hour_of_week, areas, enterprises, w
            )
            if node < 0:
                break
            area = choose_spot(
                uniform(key, who, number, base + SPOT), kind, o.node[node], hour_of_week, areas, neighbours, enterprises, w
            )
            if area < 0:
                continue
            risk = look_around(p, o, node, area, time_h, hour_of_week, field, legs, areas, memory_h)
            victim, home, goods = choose_target(
                p, key, o, who, number, base, kind, area, time_h, hour_of_week, people, households, areas, enterprises, w
            )
            if victim != -1:
                odds = p.inclination[kind] + p.value_weight * goods + log(areas[area].attraction)
                odds -= p.certainty_weight * risk
                odds -= guardianship(
                    p, kind, area, home, hour, hour_of_week, people, households, areas, enterprises, w, workers
                )
                if uniform(key, who, number, base + DECIDE) < sigmoid(odds):
                    t = thefts[count]
                    count += 1
                    t.id, t.time_h, t.type = theft_name(who, number), time_h, kind
                    t.area, t.victim, t.offender = area, victim, who
                    u = uniform(key, who, number, base + LOSS)
                    t.loss_yuan = p.loss_yuan[kind] * exp(p.loss_log_sd * log((u + 1e-12) / (1.0 - u)) / 1.702)
                    origin = people[o.person].home
                    dx, dy = areas[origin].x_m - areas[area].x_m, areas[origin].y_m - areas[area].y_m
                    t.distance_m = np.sqrt(dx * dx + dy * dy)
                    t.caught, t.recorded = 0, 0
                    t.noticed_h = t.reported_h = t.cleared_h = NEVER_H
                    o.thefts += 1
                    meets = patrol_meets(area, time_h, p.exposure_min[kind], legs, areas)
                    if uniform(key, who, number, base + MEET) < p.alert_share * meets:
                        t.caught, o.free_h = 1, NEVER_H  # in custody; aftermath says for how long
                    else:
                        remember_success(p, o, node, area, home, time_h)
                    break
            time_h += p.minutes_per_place / 60.0
    return count
