"""Part G of the register: framework (2.G)."""

from __future__ import annotations

from .base import System

PART = (
    System(
        id="G1",
        name="Seven-part governance system",
        name_zh="党委领导、政府负责、民主协商等",
        order="context",
        note="check-list: B4, B6, C2, E5, C7, E4, A16, A13, A20, F9, A11, F3",
    ),
    System(
        id="G2",
        name="Street and factory linked",
        name_zh="街厂联动",
        order="context",
    ),
    System(
        id="G3",
        name="Four entry points in firms",
        name_zh="企业员工的思想观念、规章制度",
        order="2",
        where="simulation.processes:Cogovernance",
        levers=("cogovernance.entry_points",),
        indicators=("K22",),
        off=("levers.cogovernance.contracts=0.8",),
        on=("levers.cogovernance.contracts=0.8", "levers.cogovernance.entry_points=0.5"),
        full=(
            "levers.cogovernance.contracts=1",
            "levers.cogovernance.entry_points=1",
            "levers.cogovernance.organisation=1",
        ),
        expected="higher",
        note="firms settle quarrels at work by their own people",
    ),
    System(
        id="G4",
        name="Convenient, civil, harmonious",
        name_zh="快捷、便利、文明、和谐",
        order="context",
        note="goal; composite index",
    ),
    System(
        id="G5",
        name="Modern national governance",
        name_zh="国家治理现代化",
        order="context",
        note="goal",
    ),
)
