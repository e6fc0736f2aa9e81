"""The words of one language, and numbers, units and names as one says them in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .catalogue import words_of
from .numbers import between, number, unit_of_difference
from .phrases import said

if TYPE_CHECKING:
    from ..indicators import Indicator


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

    def arms(self, names: tuple[str, ...]) -> str:
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

    def money(self, yuan: float, signed: bool = False) -> str:
        """A sum in yuan or the larger unit that fits."""
        per, unit = next((row for row in self["money"] if abs(yuan) >= row[0]), self["money"][-1])
        gap = "" if self.language == "zh" else " "
        return f"{number(yuan / per, signed)}{gap}{unit}"

    def said(self, text: str) -> str:
        """A phrase of the code."""
        return said(text, self.language)


def voice_of(language: str, titles: Mapping[str, Mapping[str, str]] | None = None) -> Voice:
    """The voice of a language. `titles`: by language, what arms are called."""
    return Voice(language, (titles or {}).get(language, {}))
