"""The words of one language, and numbers, units and names as one says them in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from .catalogue import words_of
from .numbers import about, about_percent, between, chance, measured_between, number, unit_of_difference
from .phrases import said, shortened

if TYPE_CHECKING:
    from ..indicators import Indicator

MOST_COLUMNS = 30  # of a label in a figure


@dataclass(frozen=True)
class Voice:
    """One language. `titles`: what arms are called in it, by name."""

    language: str
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> dict[str, Any]:
        """The catalogue."""
        return words_of(self.language)

    def __getitem__(self, section: str) -> Any:
        """The words of a part of the catalogue."""
        return self.words[section]

    def arm(self, name: str) -> str:
        """What an arm is called."""
        return self.titles.get(name, name)

    def label(self, name: str) -> str:
        """What an arm is called in a figure, where there is room for a few words."""
        return shortened(self.arm(name), MOST_COLUMNS)

    def arms(self, names: Sequence[str]) -> str:
        """Arms in a row."""
        return self["comma"].join(self.arm(name) for name in names)

    def name(self, indicator: Indicator) -> str:
        """The indicator's name."""
        return indicator.zh if self.language == "zh" else indicator.name

    def unit(self, unit: str) -> str:
        """A unit."""
        return said(unit, self.language)

    def unit_of_difference(self, unit: str) -> str:
        """The unit of a difference: of two shares it is percentage points."""
        return said(unit_of_difference(unit), self.language)

    def between(self, low: float, high: float, signed: bool = True) -> str:
        """An interval."""
        return between(low, high, self["between"], signed)

    def measured_between(self, low: float, high: float, signed: bool = True) -> str:
        """An interval, of which no more is said than is known."""
        return measured_between(low, high, self["between"], signed)

    def money(self, yuan: float, signed: bool = False) -> str:
        """A sum in yuan or the larger unit that fits."""
        per, unit = self._unit_of(yuan)
        return f"{number(yuan / per, signed)}{self['gap']}{unit}"

    def about_money(self, yuan: float) -> str:
        """A sum of which two figures are worth saying."""
        per, unit = self._unit_of(yuan)
        return f"{about(yuan / per)}{self['gap']}{unit}"

    def _unit_of(self, yuan: float) -> tuple[float, str]:
        return next((row for row in self["money"] if abs(yuan) >= row[0]), self["money"][-1])

    def percent(self, share: float) -> str:
        """A signed share of which two figures are worth saying."""
        return f"{about_percent(share)}{self['gap']}%"

    def percents(self, low: float, high: float) -> str:
        """The ends of a range of shares, the unit once."""
        return self["between"].format(low=about_percent(low), high=about_percent(high)) + f"{self['gap']}%"

    def chance(self, p: float) -> str:
        """A probability, never rounded to certainty."""
        return chance(p).replace(" ", self["gap"])

    def date(self, day: date) -> str:
        """A date as one writes it."""
        return self["date"].format(day=day.day, month=self["months"][day.month - 1], year=day.year)

    def said(self, text: str) -> str:
        """A phrase of the code."""
        return said(text, self.language)


def voice_of(language: str, titles: Mapping[str, Mapping[str, str]] | None = None) -> Voice:
    """The voice of a language. `titles`: by language, what arms are called."""
    return Voice(language, (titles or {}).get(language, {}))
