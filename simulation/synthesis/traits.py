"""Traits of residents: household registration, temper, legal consciousness, trust, felt safety, special status."""

from __future__ import annotations

import numpy as np

from ..engine.numerics import log_each
from ..engine.randomness import Draws
from ..entities.residents import (
    HUKOU_OTHER_PROVINCE,
    HUKOU_SAME_COUNTY,
    HUKOU_SAME_PROVINCE,
    MALE,
    SPECIAL_CORRECTION,
    SPECIAL_DRUGS,
    SPECIAL_ILLNESS,
    SPECIAL_NONE,
    SPECIAL_RELEASED,
    SPECIAL_YOUTH,
)
from ..town import VILLAGE
from .chance import choose, normals, uniforms
from .homes import Homes
from .plan import DistrictPlan
from .plan_parts import Spread


def register(plan: DistrictPlan, homes: Homes, draws: Draws) -> None:
    """Set where residents are registered (hukou): exact numbers of persons, households mostly all alike."""
    people, size = homes.people, homes.households["size"].astype(np.int64)
    counts = [plan.count(n) for n in (plan.traits.other_province, plan.traits.same_province, plan.traits.same_county)]
    weight = plan.types.newcomers.by_code[homes.ntype] * np.where(size == 1, plan.traits.single_newcomer, 1.0)
    key = -log_each(1.0 - uniforms(draws, "registration", size.size)) / np.maximum(weight, 1e-9)
    order = np.argsort(key, kind="stable")
    last = int(np.searchsorted(np.cumsum(size[order]), sum(counts)))
    front = order[:last]
    front = front[np.argsort(uniforms(draws, "registered where", front.size), kind="stable")]
    order = np.append(front, order[last])
    first, size = homes.households["first"][order], size[order]
    persons = np.arange(int(size.sum())) + np.repeat(first - (np.cumsum(size) - size), size)
    persons = persons[: sum(counts)]
    people["hukou"][persons] = np.repeat([HUKOU_OTHER_PROVINCE, HUKOU_SAME_PROVINCE, HUKOU_SAME_COUNTY], counts)


def give_traits(plan: DistrictPlan, homes: Homes, draws: Draws) -> None:
    """Set temper, legal consciousness, trust and felt safety; all independent of one another."""
    t, people = plan.traits, homes.people
    rural = homes.ntype[people["household"]] == VILLAGE
    far = people["hukou"] >= HUKOU_SAME_PROVINCE
    people["temper"] = normals(draws, "temper", people.size)
    schooling = t.schooling_legal * ((people["age"] < 45).astype(float) - (people["age"] > 60))
    people["legal"] = _spread(t.legal, schooling, normals(draws, "legal", people.size))
    standing = t.newcomer_trust * far + t.rural_trust * rural
    people["trust"] = _spread(t.trust, standing, normals(draws, "trust", people.size))
    people["safety"] = _spread(t.safety, 0.0, normals(draws, "safety", people.size))


def _spread(spread: Spread, shift: np.ndarray | float, z: np.ndarray) -> np.ndarray:
    return np.clip(spread.mean + shift + spread.sd * z, 0.0, 1.0)


def mark_special(plan: DistrictPlan, people: np.ndarray, draws: Draws) -> None:
    """Set the special status of the few who have one (governance_inventory A2)."""
    t, age = plan.traits, people["age"]
    grown = (age >= 18) & (age < 65)
    male = np.where(people["sex"] == MALE, t.special_male, 1.0)
    for status, share, weight in (
        (SPECIAL_CORRECTION, t.correction_share, grown * male),
        (SPECIAL_RELEASED, t.released_share, grown * male),
        (SPECIAL_DRUGS, t.drugs_share, grown * male),
        (SPECIAL_ILLNESS, t.illness_share, (age >= 18).astype(float)),
        (SPECIAL_YOUTH, t.youth_share, (age >= 12) & (age < 18)),
    ):
        count = round(share * people.size)
        rows = np.flatnonzero((weight > 0) & (people["special"] == SPECIAL_NONE))
        people["special"][rows[choose(draws, f"special {status}", weight[rows].astype(float), count)]] = status
