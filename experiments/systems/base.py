"""What a declaration in the register of systems says."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

ALL_KINDS = ("theft", "dispute", "clash", "hearing", "call")
Words = tuple[str, ...]  # overrides of the configuration
Level = Literal["off", "on", "full"]
LEVELS: tuple[Level, ...] = ("off", "on", "full")


@dataclass(frozen=True, kw_only=True, config=ConfigDict(extra="forbid"))
class System:
    """One id of the inventory's index (2.I): where it lives in the program, and how to see that it works.

    Arms (`off`, `on`, `full`) are overrides of the configuration that hold from the first day; no words are the
    baseline P0. A system whose three arms are all without words cannot be switched.
    """

    id: str
    name: str
    name_zh: str
    order: Literal["1", "2", "context"]
    planned: bool = False  # no working mechanism yet
    where: str = ""  # module:object
    levers: Words = ()  # "family.field" of the levers, or the path of a number of the configuration
    indicators: Words = ()  # ids of experiments/indicators; the first is its own. "K12/recorded" names a ledger
    costs: Words = ()  # items of simulation/observation/costs.py
    evidence: Literal["A", "B", "C", "assumption"] = "assumption"  # best source cited for the item
    off: Words = ()
    on: Words = ()
    full: Words = ()
    reaches: Words = ALL_KINDS  # kinds of events that it can change, by whatever path
    expected: Literal["higher", "lower", ""] = ""  # its own indicator when the system is in full force; "": open
    note: str = ""

    def words(self, level: Level) -> Words:
        """The overrides of one of its arms."""
        return getattr(self, level)

    @property
    def switchable(self) -> bool:
        """Whether its arms differ from one another."""
        return len({self.off, self.on, self.full}) > 1

    @property
    def works(self) -> bool:
        """Whether there is a mechanism; a system of the context needs none."""
        return not self.planned and (bool(self.where) or self.order == "context")
