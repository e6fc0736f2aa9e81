"""Thefts: how many, how many in the books, how many cleared (K1 to K4)."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas, pyarrow and matplotlib say too little about their types)

from __future__ import annotations

from functools import partial

from govsim.simulation.observation.schema import THEFT_TYPES

from .base import BOTH, TRUE, Indicator, Reading, Window, percent

PREVENTABLE = ("burglary", "vehicle", "from_vehicle", "pocket_shop")  # 可防性案件: all but theft from enterprises
NAMES = {
    "burglary": ("burglaries", "入户盗窃"), "vehicle": ("e-bikes and vehicles", "盗窃电动车、机动车"),
    "from_vehicle": ("from vehicles", "盗窃车内财物"),
    "pocket_shop": ("pickpocketing and shoplifting", "扒窃及盗窃店铺"),
    "enterprise": ("enterprise material", "盗窃企业物资"),
}  # fmt: skip
PER_1000 = "per 1,000 residents and year"
RESIDENTS = "residents in thousands, times years"
FILED = "true: that happened in the window; recorded: filed by an office in it"


def _rate(window: Window, ledger: str, types: tuple[str, ...] = THEFT_TYPES) -> Reading:
    return window.rate(int(window.of("theft", ledger)["subtype"].isin(types).sum()))


def _recorded_share(window: Window, ledger: str) -> Reading:
    return percent(window.began("theft")["recorded"])


def _clearance(window: Window, ledger: str) -> Reading:
    return percent(window.closed_by_end(window.of("theft", ledger), "cleared_h"))


def _caught(window: Window, ledger: str) -> Reading:
    return window.rate(int((window.of("theft", ledger)["outcome"] == "caught").sum()))


INDICATORS = (
    Indicator(
        "K1", "Thefts", "盗窃发案率", PER_1000, f"thefts ({FILED})", RESIDENTS, "lower", BOTH, _rate,
        headline=True,
    ),
    *(
        Indicator(
            f"K1.{kind}", f"Thefts: {name}", f"{zh}发案率", PER_1000, f"thefts of this type ({FILED})", RESIDENTS,
            "lower", BOTH, partial(_rate, types=(kind,)),
        )
        for kind, (name, zh) in NAMES.items()
    ),
    Indicator(
        "K1.dark", "Share of thefts that reach the books", "盗窃案件入账比例", "%", "thefts of the window recorded",
        "thefts of the window", "ambiguous", (TRUE,), _recorded_share,
    ),
    Indicator(
        "K2", "Preventable cases", "可防性案件数", PER_1000,
        "burglary, vehicle, from vehicle, pickpocketing and shoplifting", RESIDENTS, "lower", BOTH,
        partial(_rate, types=PREVENTABLE),
    ),
    Indicator(
        "K3", "Clearance", "破案率（现案）", "%", "of them, offender identified within the window",
        "thefts (recorded: filed in the window; true: that happened in it)", "higher", BOTH, _clearance, headline=True,
    ),
    Indicator(
        "K4", "Caught in the act", "现行抓获数", PER_1000, f"thefts whose offender was caught at the scene ({FILED})",
        RESIDENTS, "higher", BOTH, _caught,
    ),
)  # fmt: skip
