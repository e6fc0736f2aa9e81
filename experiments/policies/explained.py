"""A policy in words: what it is, each number with its meaning, where and when it acts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hydra import compose
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from govsim.simulation.engine.quantities import ends_of

from ..composition.asked import hydra_at_hand
from ..composition.families import kind_of
from ..composition.parts import plain_of
from ..composition.words import policy_word
from ..language.voice import Voice
from .files import policy_files, says

RAMP_DAYS = 90  # that of configs/run.yaml
DATED = ("start_day", "ramp_days", "rollout_days", "rollout_streets", "end_day", "where")


def parts_of_policies(names: Sequence[str], words: Sequence[str] = (), ramp_days: int = RAMP_DAYS) -> dict[str, Any]:
    """What policies are made of, by name; starting with the policies of a run and in full after `ramp_days`."""
    dated = ["+policy_start_day=0", f"+policy_ramp_days={ramp_days}"]
    with hydra_at_hand():
        return plain_of(compose(overrides=[f"+{policy_word(names)}", *dated, *words]))["policy"]


def explained(name: str, words: list[str], voice: Voice) -> str:
    """A policy as a text of several lines."""
    title, text = says(name, voice.language)
    parts = parts_of_policies([name], words)
    lines = [f"{title} ({name})", *([text] if text else [])]
    for part, node in parts.items():
        lines += ["", *_part(part, node, voice)]
    return "\n".join([*lines, "", voice["policy"]["file"].format(file=policy_files()[name])])


def sentence_of(kind: type[BaseModel], voice: Voice) -> str:
    """What a kind of policy is, as its class says."""
    return voice.said((kind.__doc__ or "").strip().splitlines()[0])


def own_fields(kind: type[BaseModel]) -> dict[str, FieldInfo]:
    """The numbers of a policy besides when and where."""
    return {name: field for name, field in kind.model_fields.items() if name not in DATED}


def limits_of(field: FieldInfo) -> str:
    """Such as "0..1"; empty where any number goes."""
    low, high = ends_of(field)
    return f"{low:g}..{high:g}" if math.isfinite(high - low) else ""


def _part(part: str, node: Mapping[str, Any], voice: Voice) -> Iterator[str]:
    kind, words = kind_of(f"policy.{part}", node), voice["policy"]
    yield f"{part}: {sentence_of(kind, voice)}"
    for name, field in own_fields(kind).items():
        limits = f" ({limits_of(field)})" if limits_of(field) else ""
        yield f"  {name} = {_value(node.get(name, field.default))}{limits}: {voice.said(field.description or '')}"
    yield f"  {words['where']}: {_where(node.get('where') or {}, voice)}"
    yield f"  {words['when']}: {_when(node, words)}"


def _value(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _where(where: Mapping[str, Any], voice: Voice) -> str:
    from govsim.simulation.town import NTYPES

    words, told = voice["policy"], []
    if where.get("streets"):
        told.append(words["streets"].format(names=voice["comma"].join(where["streets"])))
    if where.get("ntypes"):
        names = [NTYPES[int(n)][voice.language == "zh"] for n in where["ntypes"]]
        told.append(words["ntypes"].format(names=voice["comma"].join(names)))
    if where.get("areas"):
        told.append(words["areas"].format(n=len(where["areas"])))
    return voice["semicolon"].join(told) or words["everywhere"]


def _when(node: Mapping[str, Any], words: Mapping[str, str]) -> str:
    start = words["at_once"] if node["start_day"] == 0 else words["from_day"].format(day=node["start_day"])
    end = words["stays"] if node.get("end_day") is None else words["until"].format(day=node["end_day"])
    return words["from"].format(start=start, ramp=node["ramp_days"], end=end)
