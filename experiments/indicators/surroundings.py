"""Cameras, lights and gates (K32, K33)."""

from __future__ import annotations

from .base import RECORDED, TRUE, Indicator, Reading, Window, share


def _solved_with_video(window: Window, ledger: str) -> Reading:
    solved = window.filed("theft")
    solved = solved[window.closed_by_end(solved, "cleared_h")]
    return share(int((solved["cleared_by"] == "video").sum()), len(solved), per=100)


def _solved_in_two_ways(window: Window, ledger: str) -> Reading:
    solved = window.filed("theft")
    solved = solved[window.closed_by_end(solved, "cleared_h")]
    return share(int((solved["cleared_ways"] >= 2).sum()), len(solved), per=100)


INDICATORS = (
    Indicator(
        "K32", "Cameras that work", "视频在线率", "%", "cameras that work, at month ends", "cameras installed",
        "higher", (TRUE,), lambda window, ledger: window.monthly("cameras that work", ledger),
    ),
    Indicator(
        "K32.video", "Solved with video", "视频支撑破案占比", "%", "thefts filed and solved in the window, video first",
        "thefts filed and solved in the window", "higher", (RECORDED,), _solved_with_video,
    ),
    Indicator(
        "A18", "Solved in two ways or more", "打防控结合破案占比", "%",
        "thefts filed and solved in the window to which two ways or more led", "thefts filed and solved in the window",
        "higher", (RECORDED,), _solved_in_two_ways,
    ),
    Indicator(
        "K33", "Homes with camera, light and gate", "应配尽配率", "%",
        "households whose area is more than 40 % covered by each, at month ends", "households", "higher", (TRUE,),
        lambda window, ledger: window.monthly("homes with camera, light and gate", ledger),
    ),
)  # fmt: skip
