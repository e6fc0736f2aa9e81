"""Part B of the register: command and accountability (2.B)."""

from __future__ import annotations

from .base import System

PART = (
    System(
        id="B1", name="Political-Legal Affairs Commission", name_zh="区委政法委",
        order="context", note="convenor; sets the rule of allocation",
    ),
    System(
        id="B2", name="Pilot of municipal-scale governance", name_zh="市域社会治理现代化试点",
        order="context", evidence="B", note="label of a scenario",
    ),
    System(
        id="B3", name="Secondment of enterprise cadres", name_zh="挂职学习",
        order="context", note="link between an enterprise and the district",
    ),
    System(
        id="B4", name="Double-leader group", name_zh="双组长制",
        order="2", where="simulation.processes:Casework", levers=("chain.effort",),
        indicators=("K20.days", "K20", "K19.paper"), costs=("leading group hours",), evidence="B",
        on=("levers.chain.effort=0.5",), full=("levers.chain.effort=1",), expected="lower", note="off is P0",
    ),
    System(
        id="B5", name="One office and N departments", name_zh="“1+N”工作机制",
        order="2", where="simulation.processes:Casework", levers=("chain.dispatchers",), indicators=("K21", "K21.hops"),
        costs=("dispatch clerks",), on=("levers.chain.dispatchers=0.05",), full=("levers.chain.dispatchers=0.2",),
        expected="lower", note="off is P0",
    ),
    System(
        id="B6", name="Three-tier responsibility chain", name_zh="三级共建共治体系",
        order="1", where="simulation.processes:Casework",
        levers=("chain.community_authority", "chain.street_authority", "chain.street_staff"),
        indicators=("K22.matters", "K23.matters", "K20.days"), costs=("professional grid staff",), evidence="B",
        off=("levers.chain.community_authority=0",), full=("levers.chain.community_authority=0.5",),
        expected="higher",
    ),
    System(
        id="B7", name="Line and block coordination", name_zh="条块结合",
        order="2", where="simulation.processes:Casework", levers=("chain.joint",), indicators=("K21", "K20.days"),
        on=("levers.chain.joint=0.5",), full=("levers.chain.joint=1",), expected="lower", note="off is P0",
    ),
    System(
        id="B8", name="Overall planning, joint action", name_zh="全域统筹、多元联动",
        order="context", note="framing",
    ),
    System(
        id="B9", name="Base, gaps, exemplars", name_zh="固根基、补短板、树典型",
        order="context", note="order of a roll-out",
    ),
    System(
        id="B10", name="Two grips", name_zh="两个抓手",
        order="context", note="the two main bundles of policies",
    ),
    System(
        id="B11", name="Refined-governance model", name_zh="“党建引领、融合共治”精致社会治理模式",
        order="context", note="name of the full bundle P8",
    ),
)  # fmt: skip
