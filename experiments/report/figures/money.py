"""Cost against effect: the cost-effectiveness plane and the acceptability curve."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (matplotlib says too little about its types)

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from ...comparison.averted import AVERTED, LEVEL, acceptability, extra_cost, pairs_of, worth_until
from ...comparison.study import Study
from ...language.voice import Voice
from ...statistics.pairs import t_interval
from .differences import arm_legend
from .style import FAINT, PAGE_WIDTH, canvas, colour_of


def plane(study: Study, voice: Voice) -> Figure:
    """Extra cost against events averted, one panel a kind of event: a dot a pair of runs, a cross the mean."""
    drawn = canvas(PAGE_WIDTH, 2.9)
    for axes, event in zip(drawn.subplots(1, len(AVERTED)), AVERTED, strict=True):
        axes.axhline(0, color=FAINT, lw=0.8)
        axes.axvline(0, color=FAINT, lw=0.8)
        for arm in study.arms:
            extra, averted = pairs_of(study, arm, event)
            colour = colour_of(study.settings.arms, arm)
            axes.plot(averted, extra / voice["money_scale"], "o", ms=3, mfc="none", mec=colour, alpha=0.6)
            middle = (averted.mean(), extra.mean() / voice["money_scale"])
            axes.plot(t_interval(averted, LEVEL, 1 / study.settings.years), [middle[1]] * 2, color=colour, lw=1.8)
            axes.plot([middle[0]] * 2, np.array(t_interval(extra, LEVEL)) / voice["money_scale"], color=colour, lw=1.8)
        axes.set_title(voice["averted_many"][event])
        axes.set_xlabel(voice["plane_x"])
    drawn.axes[0].set_ylabel(voice["plane_y"])
    arm_legend(drawn, study, study.arms, voice)
    return drawn


def acceptability_curve(study: Study, voice: Voice) -> Figure:
    """Probability that an arm is worth its cost, by what one averted event is worth."""
    drawn = canvas(PAGE_WIDTH, 2.6)
    for axes, event in zip(drawn.subplots(1, len(AVERTED), sharey=True), AVERTED, strict=True):
        worth = np.linspace(0, worth_until(study, event), 101)
        for arm in study.arms:
            chance = acceptability(study, arm, event, worth)
            axes.plot(worth / 1000, 100 * chance, color=colour_of(study.settings.arms, arm), lw=1.6)
        axes.set_ylim(-2, 102)
        axes.set_title(voice["averted_many"][event])
        axes.set_xlabel(voice["acceptability_x"])
    drawn.axes[0].set_ylabel(voice["acceptability_y"])
    arm_legend(drawn, study, study.arms, voice)
    return drawn


def has_cost(study: Study) -> bool:
    """Whether any arm costs more or less than the reference."""
    return any(extra_cost(study, arm).mean != 0 for arm in study.arms)
