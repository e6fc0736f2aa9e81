"""The register of the 86 systems of the source document (inventory 2.I): what stands for each in the program."""

from pathlib import Path

import yaml

from .base import ALL_KINDS, LEVELS, Level, System

REGISTER = Path(__file__).parent / "register"  # a file a part of the inventory


def _read(path: Path) -> dict[str, System]:
    """The systems of one file. Raises ValidationError for a field that does not exist or has no such value."""
    return {id_: System(id=id_, **fields) for id_, fields in yaml.safe_load(path.read_text("utf-8")).items()}


SYSTEMS: dict[str, System] = {id_: one for path in sorted(REGISTER.glob("*.yaml")) for id_, one in _read(path).items()}

__all__ = ["ALL_KINDS", "LEVELS", "SYSTEMS", "Level", "System"]
