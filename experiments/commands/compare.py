"""Policies side by side, paired by seed. `govsim compare`."""

from __future__ import annotations

import time
from pathlib import Path

from ..comparison.compare import compare
from ..composition.asked import Asked
from ..report.terminal.comparison import print_summary
from .application import leave_with, start


def _compare(asked: Asked) -> None:
    started = time.monotonic()
    study = compare(asked)
    from ..report.write import write_report  # matplotlib is loaded only now

    out = Path(study.settings.out)
    remarks = write_report(study, out)
    print_summary(study, out, time.monotonic() - started, remarks)
    leave_with(study.failures)


def main() -> None:
    """Compare the arms of a configuration."""
    start("compare", _compare)
