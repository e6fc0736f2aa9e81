"""Who tells what to whom: victims, witnesses and parties of disputes. Source: evidence 3.11."""

from __future__ import annotations

from ...engine.compiled import inner
from ...engine.numerics import exp, exponential, log, sigmoid
from ...engine.randomness import uniform
from ...entities.records import (
    BY_110,
    BY_CENTRE,
    BY_COMMUNITY,
    BY_COURT,
    BY_HOTLINE,
    BY_PETITION,
    CHANNEL_NONE,
    CLASH_REPORT,
    THEFT_REPORT,
)

NOTICE, NOTICE_H, TELL, ENTER, CHANNEL, CALL = range(6)  # draw slots
SEEN = 0.99  # urgency of a theft seen on a screen; 1 is a thief already seized
ASK_CHANNELS = (BY_COMMUNITY, BY_CENTRE, BY_110, BY_HOTLINE, BY_PETITION, BY_COURT)


@inner
def choose_channel(p, weights, u, kind, heat, stake, trust, hall):
    """Channel by which the parties of a dispute seek help."""
    total, last = 0.0, 0
    for i in range(weights.shape[0]):
        total += _pull(p, weights, i, kind, heat, stake, trust, hall)
    u *= total
    for i in range(weights.shape[0]):
        pull = _pull(p, weights, i, kind, heat, stake, trust, hall)
        if pull > 0.0:
            last = i
            u -= pull
            if u < 0.0:
                break
    return ASK_CHANNELS[last]


@inner
def _pull(p, weights, i, kind, heat, stake, trust, hall):
    if ASK_CHANNELS[i] == BY_110:
        return weights[i, kind] * exp(p.heat_to_110 * heat)
    if ASK_CHANNELS[i] == BY_COMMUNITY:
        return weights[i, kind] * exp(p.trust_to_community * (trust - 0.5))
    if ASK_CHANNELS[i] == BY_CENTRE:
        return weights[i, kind] * (1.0 + p.hall_pull * hall)
    if ASK_CHANNELS[i] == BY_PETITION:
        return weights[i, kind] * exp(p.stake_to_petition * stake)
    if ASK_CHANNELS[i] == BY_COURT:
        return weights[i, kind] * exp(p.stake_to_court * stake)
    return weights[i, kind]


@inner
def send(mail, n, kind, case, entity, subtype, area, time_h, channel, recorded, urgency, event_h):
    """Write one report into the mail; returns the new count."""
    m = mail[n]
    m.kind, m.case, m.entity, m.subtype, m.area = kind, case, entity, subtype, area
    m.time_h, m.channel, m.recorded, m.urgency, m.event_h = time_h, channel, recorded, urgency, event_h
    return n + 1


@inner
def tell_theft(p, entered, key, t, row, people, mail, n):
    """One theft: noticed, reported, recorded, or not."""
    if t.caught == 1:  # the police were there: known at once
        t.noticed_h = t.reported_h = t.time_h
        t.recorded = 1
        return send(mail, n, THEFT_REPORT, row, t.id, t.type, t.area, t.time_h, BY_110, 1, 1.0, t.time_h)
    if t.seen == 1:  # somebody at a screen calls
        t.noticed_h = t.reported_h = t.time_h
        t.recorded = 1 if uniform(key, t.id, 0, ENTER) < entered[BY_110] else 0
        return send(mail, n, THEFT_REPORT, row, t.id, t.type, t.area, t.time_h, BY_110, t.recorded, SEEN, t.time_h)
    if uniform(key, t.id, 0, NOTICE) < p.never_noticed_share[t.type]:
        return n
    t.noticed_h = t.time_h + exponential(uniform(key, t.id, 0, NOTICE_H), 1.0 / p.unseen_hours[t.type])
    odds = p.tell_base[t.type] + p.tell_value * log(t.loss_yuan / 1000.0)
    if t.victim >= 0:
        v = people[t.victim]
        odds += p.tell_trust * (v.trust - 0.5) + p.tell_aware * v.aware - p.tell_unregistered * (1.0 - v.registered)
    if uniform(key, t.id, 0, TELL) >= sigmoid(odds):
        return n
    t.reported_h = t.noticed_h
    t.recorded = 1 if uniform(key, t.id, 0, ENTER) < entered[BY_110] else 0
    fresh = exp(-(t.noticed_h - t.time_h))
    return send(mail, n, THEFT_REPORT, row, t.id, t.type, t.area, t.noticed_h, BY_110, t.recorded, fresh, t.time_h)


@inner
def tell_clash(p, entered, key, c, row, disputes, people, mail, n):
    """One clash: seen or not, called in or not. A call also makes the dispute known."""
    d = disputes[c.dispute]
    if uniform(key, c.id, 0, NOTICE) >= p.clash_noticed_share:
        return n
    c.noticed = 1
    d.noticed_h = min(d.noticed_h, c.time_h)
    if uniform(key, c.id, 0, CALL) >= p.clash_called_share:
        return n
    c.called_h = c.time_h + exponential(uniform(key, c.id, 0, NOTICE_H), 1.0 / p.clash_call_hours)
    c.recorded = 1 if uniform(key, c.id, 0, ENTER) < entered[BY_110] else 0
    if d.channel == CHANNEL_NONE:
        d.channel, d.reported_h, d.recorded = BY_110, c.called_h, c.recorded
    return send(mail, n, CLASH_REPORT, row, c.id, d.type, d.area, c.called_h, BY_110, c.recorded, 1.0, c.time_h)
