"""The report of a comparison: what it says, and all that is written of it."""

from .compose import report_of
from .html import page
from .write import write_report

__all__ = ["page", "report_of", "write_report"]
