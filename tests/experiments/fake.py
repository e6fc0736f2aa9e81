"""Runs without a simulation: tables true to the schema, with a policy effect that is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from govsim.simulation.observation.schema import AREAS, COSTS, DAILY, EVENTS, MATTERS, MONTHLY, SURVEY

NAN = float("nan")
EMPTY_EVENT = {
    "event_id": 0, "time_h": 0.0, "tick": 0, "kind": "theft", "subtype": "burglary", "area": 0, "grid": 0,
    "community": 0, "street": 0, "person": -1, "newcomer": False, "other": -1, "occurred": True, "noticed": False,
    "reported": False, "recorded": False,
    "noticed_h": NAN, "reported_h": NAN, "channel": "none", "cleared": False, "cleared_h": NAN,
    "cleared_by": "none", "cleared_ways": 0,
    "outcome": "open", "closed_h": NAN, "response_min": NAN, "on_scene_min": NAN, "heat": NAN, "hearings": 0,
    "clashed": False, "criminal": False, "relapse_of": -1, "cause": -1, "loss_yuan": NAN, "distance_m": NAN,
}  # fmt: skip


def table(schema: pa.Schema, rows: Sequence[dict]) -> pa.Table:
    """Rows given as dicts, as a table of a schema."""
    columns = [pa.array([row[f.name] for row in rows], _plain(f.type)).cast(f.type) for f in schema]
    return pa.table(columns, schema=schema)


def _plain(type_: pa.DataType) -> pa.DataType:
    return type_.value_type if pa.types.is_dictionary(type_) else type_


def event(event_id: int, time_h: float, kind: str, **given: object) -> dict:
    """One event; `reported_h` and `noticed_h` set the ledger columns that follow from them."""
    row = EMPTY_EVENT | {"event_id": event_id, "time_h": time_h, "tick": int(time_h), "kind": kind} | given
    if "reported_h" in given and "noticed_h" not in given:
        row["noticed_h"] = row["reported_h"]
    for ledger in ("noticed", "reported"):
        row[ledger] = row[f"{ledger}_h"] == row[f"{ledger}_h"]
    row["cleared"] = row["cleared_h"] == row["cleared_h"]
    return row


def areas(residents: Sequence[int], streets: Sequence[int], side: int = 4) -> pa.Table:
    """Areas in rows of `side`; two areas make a community."""
    rows = []
    for i, (people, street) in enumerate(zip(residents, streets, strict=True)):
        rows.append({
            "area": i, "x_m": 75.0 + 150 * (i % side), "y_m": 75.0 + 150 * (i // side), "side_m": 150.0, "ntype": 3,
            "grid": i, "community": i // 2, "community_name": f"community {i // 2}", "street": street,
            "street_name": f"Street {street}", "street_name_zh": f"街道{street}", "circle": 0, "station": 0,
            "households": people // 2, "residents": people, "newcomers": people // 4, "shops": 1.0, "enterprise": -1,
        })  # fmt: skip
    return table(AREAS, rows)


def day(number: int, area: int, **given: object) -> dict:
    """One row of the daily table."""
    counts = dict.fromkeys(
        ("patrol_min", "grid_min", "thefts", "thefts_recorded", "onsets", "clashes", "open_disputes"), 0
    )
    return {"day": number, "area": area} | counts | given


def cost(month: int, item: str, quantity: float, unit_cost: float, payer: str = "public") -> dict:
    """One row of the costs table."""
    return {"month": month, "item": item, "payer": payer, "quantity": quantity, "unit": "post-day",
            "unit_cost_yuan": unit_cost, "cost_yuan": quantity * unit_cost}  # fmt: skip


def wave(
    number: int, item: str, n: int, positive: float, latent: float, street: int = -1, actor: str = "residents"
) -> dict:
    """One row of the survey table."""
    return {
        "day": number,
        "item": item,
        "actor": actor,
        "street": street,
        "n": n,
        "positive": positive,
        "latent": latent,
    }


EMPTY_MATTER = {
    "ticket": -1, "matter": 0, "stream": "urban", "severity": 0.2, "area": 0, "grid": 0, "community": 0, "street": 0,
    "occurred": True, "noticed_h": NAN, "reported_h": NAN, "channel": "none", "duplicate": False, "trivial": False,
    "repeat_of": -1, "emergency": False, "misread": False, "dispatched": False, "tier": "community", "returns": 0,
    "transfers": 0, "due_h": NAN, "closed_h": NAN, "done_h": NAN, "exposed": False, "solved_h": NAN,
}  # fmt: skip


def matter(number: int, time_h: float, **given: object) -> dict:
    """One matter; with a ticket it is recorded."""
    row = EMPTY_MATTER | {"matter": number, "time_h": time_h} | given
    row["reported"], row["recorded"] = row["reported_h"] == row["reported_h"], row["ticket"] >= 0
    row["noticed"] = row["occurred"] and (row["noticed_h"] == row["noticed_h"] or row["reported"])
    return row


def tables(events: Sequence[dict], places: pa.Table, days: Sequence[dict] = (), costs: Sequence[dict] = (),
           survey: Sequence[dict] = (), monthly: Sequence[dict] = (),
           matters: Sequence[dict] = ()) -> dict[str, pa.Table]:  # fmt: skip
    """The tables of a run."""
    return {"events": table(EVENTS, events), "daily": table(DAILY, days), "survey": table(SURVEY, survey),
            "costs": table(COSTS, costs), "monthly": table(MONTHLY, monthly), "matters": table(MATTERS, matters),
            "areas": places}  # fmt: skip


@dataclass(frozen=True)
class FakeRun:
    """A run whose thefts are prevented one by one with a known chance from the policy's first day."""

    seed: int
    prevented: float = 0.0  # true share of thefts that the policy prevents
    days: int = 60
    policy_day: int = 20
    thefts_per_day: float = 5.0
    spread: float = 0.2  # standard deviation of the log rate between seeds; arms share it
    cost_per_day: float = 1000.0

    def tables(self) -> dict[str, pa.Table]:
        """Tables of the run; thefts not prevented are the same in every arm."""
        rng = np.random.default_rng(self.seed)
        rate = self.thefts_per_day * np.exp(self.spread * rng.standard_normal())
        n = rng.poisson(rate * self.days)
        times = np.sort(rng.uniform(0, 24 * self.days, n))
        luck, where, told = rng.random(n), rng.integers(0, 8, n), rng.random(n)
        kept = (luck >= self.prevented) | (times < 24 * self.policy_day)
        events = [self._theft(i, times[i], int(where[i]), told[i]) for i in np.flatnonzero(kept)]
        days = [day(d, a, patrol_min=30.0, open_disputes=1) for d in range(self.days) for a in range(8)]
        costs = [
            cost(m, "police patrol", min(30, self.days - 30 * m), self.cost_per_day) for m in range(-(-self.days // 30))
        ]
        return tables(
            events,
            areas([100] * 8, [0, 0, 0, 0, 1, 1, 1, 1]),
            days,
            costs,
            [wave(self.days - 1, "safety", 50, 0.9, 0.6)],
        )

    def _theft(self, i: int, time_h: float, area: int, told: float) -> dict:
        places = {"area": area, "grid": area, "community": area // 2, "street": area // 4}
        reported = {"reported_h": time_h, "recorded": told < 0.5, "channel": "110"} if told < 0.7 else {}
        return event(int(i) + 1, float(time_h), "theft", outcome="completed", **places, **reported)
