"""Simulated time. The only place where ticks, hours, days and years are converted."""

from __future__ import annotations

HOURS_PER_DAY = 24
DAYS_PER_WEEK = 7
DAYS_PER_MONTH = 30  # of books and meetings
HOURS_PER_WEEK = HOURS_PER_DAY * DAYS_PER_WEEK
DAYS_PER_YEAR = 365
HOURS_PER_YEAR = HOURS_PER_DAY * DAYS_PER_YEAR


class Clock:
    """`tick` counts from 0 and lasts `hours_per_tick`, a divisor of 24; hour 0 is midnight.

    Attributes, all of the present tick: `start_h` and `end_h` (hours from the start of the run), `day`,
    `hour` (0..23), `is_new_day` (its first tick), `ends_day` (its last).
    """

    def __init__(self, hours_per_tick: float = 1.0) -> None:
        ticks = HOURS_PER_DAY / hours_per_tick if hours_per_tick > 0 else 0.5
        if ticks != int(ticks):
            raise ValueError(
                f"hours_per_tick is {hours_per_tick}; it must divide a day into whole ticks "
                "(0.25, 0.5, 1, 2, 3, 4, 6, 8, 12 or 24). Set it in configs/run.yaml"
            )
        self.hours_per_tick, self.ticks_per_day = float(hours_per_tick), int(ticks)
        self._turn_to(0)

    def __repr__(self) -> str:
        return f"day {self.day} at {self.hour:02d}:00, tick {self.tick} of {self.hours_per_tick:g} h"

    def advance(self, ticks: int = 1) -> None:
        """Go on so many ticks."""
        self._turn_to(self.tick + ticks)

    def _turn_to(self, tick: int) -> None:
        self.tick = tick
        self.start_h, self.end_h = tick * self.hours_per_tick, (tick + 1) * self.hours_per_tick
        self.day, of_day = divmod(tick, self.ticks_per_day)
        self.hour = int(self.start_h) % HOURS_PER_DAY
        self.is_new_day, self.ends_day = of_day == 0, of_day == self.ticks_per_day - 1
