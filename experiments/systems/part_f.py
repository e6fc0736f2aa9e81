"""Part F of the register: smart governance and the centre (2.F)."""

from __future__ import annotations

from .base import System

PART = (
    System(
        id="F1", name="From experience to data", name_zh="“经验主义”到“数据驱动”",
        order="2", where="simulation.processes:Analysis", levers=("data.data_led",), indicators=("F1", "K1"),
        off=("levers.patrol.hotspot_share=0.5", "levers.data.data_led=0"), on=("levers.patrol.hotspot_share=0.5",),
        full=("levers.patrol.hotspot_share=0.5", "levers.data.data_led=1"), expected="higher",
        note="in every arm half of the patrol time goes to listed places; else no list would matter",
    ),
    System(
        id="F2", name="Sharing of information", name_zh="信息资源整合共享",
        order="2", where="simulation.processes:Analysis", levers=("data.latency_days",), indicators=("F1", "K1"),
        off=("levers.patrol.hotspot_share=0.5", "levers.data.data_led=1", "levers.data.latency_days=90"),
        on=("levers.patrol.hotspot_share=0.5", "levers.data.data_led=1"),
        full=("levers.patrol.hotspot_share=0.5", "levers.data.data_led=1", "levers.data.latency_days=1"),
        expected="higher", note="in every arm patrols follow the risk map for half of their time",
    ),
    System(
        id="F3", name="Full-element database", name_zh="区域全要素数据库",
        order="2", where="simulation.processes:Analysis", levers=("data.entry_share",), indicators=("X4",),
        evidence="B", off=("levers.data.entry_share=0",), full=("levers.data.entry_share=0.3",), expected="higher",
    ),
    System(
        id="F4", name="Forces by nature of the event", name_zh="根据事件性质统筹力量",
        order="2", where="simulation.processes:Mediation", levers=("mediation.triage", "chain.triage"),
        indicators=("F4", "K17.rate", "K12"), on=("levers.mediation.triage=0.4", "levers.chain.triage=0.4"),
        full=("levers.mediation.triage=0.8", "levers.chain.triage=0.8"),
        expected="lower",
        note="off is P0; hot cases are told from others (chain.triage, as D8) and heard first where cases wait",
    ),
    System(
        id="F5", name="Precise control, tailored service", name_zh="精准化管控、定制化服务",
        order="2", where="simulation.processes:Analysis", levers=("data.targeting", "data.repeat_visits"),
        indicators=("F5", "K12.relapse"), costs=("follow-up visits",),
        on=("levers.data.targeting=0.25", "levers.data.repeat_visits=0.4"),
        full=("levers.data.targeting=0.5", "levers.data.repeat_visits=0.8"), expected="higher", note="off is P0",
    ),
    System(
        id="F6", name="Targeted governance of group affairs", name_zh="群体事务靶向治理",
        order="2", where="simulation.processes:Mediation", levers=("centre.group_team",),
        indicators=("K13.group", "K13", "K12"),
        on=("levers.centre.group_team=0.4",), full=("levers.centre.group_team=0.8",), expected="higher",
        note="off is P0",
    ),
    System(
        id="F7", name="Physical governance centre", name_zh="综治中心实体化建设",
        order="1", where="simulation.processes:Centre", levers=("centre.counters",), indicators=("K23.centre", "K11"),
        costs=("hall counters",), evidence="B", on=("levers.centre.counters=0.25", "levers.centre.one_stop=0.8"),
        full=("levers.centre.counters=0.5", "levers.centre.one_stop=0.8"), expected="higher",
        note="off is P0; a hall takes in cases at one stop",
    ),
    System(
        id="F8", name="Quality standard of the centre", name_zh="“四化四有四联”",
        order="context", note="content not found; a score of the centre [assumption]",
    ),
    System(
        id="F9", name="One hall, four rooms", name_zh="“一厅四室”",
        order="1", where="simulation.processes:Centre",
        levers=("centre.counters", "mediation.legal", "mediation.psychology"), indicators=("K12", "K13"),
        costs=("hall counters", "lawyers", "counsellors"),
        on=(
            "levers.centre.counters=0.25", "levers.centre.one_stop=0.4", "levers.mediation.legal=0.3",
            "levers.mediation.psychology=0.2",
        ),
        full=(
            "levers.centre.counters=0.5", "levers.centre.one_stop=0.8", "levers.mediation.legal=0.6",
            "levers.mediation.psychology=0.4",
        ),
        expected="higher", note="off is P0; the room of monitoring is F13",
    ),
    System(
        id="F10", name="Work rules and flow charts", name_zh="工作制度、办事流程图",
        order="2", where="simulation.processes:Casework",
        levers=("chain.triage", "process.casework.transfer_hours", "process.casework.return_hours"),
        indicators=("K20.days", "K20"),
        off=("process.casework.transfer_hours=60", "process.casework.return_hours=90"),
        full=("process.casework.transfer_hours=8", "process.casework.return_hours=8", "levers.chain.triage=0.8"),
        expected="lower", note="how long a ticket lies before it is passed on",
    ),
    System(
        id="F11", name="Joint letters-and-visits meeting", name_zh="综治信访联席会议制度",
        order="2", where="simulation.processes:Centre", levers=("centre.joint_meetings",),
        indicators=("F11", "K12", "K13"),
        costs=("joint meetings",), evidence="B", on=("levers.centre.joint_meetings=1",),
        full=("levers.centre.joint_meetings=4",), expected="higher", note="off is P0",
    ),
    System(
        id="F12", name="One-stop operation", name_zh="一站式服务",
        order="1", where="simulation.processes:Centre", levers=("centre.one_stop",),
        indicators=("F12", "K12/recorded", "K12"), costs=("hall counters",), off=("levers.centre.counters=0.5",),
        on=("levers.centre.counters=0.5", "levers.centre.one_stop=0.4"),
        full=("levers.centre.counters=0.5", "levers.centre.one_stop=0.8"), expected="lower",
        note="in every arm the same counters are staffed",
    ),
    System(
        id="F13", name="Monitoring and analysis", name_zh="监控研判",
        order="2", where="simulation.processes:Surroundings", levers=("surveillance.monitors",),
        indicators=("F13", "K4"),
        costs=("camera monitors",), off=("levers.surveillance.monitors=0",), full=("levers.surveillance.monitors=1",),
        expected="higher", note="pictures watched live; the analysis of situations is F1",
    ),
)  # fmt: skip
