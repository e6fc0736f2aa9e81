"""Where records are: points in metres, and units by name."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false, reportAssignmentType=false, reportOptionalMemberAccess=false
# (pandas and pyarrow say too little about their types)

from __future__ import annotations

import re
from collections.abc import Collection

import numpy as np
import pandas as pd

from .words import unit_name

EARTH_M = 6_371_000.0  # [definition] mean radius
FAR_M = 100_000.0  # a point so far from the middle of all is in no district
COMMUNITY = re.compile(r"([\u4e00-\u9fff]{2,12}?(?:社区|村|居委会))")
STREET = re.compile(r"([\u4e00-\u9fff]{2,9}?(?:街道|镇|乡))")
BEFORE = re.compile(r"^.*(?:省|自治区|市|区|县)")  # of an address, before the street


def points_of(x: pd.Series, y: pd.Series) -> tuple[pd.DataFrame, pd.Series, bool]:
    """Points in metres about the middle of all, NaN where there is none; which are far; whether x and y changed places.

    Degrees are laid flat where they are, so that distances within a district are right; no more is made of them.
    """
    x, y = (
        pd.to_numeric(cells.replace("", None), errors="coerce").replace([np.inf, -np.inf], np.nan) for cells in (x, y)
    )
    nowhere = (x == 0) & (y == 0)
    x, y = x.mask(nowhere), y.mask(nowhere)
    swapped = _in_china(y, x) and not _in_china(x, y)
    if swapped:
        x, y = y, x
    if x.abs().max() <= 180 and y.abs().max() <= 90:
        middle = float(y.median())
        x = np.radians(x) * EARTH_M * np.cos(np.radians(middle))
        y = np.radians(y) * EARTH_M
    x, y = x - x.median(), y - y.median()
    far = np.hypot(x, y) > FAR_M
    return pd.DataFrame({"x_m": x.mask(far).round(1), "y_m": y.mask(far).round(1)}), far, swapped


def _in_china(longitude: pd.Series, latitude: pd.Series) -> bool:
    return bool(73 <= longitude.median() <= 136 and 17 <= latitude.median() <= 54)


def unit_in(address: str, form: re.Pattern[str]) -> str:
    """The street or community that an address names; nothing else of it is kept."""
    found = form.search(BEFORE.sub("", address))
    return found[1] if found else ""


def streets_and_communities(addresses: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The units that addresses name, each empty where there is none."""
    streets = addresses.map({text: unit_in(text, STREET) for text in addresses.unique()})
    rest = [text.partition(street)[2] if street else text for text, street in zip(addresses, streets, strict=True)]
    return streets, pd.Series([unit_in(text, COMMUNITY) for text in rest], index=addresses.index, dtype=object)


def unknown_units(cells: pd.Series, known: Collection[str]) -> pd.Series:
    """Which cells name a unit that is not among those known, bool. `known`: as of `unit_name`."""
    names = {cell: bool(cell) and unit_name(cell) not in known for cell in cells.unique()}
    return cells.map(names).astype(bool)
