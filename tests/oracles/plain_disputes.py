"""The rules of disputing and escalation in plain words; ODD.md, Disputing and Escalation."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from govsim.simulation import District
from govsim.simulation.engine.randomness import uniform
from govsim.simulation.entities.disputes import CLASH, DISPUTE, SURFACING, Disputes
from govsim.simulation.entities.identity import CLASH_NAME, dispute_name, name_within
from govsim.simulation.processes import Disputing, Escalation
from tests.oracles.plain_town import Occasion, PlainResident, PlainTown, Row

FAMILY, NEIGHBOUR, PROPERTY, DEBT, LABOUR, DAMAGE, LAND, GROUP = range(8)
AT_HOME, AT_WORK, AT_THIRD, AWAY = range(4)
VILLAGE, OWNER = 5, 0
LIVE, SETTLED, ENDED, DORMANT = range(4)
LUMPED, BILATERAL, LOCAL = 1, 2, 6
ASKED, FOUND = 1, 2


class PlainDisputing:
    """Stands in for `processes.disputing`."""

    def __init__(self, rule: Disputing, plain: PlainTown, grievances: float) -> None:
        self.p, self.plain = rule, plain
        self.key, self.key_moments = plain.draws.key("disputing"), plain.draws.key("escalation")
        for resident in plain.residents:
            temper = float(plain.setting.people["temper"][resident.row])
            temper = min(max(temper, -rule.temper_limit), rule.temper_limit)
            rate = sum(self.rates(resident)) * math.exp(rule.temper_log_sd * temper - rule.temper_log_sd**2 / 2)
            resident.grievances = Occasion(self.key, resident.row, rate * grievances)

    def step(self, cases: Disputes, grievances, setting, moments_per_day: float, now, draws):
        """Nothing is laid out in the morning: here people quarrel when their hour comes."""
        self.moments_per_hour = moments_per_day / 24
        cases.table.reserve(1000)
        cases.live.reserve(1000)
        cases.due.reserve(1000)
        cases.place.reserve(1000)

    def in_the_hour(self, cases: Disputes, end_h: float) -> None:
        """Every resident whose occasion comes in this tick may start a quarrel."""
        first = len(cases)
        self.plain.agents.do(self.quarrel, cases, end_h)
        cases.enter(first)

    def quarrel(self, resident: PlainResident, cases: Disputes, end_h: float) -> None:
        for number, time_h in resident.grievances.before(end_h):
            u = [uniform(self.key, resident.row, number, slot) for slot in range(7)]
            kind = self.kind(resident, u[1])
            area = self.scene(resident, kind, time_h)
            if area is None or u[5] >= self.in_season(kind, time_h):
                continue
            if u[2] >= self.claimed(kind, area):
                continue
            if kind != DAMAGE and u[6] < self.p.usual_party_share:
                u[3] = uniform(self.key, resident.row, kind, 7)  # at every grievance of this kind the same
            other = self.other_party(resident, kind, u[3], area, time_h)
            if other is None:
                continue
            heat = list(self.p.heat_at_onset.model_dump().values())[kind] + self.p.heat_spread * (2 * u[4] - 1)
            heat += self.p.arousal_heat * float(self.plain.setting.people["arousal"][resident.row])
            start(self, cases, resident, other, kind, area, number, 0, None, time_h, heat)

    def in_season(self, kind: int, time_h: float) -> float:
        """Heating is quarrelled about in winter, wages and debts when they are due."""
        today = self.plain.today(time_h)
        season, least = {
            PROPERTY: (today["heating"], self.p.unheated_share), LABOUR: (today["pay"], self.p.between_pay_share),
            DEBT: (today["pay"], self.p.between_pay_share),
        }.get(kind, (1.0, 1.0))  # fmt: skip
        return least + (1 - least) * float(season)

    def claimed(self, kind: int, area: int) -> float:
        """Chance that a grievance is taken up and refused."""
        here = self.plain.setting.conditions[area]
        share = self.p.refused_share * (1 - self.p.efficacy_damping * float(here["efficacy"]))
        if kind in (NEIGHBOUR, PROPERTY, DAMAGE):
            share = 1 - (1 - share) * math.exp(-self.p.nuisance_weight * float(here["nuisance"]))
        return share

    def rates(self, resident: PlainResident) -> list[float]:
        """Grievances a year of each type, at average temper."""
        home = self.plain.areas[resident.home]
        household = self.plain.setting.households[resident.household]
        full = [value / 1000 for value in self.p.grievances_per_1000_year.model_dump().values()]
        if home.ntype == VILLAGE:
            land = 1.0
        else:
            land = self.p.urban_land_share if household["tenure"] == OWNER else 0.0
        possible = {
            FAMILY: household["size"] > 1, NEIGHBOUR: home.households > 1, PROPERTY: home.property_company >= 0,
            DEBT: bool(resident.ties), LABOUR: resident.employer >= 0, DAMAGE: True,
            LAND: land if home.households > 1 else 0, GROUP: resident.employer >= 0 or home.property_company >= 0,
        }  # fmt: skip
        return [full[kind] * possible[kind] * (resident.age >= self.p.minimum_age) for kind in range(8)]

    def kind(self, resident: PlainResident, u: float) -> int:
        rates = self.rates(resident)
        u *= sum(rates)
        for kind, rate in enumerate(rates):
            u -= rate
            if u < 0:
                return kind
        return DAMAGE

    def scene(self, r: PlainResident, kind: int, time_h: float) -> int | None:
        """Where the parties of such a grievance are in contact now."""
        place, (wake, sleep) = r.place(time_h), self.p.waking_hours
        if not wake <= int(time_h) % 24 <= sleep or place >= AWAY:
            return None
        meets = {
            FAMILY: place == AT_HOME, NEIGHBOUR: place == AT_HOME, PROPERTY: place == AT_HOME, LAND: place == AT_HOME,
            DEBT: True, LABOUR: place == AT_WORK, DAMAGE: place in (AT_WORK, AT_THIRD),
            GROUP: place == AT_WORK or (r.employer < 0 and place == AT_HOME),
        }  # fmt: skip
        return r.area(time_h) if meets[kind] else None

    def other_party(self, r: PlainResident, kind: int, u: float, area: int, time_h: float) -> int | None:
        """A resident, or an enterprise e as -2 - e; None when there is nobody."""
        households, home = self.plain.setting.households, self.plain.areas[r.home]
        if kind == FAMILY:
            first, size = int(households["first"][r.household]), int(households["size"][r.household])
            others = [row for row in range(first, first + size) if row != r.row]
            return others[int(u * len(others))]
        if kind in (NEIGHBOUR, LAND):
            here = range(home.first_household, home.first_household + home.households)
            others = [h for h in here if h != r.household]
            return int(households["first"][others[int(u * len(others))]])
        if kind == DEBT:
            return r.ties[int(u * len(r.ties))]
        if kind == DAMAGE:
            here = self.plain.present(area, time_h)
            other = here[int(u * len(here))]
            return None if other is r else other.row
        return -2 - (home.property_company if kind == PROPERTY or r.employer < 0 else r.employer)


def start(rule, cases: Disputes, resident, other, kind, area, occasion, generation, former, time_h, heat) -> None:
    """A dispute breaks out; its starter keeps hold of it."""
    cases.table.add(np.zeros(1, DISPUTE))
    d = Row(cases.table, len(cases) - 1)
    d.id = int(dispute_name(resident.row, occasion, generation))
    d.starter, d.other, d.type, d.area = resident.row, other, kind, area
    d.occasion, d.generation = occasion, generation
    d.relapse_of, d.known_before = (-1, 0) if former is None else (former.id, former.recorded)
    named = int(dispute_name(resident.row, occasion, 0))
    d.stake = NormalDist().inv_cdf(uniform(rule.key_moments, named, 0, 6))
    d.opened_h = d.heat_h = time_h
    d.heat = d.peak = min(max(heat, 0), 1)
    d.closed_h = d.noticed_h = d.reported_h = math.inf
    d.next_h = time_h + wait(rule, d, 0)
    resident.quarrels.append(d)


def wait(rule, d: Row, moment: int) -> float:
    return -math.log(1 - uniform(rule.key_moments, d.id, moment, 0)) / rule.moments_per_hour


ENDS = {"lump": LUMPED, "talk": BILATERAL, "local": LOCAL}


class PlainEscalation:
    """Stands in for `processes.escalation`."""

    def __init__(self, rule: Escalation, plain: PlainTown, district: District, disputing: PlainDisputing) -> None:
        self.district, self.disputing, self.rule = district, disputing, self.in_the_hour
        self.p, self.plain, self.numbers, self.moments_per_day = rule, plain, rule.numbers, rule.moments_per_day
        self.key_moments, self.moments_per_hour = plain.draws.key("escalation"), rule.moments_per_day / 24

    def in_the_hour(
        self, numbers, key, moments_per_hour, days, end_h, live, due, place, n_live, disputes, count, clashes,
        n_clashes, surfacing, n_surfaced, people, contact, areas, conditions,
    ):  # fmt: skip
        """Every resident lives through the moments of the disputes they started. Returns the counts of the tables."""
        cases, come_up = self.district.disputes, self.district.surfacing
        for table, n in (
            (cases.table, count), (cases.live, n_live), (cases.due, n_live), (cases.place, count),
            (cases.clashes, n_clashes), (come_up, n_surfaced),
        ):  # fmt: skip
            table.cut_to(n)
        self.disputing.in_the_hour(cases, end_h)
        first = len(cases)
        for resident in self.plain.residents:
            for d in list(resident.quarrels):
                self.live_on(resident, d, cases, contact, come_up, end_h)
            resident.quarrels = [d for d in resident.quarrels if d.state != ENDED]
        cases.enter(first)
        assert cases.table.buffer is disputes, "there was room"
        return len(cases.live), len(cases), len(cases.clashes), len(come_up)

    def live_on(self, resident, d: Row, cases: Disputes, contact, surfacing, end_h: float) -> None:
        while d.next_h < end_h:
            time_h = d.next_h
            if d.state in (SETTLED, DORMANT):
                again = (d.other, d.type, d.area, d.occasion, d.generation + 1, d)
                hotter = d.peak + self.p.comes_back_heat * (1 - d.peak)
                start(self, cases, resident, *again, time_h, self.p.relapse_heat if d.state == SETTLED else hotter)
                d.state, d.next_h = ENDED, math.inf
                return
            moment, heat = d.moment, self.heat(d, time_h)
            what = self.what_happens(resident, d, heat, time_h, contact)
            d.moment = moment + 1
            d.next_h = time_h + wait(self, d, moment + 1)
            if what == "lump" and d.generation < 15 and self.luck(d, moment, 4) < self.p.comes_back_share:
                d.state, d.outcome, d.closed_h = DORMANT, LUMPED, time_h
                d.next_h = time_h - math.log(1 - self.luck(d, moment, 5)) * 24 * self.p.comes_back_days
            elif what in ENDS:
                d.state, d.outcome, d.closed_h, d.next_h = ENDED, ENDS[what], time_h, math.inf
            elif what == "clash":
                cases.clashes.add(np.zeros(1, CLASH))
                c = Row(cases.clashes, len(cases.clashes) - 1)
                c.id, c.dispute, c.time_h, c.heat = int(name_within(CLASH_NAME, d.id, moment)), d.number, time_h, heat
                c.called_h = c.response_h = math.inf
                d.clashed = 1
                self.set_heat(d, time_h, max(self.p.clash_to_heat, heat))
            elif what == "incident":
                size = 2 * self.p.incident_heat * uniform(self.key_moments, d.id, moment, 2)
                self.set_heat(d, time_h, heat + size * (1 - heat))
            elif what in ("third party", "found"):
                how = ASKED if what == "third party" else FOUND
                surfacing.add(np.array([(d.number, time_h, heat, how)], SURFACING))
                d.reported_h = time_h
                if what == "found":
                    self.set_heat(d, time_h, heat * (1 - self.p.found_calm))

    def luck(self, d: Row, moment: int, slot: int) -> float:
        return uniform(self.key_moments, d.id, moment, slot)

    def heat(self, d: Row, time_h: float) -> float:
        p = self.p
        return p.resting_heat + (d.heat - p.resting_heat) * math.exp(-max(time_h - d.heat_h, 0) / 24 / p.cooling_days)

    def warmth(self, time_h: float) -> float:
        """People are irritable when it is hot."""
        above = float(self.plain.today(time_h)["temperature_c"]) - self.p.mean_temperature_c
        return min(math.exp(self.p.clash_per_degree * above), self.p.most_warmth)

    @staticmethod
    def set_heat(d: Row, time_h: float, heat: float) -> None:
        d.heat, d.heat_h = min(max(heat, 0), 1), time_h
        d.peak = max(d.peak, d.heat)

    def what_happens(self, resident, d: Row, heat: float, time_h: float, contact) -> str | None:
        """Which of the competing hazards acts; each has its own interval of one draw."""
        p, grid = self.p, self.plain.areas[d.area].grid
        meeting = 1.0 if 7 <= int(time_h) % 24 < 23 else p.night_contact
        unknown = d.reported_h > time_h
        quiet = (1 - heat) * (1 if unknown else p.known_share)
        here = self.plain.setting.conditions[d.area]
        legal = resident.legal + (1 - resident.legal) * float(here["lawful"])
        lawful = (1 - p.third_party_trust * (1 - resident.trust)) * (1 - p.third_party_legal * (1 - legal))
        asks = (p.third_party_cold + (1 - p.third_party_cold) * heat) * lawful
        hall = p.hall_draws * float(self.plain.setting.conditions["hall"][d.area])
        asks = (1 - (1 - asks) * (1 - hall)) * unknown
        clash = list(p.clash_per_day.model_dump().values())
        owned = 1 - float(self.plain.setting.conditions["orphan"][d.area])
        minutes = float(contact[grid]) * owned if grid >= 0 else 0.0
        finds = (1 - math.exp(-p.found_reach * minutes * (0.25 + 0.75 * heat))) * unknown
        equals = 1 if d.other >= 0 else p.enterprise_clash_share
        hazards = [  # name, ceiling, hazard now; per day
            ("lump", p.lump_per_day, p.lump_per_day * quiet),
            ("talk", p.talk_per_day, p.talk_per_day * quiet),
            ("third party", p.third_party_per_day, p.third_party_per_day * asks),
            (
                "clash",
                max(clash) * p.most_warmth,
                self.warmth(time_h)
                * clash[d.type]
                * math.exp(p.clash_heat * (heat - 1))
                * meeting
                * equals
                * (1 - p.clash_legal * legal),
            ),
            ("incident", p.incident_per_day, p.incident_per_day * meeting),
            ("found", p.found_per_day, p.found_per_day * finds),
            (
                "local",
                p.near_per_day,
                p.near_per_day * float(self.plain.setting.conditions["settling"][d.area]) * (1 - heat),
            ),
        ]
        u = uniform(self.key_moments, d.id, d.moment, 1) * sum(ceiling for _, ceiling, _ in hazards)
        for name, ceiling, hazard in hazards:
            if u < ceiling:
                return name if u < hazard else None
            u -= ceiling
        return None
