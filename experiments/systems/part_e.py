"""Part E of the register: neighbourhood types and self-governance (2.E)."""

from __future__ import annotations

from .base import System

PART = (
    System(
        id="E1", name="Self-governance", name_zh="村居民自治",
        order="1", planned=True, indicators=("K22",),
    ),
    System(
        id="E2", name="Types of neighbourhood", name_zh="居民构成、地域位置、群众诉求",
        order="1", where="simulation.synthesis.district:make_district",
        note="neighbourhood types make the map; always there",
    ),
    System(
        id="E3", name="Acquaintance society and its elders", name_zh="熟人社会",
        order="1", where="simulation.policies:ElderWorkers", levers=("grid.elders",), indicators=("K23.grid", "K22"),
        costs=("elder grid workers",), on=("levers.grid.elders=2",), full=("levers.grid.elders=4",),
        expected="higher",
    ),
    System(
        id="E4", name="New compounds and property companies", name_zh="城区新建小区",
        order="1", planned=True, evidence="A",
    ),
    System(
        id="E5", name="Old compounds and residents' councils", name_zh="“三不管”楼院、居民议事会",
        order="1", planned=True, indicators=("K17", "K2"), evidence="B",
    ),
    System(
        id="E6", name="Resolved in the building", name_zh="化解在楼栋里、小区内",
        order="1", where="experiments.indicators.disputes:INDICATORS", indicators=("K22",), note="an indicator",
    ),
    System(
        id="E7", name="Community of governance", name_zh="社会治理共同体",
        order="context", note="framing",
    ),
    System(
        id="E8", name="Local actors named", name_zh="老领导、物业公司、居民代表等",
        order="1", planned=True,
    ),
)  # fmt: skip
