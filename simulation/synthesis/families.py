"""Families: who lives with whom. Every resident of the age pyramid is used exactly once.

Residents of one sex and age are alike at this stage, so a population is a stock of counts; each role in a
household (child, mother, husband, grandparent) takes the person of the wanted age, or the nearest there is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..engine.compiled import kernel
from ..engine.randomness import Draws
from ..entities.residents import FEMALE, MALE
from .chance import apportion, by_age, choose, normals, shuffled, uniforms
from .plan import DistrictPlan
from .settlement import collective_persons

ADULT = 18
YOUNGEST_PARENT = 17  # years between parent and oldest child that are wanted at least
N_AGES = 101


@dataclass(frozen=True)
class Families:
    """Households and their members, household after household; `size`: (n_households,), `sex`, `age`: (n,)."""

    size: np.ndarray
    sex: np.ndarray
    age: np.ndarray

    @property
    def first(self) -> np.ndarray:
        """First member of each household."""
        return np.cumsum(self.size) - self.size


def pyramid(plan: DistrictPlan) -> np.ndarray:
    """Residents by sex and single year of age, exact for every age group of the plan; (2, 101)."""
    counts = [[group.male for group in plan.ages], [group.female for group in plan.ages]]
    groups = apportion(np.array(counts).ravel(), plan.population).reshape(2, -1)
    starts = np.array([group.from_age for group in plan.ages])
    ends = np.append(starts[1:], N_AGES)
    stock = np.zeros((2, N_AGES), np.int64)
    for g, (start, end) in enumerate(zip(starts, ends, strict=True)):
        years = np.arange(start, end)
        falling = 1.0 / (1.0 + (years - start) ** 2 / 8.0) if end == N_AGES else np.ones(years.size)
        for sex in (MALE, FEMALE):
            stock[sex, years] = apportion(falling, int(groups[sex, g]))
    return stock


def take_collective(plan: DistrictPlan, stock: np.ndarray) -> tuple[Families, Families]:
    """(students, workers) in the rooms of dormitories, by sex and then age; takes them from the stock."""
    h = plan.households
    students, workers = collective_persons(plan)
    young, grown = (np.arange(low, high + 1) for low, high in (h.student_ages, h.worker_ages))
    men = int(workers * h.worker_male_share + 0.5)
    male_students = int(students * h.student_male_share + 0.5)
    at_school = [_take_ages(stock, s, young, n) for s, n in ((MALE, male_students), (FEMALE, students - male_students))]
    at_plant = [_take_ages(stock, s, grown, n) for s, n in ((MALE, men), (FEMALE, workers - men))]
    return _in_rooms(at_school, h.room), _in_rooms(at_plant, h.room)


def _take_ages(stock: np.ndarray, sex: int, years: np.ndarray, count: int) -> np.ndarray:
    number = apportion(stock[sex, years], count, stock[sex, years])
    stock[sex, years] -= number
    return np.repeat(years, number)


def _in_rooms(ages: list[np.ndarray], room: int) -> Families:
    """Men and then women, youngest first, in as few rooms as possible; one room may hold both."""
    age = np.concatenate(ages)
    size = np.full(-(-age.size // room), room)
    if size.size:
        size[-1] -= size.sum() - age.size
    return Families(size, np.repeat([MALE, FEMALE], [ages[0].size, ages[1].size]), age)


def make_families(plan: DistrictPlan, stock: np.ndarray, draws: Draws) -> Families:
    """All family households from the residents left in the stock: singles, couples, families with children."""
    h = plan.households
    households = plan.count(h.family)
    one, one_generation = plan.count(h.one_person), plan.count(h.one_generation)
    couples, families = one_generation - one, households - one_generation
    three = min(families, households - one_generation - plan.count(h.two_generations))
    persons = int(stock.sum()) - one - 2 * couples
    roles = _family_roles(plan, stock, families, three, persons, draws)
    wives = _wives(plan, stock, couples)
    husbands = _take(stock[MALE], wives + _years(draws, "husbands", h.husband_older, wives.size), ADULT)
    single_sex, single_age = _rest(stock)
    sizes = [np.ones(single_age.size, np.int64), np.full(couples, 2), roles.size]
    pairs_sex, pairs_age = np.tile([FEMALE, MALE], couples), np.column_stack([wives, husbands]).ravel()
    return Families(
        np.concatenate(sizes),
        np.concatenate([single_sex, pairs_sex, roles.sex]),
        np.concatenate([single_age, pairs_age, roles.age]),
    )


@dataclass(frozen=True)
class _Adults:
    """Parents and grandparents of families; bool or years, (n_families,). Years count where somebody is."""

    mother: np.ndarray
    father: np.ndarray
    elders: np.ndarray  # grandparents at home, 0..2
    her_age: np.ndarray
    his_age: np.ndarray


def _family_roles(plan, stock, families, three, persons, draws) -> Families:
    """Households with children of any age at home, the first `three` with grandparents; taken from the stock."""
    h = plan.households
    two_parents = ~choose(draws, "one parent", np.ones(families), int(families * h.one_parent_share + 0.5))
    mother = two_parents | (uniforms(draws, "mothers", families) < h.mother_share)
    father = two_parents | ~mother
    elders = (np.arange(families) < three).astype(np.int64)
    elders[: int(three * h.second_grandparent_share)] = 2
    n_children = persons - int(mother.sum() + father.sum() + elders.sum())
    child_sex, child_age = _children(plan, stock, n_children)
    number = _children_of_families(plan, families, n_children, draws)
    order = _siblings(plan, child_age, number, three, draws)
    child_sex, child_age = child_sex[order], child_age[order]
    adults = _take_parents(plan, stock, mother, father, elders, _oldest(child_age, number), draws)
    return _assemble(plan, stock, number, child_sex, child_age, adults, draws)


def _oldest(child_age: np.ndarray, number: np.ndarray) -> np.ndarray:
    return np.maximum.reduceat(child_age, np.cumsum(number) - number) if number.size else child_age


def _take_parents(plan, stock, mother, father, elders, oldest, draws) -> _Adults:
    """Parents of about the right age for their oldest child, husbands for their wives."""
    h, families = plan.households, oldest.size
    gap = np.maximum(_years(draws, "mothers' ages", h.mother_older, families), YOUNGEST_PARENT)
    wanted = oldest + gap
    her_age, his_age = np.zeros(families, np.int64), np.zeros(families, np.int64)
    her_age[mother] = _take(stock[FEMALE], wanted[mother], ADULT)
    older = _years(draws, "fathers", h.husband_older, families)
    his_age[father] = _take(stock[MALE], (np.where(mother, her_age, wanted) + older)[father], ADULT)
    return _Adults(mother, father, elders, her_age, his_age)


def _assemble(plan, stock, number, child_sex, child_age, adults: _Adults, draws) -> Families:
    """Put parents first, then grandparents, then children into households."""
    size = number + adults.mother + adults.father + adults.elders
    sex, age = np.zeros(int(size.sum()), np.int64), np.zeros(int(size.sum()), np.int64)
    at = np.cumsum(size) - size
    for present, who, years in ((adults.mother, FEMALE, adults.her_age), (adults.father, MALE, adults.his_age)):
        sex[at[present]], age[at[present]] = who, years[present]
        at = at + present
    gap = _years(draws, "grandparents", plan.households.mother_older, number.size)
    wanted = np.maximum(adults.her_age, adults.his_age) + np.maximum(gap, YOUNGEST_PARENT)
    first_is_woman = uniforms(draws, "grandmothers", number.size) < plan.households.mother_share
    for nth in (1, 2):
        for who in (FEMALE, MALE):
            here = (adults.elders >= nth) & ((first_is_woman == (nth == 1)) == (who == FEMALE))
            sex[at[here]], age[at[here]] = who, _take(stock[who], wanted[here], ADULT)
        at = at + (adults.elders >= nth)
    place = np.repeat(at, number) + _within(number)
    sex[place], age[place] = child_sex, child_age
    return Families(size, sex, age)


def _within(number: np.ndarray) -> np.ndarray:
    """0, 1, ... within each group; `number`: (n_groups,) sizes."""
    return np.arange(int(number.sum())) - np.repeat(np.cumsum(number) - number, number)


def _children(plan, stock, count) -> tuple[np.ndarray, np.ndarray]:
    """(sex, age) of everybody who lives with parents: all minors, and adults by their weight."""
    taken = np.zeros_like(stock)
    taken[:, :ADULT] = stock[:, :ADULT]
    years = np.arange(ADULT, N_AGES)
    weight = by_age(plan.households.adult_child_weight, years) * stock[:, ADULT:]
    adults = count - int(taken.sum())
    if adults < 0:
        raise ValueError(
            f"district.households leave room for {count} children but {int(taken.sum())} residents are under {ADULT}; "
            "lower one_generation or one_parent_share"
        )
    taken[:, ADULT:] = apportion(weight.ravel(), adults, stock[:, ADULT:].ravel()).reshape(2, -1)
    stock -= taken
    sex = np.repeat(np.repeat([MALE, FEMALE], N_AGES), taken.ravel())
    age = np.repeat(np.tile(np.arange(N_AGES), 2), taken.ravel())
    return sex, age


def _children_of_families(plan, families, n_children, draws) -> np.ndarray:
    """Children of each family: everybody has one, some a second, few a third."""
    extra = n_children - families
    thirds = int(extra * plan.households.third_child_share)
    number = 1 + apportion(np.ones(families), extra - thirds)
    number = number[shuffled(draws, "families with siblings", families)]
    number[np.flatnonzero(number > 1)[:thirds]] += 1
    number[: n_children - int(number.sum())] += 1
    return number


def _siblings(plan, child_age, number, three, draws) -> np.ndarray:
    """Order of children in which those of one family follow one another and are of about the same age."""
    apart = plan.households.sibling_apart * normals(draws, "siblings", child_age.size)
    by_years = np.argsort(child_age + apart, kind="stable")
    order = np.argsort(_young_first(number.size, three, draws), kind="stable")
    start = np.zeros(number.size, np.int64)
    start[order] = np.cumsum(number[order]) - number[order]
    return by_years[np.repeat(start, number) + _within(number)]


def _young_first(families: int, three: int, draws: Draws) -> np.ndarray:
    """Rank of each family by the age of its children; families with grandparents come from the younger two thirds."""
    key = uniforms(draws, "ages of children", families)
    key[:three] *= 0.67
    rank = np.empty(families, np.int64)
    rank[np.argsort(key, kind="stable")] = np.arange(families)
    return rank


def _wives(plan: DistrictPlan, stock: np.ndarray, couples: int) -> np.ndarray:
    years = np.arange(ADULT, N_AGES)
    weight = by_age(plan.households.partner_weight, years) * stock[FEMALE, ADULT:]
    number = apportion(weight, couples, stock[FEMALE, ADULT:])
    stock[FEMALE, ADULT:] -= number
    return np.repeat(years, number)


def _rest(stock: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    sex = np.repeat(np.repeat([MALE, FEMALE], N_AGES), stock.ravel())
    return sex, np.repeat(np.tile(np.arange(N_AGES), 2), stock.ravel())


def _years(draws: Draws, step: str, older, n: int) -> np.ndarray:
    """Whole years by which somebody is older; (n,)."""
    return np.round(older.mean + older.sd * normals(draws, step, n)).astype(np.int64)


@kernel
def _take(stock, wanted, lowest):
    """Ages given out of a stock of ages, each the nearest to the one wanted that is left, not below `lowest`."""
    out = np.empty(wanted.size, np.int64)
    for i in range(wanted.size):
        want = min(max(wanted[i], lowest), stock.size - 1)
        for off in range(stock.size):
            if want + off < stock.size and stock[want + off] > 0:
                want += off
                break
            if want - off >= lowest and stock[want - off] > 0:
                want -= off
                break
        if stock[want] <= 0:
            raise ValueError("the age pyramid has too few adults of one sex for the households of the plan")
        stock[want] -= 1
        out[i] = want
    return out
