"""One experiment of many runs. `govsim sweep`."""

from __future__ import annotations

from ..composition.asked import Asked
from ..composition.settings import SweepSettings, settings_of
from ..report.terminal.sweep import draw_one_at_a_time, print_tally
from ..sweeps.experiment import carry_out, plan_of
from .application import leave_with, start


def _sweep(asked: Asked) -> None:
    settings = settings_of(asked.cfg, SweepSettings)
    plan = plan_of(asked, settings)
    kept, tally = carry_out(plan, asked, settings, print_tally)
    if settings.design == "oat" and not tally.failed:
        draw_one_at_a_time(plan, kept)
    leave_with(tally.reasons)


def main() -> None:
    """Run the sweep of a configuration."""
    start("sweep", _sweep)
