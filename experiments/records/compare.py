"""The model held against records of one's own: the same measures of both, the records' intervals as bands."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false, reportAssignmentType=false, reportOptionalMemberAccess=false
# (pandas and pyarrow say too little about their types)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from .. import files
from ..composition.arms import Arm
from ..composition.asked import Asked
from ..composition.settings import settings_of
from ..errors import BadInput
from ..indicators import RECORDED, REGISTRY
from ..running.cluster import Cluster
from ..running.jobs import Job, jobs_of
from ..running.paired import carry_out, nothing_to_compare, reasons
from ..validation.judging import Judged, judged
from ..validation.measures import BASELINE, MEASURES, Part
from ..validation.measures.shapes import STREAMS, hours_of_day, months, weekdays
from ..validation.pooling import Estimate
from ..validation.replicate import Replicate
from ..validation.runs import read_all, run_of
from ..validation.targets import Target
from .check import Checked, kept
from .indicators import Line, recorded_indicators
from .settings import RecordsSettings
from .tables import start_of, tables_of, window_h
from .targets import OfRecords, streams_of, targets_of

HOURS, WEEKDAYS, MONTHS = 24, 7, 12
Profile = Mapping[str, np.ndarray]  # events by hour, weekday and month


@dataclass(frozen=True)
class Reading:
    """What one run shows. `indicators`: of the books, by id."""

    parts: Mapping[str, Part]
    indicators: Mapping[str, Part]
    profiles: Mapping[str, Profile]
    residents: int


@dataclass(frozen=True)
class Compared:
    """All that a page needs. `judged`: of the targets, in their order; `found`: what the records say of each part."""

    settings: RecordsSettings
    checked: Checked
    residents: float
    of_records: Sequence[OfRecords]
    judged: Mapping[str, Judged]  # by id of the target
    indicators: Sequence[tuple[Line, Estimate]]  # of the records, and of the model
    profiles: Mapping[str, tuple[Profile, Sequence[Profile]]]  # by stream: of the records, of each run
    runs: int
    failures: Mapping[str, str]
    command: str
    example: Path

    @property
    def verdicts(self) -> list[Judged]:
        """In the order of the targets."""
        return list(self.judged.values())


def compare_records(asked: Asked) -> Compared:
    """Run what is not there yet, read the model as the records are read, judge. Raises BadInput."""
    settings = settings_of(asked.cfg, RecordsSettings)
    checked = kept(Path(settings.records))
    streams = streams_of(checked)
    if not streams:
        raise BadInput(
            f"records={settings.records}: no row is a theft, a dispute or a ticket, so there is nothing to compare; "
            "say what the kinds are in columns.yaml and check the files again"
        )
    done, failed = carry_out(jobs_of([Arm(BASELINE, ())], settings, asked), settings)
    if not done:
        raise nothing_to_compare(failed, "a run must succeed")
    readings = read_all(
        read_one, [outcome.job for outcome in done], streams, Cluster(settings.workers, settings.scheduler)
    )
    residents = settings.residents or checked.residents or readings[0].residents
    lines = targets_of(checked, residents, settings.tolerances)
    targets = [one.target for one in lines if one.target]
    estimates = {name: MEASURES[name].of([r.parts[name] for r in readings]) for name in _names(streams)}
    verdicts = {one.target.id: one for one in judged(targets, estimates)}
    return Compared(
        settings, checked, residents, lines, verdicts, _indicators(checked, residents, readings),
        _profiles(checked, streams, readings), len(readings), reasons(failed), asked.line, done[0].job.folder,
    )  # fmt: skip


def _names(streams: Sequence[str]) -> list[str]:
    return [name for name in MEASURES for stream in streams if name.rpartition(".")[0].partition(".")[0] == stream]


def read_one(job: Job, streams: Sequence[str]) -> Reading:
    """What one stored run shows."""
    run = run_of(job)
    recorded = [i.id for i in REGISTRY.values() if RECORDED in i.ledgers]
    return Reading(
        {name: MEASURES[name].each(run) for name in _names(streams)},
        {id_: MEASURES[f"{id_}/{RECORDED}"].each(run) for id_ in recorded},
        {name: profile_of(name, run) for name in streams}, run.window.residents,
    )  # fmt: skip


def profile_of(name: str, run: Replicate) -> Profile:
    """Events of a stream by hour of the day, weekday and twelfth of the year."""
    stream = STREAMS[name]
    return {
        "hours": np.bincount(hours_of_day(stream, run).astype(int), minlength=HOURS).astype(float),
        "weekday": np.bincount(weekdays(stream, run), minlength=WEEKDAYS).astype(float),
        "month": np.bincount(months(stream, run), minlength=MONTHS).astype(float),
    }


def _profiles(
    checked: Checked, streams: Sequence[str], readings: Sequence[Reading]
) -> dict[str, tuple[Profile, Sequence[Profile]]]:
    """Of the records only as far as their times are known."""
    rows, found = checked.rows, {}
    for name in streams:
        own: dict[str, np.ndarray] = {}
        for key, precisions in (("hours", ("minute",)), ("weekday", ("minute", "day"))):
            part = replace(checked, rows=rows[rows["precision"].isin(precisions)])
            if len(part.rows):
                own[key] = profile_of(name, replicate_of(part))[key]
        own["month"] = _by_month(checked, name)
        found[name] = (own, [reading.profiles[name] for reading in readings])
    return found


def replicate_of(checked: Checked) -> Replicate:
    """Records as a run."""
    return Replicate(tables_of(checked), *window_h(checked), 1, start_of(checked).date())


def _by_month(checked: Checked, name: str) -> np.ndarray:
    """Events a day of each month of the calendar, NaN for one without days."""
    run = replicate_of(checked)
    ids = STREAMS[name].of(run)["event_id" if STREAMS[name].kind != "matter" else "ticket"]
    rows = checked.rows
    if STREAMS[name].kind == "matter":
        rows = rows[~rows["kind"].str.startswith(("theft", "dispute", "clash"))].reset_index(drop=True)
    events = np.bincount(rows["time"].dt.month.to_numpy()[ids], minlength=MONTHS + 1)[1:].astype(float)
    days = np.bincount(pd.date_range(checked.first, checked.last, inclusive="left").month, minlength=MONTHS + 1)[1:]
    return np.where(days > 0, events / np.maximum(days, 1), np.nan)


def _indicators(checked: Checked, residents: float, readings: Sequence[Reading]) -> list[tuple[Line, Estimate]]:
    lines = recorded_indicators(replace(checked, residents=residents))
    return [
        (line, MEASURES[f"{line.id}/{RECORDED}"].of([reading.indicators[line.id] for reading in readings]))
        for line in lines if line.reading
    ]  # fmt: skip


def write_targets(targets: Sequence[Target], folder: Path) -> None:
    """The bands as a list of targets, by which `govsim validate targets=FOLDER` can judge."""
    listed = {
        one.id: one.model_dump(mode="json", exclude={"id"}, exclude_defaults=True) | {"use": one.use} for one in targets
    }
    text = "# Bands from records of one's own; see docs/how-to/own-records.md\n"
    files.write_text(
        folder / "records.yaml", text + yaml.safe_dump(listed, allow_unicode=True, sort_keys=False, width=120)
    )
