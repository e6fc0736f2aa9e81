"""What an offender finds at a place: the best of a few looks."""

from __future__ import annotations

from ...calendar.days import row_at
from ...engine.compiled import inner
from ...engine.numerics import log
from ...engine.randomness import uniform
from ...entities.setting import crowd_at
from ...entities.thefts import BURGLARY, ENTERPRISE_MATERIAL, FROM_VEHICLE, POCKET_SHOP, VEHICLE
from ...timetable import nth_present
from .places import n_targets

SHOP, AGAIN, LOOK = 5, 6, 7  # draw slots within a place; LOOK + n for the n-th look
NOTHING, UNNAMED_SHOP = -1_000_000_000, -1  # instead of a victim


@inner
def choose_target(p, key, o, who, number, base, kind, area, time_h, setting):
    """(victim, household, log attractiveness) of the best of a few looks; victim NOTHING when there is none.

    A victim is a resident, or -2 - enterprise. Bikes and cars stand where their owners are.
    """
    a, households = setting.areas[area], setting.households
    if kind == ENTERPRISE_MATERIAL:
        if a.enterprise < 0:
            return NOTHING, -1, 0.0
        return -2 - a.enterprise, -1, log(max(setting.enterprises[a.enterprise].goods, 0.01))
    if kind == BURGLARY and o.last_home >= 0 and households[o.last_home].area == area:
        if uniform(key, who, number, base + AGAIN) < p.return_share:
            return households[o.last_home].first, o.last_home, log(households[o.last_home].goods)
    if (
        kind == POCKET_SHOP
        and uniform(key, who, number, base + SHOP) * n_targets(kind, area, time_h, setting) < a.shops
    ):
        return (-2 - a.enterprise if a.enterprise >= 0 else UNNAMED_SHOP), -1, 0.0
    best, best_home, best_goods = NOTHING, -1, 0.0
    for look in range(p.looks):
        victim, home = look_at(uniform(key, who, number, base + LOOK + look), kind, area, time_h, setting)
        if victim >= 0 and home != setting.people[o.person].household and households[home].goods > best_goods:
            best, best_home, best_goods = victim, home, households[home].goods
    return best, best_home, (log(best_goods) if best != NOTHING else 0.0)


@inner
def look_at(u, kind, area, time_h, setting):
    """(victim, household) that one look falls on; victim -1 when it has nothing of the kind."""
    a = setting.areas[area]
    if kind == BURGLARY:
        if a.households == 0:
            return -1, -1
        home = a.first_household + int(u * a.households)
        return setting.households[home].first, home
    victim = nth_present(
        int(u * crowd_at(setting, area, time_h)), area, row_at(setting.days, time_h), setting.areas, setting.where
    )
    if victim < 0:
        return -1, -1
    home = setting.people[victim].household
    owned = (kind != VEHICLE or setting.households[home].ebike == 1) and (
        kind != FROM_VEHICLE or setting.households[home].car == 1
    )
    return (victim if owned else -1), home
