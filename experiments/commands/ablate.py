"""Systems switched off, on and full, paired by seed. `govsim ablate`."""

from __future__ import annotations

import time
from pathlib import Path

from ..composition.asked import Asked
from ..report.terminal.ablation import print_ablation
from ..systems.ablation import ablate
from .application import leave_with, start


def _ablate(asked: Asked) -> None:
    started = time.monotonic()
    found = ablate(asked)
    from ..report.ablation import write_ablation  # matplotlib is loaded only now

    out = Path(found.settings.out)
    write_ablation(found, out)
    print_ablation(found, out, time.monotonic() - started)
    leave_with(found.failures)


def main() -> None:
    """Switch systems of a configuration."""
    start("ablate", _ablate)
