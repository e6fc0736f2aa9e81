"""A policy of one's own, written as a commented file from a few answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from govsim.simulation import policies

from ..config_folders import OWN
from ..errors import BadInput, nearest
from ..files import write_text
from ..language.voice import Voice
from .explained import DATED, limits_of, own_fields, sentence_of
from .files import GROUP, policy_files, readable_policies

NAME = re.compile(r"[a-z][a-z0-9_]*")
SPOKEN = ("title", "text")  # what the head of the file says, besides numbers
Ask = Callable[[str, str], str]  # (question, default) -> answer


def kinds() -> dict[str, type[BaseModel]]:
    """Every kind of policy by the name of its class."""
    found = {name: getattr(policies, name) for name in policies.__all__}
    return {
        n: k
        for n, k in found.items()
        if isinstance(k, type) and issubclass(k, policies.Policy) and k not in (policies.Policy, policies.Aims)
    }


def starts() -> dict[str, Mapping[str, Any]]:
    """For each kind, the numbers of a policy that has it: a place to start."""
    found: dict[str, Mapping[str, Any]] = {}
    for nodes in readable_policies().values():
        for node in (node for node in nodes.values() if isinstance(node, dict) and "_target_" in node):
            found.setdefault(node["_target_"].rpartition(".")[2], node)
    return found


def write_new(name: str, given: dict[str, str], ask: Ask, voice: Voice) -> Path:
    """Write a policy; what is not given is asked. Raises BadInput for names and keys that cannot be used."""
    path = OWN / GROUP / f"{name}.yaml"
    if not NAME.fullmatch(name):
        raise BadInput(
            f"policy new: {name!r} cannot be a name; write small letters, digits and _, such as night_patrol"
        )
    if name in policy_files() or path.exists():
        raise BadInput(f"policy new: there is a policy {name!r} already; choose another name")
    kind = _kind(given.pop("kind", "") or ask(voice["policy"]["ask"]["kind"], "MorePatrol"))
    allowed = [*own_fields(kind), *DATED[:-1], "streets", "ntypes", *SPOKEN]
    if unknown := [key for key in given if key not in allowed]:
        raise BadInput(f"policy new: {kind.__name__} has no {unknown[0]!r}; {nearest(unknown[0], allowed)}")
    usual = starts().get(kind.__name__, {})
    spoken = {key: given.get(key) or ask(voice["policy"]["ask"][key], name if key == "title" else "") for key in SPOKEN}
    numbers = {key: _asked(key, kind, given, usual, ask, voice) for key in own_fields(kind)}
    dated = {key: _read(given[key]) for key in (*DATED[:-1], "streets", "ntypes") if key in given}
    write_text(path, _text(name, kind, spoken, numbers, dated, voice))
    return path


def _kind(word: str) -> type[BaseModel]:
    known = kinds()
    if word not in known:
        raise BadInput(f"policy new: there is no kind {word!r}; {nearest(word, known)}")
    return known[word]


def _asked(
    key: str, kind: type[BaseModel], given: dict[str, str], usual: Mapping[str, Any], ask: Ask, voice: Voice
) -> Any:
    if key in given:
        return _read(given[key])
    field = kind.model_fields[key]
    start = usual.get(key, None if field.is_required() else field.default)
    start = list(start) if isinstance(start, tuple) else start
    limits = f" ({limits_of(field)})" if limits_of(field) else ""
    return _read(ask(f"{key}{limits}: {voice.said(field.description or '')}", _flow(start)))


def _read(answer: str) -> Any:
    try:
        return yaml.safe_load(answer)
    except yaml.YAMLError as error:
        raise BadInput(f"policy new: cannot read {answer!r}; write a number, or a list such as [night, day]") from error


def _flow(value: Any) -> str:
    """A value as YAML on one line."""
    return yaml.safe_dump(value, default_flow_style=True, allow_unicode=True).removesuffix("...\n").strip()


def _text(
    name: str,
    kind: type[BaseModel],
    spoken: Mapping[str, str],
    numbers: Mapping[str, Any],
    dated: Mapping[str, Any],
    voice: Voice,
) -> str:
    """The file. Both heads are written; whoever speaks the other language mends the second."""
    stop = {"en": ". ", "zh": "。"}
    heads = [
        f"# {language}: {spoken['title'].strip('.。')}{end}{spoken['text']}".rstrip() for language, end in stop.items()
    ]
    lines = [
        *heads,
        f"defaults: [_dated@{name}, _self_]",
        f"{name}:",
        f"  _target_: govsim.simulation.policies.{kind.__name__}",
    ]
    lines[-1] += f"  # {sentence_of(kind, voice)}"
    for key, value in numbers.items():
        lines.append(f"  {key}: {_flow(value)}  # [assumption] {voice.said(kind.model_fields[key].description or '')}")
    where = {key: dated[key] for key in ("streets", "ntypes") if key in dated}
    for key in DATED[:-1]:
        if key in dated:
            lines.append(f"  {key}: {_flow(dated[key])}  # {voice.said(kind.model_fields[key].description or '')}")
    if where:
        lines += ["  where:", *(f"    {key}: {_flow(value)}" for key, value in where.items())]
    return "\n".join([*lines, *(f"# {line}" for line in voice["policy"]["hints"]), ""])
