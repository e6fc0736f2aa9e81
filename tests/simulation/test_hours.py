"""However the hours are passed, one by one or a day at a time, the same happens; rules can be one's own."""

from __future__ import annotations

import dataclasses

import numba
import pytest

from govsim.simulation import District
from govsim.simulation.engine.table import Table
from govsim.simulation.hours import Hours, make_room, tables_of
from govsim.simulation.processes import Theft
from tests.lab import LIVELY, differing, run_days, square

POLICIES = ("policy=[full_xigu,system_365]", "policy_start_day=10", "policy_ramp_days=5")
WORDS = (*LIVELY, *POLICIES, "levers.mediation.posts=5")
DAYS = 40


def step_by_step(district: District, ticks: int) -> District:
    for _ in range(ticks):
        district.step()
    return district


@pytest.fixture(scope="module")
def by_days() -> District:
    return run_days(square(*WORDS), DAYS)


def test_hours_one_by_one_are_the_hours_of_whole_days(by_days):
    by_hours = step_by_step(square(*WORDS), 24 * DAYS)
    assert differing(by_hours.tables(), by_days.tables()) == []
    assert by_hours.people.tobytes() == by_days.people.tobytes()
    assert (by_hours.time, by_hours.steps) == (by_days.time, by_days.steps) == (24 * DAYS, 24 * DAYS)
    assert len(by_days.thefts) > 10
    assert len(by_days.disputes.hearings) > 0


def test_any_stretches_of_hours_are_the_same(by_days):
    mixed = square(*WORDS)
    for hours in (1, 30, 5, 100, 23, 24, 49):
        mixed.run_for(hours)
    step_by_step(mixed, 10)
    mixed.run_for(24 * DAYS - mixed.clock.tick)
    assert differing(mixed.tables(), by_days.tables()) == []


def test_a_branch_in_the_middle_of_a_day_goes_on_as_the_whole_does(by_days):
    trunk = square(*WORDS)
    trunk.run_for(24 * 9 + 13)
    twin = trunk.branch(trunk.named_policies)
    for one in (trunk, twin):
        one.run_for(24 * DAYS - one.clock.tick)
        assert differing(one.tables(), by_days.tables()) == []


def test_tables_that_have_to_grow_within_the_day_change_nothing(by_days, monkeypatch):
    entries = []

    def just_enough(table: Table, extra: int) -> None:
        if len(table) + extra > table.buffer.size:
            kept, table.buffer = table.rows, Table(table.buffer.dtype, len(table) + extra).buffer
            table.buffer[: kept.size] = kept
            table._use(kept.size)

    def counted(tables, district) -> None:
        entries.append(district.clock.tick)
        make_room(tables, district)

    monkeypatch.setattr(Table, "reserve", just_enough)
    monkeypatch.setattr("govsim.simulation.hours.make_room", counted)
    narrow = square(*WORDS)
    for table in tables_of(narrow).values():
        table.buffer = table.buffer[:0]
    run_days(narrow, DAYS)
    assert len(entries) > 2 * DAYS + 3, "Python was entered within days"
    monkeypatch.undo()
    assert differing(narrow.tables(), by_days.tables()) == []


def test_an_event_of_mesa_within_the_day_finds_the_district_at_its_hour():
    district, seen = square(*WORDS), []

    def look() -> None:
        seen.append((district.time, district.clock.tick))

    district.schedule_event(look, at=30.5)
    district.schedule_event(look, at=48)
    district.run_for(72)
    assert seen == [(30.5, 30), (48, 48)]
    assert differing(district.tables(), run_days(square(*WORDS), 3).tables()) == []


def nobody_steals(
    numbers, key, due, offenders, next_return_h, end_h, setting, legs, workers, thefts, count
):  # fmt: skip
    """A rule of one's own: whoever goes out comes home without anything."""
    return count, next_return_h


class Compiled(Theft):
    """With a kernel as its rule."""

    rule = staticmethod(numba.njit(nobody_steals))


class Plain(Theft):
    """The same in plain Python."""

    rule = staticmethod(nobody_steals)


@pytest.mark.parametrize("kind", [pytest.param(Compiled, marks=pytest.mark.slow), Plain])  # all hours are compiled anew
def test_a_rule_of_ones_own_takes_the_place_of_ours(kind, by_days):
    district = square(*WORDS)
    own = kind.model_validate(district.processes.theft.model_dump())
    district.processes = dataclasses.replace(district.processes, theft=own)
    district.hours = Hours(district.processes)
    run_days(district, 12)
    assert len(district.thefts) == 0
    disputes = [d.disputes.rows["id"][d.disputes.rows["opened_h"] < 24 * 12] for d in (district, by_days)]
    assert set(disputes[0]) & set(disputes[1]), "all else goes on"
