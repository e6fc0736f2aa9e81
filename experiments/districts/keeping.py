"""Checked maps as runs read them: parquet in a folder beside the file of the district, known by their digest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from govsim.simulation.synthesis import GivenGrids, GivenLand

from ..config_folders import OWN
from ..errors import BadInput, damaged
from ..files import digest_of

GROUP = "district"
SQUARES, GRIDS, COMMUNITIES = "squares.parquet", "grids.parquet", "communities.parquet"
FOR_RUNS = (SQUARES, GRIDS, COMMUNITIES)  # what a town is made of; the digest is of these
REMEDY = "make the district again: govsim district new"


def folder_of(name: str) -> Path:
    """The folder of a district's checked maps."""
    return OWN.absolute() / GROUP / name


def write_table(path: Path, table: pd.DataFrame, about: dict[str, Any] | None = None) -> None:
    """A table as parquet, with facts about it in its schema."""
    made = pa.Table.from_pandas(table, preserve_index=False)
    facts = {b"govsim": json.dumps(about or {}).encode()}
    pq.write_table(made.replace_schema_metadata({**(made.schema.metadata or {}), **facts}), path, compression="zstd")


def read_table(path: Path) -> tuple[pd.DataFrame, dict[str, Any]]:
    """(table, facts about it). Raises Damaged."""
    try:
        found = pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        raise damaged(path, "it cannot be read", REMEDY) from error
    return found.to_pandas(), json.loads((found.schema.metadata or {}).get(b"govsim", b"{}"))


def digest_of_maps(folder: Path) -> str:
    """What tells checked maps from others. Raises BadInput where there are none."""
    try:
        return digest_of(b"".join((folder / name).read_bytes() for name in FOR_RUNS if (folder / name).exists()))
    except OSError as error:
        raise BadInput(f"{folder} cannot be read: {error.strerror}; {REMEDY}") from error


def land_of(folder: Path, digest: str) -> GivenLand:
    """The land of a plan with a map. Raises BadInput where the maps are not those that were checked."""
    if not (folder / SQUARES).exists():
        raise BadInput(f"{folder} has no maps; copy the folder of the district beside its file, or {REMEDY}")
    if digest_of_maps(folder) != digest:
        raise damaged(folder, "its maps are not those that were checked", REMEDY)
    squares, facts = read_table(folder / SQUARES)
    number = (squares["iy"] * facts["columns"] + squares["ix"]).to_numpy()
    n = facts["columns"] * facts["rows"]
    inside = np.zeros(n, bool)
    inside[number] = True
    whole = {}
    for level in ("street", "grid"):
        whole[level] = np.full(n, -1, np.int32)
        whole[level][number] = squares[level]
    return GivenLand(facts["columns"], facts["rows"], inside, whole["street"], whole["grid"], _grids_of(folder))


def _grids_of(folder: Path) -> GivenGrids | None:
    if not (folder / GRIDS).exists():
        return None
    grids, communities = (read_table(folder / name)[0] for name in (GRIDS, COMMUNITIES))
    return GivenGrids(
        community=grids["community"].to_numpy(np.int32),
        households=grids["households"].to_numpy(float),
        community_names=tuple(communities["name"]),
        community_street=communities["street"].to_numpy(np.int32),
        is_village=communities["is_village"].to_numpy(bool),
    )
