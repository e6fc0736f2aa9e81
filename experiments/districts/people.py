"""People of a plan: the built-in prior fitted to the margins that are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..errors import BadInput
from .margins import ALL, FEMALE, LAST_AGE, MALE, Margin

ROUNDS, CLOSE = 200, 1e-9  # of iterative proportional fitting, and when it has arrived
N_AGES = LAST_AGE + 1
FAR_SHARE = 0.01  # margins further apart contradict one another
PRIOR_KM2 = 358.5  # [xigu_facts] area of Xigu District, whose residents per km2 stand in where nobody says how many
TOTALS = ("population", "reference_residents")
HUKOU = ("same_county", "same_province", "other_province")
Prior = Mapping[str, Any]  # configs/district/_base.yaml


@dataclass(frozen=True)
class People:
    """Numbers of the plan by path, each with where it comes from."""

    population: int
    values: dict[str, Any]  # by path in the plan, such as households.family
    sources: dict[str, str]  # by path: a file, or "prior"
    residents: dict[str, dict[str, float]]  # by level and name of a unit
    fit: list[tuple[str, float, float]]  # (margin, given, fitted) of the district's ages


def people_of(margins: Sequence[Margin], population: int | None, area_km2: float, prior: Prior, file: str) -> People:
    """The people of a district from its margins; what is missing has the proportions of the prior."""
    every = [*margins, *_sums_of_units(margins)]
    counts = {one.what: one.value for one in every if not one.level and one.what != "age"}
    ages = [one for one in every if not one.level and one.what == "age"]
    residents: dict[str, dict[str, float]] = {}
    for one in margins:
        if one.level and one.what == "residents":
            residents.setdefault(one.level, {})[one.unit] = one.value
    told, whence = _told(counts, ages, residents, file)
    total = population or told or max(100, round(area_km2 * prior["reference_residents"] / PRIOR_KM2))
    source = "population=" if population else whence if told else "prior: residents per km2 of Xigu"
    times = total / told if told else 1.0  # a table of another year has its proportions
    ages = [replace(one, value=one.value * times) for one in ages]
    pyramid, fitted = _pyramid(ages, total, prior, file)
    plan = _Values(file, {"population": total, "reference_residents": total}, dict.fromkeys(TOTALS, source))
    plan.put("ages", pyramid, bool(ages))
    scale = total / prior["reference_residents"]
    _put_households(plan, {name: value * times for name, value in counts.items()}, total, scale, prior)
    _put_shares(plan, counts, times, float(pyramid_of(pyramid)[:, 15:].sum()), prior)
    _put_sectors(plan, counts, prior)
    rural = counts["rural"] * times if "rural" in counts else total * counts.get("rural_share", _rural_share(prior))
    plan.put("rural_residents", round(rural), bool({"rural", "rural_share"} & set(counts)))
    return People(total, plan.values, plan.sources, residents, fitted)


@dataclass
class _Values:
    file: str
    values: dict[str, Any]
    sources: dict[str, str]

    def put(self, path: str, value: Any, is_given: bool) -> None:
        """Note a number of the plan and where it comes from."""
        self.values[path], self.sources[path] = value, self.file if is_given else "prior"


def _sums_of_units(margins: Sequence[Margin]) -> list[Margin]:
    """Counts of the district that only its units have: the sums of one level."""
    there = {(one.what, one.sex, one.low, one.high) for one in margins if not one.level}
    sums: dict[tuple, float] = {}
    levels = [level for level in ("street", "community", "grid") if any(one.level == level for one in margins)]
    for one in margins:
        key = (one.what, one.sex, one.low, one.high)
        if one.level == (levels[0] if levels else "") and key not in there and not one.what.endswith("_share"):
            sums[key] = sums.get(key, 0.0) + one.value
    return [Margin(what, value, sex=sex, low=low, high=high) for (what, sex, low, high), value in sums.items()]


def _told(counts, ages: Sequence[Margin], residents, file: str) -> tuple[int, str]:
    """(residents as a table says or as its parts add up, the table); 0 where it does not say."""
    whole = _both_sexes([one for one in ages if (one.low, one.high) == (0, LAST_AGE)])
    parts = _both_sexes([one for one in ages if (one.low, one.high) != (0, LAST_AGE)])
    told = counts.get("residents") or whole or parts
    return round(told or max((sum(units.values()) for units in residents.values()), default=0)), file


def _both_sexes(ages: Sequence[Margin]) -> float:
    """Residents of groups of ages; 0 where only those of one sex are told."""
    by_sex = {sex: sum(one.value for one in ages if one.sex == sex) for sex in (ALL, MALE, FEMALE)}
    return by_sex[ALL] or (by_sex[MALE] + by_sex[FEMALE] if by_sex[MALE] and by_sex[FEMALE] else 0.0)


def _put_households(plan: _Values, own: Mapping[str, float], total: int, scale: float, prior: Prior) -> None:
    """Households by size and generations, dormitories, registration; for `total` residents."""
    base = prior["households"]
    family = own.get("households", base["family"] * scale)
    plan.put("households.family", round(family), "households" in own)
    for name in ("one_person", "one_generation", "two_generations"):
        usual = base[name] * family / base["family"]
        plan.put(f"households.{name}", round(own.get(name, usual)), name in own)
    collective = max(0.0, total - own["in_households"]) if "in_households" in own else base["collective"] * scale
    plan.put("households.collective", round(collective), "in_households" in own)
    for name in HUKOU:
        plan.put(f"traits.{name}", round(own.get(name, prior["traits"][name] * scale)), name in own)


def _put_shares(plan: _Values, own: Mapping[str, float], times: float, grown: float, prior: Prior) -> None:
    """Renters, cars, and the employed among those of 15 and over, `grown`."""

    def put(path: str, share: float | None, usual: float) -> None:
        value = usual if share is None else min(share, 1.0)
        plan.put(path, round(float(value), 4), share is not None)

    def ratio(part: str, whole: float) -> float | None:
        return own[part] / whole if part in own and whole > 0 else None

    rented, owned = own.get("tenure_rented", 0.0), own.get("tenure_owned", 0.0)
    renters = ratio("tenure_rented", rented + owned) if owned else own.get("renter_share")
    put("traits.renter_share", renters, prior["traits"]["renter_share"])
    put("traits.car_share", ratio("with_car", own.get("sampled_households", own.get("households", 0.0))),
        prior["traits"]["car_share"])  # fmt: skip
    employed = ratio("sampled_employed", own.get("sampled_grown", 0.0))
    employed = ratio("employed", grown / times) if employed is None else employed
    employed = own.get("employed_share") if employed is None else employed
    put("work.employed_share", employed, prior["work"]["employed_share"])


def _put_sectors(plan: _Values, own: Mapping[str, float], prior: Prior) -> None:
    """Weights of branches; those that are not given keep their proportion to the others."""
    usual: dict[str, float] = {name: branch["persons"] for name, branch in prior["work"]["sectors"].items()}
    given = {name: own[f"sector_{name}"] for name in usual if f"sector_{name}" in own}
    if not sum(given.values()):
        return
    times = sum(given.values()) / sum(usual[name] for name in given)
    for name, usually in usual.items():
        persons = given[name] if name in given else usually * times
        plan.put(f"work.sectors.{name}.persons", round(persons), name in given)


def _rural_share(prior: Prior) -> float:
    return prior["rural_residents"] / prior["reference_residents"]


def _pyramid(ages: Sequence[Margin], total: int, prior: Prior, file: str) -> tuple[list[dict], list]:
    """(age groups of the plan, fit): single years fitted, then summed over the groups of the prior."""
    years = pyramid_of(prior["ages"])
    years *= total / years.sum()
    masks, targets = [np.ones(years.shape, bool)], [float(total)]
    for one in ages:
        mask = np.zeros(years.shape, bool)
        rows = slice(None) if one.sex == ALL else int(one.sex != MALE)
        mask[rows, one.low : one.high + 1] = True
        masks.append(mask)
        targets.append(one.value)
    fitted = fit(years, masks, np.array(targets))
    starts = sorted({group["from_age"] for group in prior["ages"]} | {one.low for one in ages})
    ends = [*starts[1:], N_AGES]
    scaled = fitted * (total / fitted.sum())
    groups = [
        {"from_age": a, "male": round(float(scaled[0, a:b].sum()), 1), "female": round(float(scaled[1, a:b].sum()), 1)}
        for a, b in zip(starts, ends, strict=True)
    ]
    report = [(one.name, one.value, float(scaled[mask].sum())) for one, mask in zip(ages, masks[1:], strict=True)]
    wrong = [(name, given, got) for name, given, got in report if abs(got - given) > FAR_SHARE * max(given, total / 50)]
    if wrong:
        name, given, got = max(wrong, key=lambda each: abs(each[2] - each[1]))
        raise BadInput(
            f"{file}: the ages contradict one another or the {total:,} residents: {name} is {given:,.0f} and cannot be "
            f"nearer than {got:,.0f}; look for a missing or double group, or leave population= out"
        )
    return groups, report


def pyramid_of(groups: Sequence[Mapping[str, Any]]) -> np.ndarray:
    """Residents by sex and single year, evenly within each age group; (2, 101) float64."""
    out, starts = np.zeros((2, N_AGES)), [group["from_age"] for group in groups]
    for group, start, end in zip(groups, starts, [*starts[1:], N_AGES], strict=True):
        out[0, start:end], out[1, start:end] = group["male"] / (end - start), group["female"] / (end - start)
    return out


def fit(table: np.ndarray, masks: Sequence[np.ndarray], targets: np.ndarray) -> np.ndarray:
    """A table of positive counts scaled in turn until each masked sum is its target.

    Iterative proportional fitting (Deming & Stephan 1940): of all tables with these sums the one nearest to the
    first in relative entropy, where the sums do not contradict one another.
    """
    out = np.maximum(table.astype(float), 1e-9)
    for _ in range(ROUNDS):
        worst = 0.0
        for mask, target in zip(masks, targets, strict=True):
            factor = target / out[mask].sum()
            out[mask] *= max(factor, 1e-12)
            worst = max(worst, abs(factor - 1))
        if worst < CLOSE:
            break
    return out
