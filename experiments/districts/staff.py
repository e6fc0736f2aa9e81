"""Staff and rosters of a district: how many there are of each kind, as its baseline of levers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from govsim.simulation.synthesis import Synthesis

from ..errors import BadInput
from ..given_tables import read_table
from .faults import Findings
from .headers import MEANS, find, plain

KINDS = {plain(word): kind for kind, words in MEANS["staff"].items() for word in words}
SHIFTS = ("night", "day", "evening")
MOST = {"hearing_days": 7.0}
Staff = Mapping[tuple[str, str], float]  # (kind, shift or ""): number


def read_staff(path: Path, found: Findings) -> dict[tuple[str, str], float]:
    """Numbers by kind and shift, summed over the rows of a table. Faults go to `found`. Raises BadInput."""
    table = read_table(path).rows
    headers = [str(header) for header in table.columns]
    kind_at, number_at, shift_at = (find(headers, MEANS[what]) for what in ("kind", "number", "shift"))
    if not kind_at or not number_at:
        raise BadInput(
            f"{path} needs the columns kind and number, one row a kind of staff; it has {', '.join(headers)}"
        )
    staff: dict[tuple[str, str], float] = {}
    for row, cells in table.iterrows():
        kind, shift = KINDS.get(plain(str(cells[kind_at]))), ""
        if kind is None:
            known = ", ".join(words[0] for words in MEANS["staff"].values())
            found.fault(path, f"{cells[kind_at]!r:.40} is no kind of staff", f"write one of {known}", row, kind_at)
            continue
        if shift_at and str(cells[shift_at]).strip():
            shift = MEANS["shifts"].get(str(cells[shift_at]).strip().lower(), "?")
            if shift == "?":
                found.fault(path, f"{cells[shift_at]!r:.40} is no shift", "write night, day or evening", row, shift_at)
                continue
        try:
            number = float(str(cells[number_at]).replace(",", ""))
        except ValueError:
            number = -1.0
        if not 0 <= number <= MOST.get(kind, 1e6):
            found.fault(path, f"{cells[number_at]!r:.40} is no number of staff", "write 0 or more", row, number_at)
            continue
        staff[kind, shift] = staff.get((kind, shift), 0.0) + number
    if any(staff.get((kind, ""), 1.0) < 1 for kind in ("stations", "circles")):
        found.fault(path, "a district needs a police station and a circle", "write 1 or more, or leave the row out")
    return staff


def served(staff: Staff, population: int) -> dict[str, float]:
    """Residents of a police station and of a patrol circle, for the plan."""
    names = {"stations": "station_residents", "circles": "circle_residents"}
    return {
        name: max(100.0, round(population / staff[kind, ""], 1))
        for kind, name in names.items()
        if staff.get((kind, ""))
    }


def levers_of(staff: Staff, made: Synthesis) -> dict[str, dict[str, float]]:
    """Numbers of the baseline by group of levers, for the town that was made."""
    town, levers = made.town, {"patrol": {}, "grid": {}, "mediation": {}, "surveillance": {}}
    whole = staff.get(("patrol_cars", ""))
    for shift in SHIFTS:
        cars = staff.get(("patrol_cars", shift), whole)
        if cars is not None:
            levers["patrol"][f"cars_{shift}"] = round(cars / town.n_circles, 4)
    if ("grid_workers", "") in staff:
        levers["grid"]["full_time"] = round(staff["grid_workers", ""] / town.n_grids, 4)
    if ("mediators", "") in staff:
        levers["mediation"]["posts"] = round(1000 * staff["mediators", ""] / made.people.size, 4)
    if ("hearing_days", "") in staff:
        levers["mediation"]["hearing_days"] = staff["hearing_days", ""]
    if staff.get(("cameras", "")) and ("monitors", "") in staff:
        levers["surveillance"]["monitors"] = round(100 * staff["monitors", ""] / staff["cameras", ""], 4)
    return {group: numbers for group, numbers in levers.items() if numbers}


def yaml_of_levers(name: str, levers: Mapping[str, Mapping[str, float]], file: str) -> str:
    """The file of a baseline: given numbers over those of the built-in one."""
    lines = [
        f"# Baseline of {name}: numbers from {file}, made by `govsim district new`; the others are those of baseline.",
        "defaults: [baseline, _self_]",
    ]
    for group, numbers in levers.items():
        lines += [f"{group}:", *(f"  {key}: {value:g}  # [{file}]" for key, value in numbers.items())]
    return "\n".join([*lines, ""])
