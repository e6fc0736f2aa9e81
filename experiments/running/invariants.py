"""What every result must satisfy before it is written."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas, pyarrow and matplotlib say too little about their types)

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from govsim.simulation.observation.schema import TABLES

LEDGERS = ("occurred", "noticed", "reported", "recorded")
COST_TOLERANCE_YUAN = 0.01


def check(tables: Mapping[str, pa.Table]) -> None:
    """Raise ValueError naming every invariant the tables break, with the first row that breaks it."""
    if set(tables) != set(TABLES):
        raise ValueError(f"a run hands over {sorted(TABLES)}, not {sorted(tables)}")
    broken = list(_schemas(tables)) or [
        *_ledgers(tables["events"]),
        *_names(tables["events"]),
        *_costs(tables["costs"]),
    ]
    if broken:
        raise ValueError("the run breaks its contract: " + "; ".join(broken))


def _schemas(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    for name, schema in TABLES.items():
        if not tables[name].schema.equals(schema, check_metadata=True):
            yield f"{name} does not have the published schema"


def _ledgers(events: pa.Table) -> Iterator[str]:
    """Recorded <= reported <= noticed <= occurred, and a time for each that is true."""
    for upper, lower in pairwise(LEDGERS):
        wrong = pc.and_(events[lower], pc.invert(events[upper]))
        if pc.any(wrong).as_py():
            yield f"event {_first(events, wrong)} is {lower} but not {upper}"
    for ledger in ("noticed", "reported"):
        wrong = pc.equal(events[ledger], pc.is_nan(events[f"{ledger}_h"]))
        if pc.any(wrong).as_py():
            yield f"event {_first(events, wrong)}: {ledger} and {ledger}_h disagree"


def _names(events: pa.Table) -> Iterator[str]:
    if pc.count_distinct(events["event_id"]).as_py() != events.num_rows:
        counts = pc.value_counts(events["event_id"]).to_pylist()
        twice = next(c["values"] for c in counts if c["counts"] > 1)
        yield f"event_id {twice} is not unique"


def _costs(costs: pa.Table) -> Iterator[str]:
    due = pc.multiply(costs["quantity"], costs["unit_cost_yuan"])
    wrong = pc.greater(pc.abs(pc.subtract(costs["cost_yuan"], due)), COST_TOLERANCE_YUAN)
    if pc.any(wrong).as_py():
        row = costs.filter(wrong).slice(0, 1).to_pylist()[0]
        yield f"cost of {row['item']} in month {row['month']} is not quantity times unit cost"


def _first(events: pa.Table, wrong: pa.ChunkedArray) -> int:
    return events.filter(wrong)["event_id"][0].as_py()
