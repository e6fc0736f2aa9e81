"""Where configurations are: the folder of the package, and a folder `configs` in the folder one works in."""

from __future__ import annotations

from pathlib import Path

CONFIGS = Path(__file__).resolve().parents[1] / "configs"  # beside this package, in a checkout as in a wheel
OWN = Path("configs")  # in the folder one works in


def own_configs() -> Path | None:
    """The folder of one's own configurations, if there is one besides the package's."""
    folder = OWN.absolute()
    return folder if folder.is_dir() and folder != CONFIGS else None
