"""Who gains and who loses: events by the people, places and firms they befall, arm against reference."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportIndexIssue=false
# pyright: reportGeneralTypeIssues=false, reportOperatorIssue=false
# (pandas says too little about its types)

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from ..indicators.measure import AFTER, ENTERPRISES, LOCALS, NEWCOMERS
from ..statistics.pairs import compare_arms
from .study import Study

STREET, TYPE, ORIGIN = "street", "ntype", "origin"
FEWEST = 100  # residents below which a place has no rate of its own
KEYS = ["grouping", "group", "mapped"]


def by_group(study: Study) -> pd.DataFrame:
    """One row an arm, group and kind of event: rates per 1,000 residents of the group and year, and differences.

    Columns arm, reference, grouping, group, mapped and those of pairs.compared. Enterprises and shops have no
    residents: theirs are events a year.
    """
    values = pd.concat(_values(study), ignore_index=True)
    return compare_arms(values, study.settings.arms, study.aims, KEYS)


def _values(study: Study) -> Iterator[pd.DataFrame]:
    yield _of_places(study, STREET, "street")
    yield _of_places(study, TYPE, "ntype")
    residents = study.areas["residents"].sum()
    newcomers = study.areas["newcomers"].sum()
    people = {LOCALS: residents - newcomers, NEWCOMERS: newcomers, ENTERPRISES: 1000}
    rows = study.groups[study.groups["group"].map(people) > 0]
    per_event = 1000 / rows["group"].map(people) / study.settings.years
    yield rows.drop(columns="count").assign(grouping=ORIGIN, value=rows["count"] * per_event, per_event=per_event)


def _of_places(study: Study, grouping: str, column: str) -> pd.DataFrame:
    """Rates where at least FEWEST people live."""
    people = study.areas.groupby(column)["residents"].sum()
    people = people[people >= FEWEST]
    rows = study.counts_by(column, AFTER)
    rows = rows[rows[column].isin(people.index)]
    per_event = 1000 / rows[column].map(people).to_numpy() / study.settings.years
    value = rows["count"] * per_event
    rows = rows.assign(grouping=grouping, group=rows[column].astype(str), value=value, per_event=per_event)
    return rows.loc[:, ["arm", "seed", *KEYS, "value", "per_event"]]
