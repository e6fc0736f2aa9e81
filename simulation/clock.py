"""Simulated time. The only place where ticks, hours, days and years are converted."""

from __future__ import annotations

from dataclasses import dataclass

HOURS_PER_DAY = 24
DAYS_PER_WEEK = 7
HOURS_PER_WEEK = HOURS_PER_DAY * DAYS_PER_WEEK
DAYS_PER_YEAR = 365
HOURS_PER_YEAR = HOURS_PER_DAY * DAYS_PER_YEAR


@dataclass
class Clock:
    """`tick` counts from 0 and lasts `hours_per_tick`, a divisor of 24; hour 0 is Monday, midnight."""

    hours_per_tick: float = 1.0
    tick: int = 0

    def __post_init__(self) -> None:
        ticks = HOURS_PER_DAY / self.hours_per_tick if self.hours_per_tick > 0 else 0.5
        if ticks != int(ticks):
            raise ValueError(
                f"hours_per_tick is {self.hours_per_tick}; it must divide a day into whole ticks "
                "(0.25, 0.5, 1, 2, 3, 4, 6, 8, 12 or 24). Set it in configs/run.yaml."
            )

    @property
    def start_h(self) -> float:
        """Hours from the start of the run to the start of this tick."""
        return self.tick * self.hours_per_tick

    @property
    def end_h(self) -> float:
        """Hours from the start of the run to the end of this tick."""
        return (self.tick + 1) * self.hours_per_tick

    @property
    def day(self) -> int:
        return int(self.start_h // HOURS_PER_DAY)

    @property
    def hour(self) -> int:
        """Hour of the day, 0..23."""
        return int(self.start_h) % HOURS_PER_DAY

    @property
    def hour_of_week(self) -> int:
        return int(self.start_h) % HOURS_PER_WEEK

    @property
    def ticks_per_day(self) -> int:
        return round(HOURS_PER_DAY / self.hours_per_tick)

    @property
    def is_new_day(self) -> bool:
        return self.tick % self.ticks_per_day == 0

    def advance(self) -> None:
        self.tick += 1
