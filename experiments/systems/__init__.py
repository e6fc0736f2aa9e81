"""The register of the 86 systems of the source document (inventory 2.I): what stands for each in the program."""

from . import part_a, part_b, part_c, part_d, part_e, part_f, part_g
from .base import ALL_KINDS, LEVELS, Level, System

PARTS = (part_a, part_b, part_c, part_d, part_e, part_f, part_g)
SYSTEMS: dict[str, System] = {system.id: system for part in PARTS for system in part.PART}

__all__ = ["ALL_KINDS", "LEVELS", "SYSTEMS", "Level", "System"]
