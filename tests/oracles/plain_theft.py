"""The rule of theft in plain words; ODD.md, Theft."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from govsim.simulation import District
from govsim.simulation.engine.randomness import uniform
from govsim.simulation.entities.identity import theft_name
from govsim.simulation.entities.thefts import THEFT
from govsim.simulation.processes import Theft
from govsim.simulation.timetable import AWAY, HOME, THIRD, WORK
from tests.oracles.plain_town import Occasion, PlainResident, PlainTown, Row, distance_m, sigmoid

BURGLARY, VEHICLE, FROM_VEHICLE, POCKET_SHOP, ENTERPRISE = range(5)
COMMERCIAL, STOP, ROUND, LAST_NODE = 8, 1, 2, 11


class PlainTheft:
    """Stands in for `processes.theft`."""

    def __init__(self, rule: Theft, plain: PlainTown, district: District, offending: float) -> None:
        self.p, self.plain, self.district, self.numbers = rule, plain, district, rule.numbers
        offenders, self.rule = district.offenders, self.in_the_hour
        self.key = plain.draws.key("theft")
        self.squares = [(area.ix, area.iy) for area in plain.areas]  # of the map; they never change
        for number, row in enumerate(offenders):
            resident = plain.residents[row["person"]]
            resident.offender = Row(offenders, number)
            resident.searches = Occasion(self.key, resident.row, float(row["searches_per_year"]) * offending)

    def in_the_hour(self, numbers, key, due, offenders, next_return_h, end_h, setting, legs, workers, buffer, count):
        """Everybody moves; thieves go out on their occasions and come back as they meant to. (rows of thefts, inf)."""
        thefts, now = self.district.thefts, self.district.clock
        thefts.cut_to(count)
        self.staff = self.district.staff
        self.plain.move_all(now.start_h)
        thieves = [thief for thief in self.plain.residents if thief.searches is not None]
        moments = [(time_h, thief, n) for thief in thieves for n, time_h in thief.searches.before(now.end_h)]
        moments += [(t.offender.again_h, t, None) for t in thieves if t.offender.again_h < now.end_h]
        for time_h, thief, number in sorted(moments, key=lambda moment: moment[0]):
            if number is not None:
                theft = self.search(thief, number, time_h)
            else:
                theft = self.come_back(thief, time_h) if thief.offender.again_h == time_h else None
            if theft is not None:
                thefts.add(theft)
        assert thefts.buffer is buffer, "there was room"
        return len(thefts), math.inf

    def liberty(self, thief: PlainResident, time_h: float) -> float:
        """How ready a thief is to go out: not from custody or another town, seldom from work or in foul weather."""
        ready = thief.offender.drive * (time_h >= thief.offender.free_h)
        ready *= {HOME: 1, THIRD: 1, WORK: self.p.busy_share, AWAY: self.p.busy_share}.get(thief.place(time_h), 0)
        return ready * (self.p.foul_share if self.plain.today(time_h)["foul"] else 1)

    def search(self, thief: PlainResident, number: int, time_h: float):
        """One search: the row of a theft, or None."""
        o, p = thief.offender, self.p
        self.number, self.luck = number, lambda slot: uniform(self.key, thief.row, number, slot)
        if self.luck(1) >= self.liberty(thief, time_h) * p.activity_by_6h[int(time_h) % 24 // 6]:
            return None
        self.refused, self.refusals, self.again, self.known = None, 0, 0, 0.0
        u = self.luck(2)
        kind = next((k for k in range(4) if u < o.mix[k]), 4)
        for place in range(p.places_per_search):
            base = 32 * (place + 1)
            theft, go_on = self.go_somewhere(thief, o, base, kind, time_h)
            if theft is not None or not go_on:
                return theft
            time_h += p.minutes_per_place / 60
        return None

    def come_back(self, thief: PlainResident, time_h: float):
        """A return to where it paid: the row of a theft, or None."""
        o, p = thief.offender, self.p
        number = (1 << 24) + int(o.returns)
        self.number, self.luck = number, lambda slot: uniform(self.key, thief.row, number, slot)
        area, home = int(o.again_area), int(o.again_home)
        o.again_h, o.returns = math.inf, o.returns + 1
        if self.luck(1) >= self.liberty(thief, time_h):
            return None
        if o.node[LAST_NODE] != area:
            o.reward[LAST_NODE], o.belief[LAST_NODE], o.belief_h[LAST_NODE] = 0, 0, time_h
        o.node[LAST_NODE], o.weight[LAST_NODE] = area, p.last_place_weight
        if home >= 0:
            o.last_home = home
        kind = int(o.again_kind)
        if self.luck(32) >= p.same_place_share:
            area = self.choose_spot(area, kind, time_h, self.luck(33))
        if area is None:
            return None
        self.refused, self.refusals, self.again, self.known = None, 0, 1 + int(o.again_told), p.known_weight
        return self.try_place(thief, o, 32, LAST_NODE, area, kind, time_h)[0]

    def means_to_return(self, o: Row, base: int, slot: int, area: int, home: int, kind: int, time_h: float, told: int):
        """Some days later, at the same hour."""
        wait_days = 1 + math.floor(-math.log(1 - self.luck(base + slot)) * self.p.again_days)
        o.again_h, o.again_area, o.again_home, o.again_kind, o.again_told = (
            time_h + 24 * wait_days, area, home, kind, told,
        )  # fmt: skip

    def go_somewhere(self, thief, o, base, kind, time_h):
        """(theft or None, whether to walk on) at a place one knows."""
        p, refused = self.p, self.refused
        node = self.choose_node(o, kind, time_h, self.luck(base))
        if node is None:
            return None, False
        area = self.choose_spot(int(o.node[node]), kind, time_h, self.luck(base + 1))
        if area is None:
            return None, True
        if refused is not None and distance_m(self.plain.areas[refused], self.plain.areas[area]) > (
            p.displacement_radius_m
        ):
            return None, True
        return self.try_place(thief, o, base, node, area, kind, time_h)

    def try_place(self, thief, o, base, node, area, kind, time_h):
        """(theft or None, whether to walk on) at one place."""
        p = self.p
        risk = self.look_around(o, node, area, time_h)
        victim, home, goods = self.choose_target(thief, o, base, kind, area, time_h)
        if victim is None:
            return None, True
        odds = p.inclination.model_dump().values().__iter__()
        odds = list(odds)[kind] + p.value_weight * goods + math.log(self.plain.areas[area].attraction) + self.known
        odds -= p.certainty_weight * risk + self.guardianship(kind, area, home, time_h)
        here = self.plain.setting.conditions[area]
        alarm, u = float(here["alarm"]), self.luck(base + 2)
        made_up = o.deferred >= 1 and self.luck(base + 26) < p.campaign_rebound * (1 - alarm)
        if u >= sigmoid(odds):
            if not made_up:
                calm = 1 - (1 - risk) / (1 - alarm)
                o.deferred += u < sigmoid(odds + p.certainty_weight * (risk - calm))
                self.refused, self.refusals = area, self.refusals + 1
                return None, self.luck(base + 24) < p.walk_on_share
            o.deferred -= 1
        held = self.luck(base + 27) >= 1 - self.stops(area, time_h)
        if held and self.luck(base + 28) >= p.seize_share:
            return None, False
        theft = np.zeros(1, THEFT)
        t = Row(theft, 0)
        t.id, t.time_h, t.type, t.area, t.victim, t.offender = (
            theft_name(thief.row, self.number), time_h, kind, area, victim, o.number,
        )  # fmt: skip
        t.loss_yuan = self.of(p.loss_yuan, kind) * math.exp(p.loss_log_sd * NormalDist().inv_cdf(self.luck(base + 4)))
        t.distance_m = distance_m(self.plain.areas[thief.home], self.plain.areas[area])
        t.noticed_h = t.reported_h = t.cleared_h = math.inf
        t.seen = int(self.luck(base + 25) < p.live_share * float(here["camera"]) * float(here["watched"]))
        t.node, t.refused, t.risk, t.value, t.odds = node, self.refusals, risk, goods, odds
        t.guards, t.again = self.guards, self.again
        o.thefts += 1
        if held or self.luck(base + 3) < p.alert_share * self.patrol_meets(area, time_h, self.of(p.exposure_min, kind)):
            t.caught, o.free_h = 1, math.inf
        else:
            self.remember(o, node, area, home, time_h)
            self.plan(o, base, area, home, kind, time_h)
        return theft, False

    def plan(self, o: Row, base: int, area: int, home: int, kind: int, time_h: float) -> None:
        """He may come back, and tell the one he tells things."""
        if self.luck(base + 29) < self.p.again_share:
            self.means_to_return(o, base, 30, area, home, kind, time_h, 0)
        companion = o.companion
        friends = [t.offender for t in self.plain.residents if t.row == companion and t.searches is not None]
        for friend in friends:
            if self.luck(base + 31) < self.p.tell_share and friend.drive > 0 and friend.again_h == math.inf:
                self.means_to_return(friend, base, 23, area, home, kind, time_h, 1)

    def stops(self, area: int, time_h: float) -> float:
        """Chance that one of the layers of prevention stops a thief."""
        here, a, hour = self.plain.setting.conditions[area], self.plain.areas[area], int(time_h) % 24
        share = self.p.stop_share
        workers = self.staff.grid_workers[self.staff.grid_workers["grid"] == a.grid]
        walks = any(w["filled"] and w["area_by_hour"][hour] == area for w in workers)
        passes = 1.0
        for d in (
            share.camera * here["camera"] * here["watched"], share.gate * here["gate"], share.grid_worker * walks,
            share.volunteers * here["rota"] * (hour < 6 or hour >= 18),
            share.guards * (1 - (1 - min(1, a.property_guard)) * (1 - here["outside_guard"])),
        ):  # fmt: skip
            passes *= 1 - float(here["nets"]) * float(d)
        return 1 - passes

    @staticmethod
    def of(per_type, kind: int) -> float:
        return list(per_type.model_dump().values())[kind]

    def targets(self, kind: int, area: int, time_h: float) -> float:
        """How much there is to steal in an area."""
        a = self.plain.areas[area]
        if kind == BURGLARY:
            return a.households
        if kind == ENTERPRISE:
            return 10 * float(self.plain.setting.enterprises["goods"][a.enterprise]) if a.enterprise >= 0 else 0.0
        crowd = len(self.plain.present(area, time_h))
        if kind == POCKET_SHOP:
            return a.shops + (0.1 if a.ntype == COMMERCIAL else 0.01) * crowd
        return crowd

    def belief(self, o: Row, node: int, quarter: int, time_h: float) -> float:
        age_days = (time_h - o.belief_h[node]) / 24
        return o.belief[node, quarter] * math.exp(-age_days / self.p.belief_memory_days)

    def choose_node(self, o: Row, kind: int, time_h: float, u: float) -> int | None:
        """A known place, by discrete choice."""
        p, weight = self.p, [0.0] * 12
        faded = math.exp(-(time_h - o.reward_h) / 24 / p.reward_memory_days)
        for n in range(12):
            if o.node[n] >= 0 and o.weight[n] > 0:
                v = p.targets_weight * math.log(1 + self.targets(kind, int(o.node[n]), time_h))
                v += p.reward_weight * o.reward[n] * faded
                v -= p.belief_weight * self.belief(o, n, int(time_h) % 24 // 6, time_h)
                weight[n] = o.weight[n] * math.exp(v)
        return pick(weight, u)

    def choose_spot(self, centre: int, kind: int, time_h: float, u: float) -> int | None:
        """The node's area or one of those around it, in proportion to what is there."""
        block = [centre, *(int(n) for n in self.plain.setting.neighbours[centre] if n >= 0)]
        chosen = pick([self.targets(kind, area, time_h) for area in block], u)
        return None if chosen is None else block[chosen]

    def look_around(self, o: Row, node: int, area: int, time_h: float) -> float:
        """Perceived risk; what is seen moves the belief about the node."""
        trace = 1 - (1 - self.patrol_in_sight(area, time_h)) * (1 - self.patrol_trace(area, time_h))
        quarter = int(time_h) % 24 // 6
        now = [self.belief(o, node, q, time_h) for q in range(4)]
        now[quarter] += self.p.belief_learning * (trace - now[quarter])
        o.belief[node], o.belief_h[node] = now, time_h
        certainty = o.caught / (o.caught + o.escaped)
        alarm = float(self.plain.setting.conditions["alarm"][area])
        return 1 - (1 - certainty) * (1 - self.p.sight_weight * trace) * (1 - alarm)

    def choose_target(self, thief: PlainResident, o: Row, base: int, kind: int, area: int, time_h: float):
        """(victim, household, log attractiveness); victim None when there is nothing."""
        a, s = self.plain.areas[area], self.plain.setting
        if kind == ENTERPRISE:
            if a.enterprise < 0:
                return None, -1, 0.0
            return -2 - a.enterprise, -1, math.log(max(float(s.enterprises["goods"][a.enterprise]), 0.01))
        last = o.last_home
        if (
            kind == BURGLARY
            and last >= 0
            and s.households["area"][last] == area
            and self.luck(base + 6) < self.p.return_share
        ):
            return int(s.households["first"][last]), last, math.log(float(s.households["goods"][last]))
        if kind == POCKET_SHOP and self.luck(base + 5) * self.targets(kind, area, time_h) < a.shops:
            return (-2 - a.enterprise if a.enterprise >= 0 else -1), -1, 0.0
        looked = []
        for look in range(self.p.looks):
            victim, home = self.look_at(self.luck(base + 7 + look), kind, a, area, time_h)
            if victim is not None and home != thief.household:
                looked.append((float(s.households["goods"][home]), victim, home))
        if not looked:
            return None, -1, 0.0
        goods, victim, home = max(looked, key=lambda look: look[0])
        return victim, home, math.log(goods)

    def look_at(self, u: float, kind: int, a: Row, area: int, time_h: float):
        """(victim, household) of one look; victim None when it has nothing of the kind."""
        households = self.plain.setting.households
        if kind == BURGLARY:
            if a.households == 0:
                return None, -1
            home = a.first_household + int(u * a.households)
            return int(households["first"][home]), home
        here = self.plain.present(area, time_h)
        if not here:
            return None, -1
        person = here[int(u * len(here))]
        thing = {VEHICLE: "ebike", FROM_VEHICLE: "car"}.get(kind)
        owned = thing is None or households[thing][person.household] == 1
        return (person.row if owned else None), person.household

    def guardianship(self, kind: int, area: int, home: int, time_h: float) -> float:
        """Everybody and everything that guards; each alone is kept in `guards`, in the order of GUARDS."""
        a, p, s = self.plain.areas[area], self.p, self.plain.setting
        here, hour = s.conditions[area], int(time_h) % 24
        present = math.log(1 + len(self.plain.present(area, time_h)))
        dark, lit = self.plain.is_dark(time_h), float(here["light"])
        sight = lit + (1 - lit) * p.dark_eyes_share if dark else 1
        eyes = (
            -p.crowd_cover * present
            if kind == POCKET_SHOP
            else p.eyes_weight * float(here["efficacy"]) * present * sight
        )
        gate = p.gate_weight * float(here["gate"]) * (kind in (BURGLARY, VEHICLE))
        home_now = inside = walker = 0.0
        if kind == BURGLARY:
            first, size = int(s.households["first"][home]), int(s.households["size"][home])
            if any(self.plain.residents[i].place(time_h) == 0 for i in range(first, first + size)):
                home_now = p.occupied_weight
        if kind == ENTERPRISE:
            inside = p.enterprise_guard_weight * math.log(
                1 + float(here["inside_guard"]) * float(s.enterprises["guards"][a.enterprise])
            )
        workers = self.staff.grid_workers[self.staff.grid_workers["grid"] == a.grid]
        if any(w["filled"] and w["area_by_hour"][int(time_h) % 24] == area for w in workers):
            walker = p.grid_worker_weight
        used = p.camera_idle_share + (1 - p.camera_idle_share) * float(here["watched"])
        self.guards = (
            p.guard_weight * a.property_guard, eyes, gate, home_now, inside, walker,
            p.camera_weight * float(here["camera"]) * used, p.outside_guard_weight * float(here["outside_guard"]),
            p.light_weight * lit * dark,
            p.rota_weight * float(here["rota"]) * (hour < 6 or hour >= 18),
        )  # fmt: skip
        return sum(self.guards)

    def legs_over(self, area: int, column: int):
        """Legs of a quarter of an hour that pass through an area."""
        legs = self.staff.legs
        if not 0 <= column < legs.table.shape[1]:
            return
        (x, y), at = self.squares[area], self.squares
        for leg in legs.table[:, column]:
            there = at[leg["area"]]
            near = abs(there[0] - x) <= 1 and abs(there[1] - y) <= 1
            if (leg["how"] == STOP and leg["area"] == area) or (leg["how"] == ROUND and near):
                yield leg

    def column(self, time_h: float) -> int:
        return math.floor(4 * time_h) - self.staff.legs.first

    def patrol_in_sight(self, area: int, time_h: float) -> float:
        return 1 - math.prod(1 - leg["minutes"] / 15 for leg in self.legs_over(area, self.column(time_h)))

    def patrol_meets(self, area: int, time_h: float, exposure_min: float) -> float:
        return 1 - math.prod(
            1 - min(1, (exposure_min + leg["minutes"]) / 15) for leg in self.legs_over(area, self.column(time_h))
        )

    def patrol_trace(self, area: int, time_h: float) -> float:
        """What is left of the traces of the last eight hours."""
        untraced, legs = 1.0, self.staff.legs
        for column in range(max(0, self.column(time_h) - 32), self.column(time_h)):
            age_h = time_h - (legs.first + column + 1) / 4
            for leg in self.legs_over(area, column):
                untraced *= 1 - leg["depth"] * math.exp(-age_h / legs.memory_h)
        return 1 - untraced

    def remember(self, o: Row, node: int, area: int, home: int, time_h: float) -> None:
        """What success teaches."""
        o.reward[:] = o.reward * math.exp(-(time_h - o.reward_h) / 24 / self.p.reward_memory_days)
        o.reward_h = time_h
        if o.node[LAST_NODE] != area:
            o.reward[LAST_NODE] = 0
            o.belief[LAST_NODE], o.belief_h[LAST_NODE] = o.belief[node], o.belief_h[node]
        o.node[LAST_NODE], o.weight[LAST_NODE] = area, self.p.last_place_weight
        for n in {node, LAST_NODE}:
            o.reward[n] += 1
        o.escaped += self.p.escape_gain
        o.last_home, o.last_h = home, time_h


def pick(weight: list[float], u: float) -> int | None:
    """Index drawn in proportion to weights; None when all are zero."""
    u *= sum(weight)
    chosen = None
    for i, w in enumerate(weight):
        if w > 0:
            chosen = i
            u -= w
            if u < 0:
                break
    return chosen
