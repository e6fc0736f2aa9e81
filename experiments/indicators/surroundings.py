"""Places and what watches over them: the database, cameras, lights and gates, contracts (X4, K32, K33, K35)."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says too little about its types)

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.spatial import KDTree

from .base import RECORDED, TRUE, Indicator, Reading, Window, at_month_ends, percent
from .rows import Rows


def metres_to(areas: pd.DataFrame, chosen: np.ndarray) -> np.ndarray:
    """Metres from the centre of each area to the nearest centre of the chosen ones, (n_areas,); inf without any.

    `chosen`: bool, (n_areas,).
    """
    if not chosen.any():
        return np.full(len(areas), np.inf)
    points = areas[["x_m", "y_m"]].to_numpy(float)
    return KDTree(points[chosen]).query(points)[0]


def _solved(window: Window) -> Rows:
    """Thefts that were filed and solved in the window."""
    filed = window.filed("theft")
    return filed[window.closed_by_end(filed, "cleared_h")]


def _with_video(window: Window, ledger: str) -> Reading:
    return percent(_solved(window)["cleared_by"] == "video")


def _in_two_ways(window: Window, ledger: str) -> Reading:
    return percent(_solved(window)["cleared_ways"] >= 2)


INDICATORS = (
    at_month_ends(
        "X4", "Database coverage", "数据库有效覆盖率", "households whose record is valid, at month ends", "households",
        "higher", TRUE, "database coverage",
    ),
    at_month_ends(
        "K32", "Cameras that work", "视频在线率", "cameras that work, at month ends", "cameras installed", "higher",
        TRUE, "cameras that work",
    ),
    Indicator(
        "K32.video", "Solved with video", "视频支撑破案占比", "%", "thefts filed and solved in the window, video first",
        "thefts filed and solved in the window", "higher", (RECORDED,), _with_video,
    ),
    Indicator(
        "A18", "Solved in two ways or more", "打防控结合破案占比", "%",
        "thefts filed and solved in the window to which two ways or more led", "thefts filed and solved in the window",
        "higher", (RECORDED,), _in_two_ways,
    ),
    at_month_ends(
        "K35", "Contract hours given", "企地协议履约率", "guard-hours given, on the last days of months",
        "guard-hours promised", "higher", RECORDED, "contract hours given",
    ),
    at_month_ends(
        "K33", "Homes with camera, light and gate", "应配尽配率",
        "households whose area is more than 40 % covered by each, at month ends", "households", "higher", TRUE,
        "homes with camera, light and gate",
    ),
)  # fmt: skip
