"""The clock keeps hours and days, whatever the tick."""

from __future__ import annotations

import pytest

from govsim.simulation.engine.clock import Clock


@pytest.mark.parametrize("hours_per_tick", [0.25, 0.5, 1, 2, 3, 4, 6, 8, 12, 24])
def test_a_fortnight_has_fourteen_first_and_fourteen_last_ticks(hours_per_tick):
    clock, starts, ends, hours = Clock(hours_per_tick), 0, 0, []
    while clock.start_h < 14 * 24:
        assert clock.start_h == clock.tick * hours_per_tick
        assert clock.end_h - clock.start_h == hours_per_tick
        assert clock.day == int(clock.start_h // 24)
        assert clock.hour == int(clock.start_h) % 24
        starts, ends = starts + clock.is_new_day, ends + clock.ends_day
        hours.append(clock.start_h)
        clock.advance()
    assert (starts, ends, len(set(hours))) == (14, 14, 14 * 24 / hours_per_tick)


@pytest.mark.parametrize("hours_per_tick", [0, -1, 5, 0.7, 48])
def test_a_tick_that_does_not_divide_a_day_is_refused(hours_per_tick):
    with pytest.raises(ValueError, match="must divide a day into whole ticks"):
        Clock(hours_per_tick)
