"""Chinese and English: the words of reports, help and error lines. Code speaks English; here it is said in Chinese."""

from .catalogue import words_of
from .choice import LANGUAGES, asked, known
from .phrases import said

__all__ = ["LANGUAGES", "asked", "known", "said", "words_of"]
