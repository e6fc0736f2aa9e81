"""The model against real districts. `govsim validate`."""

from __future__ import annotations

import time
from pathlib import Path

from ..composition.asked import Asked
from ..validation.runs import validate
from .application import leave_with, start


def _validate(asked: Asked) -> None:
    started = time.monotonic()
    found = validate(asked)
    from ..report.terminal.validation import print_validation
    from ..report.validation import write_validation  # matplotlib is loaded only now

    out = Path(found.settings.out)
    write_validation(found, out)
    print_validation(found, out, time.monotonic() - started)
    leave_with(found.failures)


def main() -> None:
    """Hold a configuration against the targets."""
    start("validate", _validate)
