"""Part D of the register: full-element grid (2.D)."""

from __future__ import annotations

from .base import System

PART = (
    System(
        id="D1", name="Full-element grid", name_zh="全要素网格",
        order="1", where="simulation.processes:Intake", levers=("grid.full_time", "grid.safety_share"),
        indicators=("D2", "K18"), costs=("grid workers",), off=("levers.grid.full_time=0",),
        full=("levers.grid.full_time=2",), expected="higher",
        note="one ledger of people, places, matters and organisations; matters that grid workers see become tickets",
    ),
    System(
        id="D2", name="Base grids", name_zh="基础网格",
        order="1", where="simulation.entities.grid_workers:GridWorker", levers=("grid.full_time",),
        indicators=("K23.grid", "K22"), costs=("grid workers",), evidence="A", off=("levers.grid.full_time=0",),
        full=("levers.grid.full_time=2",), expected="higher",
    ),
    System(
        id="D3", name="Professional grids at two tiers", name_zh="两级专业网格",
        order="1", where="simulation.processes:Casework", levers=("chain.street_staff", "chain.district_staff"),
        indicators=("K20.days", "K20", "K19.paper"), costs=("professional grid staff",),
        off=("levers.chain.street_staff=0.9", "levers.chain.district_staff=0.6"),
        full=("levers.chain.street_staff=3.6", "levers.chain.district_staff=2.4"), expected="lower",
        note="off is half of P0: without any staff nothing is ever solved",
    ),
    System(
        id="D4", name="The 1+6 duties", name_zh="“1+6”职责体系",
        order="1", where="simulation.processes:Staffing", levers=("grid.safety_share",), indicators=("K23.grid",),
        evidence="C", off=("levers.grid.safety_share=0",), full=("levers.grid.safety_share=0.4",), expected="higher",
    ),
    System(
        id="D5", name="Merging of grids", name_zh="并轨融合、功能集成",
        order="2", where="simulation.processes:Staffing", levers=("grid.merged",), indicators=("K18.count", "K26"),
        on=("levers.grid.merged=0.5",), full=("levers.grid.merged=1",), expected="lower", note="off is P0",
    ),
    System(
        id="D6", name="Duty of place and of sector", name_zh="属地管理责任、行业责任",
        order="2", where="simulation.processes:Casework", levers=("chain.joint", "chain.dispatchers"),
        indicators=("K21", "K21.hops"), costs=("dispatch clerks",),
        on=("levers.chain.joint=0.5", "levers.chain.dispatchers=0.05"),
        full=("levers.chain.joint=1", "levers.chain.dispatchers=0.2"), expected="lower", note="off is P0",
    ),
    System(
        id="D7", name="Every matter owned and solved", name_zh="事有人管，事能解决",
        order="1", where="simulation.processes:Casework", levers=("chain.verification",),
        indicators=("K19.paper", "K19", "K24"), costs=("verification visits",),
        off=("levers.chain.verification=0",), full=("levers.chain.verification=1",), expected="lower",
        note="the true closure rate is the indicator K19 in truth",
    ),
    System(
        id="D8", name="General workflow", name_zh="一般事项流程",
        order="1", where="simulation.processes:Casework", levers=("chain.triage",),
        indicators=("D8", "D9", "K19", "K20"), costs=("emergency turnouts",), off=("levers.chain.triage=0",),
        full=("levers.chain.triage=1",), expected="lower",
        note="what is sorted into which of the three workflows; disputes taken for general matters wait",
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
