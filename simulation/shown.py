"""What a district and its parts are, in a few lines: never a screen of arrays."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from .town import Town

SHADES = ("#d9e4ec", "#9fb8c9", "#5d83a0")  # few, some, many residents
WIDTH_PX = 360


def facts_of_town(town: Town) -> dict[str, str]:
    """Size and overlay of a town, by name."""
    return {
        "residents": f"{town.areas['residents'].sum():,} in {town.areas['households'].sum():,} households",
        "map": f"{town.n_areas:,} areas of {town.side_m:g} m",
        "geography": town.geography,
        "overlay": f"{town.n_streets} streets, {len(town.community_names)} communities, "
        f"{int(town.areas['grid'].max()) + 1} grids, {town.enterprises.size} enterprises",
    }


def facts_of(district: Any) -> dict[str, str]:
    """What a district is and how far it has come, by name."""
    policies = ", ".join(district.named_policies) or "none: as today"
    return {
        **facts_of_town(district.town),
        "policies": policies,
        "time": str(district.clock),
        "so far": f"{len(district.thefts):,} thefts, {len(district.disputes.clashes):,} clashes (true)",
    }


def lines(title: str, facts: Mapping[str, str]) -> str:
    """A title and facts as text."""
    return "\n".join([title, *(f"  {name}: {fact}" for name, fact in facts.items())])


def page(title: str, facts: Mapping[str, str], picture: str = "") -> str:
    """The same for a notebook."""
    rows = "".join(f"<tr><th>{html.escape(n)}</th><td>{html.escape(fact)}</td></tr>" for n, fact in facts.items())
    return f"<div><strong>{html.escape(title)}</strong><table>{rows}</table>{picture}</div>"


def thumbnail(town: Town) -> str:
    """Where people live, as a small <svg>: three shades by residents of an area."""
    lived = town.areas[town.areas["residents"] > 0]
    x, y = lived["ix"] - town.areas["ix"].min(), town.areas["iy"].max() - lived["iy"]
    shade = np.searchsorted(np.quantile(lived["residents"], [1 / 3, 2 / 3]), lived["residents"])
    paths = [
        f'<path fill="{colour}" d="'
        + "".join(f"M{a} {b}h1v1h-1z" for a, b in zip(x[shade == k], y[shade == k], strict=True))
        + '"/>'
        for k, colour in enumerate(SHADES)
    ]
    width, height = (int(np.ptp(town.areas[axis])) + 1 for axis in ("ix", "iy"))
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{WIDTH_PX}" role="img">'
        f"<title>where people live; {html.escape(town.geography)}</title>{''.join(paths)}</svg>"
    )
