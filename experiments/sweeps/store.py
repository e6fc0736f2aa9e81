"""The store of a sweep: what is finished is kept, once and whole, whatever is killed and whoever else writes.

    STORE/runs.parquet/     one row a run: run_id, arm, seed, factors, indicators, status, reason, seconds
    STORE/daily.parquet/    counts a day, by run_id (keep=[daily])
    STORE/events.parquet/   the events of every run, by run_id (keep=[daily,events])
    STORE/plan.parquet      the design of the last command: point, arm, seed, run_id
    STORE/sweep.json        what all runs have in common
    STORE/inbox/            finished runs on their way into the datasets
    STORE/damaged/          what was found damaged; its runs have been done again

A finished run lies in the inbox at once, a small file written whole. Under a lock they are taken into the datasets,
and only then leave the inbox; a run found in both places is already taken in. So a kill at any moment loses nothing
and doubles nothing.
"""

from __future__ import annotations

import json
import math
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from filelock import Timeout

from govsim.simulation.observation.schema import DAILY as OF_AREAS
from govsim.simulation.observation.schema import EVENTS

from .. import files
from ..errors import BadInput, Damaged, Remark, damaged, nearest
from ..indicators import REGISTRY
from ..locks import locked
from ..running.dictionary import field, meaning_of, of_schemas, write_dictionary
from .dataset import AGAIN, KEY, TABLES, Dataset, damage_of_row, parts_of, table_of, with_key, write_whole
from .plan import PlannedRun, code_digest
from .work import COUNTED, DONE, FAILED, LEVEL, Result, column

KINDS = {"int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(), "str": pa.string()}
ID = field(KEY, pa.string(), "name of the run: a digest of everything that decides its result")
DAILY = pa.schema([ID, *(f.with_type(pa.int32()) for f in OF_AREAS if f.name in ("day", *COUNTED, LEVEL))])
MOST_ROWS = {"runs": 5_000, "daily": 1_000_000, "events": 1_000_000}
META, PLAN, EARLIER, UNKNOWN, DAMAGED, TIMEOUT_S = "sweep.json", "plan.parquet", "earlier", "unknown", "damaged", 120


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
        self.plan: pd.DataFrame | None = None  # the design of the command that has opened it
        self.taken: set[str] = set()  # runs in the dataset, as far as this process has looked

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
            self._write_meta({})
            write_dictionary(self.folder, of_schemas({name: d.schema for name, d in self.datasets.items()}))
            self._set_damage_aside()
            for dataset in self.datasets.values():
                dataset.check()
            self._absorb()
            if retry:
                self.datasets["runs"].drop("status", FAILED)

    def _meta(self) -> dict[str, Any]:
        return {"code": code_digest(), "factors": self.kinds, "keep": list(self.keep)}

    def _go_on(self, set_aside: bool) -> None:
        there = self._common(set_aside)
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

    def _common(self, set_aside: bool) -> dict[str, Any]:
        """What the runs of the store have in common. Raises Damaged where nobody knows."""
        remedy = f"set_aside=true moves the runs to {EARLIER}/{UNKNOWN} and begins anew"
        try:
            there = files.json_of(self.folder / META, remedy)
            if missing := [name for name in self._meta() if name not in there]:
                raise damaged(self.folder / META, f"{missing[0]} is missing", remedy)
        except Damaged:
            if not set_aside:
                raise
            return self._meta() | {"code": UNKNOWN}
        return there

    def _set_damage_aside(self) -> None:
        """Move what is damaged out of the way; its runs count as not done, and others stay."""
        for path in list(self.inbox.glob("*.json")):
            if reason := damage_of_row(path):
                self._set_aside(path, reason)
                for table in self.inbox.glob(f"{path.stem}.*.parquet"):
                    self._set_aside(table, "")
        for name, dataset in self.datasets.items():
            damage = dict(dataset.damaged_parts())
            if damage and name != "runs":  # a kill in between leaves runs to be done, never runs without their rows
                self.datasets["runs"].drop("status", DONE, but=dataset.keys_without(damage))
            for part, reason in damage.items():
                self._set_aside(part, reason)

    def _set_aside(self, path: Path, reason: str) -> None:
        target = self.folder / DAMAGED / f"{path.parent.name}-{path.name}"
        target.parent.mkdir(exist_ok=True)
        path.replace(target)
        if reason:
            told = reason.removesuffix(AGAIN)
            warnings.warn(f"{told}it is set aside in {target.parent} and its runs are done again", Remark, 2)

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

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            with locked(self.folder / ".lock", TIMEOUT_S):
                yield
        except Timeout as error:
            raise BadInput(
                f"{self.folder} has been locked by another command for {TIMEOUT_S} s; try again later"
            ) from error

    # -- writing

    def put(self, result: Result, run: PlannedRun) -> None:
        """Keep a finished run; it is safe when this returns."""
        tables = {}
        for name, table in result.tables.items():
            if table.num_rows:
                path = self.inbox / f"{result.run_id}.{name}.parquet"
                write_whole(path, with_key(table, result.run_id))
                tables[path.name] = files.digest_of(path.read_bytes())
        row = {
            KEY: result.run_id, "arm": run.base.name, "seed": run.seed, **run.values, **_finite(result.values),
            "status": result.status, "reason": result.reason, "wall_s": result.wall_s,
            TABLES: tables,
        }  # fmt: skip
        files.write_text(self.inbox / f"{result.run_id}.json", json.dumps(files.with_digest(row)))

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
            self.datasets[name].append(table_of(path) for path in found if path.exists())
        there = self.datasets["runs"].keys()
        rows = [files.json_of(path, AGAIN) for path in waiting if path.stem not in there]
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
        """Keep the design of this command, here and on disk, where that of the next one takes its place."""
        self.plan = table
        with self._locked():
            write_whole(self.folder / PLAN, pa.Table.from_pandas(table, preserve_index=False))
            self._write_meta({PLAN: files.digest_of((self.folder / PLAN).read_bytes())})

    def _write_meta(self, more: Mapping[str, Any]) -> None:
        text = json.dumps(files.with_digest({**self._meta(), **more}), indent=2) + "\n"
        files.write_text(self.folder / META, text)

    # -- reading

    def finished(self) -> set[str]:
        """Runs that need not be done again: taken in, or waiting to be."""
        self.taken = self.datasets["runs"].keys()
        return self.taken | {path.stem for path in self.inbox.glob("*.json")}

    def has(self, run_id: str) -> bool:
        """Whether a run is finished, as far as a quick look shows; another command may have done it."""
        return run_id in self.taken or (self.inbox / f"{run_id}.json").exists()

    def designed(self) -> pd.DataFrame:
        """The plan of this command with its results, whatever other commands have planned in the store since."""
        assert self.plan is not None
        return with_results(self.plan, self.read())

    def read(self, name: str = "runs") -> pd.DataFrame:
        """A dataset as a frame."""
        return self.datasets[name].read().to_pandas()


def read_plan(folder: Path) -> pd.DataFrame:
    """The design of the last command of a store. Raises BadInput where there is none."""
    if not (folder / PLAN).exists():
        raise BadInput(f"{folder} holds no sweep ({PLAN} is missing); make one with govsim sweep out={folder}")
    remedy, common = "give the command of the sweep again", folder / META
    digest = files.json_of(common, remedy).get(PLAN) if common.exists() else None
    if digest is not None and files.digest_of((folder / PLAN).read_bytes()) != digest:
        raise damaged(folder / PLAN, files.CHANGED, remedy)
    return table_of(folder / PLAN, remedy=remedy).to_pandas()


def read_runs(folder: Path) -> pd.DataFrame:
    """All runs of a store. Raises Damaged."""
    return pa.concat_tables([table_of(part) for part in parts_of(folder / "runs.parquet")]).to_pandas()


def designed(folder: Path) -> pd.DataFrame:
    """The plan with the results of its runs; rows whose run is missing or failed have no indicators."""
    return with_results(read_plan(folder), read_runs(folder))


def with_results(plan: pd.DataFrame, runs: pd.DataFrame) -> pd.DataFrame:
    """The rows of a plan with what came of them."""
    columns = [c for c in runs.columns if c not in plan.columns or c == KEY]
    return plan.merge(runs.loc[runs["status"] == DONE, columns], on=KEY, how="left", sort=False)


def _finite(values: Mapping[str, float]) -> dict[str, float | None]:
    """Values as JSON has them: no NaN, no infinity."""
    return {name: v if math.isfinite(v) else None for name, v in values.items()}


def _holds_anything(folder: Path) -> bool:
    """Whether there is anything that is not ours; another command may be opening the same store right now."""
    return folder.is_file() or any(path.name != "inbox" and path.name[0] != "." for path in list(folder.iterdir()))
