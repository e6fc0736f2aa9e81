"""Numbers of a configuration by their path, and every place that follows one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from omegaconf import DictConfig, OmegaConf

from ..errors import BadInput, nearest
from ..hydra_merge import copied

Path = tuple[str | int, ...]
MARK = 1e9 + 0.5  # probes: values that no configuration has
OF_THE_SWEEP = ("out", "overwrite", "seed", "years")  # seeds are the replications


def leaves(node: Any, above: Path = ()) -> Iterator[tuple[Path, Any]]:
    """(path, value) of everything in nested mappings and lists."""
    if isinstance(node, Mapping):
        for key, below in node.items():
            yield from leaves(below, (*above, str(key)))
    elif isinstance(node, list):
        for i, below in enumerate(node):
            yield from leaves(below, (*above, i))
    else:
        yield above, node


def written(path: Path) -> str:
    """A path as it is written: a.b[3].c."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


def numbers_of(cfg: DictConfig) -> dict[str, Any]:
    """Every value of a configuration that a factor can set, by its path."""
    plain = OmegaConf.to_container(cfg, resolve=True)
    return {written(path): value for path, value in leaves(plain) if path and path[0] not in ("hydra", "factors")}


def followers(cfg: DictConfig, factors: Sequence[str]) -> dict[str, list[Path]]:
    """The places whose value is that of a factor: its own, and those that refer to it by interpolation.

    A factor that the configuration does not have is left out.
    """
    probed, there = copied(cfg), []
    for i, path in enumerate(factors):
        if OmegaConf.select(cfg, path) is not None:
            OmegaConf.update(probed, path, MARK + i)
            there.append(i)
    found: dict[str, list[Path]] = {str(factors[i]): [] for i in there}
    for place, value in leaves(OmegaConf.to_container(probed, resolve=True)):
        if isinstance(value, float) and value >= MARK and (value - MARK) in there:
            found[factors[int(value - MARK)]].append(place)
    return found


def with_values(plain: dict, places: Mapping[str, Sequence[Path]], values: Mapping[str, Any]) -> dict:
    """A plain configuration with the values of factors in all their places; what does not change is shared."""
    changed = plain
    for factor, where in places.items():
        for place in where:
            changed = _with_value(changed, place, values[factor])
    return changed


def _with_value(node: Any, place: Path, value: Any) -> Any:
    """A copy of the mappings and lists on the way to one place."""
    if not place:
        return value
    changed = node.copy()
    changed[place[0]] = _with_value(node[place[0]], place[1:], value)
    return changed


def refuse_unknown(factors: Sequence[str], known: Mapping[str, Any]) -> None:
    """Raise BadInput for a factor that no arm of the experiment has, or that is no number of the model."""
    for path in factors:
        if path in OF_THE_SWEEP:
            raise BadInput(f"factors.{path}: {path} is the same for all points of a sweep; set {path}=VALUE for all")
        if path not in known:
            raise BadInput(f"factors.{path}: the configuration has no such number; {near(path, known)}")


def near(path: str, known: Mapping[str, Any]) -> str:
    """A hint for a path that does not exist; all paths together would fill a page."""
    return f"{nearest(path, known).partition('(known')[0]}`govsim run --cfg job` lists them all"
