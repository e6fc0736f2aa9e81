"""The only file that writes results. A folder of results is whole or it is not there."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from govsim.simulation.engine.compiled import source_digest
from govsim.simulation.observation.schema import SCHEMA_VERSION, TABLES

from ..composition.own_code import own_code
from ..composition.parts import Config, plain_of
from ..errors import BadInput
from ..files import write_synced
from .invariants import check
from .versions import git_commit, package_versions

MANIFEST, CONFIG = "manifest.json", "run.yaml"
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
    return hashlib.blake2b(config_text(config).encode(), digest_size=16).hexdigest()


def is_complete(folder: Path) -> bool:
    """Whether a folder holds a whole result; the manifest is written last."""
    try:
        return bool(json.loads((folder / MANIFEST).read_text("utf-8"))["complete"])
    except (OSError, ValueError, KeyError):
        return False


def read_manifest(folder: Path) -> dict:
    """The manifest of a complete run. Raises BadInput when there is none."""
    if not is_complete(folder):
        raise BadInput(f"{folder} holds no complete run ({MANIFEST} is missing); run it again")
    return json.loads((folder / MANIFEST).read_text("utf-8"))


def read_run(folder: Path) -> StoredRun:
    """Tables and manifest of a complete run. Raises BadInput when there is none or its schema is another one."""
    manifest = read_manifest(folder)
    if manifest["schema_version"] != SCHEMA_VERSION:
        raise BadInput(
            f"{folder} has schema {manifest['schema_version']}, this version reads {SCHEMA_VERSION}; rerun it"
        )
    return StoredRun({name: pq.read_table(folder / f"{name}.parquet") for name in TABLES}, manifest)


def prepare(folder: Path, config: Config, overwrite: bool) -> bool:
    """Make sure that a run can be written to a folder; whether the very same run is there already.

    Raises BadInput when the folder holds something else or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        if not folder.is_dir():
            raise BadInput(f"{folder} is a file, but results need a folder; choose another: out=FOLDER")
        if not is_complete(folder):
            raise BadInput(f"{folder} holds other files and no result; choose another folder: out=FOLDER")
        if not (other := _other_than(read_manifest(folder), config)):
            return True
        if not overwrite:
            raise BadInput(f"{folder} holds a result of {other}; choose another folder (out=FOLDER) or overwrite=true")
    try:  # now rather than after the run
        _temporary(folder).rmdir()
    except OSError as error:
        raise BadInput(f"cannot write to {folder} ({error.strerror}); choose another folder: out=FOLDER") from error
    return False


def read_config(folder: Path) -> str:
    """The resolved configuration of a stored run, YAML."""
    return (folder / CONFIG).read_text("utf-8")


def _other_than(manifest: dict, config: Config) -> str:
    """In what a stored run differs from one of this configuration now; empty when in nothing."""
    if manifest["config_digest"] != config_digest(config):
        return "another configuration"
    if manifest["source_digest"] != source_digest():
        return "another version of the simulation"
    there, now = manifest.get("own_code", {}), own_code(plain_of(config))
    changed = [name for name in now if there.get(name) != now[name]]
    return f"another version of {', '.join(changed)}" if changed else ""


def write_run(folder: Path, tables: Mapping[str, pa.Table], config: Config, facts: Mapping[str, object]) -> None:
    """Write one run. `facts` join the manifest. Raises ValueError for tables that break the contract."""
    check(tables)
    plain = plain_of(config)
    manifest = {
        "complete": True, "config_digest": config_digest(plain), "seed": plain["seed"],
        "schema_version": SCHEMA_VERSION, "source_digest": source_digest(), "own_code": own_code(plain),
        "git_commit": git_commit(), "python": platform.python_version(), "platform": platform.platform(),
        "packages": package_versions(), "command": sys.argv[1:],
        "rows": {name: table.num_rows for name, table in tables.items()}, **facts,
    }  # fmt: skip

    def fill(temporary: Path) -> None:
        for name in TABLES:
            write_synced(
                temporary / f"{name}.parquet",
                lambda path, name=name: pq.write_table(tables[name], path, compression="zstd"),
            )
        write_synced(temporary / CONFIG, lambda path: path.write_text(config_text(plain), "utf-8"))
        text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
        write_synced(temporary / MANIFEST, lambda path: path.write_text(text, "utf-8"))

    _place(folder, fill)


def _temporary(folder: Path) -> Path:
    """A new hidden folder beside the one to be written; those left by processes that are gone are removed."""
    parent, mark = folder.absolute().parent, f".{folder.name}.partial-{platform.node()}-"
    parent.mkdir(parents=True, exist_ok=True)
    for old in parent.glob(f"{mark}*"):
        if not Path(f"/proc/{old.name.removeprefix(mark).partition('-')[0]}").exists() and Path("/proc").exists():
            shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{mark}{os.getpid()}-", dir=parent))


def _place(folder: Path, fill: Callable[[Path], None]) -> None:
    """Fill a hidden folder, then let it take the place of `folder` in one step."""
    temporary = _temporary(folder)
    try:
        fill(temporary)
        temporary.chmod(0o755)
        _sync_folder(temporary)
        if is_complete(folder):
            old = _temporary(folder)
            folder.rename(old)
            temporary.rename(folder)
            shutil.rmtree(old)
        else:
            temporary.rename(folder)  # an empty folder gives way, any other one is an error
        _sync_folder(folder.absolute().parent)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
