"""The only file that writes results. A folder of results is whole or it is not there."""

from __future__ import annotations

import json
import platform
import sys
import warnings
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from govsim.simulation.observation.schema import SCHEMA_VERSION, TABLES

from ..composition.own_code import own_code
from ..composition.parts import Config, plain_of
from ..errors import BadInput, Damaged, Remark, brief, damaged
from ..files import CHANGED, digest_of, json_of, with_digest, write_synced
from .invariants import check
from .places import check_place, holds_nothing, put
from .versions import git_commit, model_digest, package_versions

MANIFEST, CONFIG = "manifest.json", "run.yaml"
AGAIN = "give the command of the run again, which makes it anew"
NOT_IDENTITY = ("out", "overwrite")  # where a result is kept does not change it


class StoredRun(NamedTuple):
    """One run read back from its folder."""

    tables: dict[str, pa.Table]
    manifest: dict


def run_folder(out: Path, arm: str, seed: int) -> Path:
    """Where the run of an arm and seed is kept."""
    return out / "runs" / arm / f"seed={seed:04d}"


def config_text(config: Config) -> str:
    """The resolved configuration as YAML, without where it is kept; the same text for the same run."""
    kept = {k: v for k, v in plain_of(config).items() if k not in NOT_IDENTITY}
    return yaml.dump(kept, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), sort_keys=True, allow_unicode=True)


def config_digest(config: Config) -> str:
    """Digest of the resolved configuration; with the digest of the sources it names a run."""
    return digest_of(config_text(config).encode())


def is_complete(folder: Path) -> bool:
    """Whether a folder holds a result; the manifest is written last. Whether it is as it was written: `damage_of`."""
    try:
        return json.loads((folder / MANIFEST).read_text("utf-8"))["complete"] is True
    except (OSError, ValueError, KeyError, TypeError):
        return False


def read_manifest(folder: Path) -> dict:
    """The manifest of a complete run. Raises BadInput when there is none, Damaged when it was changed."""
    if not is_complete(folder):
        raise BadInput(f"{brief(folder)} holds no complete run ({MANIFEST} is missing or damaged); run it again")
    return json_of(folder / MANIFEST, AGAIN)


def read_run(folder: Path) -> StoredRun:
    """Tables and manifest of a complete run, as they were written.

    Raises BadInput when there is none or its schema is another one, Damaged when a file is not what it was.
    """
    manifest = read_manifest(folder)
    if (schema := manifest.get("schema_version")) != SCHEMA_VERSION:
        raise BadInput(f"{folder} has schema {schema}, this version reads {SCHEMA_VERSION}; rerun it")
    return StoredRun({name: _table(folder, name, manifest) for name in TABLES}, manifest)


def read_config(folder: Path) -> str:
    """The resolved configuration of a stored run, YAML. Raises as `read_manifest`."""
    return _whole(folder, CONFIG, read_manifest(folder)["config_digest"]).decode()


def damage_of(folder: Path) -> str:
    """What is wrong with the files of a complete run; empty where all are as they were written."""
    try:
        marks = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(folder.iterdir())]
    except FileNotFoundError:  # another command has just replaced it
        marks = []
    return _damage(folder.absolute(), tuple(marks))


@lru_cache(maxsize=10_000)
def _damage(folder: Path, marks: tuple[tuple[str, int, int], ...]) -> str:
    """`marks`: names, sizes and times of the files; a file is looked at again when these change."""
    try:
        manifest = read_manifest(folder)
        read_config(folder)
        for name in TABLES:
            _table(folder, name, manifest) if "digests" not in manifest else _bytes_of(folder, name, manifest)
    except Damaged as error:
        return str(error)
    return ""


def holds(folder: Path, config: Config) -> bool:
    """Whether the very run of a configuration lies in a folder, undamaged."""
    return is_complete(folder) and not _other_than(folder, config) and not damage_of(folder)


def _whole(folder: Path, name: str, digest: str | None) -> bytes:
    """The bytes of a file of a run. `digest`: what they were; None in runs of former versions."""
    path = folder / name
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise damaged(path, "it is missing", AGAIN) from error
    if digest is not None and digest_of(content) != digest:
        raise damaged(path, CHANGED, AGAIN)
    return content


def _bytes_of(folder: Path, name: str, manifest: Mapping[str, Any]) -> bytes:
    """The file of a table."""
    return _whole(folder, f"{name}.parquet", manifest.get("digests", {}).get(name))


def _table(folder: Path, name: str, manifest: Mapping[str, Any]) -> pa.Table:
    """A table of a run, with as many rows as it had."""
    try:
        table = pq.read_table(pa.BufferReader(_bytes_of(folder, name, manifest)))
    except (pa.ArrowException, OSError) as error:
        raise damaged(folder / f"{name}.parquet", "it is no parquet file any more", AGAIN) from error
    if table.num_rows != manifest.get("rows", {}).get(name):
        raise damaged(folder / f"{name}.parquet", "it has not the rows that it had", AGAIN)
    return table


def prepare(folder: Path, config: Config, overwrite: bool, say: bool = True) -> bool:
    """Make sure that a run can be written to a folder; whether the very same run is there already, undamaged.

    `say`: warn of a run that is there but damaged, and will be done again. Raises BadInput when the folder holds
    something else or cannot be written.
    """
    if holds_nothing(folder):
        check_place(folder)
        return False
    if not folder.is_dir():
        raise BadInput(f"{folder} is a file, but results need a folder; choose another: out=FOLDER")
    if not is_complete(folder):
        if (folder / MANIFEST).exists():
            raise damaged(folder / MANIFEST, "it says no more which run this was", f"remove {folder} and run it again")
        raise BadInput(f"{folder} holds other files and no result; choose another folder: out=FOLDER")
    if other := _other_than(folder, config):
        if not overwrite:
            raise BadInput(f"{folder} holds a result of {other}; choose another folder (out=FOLDER) or overwrite=true")
    elif not (damage := damage_of(folder)):
        return True
    elif say:
        warnings.warn(f"{damage.removesuffix(AGAIN)}the run is done again", Remark, 2)
    check_place(folder)
    return False


def _other_than(folder: Path, config: Config) -> str:
    """In what a stored run differs from one of this configuration now; empty when in nothing."""
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    if manifest.get("config_digest") != config_digest(config):
        return "another configuration"
    if manifest.get("source_digest") != model_digest():
        return "another version of the simulation"
    there, now = manifest.get("own_code", {}), own_code(plain_of(config))
    changed = [name for name in now if there.get(name) != now[name]]
    return f"another version of {', '.join(changed)}" if changed else ""


def state_of(folder: Path) -> str:
    """What tells whether a folder has got another result meanwhile."""
    return digest_of((folder / MANIFEST).read_bytes()) if (folder / MANIFEST).exists() else ""


def write_run(
    folder: Path, tables: Mapping[str, pa.Table], config: Config, facts: Mapping[str, object], before: str | None = None
) -> None:
    """Write one run. `facts` join the manifest; `before`: state_of the folder when the run began.

    Raises ValueError for tables that break the contract; BadInput when the folder got another result meanwhile: the
    run is then kept beside it.
    """
    check(tables)
    plain = plain_of(config)
    manifest = {
        "complete": True, "config_digest": config_digest(plain), "seed": plain["seed"],
        "schema_version": SCHEMA_VERSION, "source_digest": model_digest(), "own_code": own_code(plain),
        "git_commit": git_commit(), "python": platform.python_version(), "platform": platform.platform(),
        "packages": package_versions(), "command": sys.argv[1:],
        "rows": {name: table.num_rows for name, table in tables.items()}, **facts,
    }  # fmt: skip

    def fill(temporary: Path) -> None:
        digests = {}
        for name in TABLES:
            path = temporary / f"{name}.parquet"
            write_synced(path, lambda path, name=name: pq.write_table(tables[name], path, compression="zstd"))
            digests[name] = digest_of(path.read_bytes())
        write_synced(temporary / CONFIG, lambda path: path.write_text(config_text(plain), "utf-8", newline="\n"))
        text = json.dumps(with_digest(manifest | {"digests": digests}), indent=2, ensure_ascii=False) + "\n"
        write_synced(temporary / MANIFEST, lambda path: path.write_text(text, "utf-8"))

    if before is not None and state_of(folder) != before and _other_than(folder, plain):
        beside = folder.with_name(f"kept-{manifest['config_digest'][:8]}-{folder.name}")
        put(beside, fill, instead=is_complete(beside))
        raise BadInput(f"another command has written {folder} meanwhile; this run is kept in {beside}")
    put(folder, fill, instead=is_complete(folder))
