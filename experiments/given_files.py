"""Files that people write: read in the encodings editors save, and refused in one line that names the file.

YAML of others is data: no tags, no references without end, no other resolver than a plain ${path}, nothing about Hydra.
"""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from omegaconf._utils import get_yaml_loader

from .errors import BadInput

SIGNATURES = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
ENCODINGS = ("utf-8", "gb18030")  # the second is what Chinese Windows saves
MOST_BYTES, MOST_DEPTH, MOST_VALUES = 2_000_000, 40, 200_000
FULL_WIDTH = str.maketrans("：，；（）【】“”‘’＝", ":,;()[]\"\"''=")
RESOLVER = re.compile(r"\$\{\s*[^}$]*?:")


def text_of(path: Path) -> str:
    """The text of a file: UTF-8 with or without signature, UTF-16 with one, GB18030. Raises BadInput, OSError."""
    return decoded(path.read_bytes(), str(path))


def decoded(content: bytes, name: str) -> str:
    """The text of a file's bytes, its line ends as here. Raises BadInput."""
    if len(content) > MOST_BYTES:
        raise BadInput(f"{name} has {len(content):,} bytes; a file of settings has at most {MOST_BYTES:,}")
    return "\n".join(letters_of(content, name).splitlines()) + "\n"


def letters_of(content: bytes, name: str) -> str:
    """The same with line ends as they are, of any length. Raises BadInput."""
    signed = [encoding for mark, encoding in SIGNATURES.items() if content.startswith(mark)]
    for encoding in signed or ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and (text or not signed):
            return text
    raise BadInput(f"{name} is no text that can be read; save it as UTF-8")


def yaml_of(path: Path) -> Any:
    """What a YAML file of somebody says, as plain values; None where it is empty. Raises BadInput, OSError."""
    return plain_yaml(text_of(path), str(path))


def plain_yaml(text: str, name: str) -> Any:
    """The same of a text. Raises BadInput with the name, the line, and what to do."""
    check_yaml(text, name)
    try:
        return yaml.load(text, Loader=Loader)
    except (yaml.YAMLError, ValueError) as error:
        raise BadInput(f"{name}: {_what_is_wrong(error, text)}") from error


QUICK: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(QUICK):
    """PyYAML's safe loader, in C where there is one, that reads numbers and refuses double keys as OmegaConf's."""

    yaml_implicit_resolvers = get_yaml_loader().yaml_implicit_resolvers

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping. Raises ConstructorError for a key that is there twice."""
        seen = set()
        for key in (key for key, _ in node.value if key.tag == yaml.resolver.BaseResolver.DEFAULT_SCALAR_TAG):
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    "while constructing a mapping", node.start_mark, f"found duplicate key {key.value}", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def check_yaml(text: str, name: str) -> None:
    """Refuse what is not needed for settings and could unfold or run: BadInput."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader):
            line = event.start_mark.line + 1
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MOST_DEPTH:
                raise BadInput(f"{name}, line {line}: brackets or blanks more than {MOST_DEPTH} deep")
            if getattr(event, "tag", None):
                raise BadInput(f"{name}, line {line}: tags such as {event.tag!r} are not taken; write a plain value")
            if isinstance(event, yaml.ScalarEvent) and RESOLVER.search(event.value):
                raise BadInput(f"{name}, line {line}: {event.value!r:.60} asks for more than a value; write ${{path}}")
        if "*" in text and _unfolded(yaml.compose(text, Loader), {}) > MOST_VALUES:
            raise BadInput(f"{name}: references (& and *) unfold it to more than {MOST_VALUES:,} values")
    except yaml.YAMLError as error:
        raise BadInput(f"{name}: {_what_is_wrong(error, text)}") from error


def _unfolded(node: yaml.Node | None, sizes: dict[int, float]) -> float:
    """Values of a node with every reference written out; a node that holds itself has no end."""
    if not isinstance(node, yaml.CollectionNode):
        return 1
    if id(node) not in sizes:
        sizes[id(node)] = math.inf  # while it is looked at
        below = [one for pair in node.value for one in (pair if isinstance(pair, tuple) else (pair,))]
        sizes[id(node)] = 1 + sum(_unfolded(one, sizes) for one in below)
    return sizes[id(node)]


def mapping_of(path: Path) -> dict[str, Any]:
    """What a YAML file of keys and values says. Raises BadInput for an empty file, or one that is something else."""
    return mapping_in(text_of(path), str(path))


def mapping_in(text: str, name: str) -> dict[str, Any]:
    """The same of a text. Raises BadInput."""
    found = plain_yaml(text, name)
    if found is None:
        raise BadInput(f"{name} is empty; write key: value, one a line")
    if not isinstance(found, Mapping):
        raise BadInput(f"{name}: {_full_width(text) or 'no keys and values; write key: value, one a line'}")
    return {str(key): value for key, value in found.items()}


def _what_is_wrong(error: Exception, text: str) -> str:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or next(iter(str(error).strip().splitlines()), "cannot be read")
    return _full_width(text) or (f"line {mark.line + 1}: {what}" if mark else what)


def _full_width(text: str) -> str:
    """A hint where a key stands before a full-width colon, as Chinese keyboards write it."""
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(r"\s*[\w.]+\s*：", line):
            return f"line {number} has a full-width sign after the key; write {line.strip().translate(FULL_WIDTH):.40}"
    return ""
