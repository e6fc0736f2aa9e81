"""What words of records mean: kinds, outcomes and channels by the tables in configs/vocabulary, compared whole."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from govsim.simulation.observation.schema import CHANNELS, DISPUTE_TYPES, THEFT_TYPES

from ..config_folders import CONFIGS, own_configs
from ..errors import BadInput, nearest
from ..given_files import mapping_of

THEFT, DISPUTE, CLASH, TICKET, OTHER = "theft", "dispute", "clash", "ticket", "other"
KINDS = (
    THEFT, *(f"{THEFT}.{one}" for one in THEFT_TYPES), DISPUTE, *(f"{DISPUTE}.{one}" for one in DISPUTE_TYPES), CLASH,
    TICKET, OTHER,
)  # fmt: skip
OUTCOMES = ("cleared", "caught", "agreed", "failed", "criminal", "closed", "open")
IN_BRACKETS, SIGNS = re.compile(r"[(（\[【].*?[)）\]】]"), re.compile(r"[\W_]+")
LEVELS = re.compile(r"\s*(?:[/\\|>＞》→;；,，、]|--|—+|\s-\s)\s*")
UNIT_ENDS = re.compile(r"(?:街道办事处|社区居民委员会|社区居委会|村民委员会|居委会|村委会|派出所|街道|社区|办事处)$")


def bare(text: str) -> str:
    """A word without blanks, signs, case and full width, so that it is the same however it was typed."""
    return SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())


def bare_header(text: str) -> str:
    """The name of a column without what stands in brackets behind it."""
    return bare(IN_BRACKETS.sub("", text)) or bare(text)


def unit_name(text: str) -> str:
    """The name of a unit without the word for what it is: 西固城街道办事处 and 西固城 are one."""
    name = bare(text)
    return UNIT_ENDS.sub("", name) or name


def table(file: str) -> dict[str, Any]:
    """A table of words: that of a folder configs/vocabulary of one's own, or that of the package. Raises BadInput."""
    own = own_configs()
    path = own / "vocabulary" / file if own else None
    return mapping_of(path if path and path.is_file() else CONFIGS / "vocabulary" / file)


def codes_of(words: Mapping[str, Iterable[Any]], known: Iterable[str], file: str) -> dict[str, str]:
    """The code of every bare word. Raises BadInput for a code that there is not."""
    found = {}
    for code, each in words.items():
        refuse_unknown(code, known, file)
        if isinstance(each, str) or not isinstance(each, Iterable):
            raise BadInput(f"{file}: {code} needs a list of words, such as [盗窃, theft]")
        found |= {bare(str(word)): str(code) for word in each}
    return found


def refuse_unknown(code: str, known: Iterable[str], file: str) -> None:
    """Raise BadInput for a code that there is not."""
    if code not in known:
        raise BadInput(f"{file}: there is no code {code!r}; {nearest(str(code), known)}")


class Vocabulary:
    """The words of these records: those of the tables and those that somebody added."""

    def __init__(
        self, kinds: Mapping[str, str] | None = None, outcomes: Mapping[str, str] | None = None,
        channels: Mapping[str, str] | None = None, file: str = "columns.yaml",
    ) -> None:  # fmt: skip
        """Words added by somebody, with their codes; those without a code are left. Raises BadInput."""
        of_outcomes = table("outcomes.yaml")
        self._kinds = codes_of(table("kinds.yaml"), KINDS, "kinds.yaml") | _added(kinds, KINDS, file)
        self._outcomes = codes_of(of_outcomes["outcomes"], OUTCOMES, "outcomes.yaml") | _added(outcomes, OUTCOMES, file)
        self._channels = codes_of(of_outcomes["channels"], CHANNELS, "outcomes.yaml") | _added(channels, CHANNELS, file)

    def kind(self, *words: str) -> str:
        """The code of a kind, the most special that any of the words or of their levels has; empty for none."""
        levels = [part for word in words if word for part in (word, *LEVELS.split(word))]
        codes = [code for part in levels if (code := self._kinds.get(bare(part)))]
        return max(codes, key=lambda code: (code != OTHER, "." in code), default="")

    def outcome(self, word: str) -> str:
        """The code of an outcome, empty for none."""
        return self._outcomes.get(bare(word), "")

    def channel(self, word: str) -> str:
        """The code of a channel, empty for none."""
        return self._channels.get(bare(word), "")


def _added(words: Mapping[str, str] | None, known: Iterable[str], file: str) -> dict[str, str]:
    told = {bare(word): str(code) for word, code in (words or {}).items() if code}
    for code in told.values():
        refuse_unknown(code, known, file)
    return told


@cache
def _headers(folder: Path) -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    found = table("headers.yaml")
    roles = {bare_header(str(name)): role for role, names in found["columns"].items() for name in names}
    personal, story = (frozenset(bare_header(str(name)) for name in found[key]) for key in ("personal", "story"))
    return roles, personal, story


PERSONAL_PARTS = ("姓名", "电话", "手机", "身份证", "证件号", "联系方式")


def role_of(header: str) -> str:
    """What a column means by its name: a role, personal, story, or empty where it is not known."""
    roles, personal, story = _headers(Path.cwd())
    for name in dict.fromkeys((bare_header(header), bare_header(header.split(" ")[-1]))):
        if name in personal or any(part in name for part in PERSONAL_PARTS):
            return "personal"
        if name in roles:
            return roles[name]
        if name in story:
            return "story"
    return ""
