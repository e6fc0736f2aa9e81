"""From the files that Hydra found to one tree, by merging plain mappings.

Hydra makes a tree of OmegaConf of each of some fifty files and merges them one after the other, most of a second. Here
their values are merged as they were read, and trees are made of the whole and remembered by their values. Which
files there are and in what order, overrides, and all that is about Hydra itself stay with Hydra; so does whatever a
merge of mappings cannot do: files of other sources, `???`, a value in the place of a mapping.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from hydra._internal.config_loader_impl import ConfigLoaderImpl
from hydra.core.default_element import ResultDefault
from hydra.plugins.config_source import ConfigResult
from omegaconf import DictConfig, OmegaConf, flag_override

type Values = dict[Any, Any]
type Files = Sequence[tuple[ResultDefault, ConfigResult]]
HYDRA, MISSING = "hydra", "???"


@dataclass
class FileValues(ConfigResult):
    """A file as Hydra has it, where `config` may be no more than Hydra looks at, with all of its values."""

    values: Values = field(default_factory=dict)  # without the defaults list
    digest: str = ""


def copied(tree: DictConfig) -> DictConfig:
    """A copy of a whole configuration, in a fifth of the time that OmegaConf takes."""
    return pickle.loads(pickle.dumps(tree))


class NotPlain(Exception):
    """More than a merge of mappings can do."""


class QuickLoader(ConfigLoaderImpl):
    """Hydra's loader, but for the way from files to their tree, before values are overridden."""

    def _compose_config_from_defaults_list(self, defaults: list[ResultDefault], repo: Any) -> DictConfig:
        files = [(one, repo.load_config(one.config_path)) for one in defaults]
        try:
            values = _merged(files)
        except NotPlain:
            return super()._compose_config_from_defaults_list(defaults, _with(repo, lambda values: values))
        tree = self._of_hydra([(one, file) for one, file in files if _has_hydra(one, file)], repo)
        with flag_override(tree, "no_deepcopy_set_nodes", True):
            for key, value in values.items():
                tree[key] = pickle.loads(_tree_of(pickle.dumps(value))) if isinstance(value, dict | list) else value
        return tree

    def _of_hydra(self, files: Files, repo: Any) -> DictConfig:
        """What is about Hydra, as Hydra makes it; its own files stay as they are while a process lives."""
        name = repr([(one, one.primary, getattr(file, "digest", "")) for one, file in files])
        if name not in _of_hydra:
            only = _with(repo, lambda values: {HYDRA: values[HYDRA]} if HYDRA in values else values)
            _of_hydra[name] = pickle.dumps(super()._compose_config_from_defaults_list([one for one, _ in files], only))
        return pickle.loads(_of_hydra[name])


_of_hydra: dict[str, bytes] = {}  # one for each command and file of help


@lru_cache(maxsize=256)
def _tree_of(values: bytes) -> bytes:
    """A tree of pickled values, pickled; a tree is read ten times as quickly as it is made."""
    return pickle.dumps(OmegaConf.create(pickle.loads(values)))


def _with(repo: Any, chosen: Callable[[Values], Values]) -> Any:
    """A repository in which a file is no more than its chosen values."""
    return _Repository(repo, chosen)


class _Repository:
    def __init__(self, whole: Any, chosen: Callable[[Values], Values]) -> None:
        self.whole, self.chosen = whole, chosen

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whole, name)

    def load_config(self, config_path: str) -> ConfigResult:
        file = self.whole.load_config(config_path)
        return (
            replace(file, config=OmegaConf.create(self.chosen(file.values))) if isinstance(file, FileValues) else file
        )


def _is_about_hydra(one: ResultDefault) -> bool:
    return (one.package or "").split(".")[0] == HYDRA


def _has_hydra(one: ResultDefault, file: ConfigResult) -> bool:
    return _is_about_hydra(one) or (isinstance(file, FileValues) and HYDRA in file.values)


def _merged(files: Files) -> dict[Any, Any]:
    """The values of all files, but for what is about Hydra. Raises NotPlain."""
    merged: dict[Any, Any] = {}
    for one, file in files:
        if _is_about_hydra(one):
            continue
        if not isinstance(file, FileValues) or "[" in (one.package or ""):
            raise NotPlain
        values: Values = {key: value for key, value in file.values.items() if key != HYDRA}
        for name in reversed(one.package.split(".") if one.package else ()):
            values = {name: values}
        _merge(merged, values)
    return merged


def _merge(into: dict[Any, Any], values: Values) -> None:
    for key, new in values.items():
        old = into.get(key)
        if isinstance(old, dict) and isinstance(new, dict):
            _merge(old, new)
        elif key in into and (new == MISSING or not _can_be_replaced(old, new)):
            raise NotPlain
        else:
            into[key] = _plain_copy(new)


def _can_be_replaced(old: Any, new: Any) -> bool:
    """Whether it does not matter to what is new what was there: a text may stand for a mapping or be missing."""
    if isinstance(old, dict | list):
        return isinstance(old, list) and isinstance(new, list)
    return not isinstance(old, str) or not isinstance(new, dict | list)


def _plain_copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain_copy(one) for key, one in value.items()}
    return [*map(_plain_copy, value)] if isinstance(value, list) else value
