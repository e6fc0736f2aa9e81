"""Under which uncertainties one policy beats another. `govsim discover`."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from .. import files
from ..composition.asked import Asked
from ..report.terminal.sweep import print_tally
from ..sweeps.discovery import discover
from .application import start


def _discover(asked: Asked) -> None:
    found = discover(asked, print_tally)
    out = Path(found.settings.out)
    files.write_text(out / "discovery.txt", found.text)
    files.write_csv(out / "scenarios.csv", found.scenarios.to_csv())
    Console(highlight=False, soft_wrap=True).print(found.text, markup=False)
    print(f"Text and scenarios: {out}")


def main() -> None:
    """Discover the scenarios of a configuration."""
    start("discover", _discover)
