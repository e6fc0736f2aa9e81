"""Theft: an offender, a target and no capable guardian in one place (routine activity; Cohen & Felson 1979).

Offenders go out on occasions of their own. On each they pick a type and a place they know (awareness space,
targets, distance, remembered success, believed patrols), look at a target there, weigh value against
guardians and the risk they perceive, and steal or walk on to the next place. What paid is tried again within days,
by the thief or by one whom he told. Displacement, repeats and near repeats come out of this; no rate switches them on.
Source: evidence 3.1-3.8.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..engine.clock import HOURS_PER_DAY
from ..engine.compiled import inner
from ..engine.numerics import exp, log, normal, sigmoid
from ..engine.quantities import Days, Factor, LogOdds, LogSpread, Metres, Share, Weight, Whole
from ..engine.randomness import uniform
from ..entities.identity import theft_name
from ..entities.legs import meets
from ..entities.offenders import LAST_NODE, N_THEFT_TYPES
from ..entities.setting import distance_m, place_of
from ..entities.thefts import CAME_BACK, FIRST_TIME, NEVER_H, WAS_TOLD
from ..timetable import AWAY, LEFT, WORK
from .base import LogOddsOfTheft, MinutesOfTheft, Process, ShareOfLayer, YuanOfTheft
from .kernels.guarding import guardianship, look_around, stopped
from .kernels.places import NODE, PLACE, SPOT, choose_node, choose_spot, remember_success
from .kernels.returns import RETURN_NUMBER, know_last_place, plan_return, soonest_return
from .kernels.targets import NOTHING, choose_target

OUT, KIND = 1, 2  # draw slots of a search; those of its j-th place begin at PLACE * (j + 1)
# within a place, besides those of kernels/places.py and kernels/targets.py
DECIDE, MEET, LOSS, WALK_ON, SEEN, MAKE_UP, STOP, SEIZE = 2, 3, 4, 24, 25, 26, 27, 28
NOTHING_THERE, REFUSED, STOPPED, STOLEN = range(4)  # what comes of a place


class Theft(Process):
    """Offenders search, choose, steal and learn."""

    activity_by_6h: tuple[Share, Share, Share, Share] = Field(
        description="share of occasions used, by quarter of the day"
    )
    busy_share: Share = Field(description="occasions used by who is at work, at school or on the way there")
    foul_share: Share = Field(description="occasions used in rain, snow or dust, times those in fair weather")
    places_per_search: Whole = Field(ge=1, le=4, description="places looked at before going home")
    minutes_per_place: Factor = Field(gt=0, description="minutes spent at each")
    targets_weight: LogOdds = Field(description="log odds of a place per log number of targets (evidence 3.2 b1)")
    belief_weight: Weight = Field(description="fall in log odds of a place per unit of believed patrol presence")
    reward_weight: Weight = Field(description="log odds of a place per remembered success (3.2 b7)")
    reward_memory_days: Days = Field(gt=0, description="mean life of that memory")
    last_place_weight: Weight = Field(description="awareness of the place of the last theft; home has 1")
    belief_learning: Share = Field(description="how far one look moves the belief toward what was seen")
    belief_memory_days: Days = Field(gt=0, description="mean life of a belief about patrols (3.6, slow channel)")
    inclination: LogOddsOfTheft = Field(
        description="log odds of stealing a median target with nobody around, sure to escape"
    )
    value_weight: Weight = Field(description="log odds per log attractiveness of the target")
    certainty_weight: Weight = Field(description="fall in log odds per unit of perceived risk, kappa S of 3.3")
    sight_weight: Share = Field(description="perceived risk added by a patrol's fresh trace (3.4)")
    eyes_weight: Weight = Field(description="fall in log odds per efficacy x log residents present (3.8)")
    crowd_cover: Weight = Field(description="log odds of pocket theft per log residents present: cover (3.8)")
    occupied_weight: Weight = Field(description="fall in log odds of burglary when somebody is home")
    gate_weight: Weight = Field(description="fall in log odds of burglary and bike theft behind a shut gate")
    dark_eyes_share: Share = Field(description="what eyes do on unlit ground in the dark, times what they do by day")
    light_weight: Weight = Field(description="fall in log odds on lit ground in the dark")
    camera_weight: Weight = Field(description="fall in log odds under a working camera that is watched")
    camera_idle_share: Share = Field(description="share of that fall when nobody watches [S57]")
    rota_weight: Weight = Field(description="fall in log odds while volunteers are about")
    outside_guard_weight: Weight = Field(description="fall in log odds while an enterprise's guard passes outside")
    guard_weight: Weight = Field(description="fall in log odds per property guard round the clock")
    grid_worker_weight: Weight = Field(description="fall in log odds when a grid worker is in the area")
    enterprise_guard_weight: Weight = Field(description="fall in log odds per log guards of an enterprise")
    walk_on_share: Share = Field(description="chance to go on to another place when one is too risky")
    displacement_radius_m: Metres = Field(description="how far from a refused place the next one may be, metres")
    campaign_rebound: Share = Field(
        description="chance to make up for a theft refrained from for fear of a campaign, at each occasion "
        "after it; 0 cuts the path (inventory 5.1)",
    )
    stop_share: ShareOfLayer = Field(
        description="chance that each layer of prevention stops a theft where all are linked"
    )
    seize_share: Share = Field(description="chance that a thief who is stopped is seized")
    live_share: Share = Field(description="chance that a theft under a watched camera is seen at once")
    looks: Whole = Field(ge=1, le=16, description="targets looked at in one place; the best is taken")
    return_share: Share = Field(description="chance to try a home again that was burgled with success")
    again_share: Share = Field(description="chance that a thief means to come back within days where it paid (3.5)")
    again_days: Days = Field(gt=0, description="mean days until then, after the first")
    tell_share: Share = Field(description="chance that a thief tells his companion of a place that paid")
    same_place_share: Share = Field(description="chance to come back to the very place, else to one around it")
    known_weight: LogOdds = Field(description="log odds gained where the thief knows his way by a former theft")
    exposure_min: MinutesOfTheft = Field(description="minutes during which a passing patrol sees the theft")
    alert_share: Share = Field(description="chance that a patrol that passes catches the thief")
    escape_gain: Factor = Field(description="weight of one escape in the belief about being caught (3.4)")
    loss_yuan: YuanOfTheft = Field(description="median loss")
    loss_log_sd: LogSpread = Field(description="spread of the logarithm of losses")


@inner
def search_all(numbers, key, due, offenders, next_return_h, end_h, setting, legs, workers, thefts, count):
    """All searches and returns of a tick in order of time; thefts are written behind row `count`.

    Luck belongs to the person, whatever the row in the pool. Returns (rows of thefts, hour of the next return or inf).
    """
    p, d, back = numbers[0], 0, -1
    if next_return_h < end_h:
        back, next_return_h = soonest_return(offenders)
    while d < due.size or next_return_h < end_h:
        before = count
        if next_return_h < end_h and (d == due.size or next_return_h <= due[d].time_h):
            count += come_back(p, key, back, offenders, setting, legs, workers, thefts[count])
            back, next_return_h = soonest_return(offenders)
        else:
            count += go_out(p, key, due[d], offenders, setting, legs, workers, thefts[count])
            d += 1
            if count > before:
                back, next_return_h = soonest_return(offenders)
    return count, next_return_h


@inner
def go_out(p, key, occasion, offenders, setting, legs, workers, theft):
    """An occasion: up to `places_per_search` places. Returns 1 when it ends in a theft, written to `theft`."""
    row, number, time_h = occasion.who, occasion.number, occasion.time_h
    o, who = offenders[row], np.int64(offenders[row].person)
    if uniform(key, who, number, OUT) >= at_liberty(p, o, time_h, setting) * p.activity_by_6h[int(time_h) % 24 // 6]:
        return 0
    kind, refused, looked_at = kind_of_search(o, uniform(key, who, number, KIND)), -1, 0
    for j in range(p.places_per_search):
        base = PLACE * (j + 1)
        node = choose_node(p, uniform(key, who, number, base + NODE), o, kind, time_h, setting)
        if node < 0:
            return 0
        area = choose_spot(uniform(key, who, number, base + SPOT), kind, o.node[node], time_h, setting)
        if area >= 0 and refused >= 0 and distance_m(setting.areas, refused, area) > p.displacement_radius_m:
            area = -1
        if area >= 0:
            theft.refused, theft.again = looked_at, FIRST_TIME
            end = try_place(
                p, key, offenders, row, number, base, node, kind, area, time_h, 0.0, setting, legs, workers, theft
            )
            if end == STOLEN or end == STOPPED:
                return 1 if end == STOLEN else 0
            if end == REFUSED:
                refused = area
                looked_at += 1
                if uniform(key, who, number, base + WALK_ON) >= p.walk_on_share:
                    return 0
        time_h += p.minutes_per_place / 60.0
    return 0


@inner
def come_back(p, key, row, offenders, setting, legs, workers, theft):
    """A return to one place that paid. Returns 1 when it ends in a theft, written to `theft`."""
    o = offenders[row]
    who, number, base, time_h = np.int64(o.person), RETURN_NUMBER + o.returns, PLACE, o.again_h
    o.again_h = np.inf
    o.returns += 1
    if uniform(key, who, number, OUT) >= at_liberty(p, o, time_h, setting):
        return 0
    know_last_place(p, o, o.again_area, time_h, -1)
    if o.again_home >= 0:
        o.last_home = o.again_home
    area = o.again_area
    if uniform(key, who, number, base + NODE) >= p.same_place_share:
        area = choose_spot(uniform(key, who, number, base + SPOT), o.again_kind, area, time_h, setting)
    if area < 0:
        return 0
    theft.refused, theft.again = 0, WAS_TOLD if o.again_told == 1 else CAME_BACK
    end = try_place(
        p, key, offenders, row, number, base, LAST_NODE, o.again_kind, area, time_h, p.known_weight, setting, legs,
        workers, theft,
    )  # fmt: skip
    return 1 if end == STOLEN else 0


@inner
def at_liberty(p, o, time_h, setting):
    """Chance that an offender goes out at a time: not in custody or out of town, seldom from work or in the rain."""
    where = place_of(setting, o.person, time_h)
    if time_h < o.free_h or where == LEFT:
        return 0.0
    drive = o.drive * (p.busy_share if where == WORK or where == AWAY else 1.0)
    return drive * (p.foul_share if setting.days[int(time_h) // HOURS_PER_DAY].foul == 1 else 1.0)


@inner
def kind_of_search(o, u):
    """Type of theft that a search is for."""
    kind = 0
    while kind < N_THEFT_TYPES - 1 and u >= o.mix[kind]:
        kind += 1
    return kind


@inner
def try_place(p, key, offenders, row, number, base, node, kind, area, time_h, known, setting, legs, workers, theft):
    """What comes of one place: NOTHING_THERE, REFUSED, STOPPED or STOLEN. `known`: log odds of knowing one's way."""
    o, who = offenders[row], np.int64(offenders[row].person)
    risk = look_around(p, o, node, area, time_h, legs, setting)
    victim, home, goods = choose_target(p, key, o, who, number, base, kind, area, time_h, setting)
    if victim == NOTHING:
        return NOTHING_THERE
    odds = p.inclination[kind] + p.value_weight * goods + log(setting.areas[area].attraction) + known
    odds -= p.certainty_weight * risk + guardianship(p, kind, area, home, time_h, setting, workers, theft.guards)
    u, alarm = uniform(key, who, number, base + DECIDE), setting.conditions[area].alarm
    if u >= sigmoid(odds) and not makes_up(p, o, uniform(key, who, number, base + MAKE_UP), alarm):
        if alarm > 0.0 and u < sigmoid(odds + p.certainty_weight * (1.0 - risk) * alarm / (1.0 - alarm)):
            o.deferred += 1.0  # but for the campaign
        return REFUSED
    held = stopped(p, area, time_h, uniform(key, who, number, base + STOP), setting, workers)
    if held and uniform(key, who, number, base + SEIZE) >= p.seize_share:
        return STOPPED
    steal(p, key, o, row, who, number, base, kind, area, victim, time_h, setting, theft)
    theft.node, theft.risk, theft.value, theft.odds = node, risk, goods, odds
    caught = p.alert_share * meets(legs, area, time_h, p.exposure_min[kind], setting.areas)
    if held or uniform(key, who, number, base + MEET) < caught:
        theft.caught, o.free_h = 1, NEVER_H  # in custody; aftermath says for how long
    else:
        remember_success(p, o, node, area, home, time_h)
        plan_return(p, key, offenders, row, who, number, base, area, home, kind, time_h)
    return STOLEN


@inner
def makes_up(p, o, u, alarm):
    """Whether a thief who held back during a campaign takes a risk that he would not take otherwise."""
    if o.deferred < 1.0 or u >= p.campaign_rebound * (1.0 - alarm):
        return False
    o.deferred -= 1.0
    return True


@inner
def steal(p, key, o, row, who, number, base, kind, area, victim, time_h, setting, theft):
    """Fill the row of a theft."""
    theft.id, theft.time_h, theft.type = theft_name(who, number), time_h, kind
    theft.area, theft.victim, theft.offender = area, victim, row
    theft.loss_yuan = p.loss_yuan[kind] * exp(p.loss_log_sd * normal(uniform(key, who, number, base + LOSS)))
    theft.distance_m = distance_m(setting.areas, setting.people[o.person].home, area)
    theft.caught = theft.recorded = theft.cleared_by = theft.cleared_ways = 0
    c = setting.conditions[area]
    theft.seen = 1 if uniform(key, who, number, base + SEEN) < p.live_share * c.camera * c.watched else 0
    theft.noticed_h = theft.reported_h = theft.cleared_h = NEVER_H
    o.thefts += 1
