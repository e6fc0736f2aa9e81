"""How Hydra finds and reads configurations: the package's as ever, those of others as data."""

from __future__ import annotations

import pickle
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import hydra._internal.hydra
import yaml
from hydra._internal.config_loader_impl import ConfigLoaderImpl
from hydra._internal.core_plugins.file_config_source import FileConfigSource
from hydra._internal.sources_registry import SourcesRegistry
from hydra.core.config_search_path import ConfigSearchPath
from hydra.core.plugins import Plugins
from hydra.plugins.search_path_plugin import SearchPathPlugin
from omegaconf import OmegaConf

from .config_folders import CONFIGS, own_configs
from .errors import BadInput
from .files import digest_of
from .given_files import Loader, decoded, mapping_in
from .hydra_merge import HYDRA, FileValues, QuickLoader

LONGEST_NAME = 120  # bytes; file systems take 255, and a folder that is being filled has a longer name


class OwnConfigs(SearchPathPlugin):
    """Tells Hydra of the folder."""

    def manipulate_search_path(self, search_path: ConfigSearchPath) -> None:
        """Append the folder, if there is one."""
        if folder := own_configs():
            search_path.append("govsim", f"file://{folder}")


def short(name: str) -> str:
    """The name of a sub folder of a multirun: its words, or their beginning and a digest where they are too many."""
    if len(name.encode()) <= LONGEST_NAME:
        return name
    return f"{name.encode()[:LONGEST_NAME].decode(errors='ignore')}-{digest_of(name.encode())[:8]}"


def find_own_configs() -> None:
    """Let every composition from here on find them, and read what others wrote as data."""
    OmegaConf.register_new_resolver("govsim.short", short, replace=True)  # the only one besides ${path}
    if OwnConfigs not in Plugins.instance().discover(SearchPathPlugin):
        Plugins.instance().register(OwnConfigs)
    SourcesRegistry.instance().types[GivenConfigs.scheme()] = GivenConfigs
    setattr(hydra._internal.hydra, ConfigLoaderImpl.__name__, QuickLoader)  # for `compose` and for applications


class GivenConfigs(FileConfigSource):
    """How Hydra reads files: those of the package as ever, those of others as data."""

    def load_config(self, config_path: str) -> FileValues:
        """One file. Raises BadInput."""
        path = Path(self.path, self._normalize_file_name(config_path))
        if not path.is_file():
            raise BadInput(f"{path} is no file")
        content = path.read_bytes()
        header, values, tree = _read(path, content)
        file = FileValues(self.provider, f"file://{self.path}", pickle.loads(tree), dict(header))
        file.values, file.digest = values, digest_of(content)
        return file


@lru_cache(maxsize=256)
def _read(path: Path, content: bytes) -> tuple[Mapping[str, str | None], dict[str, Any], bytes]:
    """Header and values of a file, and what Hydra is to see of them as a pickled tree. Raises BadInput."""
    text = decoded(content, str(path))
    header = GivenConfigs._get_header_dict(text)
    if path.resolve().is_relative_to(CONFIGS):
        values = yaml.load(text, Loader=Loader) or {}
        seen = _outline(values)
    else:
        seen = values = mapping_in(text, str(path))
        _refuse_orders_to_hydra(path, header, values)
    return header, {key: one for key, one in values.items() if key != "defaults"}, pickle.dumps(OmegaConf.create(seen))


def _outline(values: Mapping[str, Any]) -> dict[str, Any]:
    """What Hydra looks at before files are merged: what is of its own, and whether there is anything else."""
    of_hydra = {key: values[key] for key in ("defaults", HYDRA) if key in values}
    return of_hydra | dict.fromkeys([key for key in values if key not in of_hydra][:1])


def _refuse_orders_to_hydra(path: Path, header: Mapping[str, str | None], values: Mapping[str, Any]) -> None:
    """What Hydra does before this program comes to see anything is for the command line alone."""
    defaults = values.get("defaults") or []
    named = [str(key) for one in defaults for key in (one if isinstance(one, Mapping) else [one])]
    if (header.get("package") or "").startswith("hydra") or any(re.search(r"(^|[ /])hydra(/|$)", n) for n in named):
        raise BadInput(f"{path} chooses something of Hydra's own; only the command line may")
    if HYDRA in values:
        raise BadInput(f"{path} sets hydra; only the command line may: hydra.KEY=VALUE")
