"""What a replay needs of a run: its map, and when and where what happened, in as few bytes as will do."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false
# (pandas says too little about its types)

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from govsim.experiments.running import store

KINDS = ("theft", "clash", "dispute")  # the number is the code in `kind`


@dataclass(frozen=True)
class Recording:
    """One run; events are in order of time."""

    columns: dict[str, np.ndarray]  # by area: ix, iy, ntype, street
    side_m: float
    river: np.ndarray  # (n, 2) metres
    geography: str
    name: str  # of the district
    days: int
    time_h: np.ndarray  # (n_events,) float32, when it happened
    booked_h: np.ndarray  # (n_events,) float32, when it came into the books; -1 if never
    area: np.ndarray  # (n_events,) int32
    kind: np.ndarray  # (n_events,) int32, number in KINDS


def recording_of(folder: Path) -> Recording:
    """The recording of a stored run. Raises BadInput."""
    run = store.read_run(folder)
    areas, events = run.tables["areas"].to_pandas(), run.tables["events"].to_pandas()
    events = events[events["kind"].isin(KINDS)]
    side, town = float(areas["side_m"].iloc[0]), run.manifest["town"]
    tick_h = yaml.safe_load(store.read_config(folder))["hours_per_tick"]
    places = {
        "ix": areas["x_m"] // side,
        "iy": areas["y_m"] // side,
        "ntype": areas["ntype"],
        "street": areas["street"],
    }
    return Recording(
        {name: column.to_numpy(np.int32) for name, column in places.items()}, side,
        np.asarray(town["river_m"], float).reshape(-1, 2), town["geography"], town["name"],
        int(run.manifest["ticks"] * tick_h // 24), events["time_h"].to_numpy(np.float32),
        np.where(events["recorded"], events["reported_h"], -1).astype(np.float32), events["area"].to_numpy(np.int32),
        events["kind"].astype(str).map({kind: number for number, kind in enumerate(KINDS)}).to_numpy(np.int32),
    )  # fmt: skip
