"""A policy of one's own, written as a commented file from a few answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from govsim.simulation import policies

from ..composition.parts import check_parts_of, composed, plain_of
from ..composition.words import name_of_class
from ..config_folders import OWN
from ..errors import BadInput, nearest, refused_as_bad_input
from ..files import write_text
from ..language import LANGUAGES
from ..language.voice import Voice, voice_of
from .explained import DATED, limits_of, own_fields, sentence_of
from .files import GROUP, policy_files, readable_policies

NAME = re.compile(r"(?=.{1,60}$)[^\W\dA-Z][^\WA-Z]*")  # small letters of any script, digits and _
WHEN = DATED[:-1]
PLACES = ("streets", "ntypes", "areas")
SPOKEN = ("title", "text")  # what the head of the file says, besides numbers; with _en or _zh for one language alone
Ask = Callable[[str, str], str]  # (question, default) -> answer
Check = Callable[[str, Mapping[str, Any]], None]  # (name, node); raises BadInput for what a run would refuse


def kinds() -> dict[str, type[BaseModel]]:
    """Every kind of policy by the name of its class."""
    found = {name: getattr(policies, name) for name in policies.__all__}
    return {
        n: k
        for n, k in found.items()
        if isinstance(k, type) and issubclass(k, policies.Policy) and k not in (policies.Policy, policies.Aims)
    }


def starts() -> dict[str, Mapping[str, Any]]:
    """For each kind, the numbers of a policy that has it, the one that bears its name if there is one."""
    found: dict[str, Mapping[str, Any]] = {}
    for nodes in readable_policies().values():
        for part, node in nodes.items():
            if isinstance(node, dict) and "_target_" in node:
                kind = str(node["_target_"]).rpartition(".")[2]
                if part == name_of_class(kind):
                    found[kind] = node
                found.setdefault(kind, node)
    return found


def write_new(name: str, given: Mapping[str, str], ask: Ask, voice: Voice, check: Check) -> Path:
    """Check a policy and write it; what is not given is asked. Raises BadInput, and then nothing is written."""
    path = OWN / GROUP / f"{name}.yaml"
    if not NAME.fullmatch(name):
        raise BadInput(
            f"policy new: {name!r} cannot be a name; write small letters, digits and _, such as night_patrol"
        )
    if name in policy_files() or path.exists():
        raise BadInput(f"policy new: there is a policy {name!r} already; choose another name")
    given = {key.removeprefix("where."): value for key, value in given.items()}
    kind = _kind(given.pop("kind", "") or ask(voice["policy"]["ask"]["kind"], "MorePatrol"))
    spoken = [f"{key}{end}" for key in SPOKEN for end in ("", *(f"_{language}" for language in LANGUAGES))]
    allowed = [*own_fields(kind), *WHEN, "where", *PLACES, *spoken]
    if unknown := [key for key in given if key not in allowed]:
        raise BadInput(f"policy new: {kind.__name__} has no {unknown[0]!r}; {nearest(unknown[0], allowed)}")
    heads = _heads(name, kind, given, ask, voice)
    usual = starts().get(kind.__name__, {})
    numbers = {key: _asked(key, kind, given, usual, ask, voice) for key in own_fields(kind)}
    dated, where = _when(given, ask, voice), _where(given, ask, voice)
    node = {"_target_": f"govsim.simulation.policies.{kind.__name__}", **numbers, **dated, "where": where}
    check(name, node)
    write_text(path, _text(name, kind, heads, numbers, dated, where, voice))
    return path


def check_whole(name: str, node: Mapping[str, Any]) -> None:
    """Put a policy that has no file yet into a run. Raises BadInput for anything that a run would refuse."""
    plain = plain_of(composed(["policy=none"]))
    dated = {"start_day": plain["policy_start_day"], "ramp_days": plain["policy_ramp_days"]}
    check_in_run(name, plain | {"policy": {name: dated | dict(node)}})


def check_in_run(name: str, plain: Mapping[str, Any]) -> None:
    """Put a run together, without running it, for the sake of a policy. Raises BadInput for what a run would refuse."""
    from ..composition.build import check_policies  # compiled code is loaded only now

    check_parts_of(plain)
    with refused_as_bad_input(f"policy {name}"):
        check_policies(plain)


def _heads(name: str, kind: type[BaseModel], given: Mapping[str, str], ask: Ask, voice: Voice) -> dict[str, list[str]]:
    """Title and text by language: as given for it, as given for all, as asked, or from the name and the class."""
    said = {}
    for language in (voice.language, *(one for one in LANGUAGES if one != voice.language)):
        usual = {
            "title": said.get(voice.language, [name])[0],
            "text": sentence_of(kind, voice_of(language)).strip(".。"),
        }
        said[language] = []
        for key in SPOKEN:
            of_all = given.get(f"{key}_{language}", given.get(key, ""))
            answer = of_all or ask(voice["policy"]["ask"][f"{key}_{language}"], usual[key])
            said[language].append(" ".join(answer.split()) or usual[key])
    return said


def _when(given: Mapping[str, str], ask: Ask, voice: Voice) -> dict[str, Any]:
    """The dates that were given, or those of start and end that were answered."""
    words = voice["policy"]["ask"]
    found = {key: given.get(key) or (ask(words[key], "") if key in words else "") for key in WHEN}
    return {key: _read(answer) for key, answer in found.items() if answer}


def _where(given: Mapping[str, str], ask: Ask, voice: Voice) -> dict[str, Any]:
    """The places that were given, as where={streets: [...]} or streets=[...], or those answered."""
    found = _read(given["where"]) if "where" in given else {}
    if not isinstance(found, dict):
        raise BadInput("policy new: where must name kinds of places, such as where={streets: [Fulilu]}")
    found |= {key: _listed(given[key]) for key in PLACES if key in given}
    if not found and (answer := ask(voice["policy"]["ask"]["streets"], "")):
        found["streets"] = _listed(answer)
    return found


def _listed(answer: str) -> list[Any]:
    """One or several values: [a, b], or a, b, or a，b."""
    answer = answer.replace("，", ",").replace("、", ",")
    value = _read(answer if answer.startswith("[") else f"[{answer}]")
    return value if isinstance(value, list) else [value]


def _kind(word: str) -> type[BaseModel]:
    known = kinds()
    if word not in known:
        raise BadInput(f"policy new: there is no kind {word!r}; {nearest(word, known)}")
    return known[word]


def _asked(
    key: str, kind: type[BaseModel], given: Mapping[str, str], usual: Mapping[str, Any], ask: Ask, voice: Voice
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
    name: str, kind: type[BaseModel], heads: Mapping[str, Sequence[str]], numbers: Mapping[str, Any],
    dated: Mapping[str, Any], where: Mapping[str, Any], voice: Voice,
) -> str:  # fmt: skip
    """The file."""
    meaning = {key: voice.said(field.description or "") for key, field in kind.model_fields.items()}
    stop = {"en": ". ", "zh": "。"}
    lines = [
        *(f"# {language}: {title.strip('.。')}{stop[language]}{text}" for language, (title, text) in heads.items()),
        f"defaults: [_dated@{name}, _self_]",
        f"{name}:",
        f"  _target_: govsim.simulation.policies.{kind.__name__}  # {sentence_of(kind, voice)}",
        *(f"  {key}: {_flow(value)}  # [assumption] {meaning[key]}" for key, value in numbers.items()),
        *(f"  {key}: {_flow(value)}  # {meaning[key]}" for key, value in dated.items()),
    ]
    if where:
        lines += ["  where:", *(f"    {key}: {_flow(value)}" for key, value in where.items())]
    return "\n".join([*lines, *(f"# {line}" for line in voice["policy"]["hints"]), ""])
