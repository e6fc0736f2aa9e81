"""Every indicator on a tiny year made by hand, by hand numbers.

Four areas of 250 residents in two streets; the window is the second half (hours 4380 to 8760) of a year, so
1,000 residents times half a year: a rate per 1,000 residents and year is twice the count.
"""

import numpy as np
import pandas as pd
import pytest

from govsim.experiments.indicators import REGISTRY, Window, compute, displacement_quotient, gini
from tests.experiments.fake import areas, cost, day, event, matter, tables, wave

FROM, TO = 4380.0, 8760.0
H = 5000.0  # an hour within the window


def theft(i, time_h, subtype="burglary", **given):
    return event(i, time_h, "theft", **{"subtype": subtype, "outcome": "completed", "channel": "none"} | given)


def dispute(i, time_h, **given):
    return event(i, time_h, "dispute", **{"subtype": "family"} | given)


def told(time_h, channel, recorded=True):
    return {"reported_h": time_h, "channel": channel, "recorded": recorded}


def a_year(later=()):
    """The tables of the year; `later`: events after the window."""
    events = [
        *later,
        theft(1, 100.0, **told(101.0, "110")),  # before the window
        theft(2, 4379.0, **told(H, "110")),  # happened before, filed within
        theft(3, H, **told(H + 1, "110"), cleared_h=H + 50),
        theft(4, H + 1, "vehicle", **told(H + 2, "110", recorded=False), street=1, area=2, community=1),
        theft(5, H + 2, "enterprise", outcome="caught", **told(H + 3, "110"), cleared_h=TO + 5, street=1, area=3),
        theft(6, H + 3, "pocket_shop"),
        dispute(10, H, **told(H + 10, "grid"), outcome="mediated", closed_h=H + 200, hearings=1),
        dispute(11, H + 1, outcome="bilateral", closed_h=H + 100),
        dispute(12, H + 2, **told(H + 20, "110"), outcome="conciliated", closed_h=H + 300),
        dispute(13, H + 400, **told(H + 410, "petition"), relapse_of=12),  # 12 breaks out again
        dispute(14, H + 5, **told(H + 30, "court"), outcome="exhausted", closed_h=H + 2000, hearings=2, clashed=True),
        dispute(15, TO - 100, **told(TO - 50, "community"), outcome="mediated", closed_h=TO - 10),  # too late to follow
        dispute(16, 4000.0, **told(H + 5, "hotline", recorded=False)),  # broke out before the window
        event(20, H + 60, "clash", subtype="family", cause=14, outcome="criminal", **told(H + 60, "110")),
        event(21, H + 70, "clash", subtype="family", cause=14, outcome="criminal", street=1, area=2),
        event(22, H + 80, "clash", subtype="family", cause=11, outcome="scuffle", street=1, area=2),
        event(30, H + 150, "hearing", subtype="family", cause=10, outcome="agreed", **told(H + 150, "grid")),
        event(31, H + 160, "hearing", subtype="family", cause=12, outcome="agreed", **told(H + 160, "110")),
        event(32, H + 170, "hearing", subtype="family", cause=14, outcome="failed", **told(H + 170, "court")),
        event(33, H + 180, "hearing", subtype="family", cause=14, outcome="failed", **told(H + 180, "court")),
        event(34, H + 190, "hearing", subtype="family", cause=15, outcome="failed", **told(H + 190, "community")),
        event(40, H, "call", subtype="family", response_min=4.0, **told(H, "110")),
        event(41, H, "call", subtype="burglary", response_min=10.0, **told(H, "110")),
        event(42, H, "call", subtype="other", response_min=1.0, **told(H, "110", recorded=False)),
        event(43, 10.0, "call", subtype="family", response_min=99.0, **told(10.0, "110")),
    ]
    days = [day(183, 0, patrol_min=144.0, open_disputes=3), day(183, 1, patrol_min=2000.0),
            day(364, 2, open_disputes=1), day(10, 0, patrol_min=1440.0, open_disputes=50)]  # fmt: skip
    costs = [cost(5, "police patrol", 10, 100.0), cost(6, "police patrol", 30, 100.0),
             cost(7, "grid workers", 5, 40.0, payer="enterprise")]  # fmt: skip
    survey = [wave(89, "safety", 100, 0.5, 0.1), wave(269, "safety", 100, 0.9, 0.6),
              wave(359, "safety", 300, 0.98, 0.7), wave(359, "safety", 5, 0.0, 0.0, street=0)]  # fmt: skip

    def ticket(i, number, reported_h, channel, due_h=TO - 100, **given):
        return matter(number, H, ticket=i, reported_h=reported_h, channel=channel, due_h=due_h, **given)

    matters = [
        ticket(0, 0, H + 24, "grid", closed_h=H + 48, done_h=H + 48, solved_h=H + 48),
        ticket(1, 0, H + 24, "grid", duplicate=True, closed_h=H + 30, done_h=H + 30, solved_h=H + 48),
        ticket(2, 1, H + 10, "hotline", tier="street", returns=2, closed_h=H + 90,
               solved_h=H + 700),  # on paper
        ticket(3, 1, H + 500, "hotline", tier="district", transfers=1, repeat_of=2, closed_h=H + 700, done_h=H + 700,
               solved_h=H + 700, due_h=H + 600),
        matter(-1, H + 5, ticket=4, reported_h=H + 5, channel="grid", trivial=True, occurred=False, closed_h=H + 6,
               done_h=H + 6, due_h=TO - 10),
        ticket(5, 2, H + 20, "community", emergency=True, severity=0.95, closed_h=H + 22, done_h=H + 22,
               solved_h=H + 22),
        ticket(6, 3, TO - 5, "grid", misread=True, due_h=TO + 200),
        matter(4, H, noticed_h=H + 3, solved_h=H + 24 * 9),  # nobody told
    ]  # fmt: skip
    return tables(events, areas([250] * 4, [0, 0, 1, 1]), days, costs, survey, matters=matters)


@pytest.fixture(scope="module")
def year():
    found = compute(a_year(), FROM, TO)
    return {(row.indicator, row.ledger): row for row in found.itertuples()}


@pytest.mark.parametrize(("indicator", "ledger", "value"), [
    ("K1", "true", 8.0),  # thefts 3, 4, 5, 6 within half a year
    ("K1", "recorded", 6.0),  # 2, 3, 5 filed within it
    ("K1.burglary", "true", 2.0), ("K1.burglary", "recorded", 4.0),
    ("K1.vehicle", "true", 2.0), ("K1.vehicle", "recorded", 0.0), ("K1.from_vehicle", "true", 0.0),
    ("K1.pocket_shop", "true", 2.0), ("K1.enterprise", "recorded", 2.0),
    ("K1.dark", "true", 50.0),  # 3 and 5 of four
    ("K2", "true", 6.0), ("K2", "recorded", 4.0),
    ("K3", "true", 25.0), ("K3", "recorded", 100 / 3),  # only 3 was cleared before the end
    ("K4", "true", 2.0), ("K4", "recorded", 2.0),
    ("K7", "true", 2.0), ("K7", "recorded", 2.0), ("K7.share", "true", 100 / 3), ("K7.share", "recorded", 50.0),
    ("K8", "true", 100 * (0.1 + 1.0) * 250 / (1000 * 182)),  # days 183..364; at most 1,440 minutes count
    ("K10", "true", 5.0), ("K10", "recorded", 7.0), ("K10.p90", "true", 8.8),
    ("K11", "true", 12.0),  # 10 to 15
    ("K11", "recorded", 10.0),  # 10, 12, 13, 14, 15
    ("K11.dark", "true", 100 * 5 / 6), ("K11.open", "true", 4 / 182),
    ("K12", "true", 50.0),  # 10, 11, 15 of six; 12 relapsed
    ("K12", "recorded", 50.0),  # 10, 12 of 10, 12, 13, 14; 15 was registered too late
    ("K12.relapse", "true", 25.0), ("K12.relapse", "recorded", 100 / 3),
    ("K13", "recorded", 100 * 2 / 3), ("K13", "true", 100 / 3),  # 10 and 12 agreed, 12 relapsed, 14 was given up
    ("K13.grid", "true", 100.0), ("K13.110", "true", 0.0), ("K13.110", "recorded", 100.0), ("K13.court", "true", 0.0),
    ("K15", "true", 20.0), ("K15", "recorded", 20.0),  # one dispute, two criminal clashes
    ("K15.count", "true", 2.0), ("K15.share", "true", 1000 / 6),
    ("K17", "true", 100 * 2 / 6), ("K17", "recorded", 20.0),
    ("K17.rate", "true", 6.0), ("K17.rate", "recorded", 2.0),
    ("K22", "true", 50.0),  # 10 and 15 in grid and community, 11 between the parties
    ("K22", "recorded", 40.0),
    ("K23", "true", 60.0),  # 12, 13, 14 of the five told; 16 did not break out within the window
    ("K23", "recorded", 60.0), ("K23.grid", "true", 20.0), ("K23.hotline", "true", 0.0), ("K23.court", "true", 20.0),
    ("K18", "recorded", 4 * 30 / 5), ("K18", "true", 2 * 30 / 5), ("K18.count", "true", 100 * 2 / 7),
    ("K19", "recorded", 100.0),  # the six due in the window
    ("K19", "true", 100.0),  # matter 1 was solved by its second ticket
    ("K19.paper", "true", 100 / 4),  # ticket 2 of 0, 2, 3, 5
    ("K20", "recorded", 100 * 5 / 6), ("K20", "true", 75.0),  # ticket 3 is late
    ("K20.days", "true", (48 + 700 + 22 + 24 * 9) / 24 / 4),
    ("K21", "recorded", 100 / 7), ("K21.hops", "recorded", 3 / 7), ("K22.matters", "recorded", 50.0),
    ("K23.matters", "recorded", 40.0), ("K24", "recorded", 100 / 7), ("D2", "recorded", 40.0),
    ("D8", "true", 100 / 7), ("D9", "true", 2.0), ("K26", "recorded", 0.0),
    ("K29", "true", 65.0), ("K29", "recorded", 100 * (90 + 294) / 400),
    ("X1", "true", (2750 + 200) / 500),  # 27.5 of the 30 days of month 6; month 5 ends before the window
    ("X1.public", "true", 5.5), ("X1.enterprise", "true", 0.4),
    ("X1.residents", "true", 0.0),
    ("X2.K1.worst", "true", 8.0), ("X2.K1.gini", "true", 0.0), ("X2.K17.worst", "true", 8.0),
])  # fmt: skip
def test_indicator_equals_its_hand_number(year, indicator, ledger, value):
    assert year[indicator, ledger].value == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("key", [("K30", "true"), ("K13.hotline", "true")])
def test_an_indicator_without_cases_is_missing_and_not_zero(year, key):
    assert np.isnan(year[key].value)
    assert year[key].n == 0


def test_every_indicator_is_declared_completely():
    for indicator in REGISTRY.values():
        assert all([indicator.name, indicator.zh, indicator.unit, indicator.numerator, indicator.denominator])
        assert set(indicator.ledgers) <= {"true", "recorded"}


def test_value_is_numerator_over_denominator(year):
    scale = {"%": 100, "per 1,000 residents and year": 1, "minutes": 1}
    checked = 0
    for (name, _), row in year.items():
        unit = REGISTRY[name].unit
        if unit in scale and row.denominator > 0:
            assert row.value == pytest.approx(scale[unit] * row.numerator / row.denominator)
            checked += 1
    assert checked > 20


def test_gini_of_known_distributions():
    assert gini(np.array([5.0, 5.0, 5.0]), np.array([1.0, 7.0, 2.0])) == 0
    assert gini(np.array([0.0, 1.0]), np.array([1.0, 1.0])) == 0.5
    assert gini(np.array([1.0, 3.0]), np.array([3.0, 1.0])) == pytest.approx(0.25)  # 2 * 3/16 * 2 / (2 * 1.5)
    assert np.isnan(gini(np.zeros(3), np.ones(3)))


def test_displacement_quotient_tells_spread_from_displacement():
    assert displacement_quotient((100, 50), (100, 80), (100, 100)) == pytest.approx(0.4)  # -0.2 / -0.5: benefits spread
    assert displacement_quotient((100, 50), (100, 120), (100, 100)) == pytest.approx(-0.4)  # the problem moved
    assert np.isnan(displacement_quotient((100, 100), (100, 120), (100, 100)))


def test_an_empty_window_is_refused():
    with pytest.raises(ValueError, match="is empty"):
        Window(a_year(), 10, 10)


def test_what_happens_after_the_window_changes_nothing():
    later = [
        dispute(50, TO + 5, relapse_of=10, **told(TO + 6, "grid")),
        theft(51, TO + 1, **told(TO + 2, "110")),
        event(52, TO + 3, "clash", subtype="family", cause=11, outcome="criminal", **told(TO + 3, "110")),
        event(53, TO + 4, "call", subtype="family", response_min=500.0, **told(TO + 4, "110")),
        event(54, TO + 9, "hearing", subtype="family", cause=11, outcome="agreed", **told(TO + 9, "grid")),
    ]
    pd.testing.assert_frame_equal(compute(a_year(later), FROM, TO), compute(a_year(), FROM, TO))
