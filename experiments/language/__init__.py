"""Chinese and English: the words of reports, help and error lines. Code speaks English; here it is said in Chinese."""

from .choice import LANGUAGES, asked, known
from .phrases import said

__all__ = ["LANGUAGES", "asked", "known", "said"]
