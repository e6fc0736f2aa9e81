"""Part C of the register: enterprise and locality (2.C)."""

from __future__ import annotations

from .base import System

PART = (
    System(
        id="C1", name="Party-led mobilisation", name_zh="党建引领",
        order="2", planned=True, indicators=("K30",),
    ),
    System(
        id="C2", name="Three-level joint meetings", name_zh="三级联席共商机制",
        order="2", planned=True, indicators=("K35",),
    ),
    System(
        id="C3", name="Three lists", name_zh="问题清单、服务项目、资源需求",
        order="2", planned=True,
    ),
    System(
        id="C4", name="Contracts with enterprises", name_zh="“契约化”共建",
        order="2", planned=True, indicators=("K35",),
    ),
    System(
        id="C5", name="Six commons", name_zh="“六共”机制",
        order="2", planned=True, indicators=("K35", "K30"),
    ),
    System(
        id="C6", name="Five rules of joint handling", name_zh="大事共议、实事共办、要事共决、急事共商、难事共解",
        order="2", where="simulation.processes:Casework", levers=("chain.joint", "chain.triage", "centre.group_team"),
        indicators=("K20", "K21"), costs=("joint meetings",),
        on=("levers.chain.joint=0.4", "levers.chain.triage=0.5"),
        full=("levers.chain.joint=0.8", "levers.chain.triage=0.9", "levers.centre.joint_meetings=1"),
        expected="higher", note="urgent matters: triage; shared ones: joint handling; hard cases: joint meetings",
    ),
    System(
        id="C7", name="Joint defence with enterprises", name_zh="地企联防联动、平安互保",
        order="1", planned=True, indicators=("K35", "K2", "X3"), evidence="A",
    ),
    System(
        id="C8", name="The 365 system", name_zh="“365”治安防控体系",
        order="1", planned=True, indicators=("K2", "K4"), evidence="A",
    ),
    System(
        id="C9", name="Enterprises and public institutions", name_zh="企事业单位",
        order="1", where="simulation.entities.enterprises:Enterprise", note="a class of agents, always there",
    ),
    System(
        id="C10", name="Resource and political advantages", name_zh="资源优势、政治优势",
        order="context", note="framing",
    ),
)  # fmt: skip
