"""Plans and districts that the tests of the synthesis share."""

from functools import cache
from pathlib import Path

import pytest
from hydra import compose, initialize_config_dir
from omegaconf import OmegaConf

from govsim.simulation.synthesis import DistrictPlan, Synthesis, make_district

CONFIGS = Path(__file__).parents[3] / "configs"


@cache
def plan_of(district: str, *overrides: str) -> DistrictPlan:
    """The plan of configs/district/<district>.yaml with Hydra overrides such as "district.population=1000"."""
    with initialize_config_dir(str(CONFIGS), version_base="1.3"):
        config = compose(overrides=[f"+district={district}", *overrides])
    return DistrictPlan.model_validate(OmegaConf.to_container(config, resolve=True)["district"])


@cache
def district_of(district: str, *overrides: str) -> Synthesis:
    return make_district(plan_of(district, *overrides), seed=1)


@pytest.fixture(scope="session")
def xigu_plan() -> DistrictPlan:
    return plan_of("xigu")


@pytest.fixture(scope="session")
def xigu() -> Synthesis:
    return district_of("xigu")


@pytest.fixture(params=["xigu", "small", "tiny"], scope="session")
def district(request: pytest.FixtureRequest) -> Synthesis:
    """Laws hold in every district: the full one, the small one and a hamlet."""
    if request.param == "tiny":
        return district_of("synthetic", "district.population=1000")
    return district_of(request.param)
