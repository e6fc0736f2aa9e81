"""Part F of the register: smart governance and the centre (2.F)."""

from __future__ import annotations

from .base import System

PART = (
    System(
        id="F1", name="From experience to data", name_zh="“经验主义”到“数据驱动”",
        order="2", planned=True,
    ),
    System(
        id="F2", name="Sharing of information", name_zh="信息资源整合共享",
        order="2", planned=True,
    ),
    System(
        id="F3", name="Full-element database", name_zh="区域全要素数据库",
        order="2", planned=True, indicators=("K27", "K28"), evidence="B",
    ),
    System(
        id="F4", name="Forces by nature of the event", name_zh="根据事件性质统筹力量",
        order="2", planned=True,
    ),
    System(
        id="F5", name="Precise control, tailored service", name_zh="精准化管控、定制化服务",
        order="2", planned=True,
    ),
    System(
        id="F6", name="Targeted governance of group affairs", name_zh="群体事务靶向治理",
        order="2", planned=True,
    ),
    System(
        id="F7", name="Physical governance centre", name_zh="综治中心实体化建设",
        order="1", planned=True, indicators=("K12", "K24", "K25"), evidence="B",
    ),
    System(
        id="F8", name="Quality standard of the centre", name_zh="“四化四有四联”",
        order="context", note="content not found; a score of the centre [assumption]",
    ),
    System(
        id="F9", name="One hall, four rooms", name_zh="“一厅四室”",
        order="1", planned=True, indicators=("K12", "K17"),
    ),
    System(
        id="F10", name="Work rules and flow charts", name_zh="工作制度、办事流程图",
        order="2", planned=True, indicators=("K20",),
    ),
    System(
        id="F11", name="Joint letters-and-visits meeting", name_zh="综治信访联席会议制度",
        order="2", planned=True, indicators=("K24", "K25"), evidence="B",
    ),
    System(
        id="F12", name="One-stop operation", name_zh="一站式服务",
        order="1", planned=True, indicators=("K20",),
    ),
    System(
        id="F13", name="Monitoring and analysis", name_zh="监控研判",
        order="2", planned=True, indicators=("K32",),
    ),
)  # fmt: skip
