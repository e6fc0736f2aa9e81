"""Part D of the register: full-element grid (2.D)."""

from __future__ import annotations

from .base import System

PART = (
    System(
        id="D1", name="Full-element grid", name_zh="全要素网格",
        order="1", planned=True,
    ),
    System(
        id="D2", name="Base grids", name_zh="基础网格",
        order="1", where="simulation.entities.grid_workers:GridWorker", levers=("grid.full_time",),
        indicators=("K23.grid", "K22"), costs=("grid workers",), evidence="A", off=("levers.grid.full_time=0",),
        full=("levers.grid.full_time=2",), expected="higher",
    ),
    System(
        id="D3", name="Professional grids at two tiers", name_zh="两级专业网格",
        order="1", planned=True, indicators=("K20",),
    ),
    System(
        id="D4", name="The 1+6 duties", name_zh="“1+6”职责体系",
        order="1", where="simulation.processes:Staffing", levers=("grid.safety_share",), indicators=("K23.grid",),
        evidence="C", off=("levers.grid.safety_share=0",), full=("levers.grid.safety_share=0.4",), expected="higher",
    ),
    System(
        id="D5", name="Merging of grids", name_zh="并轨融合、功能集成",
        order="2", planned=True,
    ),
    System(
        id="D6", name="Duty of place and of sector", name_zh="属地管理责任、行业责任",
        order="2", planned=True, indicators=("K21",),
    ),
    System(
        id="D7", name="Every matter owned and solved", name_zh="事有人管，事能解决",
        order="1", planned=True, indicators=("K19",),
    ),
    System(
        id="D8", name="General workflow", name_zh="一般事项流程",
        order="1", planned=True, indicators=("K19", "K20"),
    ),
    System(
        id="D9", name="Emergency workflow", name_zh="应急事项流程",
        order="1", where="simulation.processes:Dispatch",
        levers=("process.dispatch.patrols_answer", "patrol.street_posts"), indicators=("K10", "K10.p90"),
        costs=("station cars", "street posts"), off=("process.dispatch.patrols_answer=0",),
        full=("levers.patrol.street_posts=6",), expected="lower",
        note="off: only station cars answer; full: six street posts as well",
    ),
    System(
        id="D10", name="Mediation workflow", name_zh="矛盾调解流程",
        order="1", where="simulation.processes:Mediation", levers=("mediation.posts",), indicators=("K12", "K13"),
        costs=("mediators", "hearings"), evidence="A", off=("levers.mediation.posts=0",),
        full=("levers.mediation.posts=0.58",), expected="higher",
    ),
    System(
        id="D11", name="Sorting of powers", name_zh="事权分类",
        order="context", note="table of routing",
    ),
)  # fmt: skip
