"""A district is named by its plan and seed: same in, same out, in every process."""

import hashlib
import subprocess
import sys

import numpy as np
import pytest
from pydantic import ValidationError

from govsim.simulation.synthesis import DistrictPlan, make_district

from .conftest import CONFIGS, district_of, plan_of

SCRIPT = """
from tests.simulation.synthesis.conftest import plan_of
from tests.simulation.synthesis.test_seeds import digest
from govsim.simulation.synthesis import make_district
print(digest(make_district(plan_of("small"), 1)))
"""


def digest(synthesis):
    """Digest of every number of a district."""
    h = hashlib.blake2b(digest_size=16)
    town, table = synthesis.town, synthesis.timetable
    arrays = [town.areas, town.enterprises, synthesis.people, synthesis.households]
    for array in arrays:
        for name in array.dtype.names:  # not the padding between columns
            h.update(np.ascontiguousarray(array[name]).tobytes())
    for array in (
        town.neighbours,
        town.grid_start,
        town.grid_areas,
        town.station_area,
        town.circle_base,
        town.river,
        town.community_street,
        table.crowd,
        table.work_people,
        table.third_people,
    ):
        h.update(np.ascontiguousarray(array).tobytes())
    return h.hexdigest()


def test_the_same_seed_makes_the_same_district_in_another_process():
    here = digest(make_district(plan_of("small"), 1))
    there = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, cwd=CONFIGS.parent
    )
    assert there.stdout.strip() == here


def test_another_seed_makes_another_district():
    plan = plan_of("small")
    assert digest(make_district(plan, 1)) != digest(make_district(plan, 2))


@pytest.mark.parametrize("population", [100, 200, 1_000, 3_000, 10_000, 60_000])
def test_synthetic_makes_districts_of_every_size(population):
    made = district_of("synthetic", f"district.population={population}")
    assert made.people.size == population
    assert made.town.n_grids >= 1
    families = np.round(population * 164_016 / 407_010)
    rooms = np.isin(made.town.areas["ntype"][made.households["area"]], (7, 9)).sum()
    assert abs(made.households.size - rooms - families) <= 1


@pytest.mark.slow
def test_synthetic_makes_a_million_residents():
    assert district_of("synthetic", "district.population=1000000").people.size == 1_000_000


def test_shares_of_types_are_parameters():
    more = ["district.types.share_of_households.three_no=0.17", "district.types.share_of_households.new_compound=0.22"]
    share = []
    for overrides in ([], more):
        made = district_of("synthetic", *overrides)
        share.append((made.town.areas["ntype"][made.households["area"]] == 4).mean())
    assert share[1] - share[0] == pytest.approx(0.1 * 0.9, abs=0.025)  # of urban families; grids stay in the norm


def test_a_plan_refuses_unknown_missing_and_impossible_values():
    raw = plan_of("small").model_dump()
    for change, words in (
        ({"populaton": 5}, "Extra inputs"),
        ({"population": -5}, "greater than or equal to 100"),
        (
            {"types": {**raw["types"], "share_of_households": {**raw["types"]["share_of_households"], "open": 1}}},
            "adds up",
        ),
    ):
        with pytest.raises(ValidationError, match=words):
            DistrictPlan.model_validate({**raw, **change})
    del raw["grids"]
    with pytest.raises(ValidationError, match="Field required"):
        DistrictPlan.model_validate(raw)


def test_every_number_of_the_plans_has_a_source():
    for path in sorted((CONFIGS / "district").glob("*.yaml")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            value, _, comment = line.partition("#")
            continued = value.rstrip().endswith(",") and number < len(lines)
            if any(c.isdigit() for c in value) and not continued:
                assert "[" in comment, f"{path.name}:{number} has a number without a source: {line}"
