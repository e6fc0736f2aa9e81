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
from ..entities.grid_workers import MAX_POSTS
from ..entities.identity import theft_name
from ..entities.offenders import LAST_NODE, N_NODES, N_SLOTS, N_THEFT_TYPES
from ..entities.presence import Presence, remembered
from ..entities.setting import Setting, crowd_at, distance_m, somebody_home
from ..entities.staff import Staff
from ..entities.table import Table
from ..entities.thefts import BURGLARY, ENTERPRISE_MATERIAL, FROM_VEHICLE, NEVER_H, POCKET_SHOP, VEHICLE
from ..entities.units import AT_STOP, ROUND_AREAS
from ..numerics import exp, log, normal, sigmoid
from ..occasions import Occasions
from ..randomness import Draws, uniform
from ..timetable import nth_present
from ..town import COMMERCIAL
from .base import PerTheft, Process

OUT, KIND = 1, 2  # draw slots of a search; those of its j-th place begin at PLACE * (j + 1)
PLACE = 32
NOTHING, UNNAMED_SHOP = -1_000_000_000, -1  # instead of a victim
NODE, SPOT, DECIDE, MEET, LOSS, SHOP, AGAIN, LOOK = range(8)  # within a place; LOOK + n for the n-th look


class Theft(Process):
    """Offenders search, choose, steal and learn."""

    activity_by_6h: tuple[float, float, float, float] = Field(
        description="share of occasions used, by quarter of the day"
    )
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
        self,
        offenders: np.ndarray,
        searches: Occasions,
        setting: Setting,
        field: Presence,
        staff: Staff,
        thefts: Table,
        now: Clock,
        draws: Draws,
    ) -> np.ndarray:
        """All searches of this tick; the new rows of `thefts`, THEFT."""
        due = searches.due(now)
        if due.size == 0:
            return thefts.rows[:0]
        thefts.reserve(due.size)
        count = search_all(
            self.numbers,
            draws.key("theft"),
            due,
            offenders,
            setting,
            field.areas,
            field.memory_h,
            staff.legs,
            staff.grid_workers,
            thefts.buffer,
            len(thefts),
        )
        return thefts.grow_to(count)


@kernel
def search_all(numbers, key, due, offenders, setting, field, memory_h, legs, workers, thefts, count):
    """All searches of a tick in order of time; writes thefts behind row `count` and returns the new count."""
    p = numbers[0]
    for d in range(due.size):
        who, number, time_h = due[d].who, due[d].number, due[d].time_h
        o = offenders[who]
        if time_h < o.free_h or uniform(key, who, number, OUT) >= p.activity_by_6h[int(time_h) % 24 // 6]:
            continue
        u, kind = uniform(key, who, number, KIND), 0
        while kind < N_THEFT_TYPES - 1 and u >= o.mix[kind]:
            kind += 1
        count += search(p, key, o, who, number, kind, time_h, setting, field, memory_h, legs, workers, thefts[count])
    return count


@kernel
def search(p, key, o, who, number, kind, time_h, setting, field, memory_h, legs, workers, theft):
    """One search: up to `places_per_search` places. Returns 1 when it ends in a theft, written to `theft`."""
    for j in range(p.places_per_search):
        base = PLACE * (j + 1)
        node = choose_node(p, uniform(key, who, number, base + NODE), o, kind, time_h, setting)
        if node < 0:
            return 0
        area = choose_spot(uniform(key, who, number, base + SPOT), kind, o.node[node], time_h, setting)
        if area >= 0:
            risk = look_around(p, o, node, area, time_h, field, memory_h, legs, setting.areas)
            victim, home, goods = choose_target(p, key, o, who, number, base, kind, area, time_h, setting)
            if victim != NOTHING:
                odds = p.inclination[kind] + p.value_weight * goods + log(setting.areas[area].attraction)
                odds -= p.certainty_weight * risk + guardianship(p, kind, area, home, time_h, setting, workers)
                if uniform(key, who, number, base + DECIDE) < sigmoid(odds):
                    steal(p, key, o, who, number, base, kind, area, victim, time_h, setting, theft)
                    meets = p.alert_share * patrol_meets(area, time_h, p.exposure_min[kind], legs, setting.areas)
                    if uniform(key, who, number, base + MEET) < meets:
                        theft.caught, o.free_h = 1, NEVER_H  # in custody; aftermath says for how long
                    else:
                        remember_success(p, o, node, area, home, time_h)
                    return 1
        time_h += p.minutes_per_place / 60.0
    return 0


@kernel
def steal(p, key, o, who, number, base, kind, area, victim, time_h, setting, theft):
    """Fill the row of a theft."""
    theft.id, theft.time_h, theft.type = theft_name(who, number), time_h, kind
    theft.area, theft.victim, theft.offender = area, victim, who
    theft.loss_yuan = p.loss_yuan[kind] * exp(p.loss_log_sd * normal(uniform(key, who, number, base + LOSS)))
    theft.distance_m = distance_m(setting.areas, setting.people[o.person].home, area)
    theft.caught = theft.recorded = 0
    theft.noticed_h = theft.reported_h = theft.cleared_h = NEVER_H
    o.thefts += 1


@kernel
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


@kernel
def believed(o, node, slot, time_h, memory_days):
    """An offender's belief about patrols at a node in a quarter of the day, faded since it was formed."""
    return o.belief[node, slot] * exp(-(time_h - o.belief_h[node]) / (24.0 * memory_days))


@kernel
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


@kernel
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


@kernel
def choose_target(p, key, o, who, number, base, kind, area, time_h, setting):
    """(victim, household, log attractiveness) of the best of a few looks; victim NOTHING when there is none.

    A victim is a resident, or -2 - enterprise. Bikes and cars stand where their owners are.
    """
    a, households = setting.areas[area], setting.households
    if kind == ENTERPRISE_MATERIAL:
        if a.enterprise < 0:
            return NOTHING, -1, 0.0
        return -2 - a.enterprise, -1, log(max(setting.enterprises[a.enterprise].goods, 0.01))
    if kind == BURGLARY and o.last_home >= 0 and households[o.last_home].area == area:
        if uniform(key, who, number, base + AGAIN) < p.return_share:
            return households[o.last_home].first, o.last_home, log(households[o.last_home].goods)
    if (
        kind == POCKET_SHOP
        and uniform(key, who, number, base + SHOP) * n_targets(kind, area, time_h, setting) < a.shops
    ):
        return (-2 - a.enterprise if a.enterprise >= 0 else UNNAMED_SHOP), -1, 0.0
    best, best_home, best_goods = NOTHING, -1, 0.0
    for look in range(p.looks):
        victim, home = look_at(uniform(key, who, number, base + LOOK + look), kind, area, time_h, setting)
        if victim >= 0 and home != setting.people[o.person].household and households[home].goods > best_goods:
            best, best_home, best_goods = victim, home, households[home].goods
    return best, best_home, (log(best_goods) if best != NOTHING else 0.0)


@kernel
def look_at(u, kind, area, time_h, setting):
    """(victim, household) that one look falls on; victim -1 when it has nothing of the kind."""
    a = setting.areas[area]
    if kind == BURGLARY:
        if a.households == 0:
            return -1, -1
        home = a.first_household + int(u * a.households)
        return setting.households[home].first, home
    victim = nth_present(
        int(u * crowd_at(setting, area, time_h)), area, int(time_h) % 168, setting.areas, setting.where
    )
    if victim < 0:
        return -1, -1
    home = setting.people[victim].household
    owned = (kind != VEHICLE or setting.households[home].ebike == 1) and (
        kind != FROM_VEHICLE or setting.households[home].car == 1
    )
    return (victim if owned else -1), home


@kernel
def guardianship(p, kind, area, home, time_h, setting, workers):
    """Fall in the log odds of a theft through everybody and everything that guards (evidence 3.8)."""
    a = setting.areas[area]
    present = log(1.0 + crowd_at(setting, area, time_h))
    g = p.guard_weight * a.property_guard
    g += -p.crowd_cover * present if kind == POCKET_SHOP else p.eyes_weight * a.efficacy * present
    if kind == BURGLARY or kind == VEHICLE:
        g += p.gate_weight * a.gate
    if kind == BURGLARY and somebody_home(setting, home, time_h):
        g += p.occupied_weight
    if kind == ENTERPRISE_MATERIAL:
        g += p.enterprise_guard_weight * log(1.0 + setting.enterprises[a.enterprise].guards)
    if a.grid >= 0 and walked_now(area, a.grid, int(time_h) % 24, workers):
        g += p.grid_worker_weight
    return g


@kernel
def walked_now(area, grid, hour, workers):
    """Whether a grid worker of the grid is in the area in this hour of today's plan."""
    for i in range(grid * 2 * MAX_POSTS, (grid + 1) * 2 * MAX_POSTS):
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
def look_around(p, o, node, area, time_h, field, memory_h, legs, areas):
    """Perceived risk at a place (evidence 3.4, 3.6); what is seen also moves the belief about the node."""
    sight = patrol_in_sight(area, time_h, legs, areas)
    trace = 1.0 - (1.0 - sight) * (1.0 - remembered(field, area, time_h, memory_h))
    slot = int(time_h) % 24 // 6
    for s in range(N_SLOTS):
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
        for s in range(N_SLOTS):
            o.belief[LAST_NODE, s] = o.belief[node, s]
        o.belief_h[LAST_NODE] = o.belief_h[node]
    o.node[LAST_NODE], o.weight[LAST_NODE] = area, p.last_place_weight
    o.reward[node] += 1.0
    if node != LAST_NODE:
        o.reward[LAST_NODE] += 1.0
    o.escaped += p.escape_gain
    o.last_home, o.last_h = home, time_h
