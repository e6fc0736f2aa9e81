"""Part A of the register: problems named (inventory 2.A)."""

from __future__ import annotations

from .base import System

PART = (
    System(
        id="A1", name="Migrants", name_zh="外来人员",
        order="1", planned=True, indicators=("K28",), evidence="A",
    ),
    System(
        id="A2", name="Special groups", name_zh="特殊人群",
        order="1", planned=True, indicators=("K27",), evidence="B",
    ),
    System(
        id="A3", name="High-risk offenders", name_zh="高危犯罪群体",
        order="1", where="simulation.synthesis.offenders:make_offenders", levers=("offenders.offenders_per_1000",),
        indicators=("K1", "K2"), evidence="B", off=("offenders.offenders_per_1000=0",),
        full=("offenders.offenders_per_1000=3",), expected="higher",
        note="the pool, arrest and absence; reoffending and release are planned",
    ),
    System(
        id="A4", name="Loss of supervision and missed enrolment", name_zh="脱管、漏管",
        order="1", planned=True, indicators=("K27",),
    ),
    System(
        id="A5", name="Enforcement intensity", name_zh="打击力度",
        order="1", where="simulation.processes:Investigation",
        levers=("process.investigation.investigators_per_10000",), indicators=("K3",), evidence="A",
        off=("process.investigation.investigators_per_10000=0.05",),
        full=("process.investigation.investigators_per_10000=5",), expected="higher",
        note="hours of investigation; campaigns are planned",
    ),
    System(
        id="A6", name="Motivation of departments", name_zh="部门参与积极性",
        order="2", where="simulation.processes:Casework", levers=("process.casework.slack", "chain.effort"),
        indicators=("K20.days", "K19.paper", "K21"), off=("process.casework.slack=0.4",),
        full=("process.casework.slack=1",), expected="lower",
        note="share of its time that a department gives of itself; leaders who press are B4",
    ),
    System(
        id="A7", name="Participation of the whole society", name_zh="全社会共同参与",
        order="1", planned=True, indicators=("K30",), evidence="A",
    ),
    System(
        id="A8", name="Standardised infrastructure", name_zh="城市管理基础建设规范化",
        order="2", where="simulation.processes:Surroundings",
        levers=("surveillance.gates", "surveillance.intercoms", "surveillance.lights"),
        indicators=("K33", "K1.burglary"), costs=("new gates", "new lamps"), evidence="B",
        on=("levers.surveillance.gates=0.4", "levers.surveillance.intercoms=0.4"),
        full=("levers.surveillance.gates=0.8", "levers.surveillance.intercoms=0.8"), expected="higher",
        note="off is P0; gates and intercoms",
    ),
    System(
        id="A9", name="Unequal input", name_zh="人财物投入差异",
        order="1", planned=True, indicators=("X2",),
    ),
    System(
        id="A10", name="Road signage", name_zh="路面指示",
        order="2", planned=True,
    ),
    System(
        id="A11", name="Camera coverage gap", name_zh="监控设备未应配尽配",
        order="1", where="simulation.processes:Surroundings",
        levers=("surveillance.cameras", "surveillance.maintenance"), indicators=("K32.video", "K33"),
        costs=("new cameras", "camera upkeep"), evidence="B",
        off=("levers.surveillance.cameras_by_type=[0,0,0,0,0,0,0,0,0,0]",),
        full=("levers.surveillance.cameras_by_type=[0.7,0.9,0.6,0.5,0.5,0.8,0.8,0.9,0.95,0]",), expected="higher",
    ),
    System(
        id="A12", name="Under-used cameras", name_zh="效用发挥欠缺",
        order="1", where="simulation.processes:Surroundings",
        levers=("surveillance.forensic", "surveillance.monitors"), indicators=("K32.video", "K3"),
        costs=("camera monitors",), evidence="A",
        off=("levers.surveillance.forensic=0", "levers.surveillance.monitors=0"),
        full=("levers.surveillance.forensic=0.6", "levers.surveillance.monitors=1"), expected="higher",
    ),
    System(
        id="A13", name="Standardised law enforcement", name_zh="执法规范化",
        order="2", planned=True, indicators=("K31",),
    ),
    System(
        id="A14", name="Strength of grid patrol", name_zh="网格巡查力度",
        order="1", where="simulation.processes:Staffing", levers=("grid.full_time", "grid.field_share"),
        indicators=("K23.grid", "K11.dark"), costs=("grid workers", "recruiting and training"), evidence="C",
        off=("levers.grid.full_time=0",), full=("levers.grid.full_time=2",), expected="higher",
    ),
    System(
        id="A15", name="Street police visibility", name_zh="街面见警率",
        order="1", where="simulation.processes:Patrolling",
        levers=("patrol.hours", "patrol.hotspot_share", "patrol.stop_minutes"), indicators=("K8", "K10"),
        costs=("police patrol",), evidence="B",
        off=("levers.patrol.cars_night=0", "levers.patrol.cars_day=0", "levers.patrol.cars_evening=0"),
        full=("levers.patrol.cars_night=2", "levers.patrol.cars_day=2", "levers.patrol.cars_evening=2"),
        expected="higher",
    ),
    System(
        id="A16", name="Awareness and participation", name_zh="知晓率、参与率",
        order="1", planned=True, indicators=("K30",), evidence="B",
    ),
    System(
        id="A17", name="Theft known by hearsay", name_zh="盗窃常有耳闻",
        order="1", where="simulation.processes:Perception", levers=("process.perception.hearsay_share",),
        indicators=("K29",), evidence="A", off=("process.perception.hearsay_share=0",),
        full=("process.perception.hearsay_share=0.6",), reaches=(), expected="lower",
        note="news of thefts on social ties lowers the feeling of safety",
    ),
    System(
        id="A18", name="Strike, prevent and control together", name_zh="打、防、控结合",
        order="1", planned=True,
    ),
    System(
        id="A19", name="Prevention of crime", name_zh="预防违法犯罪",
        order="2", planned=True,
    ),
    System(
        id="A20", name="Legal consciousness", name_zh="找法、靠法意识",
        order="2", planned=True,
    ),
    System(
        id="A21", name="Prevention of juvenile crime", name_zh="预防未成年人犯罪",
        order="2", planned=True, indicators=("K34",), evidence="A",
    ),
    System(
        id="A22", name="Family and school linked", name_zh="家庭教育与学校教育",
        order="2", planned=True, indicators=("K34",), evidence="A",
    ),
    System(
        id="A23", name="Old-style against modern mediation", name_zh="老经验、老办法",
        order="1", where="simulation.processes:Mediation",
        levers=(
            "mediation.triage", "mediation.legal", "mediation.psychology", "mediation.follow_up",
            "mediation.hearing_days", "mediation.first_contact_days",
        ),
        indicators=("K12.relapse", "K12", "K13"), costs=("hearings", "lawyers", "counsellors", "follow-up visits"),
        on=(
            "levers.mediation.hearing_days=3", "levers.mediation.first_contact_days=2", "levers.mediation.triage=0.4",
            "levers.mediation.legal=0.3", "levers.mediation.psychology=0.2", "levers.mediation.follow_up=0.4",
        ),
        full=(
            "levers.mediation.hearing_days=5", "levers.mediation.first_contact_days=1", "levers.mediation.triage=0.8",
            "levers.mediation.legal=0.6", "levers.mediation.psychology=0.4", "levers.mediation.follow_up=0.8",
        ),
        expected="lower", note="off is the old style of P0, full the numbers of P3",
    ),
    System(
        id="A24", name="Physical clashes", name_zh="引发肢体冲突",
        order="1", where="simulation.processes:Escalation", levers=("process.escalation.clash_heat",),
        indicators=("K17.rate", "K17", "K15"), evidence="A", note="an outcome, always there",
    ),
    System(
        id="A25", name="Three rates of three kinds of actors", name_zh="知晓率、参与率、满意率",
        order="1", planned=True, indicators=("K30",),
    ),
    System(
        id="A26", name="Perceived benefit", name_zh="感受到福利",
        order="2", planned=True,
    ),
    System(
        id="A27", name="Passivity", name_zh="消极思想",
        order="2", planned=True, indicators=("K30",),
    ),
    System(
        id="A28", name="Paradox of dissatisfaction without participation", name_zh="不参与却不满意",
        order="2", planned=True,
    ),
)  # fmt: skip
