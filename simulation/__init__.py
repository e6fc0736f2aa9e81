"""One district, one run, in memory. Nothing here reads the command line, writes a file or draws a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if __name__ == "simulation":  # found beside this folder, as a package of its own: every module would be loaded twice
    raise ImportError("the package is govsim: import govsim.simulation, not simulation")

if TYPE_CHECKING:
    from .model import District

__all__ = ["District"]


def __getattr__(name: str) -> Any:
    """`from govsim.simulation import District` loads Mesa and the compiled code, when somebody needs a district."""
    if name == "District":
        from .model import District

        return District
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
