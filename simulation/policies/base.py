"""What a policy is: a dated change of levers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, override

import numpy as np
from pydantic import Field, model_validator

from ..engine.quantities import Checked, Count, Day
from ..levers import Levers
from ..town import Town


class Where(Checked):
    """Which areas a policy treats; conditions left out do not restrict, those given must all hold."""

    areas: tuple[Count, ...] | None = Field(None, description="rows of areas.parquet")
    streets: tuple[str, ...] | None = Field(None, description="English or Chinese names of streets or towns")
    ntypes: tuple[Count, ...] | None = Field(None, description="neighbourhood types 1..10")


class Policy(Checked, ABC):
    """A dated change of levers: full strength `ramp_days` after `start_day`, gone from `end_day` on."""

    where: Where = Field(Where(), description="areas treated; nothing named means all")  # pyright: ignore[reportCallIssue]
    start_day: Day = Field(0, description="first day on which it acts")
    ramp_days: Day = Field(0, description="days until it acts in full")
    rollout_days: Day = Field(0, description="days between two groups of streets; 0: everywhere at once")
    rollout_streets: Count = Field(1, ge=1, description="streets in a group, in the order of the map from west to east")
    end_day: Day | None = Field(None, description="first day on which it no longer acts")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Policy:
        if self.end_day is not None and self.end_day <= self.start_day:
            raise ValueError(f"end_day is {self.end_day}; it must be later than start_day, {self.start_day}")
        return self

    def strength(self, day: int) -> float:
        """0 before the policy starts, 1 in full force."""
        if day < self.start_day or (self.end_day is not None and day >= self.end_day):
            return 0.0
        return min(1.0, (day - self.start_day + 1) / (self.ramp_days + 1))

    @abstractmethod
    def apply(self, levers: Levers, strength: float, treated: np.ndarray) -> Levers:
        """The levers under this policy. `strength` in (0, 1]; `treated`: bool, (n_areas,)."""

    @abstractmethod
    def sets(self) -> frozenset[str]:
        """Levers that this policy moves toward a value, such as "patrol.hotspot_visits".

        Two policies that move one lever toward values would not commute and are refused together.
        """


class Aims(Policy):
    """A policy whose own fields are levers of one family; each is moved toward its value."""

    family: ClassVar[str]

    @classmethod
    def aims(cls) -> tuple[str, ...]:
        """Names of the levers it moves."""
        return tuple(name for name in cls.model_fields if name not in Policy.model_fields)

    @override
    def apply(self, levers: Levers, strength: float, treated: np.ndarray) -> Levers:
        group = getattr(levers, self.family)
        for lever in self.aims():
            group = group.shift(lever, getattr(self, lever), strength, treated)
        return levers.with_group(self.family, group)

    @override
    def sets(self) -> frozenset[str]:
        return frozenset(f"{self.family}.{lever}" for lever in self.aims())


def placed(policies: Mapping[str, Policy], town: Town) -> list[tuple[Policy, np.ndarray]]:
    """Each policy with the areas it treats, bool, (n_areas,). Keys are names of configuration files.

    They come in the order of their names, so that the order in which somebody lists them moves not one bit.

    Raises ValueError for a place the town does not have and for policies that contradict one another.
    """
    treated = {name: treated_areas(name, p.where, town.areas, town.street_names) for name, p in policies.items()}
    refuse_contradictions({name: (policy, treated[name]) for name, policy in policies.items()})
    streets = town.areas["street"]
    return [step for name in sorted(policies) for step in rolled_out(policies[name], treated[name], streets, town)]


def rolled_out(policy: Policy, treated: np.ndarray, streets: np.ndarray, town: Town) -> list[tuple[Policy, np.ndarray]]:
    """A policy that comes street by street as several that each come to some (a stepped wedge)."""
    if policy.rollout_days == 0:
        return [(policy, treated)]
    there = np.unique(streets[treated])
    west_to_east = there[np.argsort([town.areas["x_m"][streets == s].mean() for s in there], kind="stable")]
    groups = [west_to_east[i : i + policy.rollout_streets] for i in range(0, there.size, policy.rollout_streets)]
    starts = [policy.start_day + policy.rollout_days * step for step in range(len(groups))]
    return [
        (policy.model_copy(update={"start_day": start}), treated & np.isin(streets, group))
        for start, group in zip(starts, groups, strict=True)
        if policy.end_day is None or start < policy.end_day
    ]


def treated_areas(name: str, where: Where, areas: np.ndarray, street_names: Sequence[tuple[str, str]]) -> np.ndarray:
    """Bool, (n_areas,): the areas a policy treats. Raises ValueError for a place that does not exist."""
    treated = np.ones(areas.size, bool)
    if where.areas is not None:
        _refuse_unknown(f"policy.{name}.where.areas", set(where.areas), range(areas.size), f"0..{areas.size - 1}")
        treated &= np.isin(np.arange(areas.size), where.areas)
    if where.ntypes is not None:
        _refuse_unknown(f"policy.{name}.where.ntypes", set(where.ntypes), range(1, 11), "1..10")
        treated &= np.isin(areas["ntype"], where.ntypes)
    if where.streets is not None:
        known = {name: number for number, names in enumerate(street_names) for name in names}
        known_names = ", ".join(names[0] for names in street_names)
        _refuse_unknown(f"policy.{name}.where.streets", set(where.streets), known, known_names)
        treated &= np.isin(areas["street"], [known[name] for name in where.streets])
    return treated


def _refuse_unknown(what: str, named: set, known, allowed: str) -> None:
    if unknown := sorted(str(one) for one in named if one not in known):
        raise ValueError(f"{what} names {', '.join(unknown)}, which the district does not have; it has {allowed}")


def refuse_contradictions(policies: dict[str, tuple[Policy, np.ndarray]]) -> None:
    """Raise ValueError when two policies set one lever in one area on one day. Keys are config names."""
    named = list(policies.items())
    for i, (name, (policy, treated)) in enumerate(named):
        for other, (second, also) in named[i + 1 :]:
            both = policy.sets() & second.sets()
            overlap = np.flatnonzero(treated & also)
            ends = [p.end_day if p.end_day is not None else np.inf for p in (policy, second)]
            if both and overlap.size and max(policy.start_day, second.start_day) < min(ends):
                raise ValueError(
                    f"policies {name} and {other} both set {', '.join(sorted(both))} (first in area {overlap[0]}); "
                    "leave one out, or give them different areas (where) or days (start_day, end_day)"
                )


def differ_before(day: int, these: Mapping[str, Policy], those: Mapping[str, Policy]) -> str | None:
    """Name of a policy that makes a difference between two sets before some day; None where there is none."""
    for name in sorted({*these, *those}):
        if _until(day, these.get(name)) != _until(day, those.get(name)):
            return name
    return None


def _until(day: int, policy: Policy | None) -> Policy | None:
    """What a policy was up to some day: nothing when it had not begun, and without an end that was still to come."""
    if policy is None or policy.start_day >= day:
        return None
    over = policy.end_day is not None and policy.end_day < day
    return policy if over else policy.model_copy(update={"end_day": None})


def in_force(baseline: Levers, policies: Iterable[tuple[Policy, np.ndarray]], day: int) -> Levers:
    """The levers on this day: the baseline with each active policy applied, from scratch every time."""
    levers = baseline
    for policy, treated in policies:
        if strength := policy.strength(day):
            levers = policy.apply(levers, strength, treated)
    return levers
