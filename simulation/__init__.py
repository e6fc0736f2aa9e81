"""One district, one run, in memory. Nothing here reads the command line, writes a file or draws a figure."""

from .model import District

__all__ = ["District"]
