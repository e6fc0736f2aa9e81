"""The store of a sweep: what is finished is kept, once and whole, whatever is killed and whoever else writes.

    STORE/runs.parquet/     one row a run: run_id, arm, seed, factors, indicators, status, reason, seconds
    STORE/daily.parquet/    counts a day, by run_id (keep=[daily])
    STORE/events.parquet/   the events of every run, by run_id (keep=[daily,events])
    STORE/plan.parquet      the design of the last command: point, arm, seed, run_id
    STORE/sweep.json        what all runs have in common
    STORE/inbox/            finished runs on their way into the datasets

A finished run lies in the inbox at once, a small file written whole. Under a lock they are taken into the datasets,
and only then leave the inbox; a run found in both places is already taken in. So a kill at any moment loses nothing
and doubles nothing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from govsim.simulation.observation.schema import DAILY as OF_AREAS
from govsim.simulation.observation.schema import EVENTS

from .. import files
from ..errors import BadInput, nearest
from ..indicators import REGISTRY
from ..running.dictionary import field, meaning_of, of_schemas, write_dictionary
from .dataset import KEY, Dataset, write_whole
from .plan import PlannedRun, code_digest
from .work import COUNTED, DONE, FAILED, LEVEL, Result, column

KINDS = {"int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(), "str": pa.string()}
ID = field(KEY, pa.string(), "name of the run: a digest of everything that decides its result")
DAILY = pa.schema([ID, *(f.with_type(pa.int32()) for f in OF_AREAS if f.name in ("day", *COUNTED, LEVEL))])
MOST_ROWS = {"runs": 5_000, "daily": 1_000_000, "events": 1_000_000}
META, PLAN, EARLIER, TIMEOUT_S = "sweep.json", "plan.parquet", "earlier", 120


def indicator_columns() -> list[str]:
    """Columns of runs.parquet that hold indicators."""
    return [column(i.id, ledger) for i in REGISTRY.values() for ledger in i.ledgers]


def check_indicators(names: Sequence[str]) -> None:
    """Raise BadInput for an indicator that runs.parquet does not have."""
    known = indicator_columns()
    if unknown := [name for name in names if name not in known]:
        hint = nearest(unknown[0], known).partition("(known")[0]
        raise BadInput(f"there is no indicator {unknown[0]!r}; {hint}names are such as K1_true and K1_recorded")


def _runs_schema(kinds: Mapping[str, str]) -> pa.Schema:
    """The columns of runs.parquet. `kinds`: int, float, bool or str by path of a factor."""
    return pa.schema(
        [ID, field("arm", pa.string(), "policy or bundle"), field("seed", pa.int64(), "the luck of the run")]
        + [field(path, KINDS[kind], f"factor: {path} in the configuration") for path, kind in kinds.items()]
        + [
            field(column(i.id, ledger), pa.float64(), meaning_of(i, ledger), i.unit)
            for i in REGISTRY.values()
            for ledger in i.ledgers
        ]
        + [
            field("status", pa.string(), "done or failed"),
            field("reason", pa.string(), "why it failed, else empty"),
            field("wall_s", pa.float64(), "time it took", "seconds"),
        ]
    )


class SweepStore:
    """One store on disk."""

    def __init__(self, folder: Path, kinds: Mapping[str, str], keep: Sequence[str]) -> None:
        """`kinds`: int, float, bool or str by path of a factor; `keep`: tables kept of every run."""
        self.folder, self.kinds, self.keep = folder, dict(kinds), tuple(keep)
        self.inbox = folder / "inbox"
        schemas = {"runs": _runs_schema(self.kinds), "daily": DAILY, "events": pa.schema([ID, *EVENTS])}
        self.datasets = {
            name: Dataset(folder / f"{name}.parquet", schemas[name], MOST_ROWS[name]) for name in ("runs", *self.keep)
        }
        self.taken: set[str] = set()  # runs in the dataset, as far as this process has looked
        self.lock = FileLock(folder / ".lock", timeout=TIMEOUT_S)

    # -- opening

    def open(self, set_aside: bool = False, retry: bool = False) -> None:
        """Begin a store or go on with it. Raises BadInput when the folder holds something else.

        `set_aside`: move runs of another version of the model out of the way; `retry`: forget the runs that failed.
        """
        if self.folder.exists() and _holds_anything(self.folder) and not (self.folder / META).exists():
            raise BadInput(f"{self.folder} holds other files and no sweep; choose another folder: out=FOLDER")
        self.inbox.mkdir(parents=True, exist_ok=True)
        with self._locked():
            if (self.folder / META).exists():
                self._go_on(set_aside)
            files.write_text(self.folder / META, json.dumps(self._meta(), indent=2) + "\n")
            write_dictionary(self.folder, of_schemas({name: d.schema for name, d in self.datasets.items()}))
            self._absorb()
            if retry:
                self.datasets["runs"].drop("status", FAILED)

    def _meta(self) -> dict[str, Any]:
        return {"code": code_digest(), "factors": self.kinds, "keep": list(self.keep)}

    def _go_on(self, set_aside: bool) -> None:
        there = json.loads((self.folder / META).read_text("utf-8"))
        if there["factors"] != self.kinds:
            raise BadInput(
                f"{self.folder} holds a sweep of other factors ({', '.join(there['factors']) or 'none'}); "
                "choose another folder: out=FOLDER"
            )
        if there["keep"] != list(self.keep):
            raise BadInput(
                f"{self.folder} holds a sweep with keep=[{','.join(there['keep'])}]; use the same or out=FOLDER"
            )
        if there["code"] != code_digest():
            self._leave_to_earlier(there["code"], set_aside)

    def _leave_to_earlier(self, code: str, set_aside: bool) -> None:
        if not set_aside:
            raise BadInput(
                f"{self.folder} holds runs of another version of the model ({code}); set_aside=true moves them to "
                f"{EARLIER}/{code} and begins anew, out=FOLDER leaves them where they are"
            )
        target = self.folder / EARLIER / code
        target.mkdir(parents=True, exist_ok=True)
        for name in (*(f"{name}.parquet" for name in self.datasets), "inbox", PLAN, META):
            if (self.folder / name).exists():
                (self.folder / name).rename(target / name)
        self.inbox.mkdir(exist_ok=True)

    def _locked(self):
        try:
            return self.lock.acquire()
        except Timeout as error:
            raise BadInput(
                f"{self.folder} has been locked by another command for {TIMEOUT_S} s; try again later"
            ) from error

    # -- writing

    def put(self, result: Result, run: PlannedRun) -> None:
        """Keep a finished run; it is safe when this returns."""
        for name, table in result.tables.items():
            if table.num_rows:
                write_whole(self.inbox / f"{result.run_id}.{name}.parquet", _with_key(table, result.run_id))
        row = {
            KEY: result.run_id, "arm": run.base.name, "seed": run.seed, **run.values, **_finite(result.values),
            "status": result.status, "reason": result.reason, "wall_s": result.wall_s,
        }  # fmt: skip
        files.write_text(self.inbox / f"{result.run_id}.json", json.dumps(row))

    def absorb(self) -> None:
        """Take what lies in the inbox into the datasets."""
        with self._locked():
            self._absorb()

    def _absorb(self) -> None:
        waiting = sorted(self.inbox.glob("*.json"))
        if not waiting and self.datasets["runs"].parts():
            return
        for name in self.keep:
            there = self.datasets[name].keys()
            found = [self.inbox / f"{path.stem}.{name}.parquet" for path in waiting if path.stem not in there]
            self.datasets[name].append(pq.read_table(path) for path in found if path.exists())
        there = self.datasets["runs"].keys()
        rows = [json.loads(path.read_text("utf-8")) for path in waiting if path.stem not in there]
        self.datasets["runs"].append([self._rows(rows)])
        self.taken = there | {path.stem for path in waiting}
        for path in waiting:
            for name in self.keep:
                (self.inbox / f"{path.stem}.{name}.parquet").unlink(missing_ok=True)
            path.unlink(missing_ok=True)

    def _rows(self, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
        schema = self.datasets["runs"].schema
        return pa.table({f.name: pa.array([row.get(f.name) for row in rows], f.type) for f in schema}, schema=schema)

    def write_plan(self, table: pd.DataFrame) -> None:
        """Keep the design of this command."""
        write_whole(self.folder / PLAN, pa.Table.from_pandas(table, preserve_index=False))

    # -- reading

    def finished(self) -> set[str]:
        """Runs that need not be done again: taken in, or waiting to be."""
        self.taken = self.datasets["runs"].keys()
        return self.taken | {path.stem for path in self.inbox.glob("*.json")}

    def has(self, run_id: str) -> bool:
        """Whether a run is finished, as far as a quick look shows; another command may have done it."""
        return run_id in self.taken or (self.inbox / f"{run_id}.json").exists()

    def read(self, name: str = "runs") -> pd.DataFrame:
        """A dataset as a frame."""
        return self.datasets[name].read().to_pandas()


def read_plan(folder: Path) -> pd.DataFrame:
    """The design of the last command of a store. Raises BadInput where there is none."""
    if not (folder / PLAN).exists():
        raise BadInput(f"{folder} holds no sweep ({PLAN} is missing); make one with govsim sweep out={folder}")
    return pd.read_parquet(folder / PLAN)


def read_runs(folder: Path) -> pd.DataFrame:
    """All runs of a store."""
    return pd.read_parquet(folder / "runs.parquet")


def designed(folder: Path) -> pd.DataFrame:
    """The plan with the results of its runs; rows whose run is missing or failed have no indicators."""
    return with_results(read_plan(folder), read_runs(folder))


def with_results(plan: pd.DataFrame, runs: pd.DataFrame) -> pd.DataFrame:
    """The rows of a plan with what came of them."""
    columns = [c for c in runs.columns if c not in plan.columns or c == KEY]
    return plan.merge(runs.loc[runs["status"] == DONE, columns], on=KEY, how="left", sort=False)


def _with_key(table: pa.Table, run_id: str) -> pa.Table:
    key = pa.array([run_id] * table.num_rows, pa.string())
    return table.add_column(0, KEY, key)


def _finite(values: Mapping[str, float]) -> dict[str, float | None]:
    """Values as JSON has them: no NaN, no infinity."""
    return {name: v if math.isfinite(v) else None for name, v in values.items()}


def _holds_anything(folder: Path) -> bool:
    """Whether there is anything that is not ours; another command may be opening the same store right now."""
    return folder.is_file() or any(path.name != "inbox" and path.name[0] != "." for path in list(folder.iterdir()))
