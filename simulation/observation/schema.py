"""The published contract of every table a run hands over: name, type, unit and meaning of each column."""

from __future__ import annotations

import pyarrow as pa

SCHEMA_VERSION = 4

KINDS = ("theft", "dispute", "clash", "hearing", "call")
CHANNELS = ("none", "grid", "community", "centre", "110", "hotline", "petition", "court")
THEFT_TYPES = ("burglary", "vehicle", "from_vehicle", "pocket_shop", "enterprise")
DISPUTE_TYPES = ("family", "neighbour", "property", "debt", "labour", "damage", "land", "group")


def _column(name: str, type_: pa.DataType, meaning: str, unit: str = "") -> pa.Field:
    return pa.field(name, type_, metadata={"meaning": meaning, "unit": unit})


_WORDS = pa.dictionary(pa.int8(), pa.string())

EVENTS = pa.schema(
    [
        _column("event_id", pa.int64(), "named by cause, so the same event has the same id in every arm"),
        _column("time_h", pa.float64(), "when it happened; a dispute: when it broke out", "hours since start"),
        _column("tick", pa.int32(), "tick in which time_h lies", "ticks since start"),
        _column("kind", _WORDS, "theft, dispute, clash, hearing (a mediation session) or call (to 110)"),
        _column("subtype", _WORDS, "type of theft or dispute; of a clash, hearing or call: that of its cause"),
        _column("area", pa.int32(), "row in areas.parquet"),
        _column("grid", pa.int32(), "base grid of the area, -1 where nobody lives"),
        _column("community", pa.int32(), "community or village of the area"),
        _column("street", pa.int32(), "street or town of the area"),
        _column("person", pa.int32(), "victim of a theft, starter of a dispute; -1 when it is no resident"),
        _column("newcomer", pa.bool_(), "that resident is registered in another county or province; false for nobody"),
        _column("other", pa.int32(), "offender or other party; an enterprise e is written -2 - e; -1 for nobody"),
        _column("occurred", pa.bool_(), "it happened (ground truth; always true)"),
        _column("noticed", pa.bool_(), "somebody besides those who did it became aware of it"),
        _column("reported", pa.bool_(), "an office was told of it or found it"),
        _column("recorded", pa.bool_(), "an office entered it in its records"),
        _column("noticed_h", pa.float64(), "when it was noticed; NaN if never", "hours since start"),
        _column("reported_h", pa.float64(), "when an office learned of it; NaN if never", "hours since start"),
        _column("channel", _WORDS, "how the first office learned of it; none if none did"),
        _column("cleared", pa.bool_(), "theft: an offender was identified"),
        _column("cleared_h", pa.float64(), "when; NaN if never", "hours since start"),
        _column(
            "outcome",
            _WORDS,
            "theft: completed, caught. dispute: open, lumped, bilateral, conciliated (by police), mediated, "
            "exhausted (mediation failed for good), local (settled by people of the building). "
            "clash: scuffle, criminal. hearing: agreed, failed. call: attended",
        ),
        _column(
            "cleared_by",
            _WORDS,
            "theft: what led to the offender first: in the act, scene, inquiry, video, tip; else none",
        ),
        _column("cleared_ways", pa.int8(), "theft: how many of these ways would have led there"),
        _column("closed_h", pa.float64(), "dispute: when it ended; NaN while open", "hours since start"),
        _column("response_min", pa.float64(), "call: minutes from call to arrival; NaN elsewhere", "minutes"),
        _column("on_scene_min", pa.float64(), "call: minutes spent on the scene; NaN elsewhere", "minutes"),
        _column(
            "heat", pa.float64(), "dispute: highest heat reached; clash or hearing: heat then; NaN elsewhere", "0..1"
        ),
        _column("hearings", pa.int16(), "dispute: mediation sessions held"),
        _column("clashed", pa.bool_(), "dispute: it turned physical at least once"),
        _column("criminal", pa.bool_(), "dispute: it became a criminal case (民转刑)"),
        _column("relapse_of", pa.int64(), "dispute: event_id of the settled or swallowed dispute it revives, else -1"),
        _column("cause", pa.int64(), "clash, hearing, call: event_id of the dispute or theft behind it, else -1"),
        _column("loss_yuan", pa.float64(), "theft: value lost; NaN elsewhere", "yuan"),
        _column("distance_m", pa.float64(), "theft: offender's home to scene; NaN elsewhere", "metres"),
    ]
)

DAILY = pa.schema(
    [
        _column("day", pa.int32(), "day since start", "days"),
        _column("area", pa.int32(), "row in areas.parquet"),
        _column("patrol_min", pa.float32(), "visible patrol in the area", "unit-minutes"),
        _column("grid_min", pa.float32(), "grid workers outside in the area", "worker-minutes"),
        _column("thefts", pa.int16(), "thefts that occurred"),
        _column("thefts_recorded", pa.int16(), "of them, recorded sooner or later"),
        _column("onsets", pa.int16(), "disputes that broke out"),
        _column("clashes", pa.int16(), "clashes that occurred"),
        _column("open_disputes", pa.int16(), "disputes open at the end of the day"),
    ]
)

SURVEY = pa.schema(
    [
        _column("day", pa.int32(), "day of the survey wave", "days since start"),
        _column("item", _WORDS, "safety, trust, satisfaction, awareness or participation"),
        _column("actor", _WORDS, "who is asked: residents, enterprises, organisations (councils and volunteers)"),
        _column("street", pa.int32(), "street or town; -1 for the whole district"),
        _column("n", pa.int32(), "residents, enterprises or organisations asked"),
        _column("positive", pa.float64(), "share of answers counted as positive by the office (has a ceiling)", "0..1"),
        _column("latent", pa.float64(), "mean latent value of all of them (ground truth)", "0..1"),
    ]
)

COSTS = pa.schema(
    [
        _column("month", pa.int32(), "30-day month since start"),
        _column("item", _WORDS, "what was paid for"),
        _column("payer", _WORDS, "public, enterprise or residents"),
        _column("quantity", pa.float64(), "amount used"),
        _column("unit", _WORDS, "unit of quantity"),
        _column("unit_cost_yuan", pa.float64(), "price of one unit", "yuan"),
        _column("cost_yuan", pa.float64(), "quantity times unit cost", "yuan"),
    ]
)

AREAS = pa.schema(
    [
        _column("area", pa.int32(), "row number, the name of the area in every other table"),
        _column("x_m", pa.float64(), "centre, east of the map's western edge", "metres"),
        _column("y_m", pa.float64(), "centre, north of the map's southern edge", "metres"),
        _column("side_m", pa.float64(), "edge of the square", "metres"),
        _column("ntype", pa.int8(), "neighbourhood type 1..10 (governance_inventory 6.1)"),
        _column("grid", pa.int32(), "base grid, -1 where nobody lives"),
        _column("community", pa.int32(), "community or village"),
        _column("community_name", pa.string(), "its name"),
        _column("street", pa.int32(), "street or town"),
        _column("street_name", pa.string(), "its English name"),
        _column("street_name_zh", pa.string(), "its Chinese name"),
        _column("circle", pa.int32(), "patrol circle"),
        _column("station", pa.int32(), "police station"),
        _column("households", pa.int32(), "households living there"),
        _column("residents", pa.int32(), "residents living there", "persons"),
        _column("newcomers", pa.int32(), "of them, registered in another county or province", "persons"),
        _column("shops", pa.float32(), "shops"),
        _column("enterprise", pa.int32(), "enterprise that owns the ground, -1 for none"),
    ]
)

TIERS = ("community", "street", "district")
LEDGERS = ("true", "recorded")
MONTHLY_ITEMS = (
    "database coverage", "cameras that work", "homes with camera, light and gate", "contract hours given",
    "newcomers registered", "special persons seen in time", "special persons lost", "special persons missed",
    "first offences", "juvenile first offences", "reoffences", "volunteer hours", "residents who take part",
    "hot-spot visits made",
)  # fmt: skip

MONTHLY = pa.schema(
    [
        _column("month", pa.int32(), "30-day month since start; the value is that of its last day"),
        _column("street", pa.int32(), "street or town"),
        _column("item", _WORDS, "what is counted: " + "; ".join(MONTHLY_ITEMS)),
        _column("ledger", _WORDS, "true, or recorded: as an office would count it"),
        _column("numerator", pa.float64(), "what is there"),
        _column("denominator", pa.float64(), "of how much"),
    ]
)

MATTERS = pa.schema(
    [
        _column("ticket", pa.int32(), "number of the ticket; -1 where none was written"),
        _column("matter", pa.int32(), "number of the matter; -1 where there was none (a ticket for the count)"),
        _column("time_h", pa.float64(), "when it arose; without a matter, when it was entered", "hours since start"),
        _column("stream", _WORDS, "duty stream of the 1+6 that it belongs to"),
        _column("severity", pa.float64(), "0 trifle .. 1 grave (truth)"),
        _column("area", pa.int32(), "row in areas.parquet"),
        _column("grid", pa.int32(), "base grid of the area, -1 where nobody lives"),
        _column("community", pa.int32(), "community or village of the area"),
        _column("street", pa.int32(), "street or town of the area"),
        _column("occurred", pa.bool_(), "something was the matter (ground truth)"),
        _column("noticed", pa.bool_(), "somebody became aware of it"),
        _column("reported", pa.bool_(), "an office was told of it or saw it"),
        _column("recorded", pa.bool_(), "an office wrote a ticket"),
        _column("noticed_h", pa.float64(), "when it was noticed; NaN if never", "hours since start"),
        _column("reported_h", pa.float64(), "when an office learned of it; NaN if never", "hours since start"),
        _column("channel", _WORDS, "how the office learned of it; none if none did"),
        _column("duplicate", pa.bool_(), "a second ticket of another grid system for the same matter"),
        _column("trivial", pa.bool_(), "a ticket about nothing, for the count of reports"),
        _column("repeat_of", pa.int32(), "ticket that was closed without the matter being solved; -1 for none"),
        _column("emergency", pa.bool_(), "handled as an emergency"),
        _column("misread", pa.bool_(), "taken for an emergency when it was none, or the reverse"),
        _column("dispatched", pa.bool_(), "a clerk of the coordinating office placed it"),
        _column("tier", _WORDS, "tier that it has come to"),
        _column("returns", pa.int16(), "how often a department sent it back"),
        _column("transfers", pa.int16(), "how often it was passed up"),
        _column("due_h", pa.float64(), "time limit; NaN before it was read", "hours since start"),
        _column("closed_h", pa.float64(), "when the books closed it; NaN while open", "hours since start"),
        _column("done_h", pa.float64(), "when the work was done; NaN if it is not", "hours since start"),
        _column("exposed", pa.bool_(), "closed on paper, looked at, and opened again"),
        _column(
            "solved_h", pa.float64(), "when the matter was gone, by whomever; NaN if it is not", "hours since start"
        ),
    ]
)

TABLES = {
    "events": EVENTS,
    "daily": DAILY,
    "survey": SURVEY,
    "costs": COSTS,
    "monthly": MONTHLY,
    "matters": MATTERS,
    "areas": AREAS,
}
