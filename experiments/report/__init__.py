"""The report of a comparison: one HTML file with everything in it."""

from .html import report_html, words_of

__all__ = ["report_html", "words_of"]
