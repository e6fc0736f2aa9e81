"""A bundle of policies against the sum of its parts. `govsim factorial`."""

from __future__ import annotations

import time
from pathlib import Path

from ..comparison.factorial import factorial
from ..composition.asked import Asked
from ..report.terminal.factorial import print_factorial
from .application import leave_with, start


def _factorial(asked: Asked) -> None:
    started = time.monotonic()
    found = factorial(asked)
    from ..report.factorial import write_factorial  # matplotlib is loaded only now

    out = Path(found.settings.out)
    write_factorial(found, out)
    print_factorial(found, out, time.monotonic() - started)
    leave_with(found.failures)


def main() -> None:
    """Contrast the bundle of a configuration with its parts."""
    start("factorial", _factorial)
