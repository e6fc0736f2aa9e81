"""What a district of one's own was read from, what was inferred, and what is synthetic; in words and as a picture."""

# pyright: reportMissingImports=false, reportArgumentType=false, reportAttributeAccessIssue=false

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from matplotlib.collections import LineCollection
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

from govsim.simulation.synthesis import Synthesis
from govsim.simulation.town import NTYPES, OPEN

from ..config_folders import OWN
from ..errors import BadInput, nearest
from ..files import json_of
from ..language.voice import Voice
from .faults import Fault
from .fitting import Fit, fits
from .keeping import GRIDS, GROUP, REMEDY, SQUARES, folder_of, read_table
from .margins import Margin
from .writing import NOTES, OUTLINES

WORST = 12  # margins told
TYPE_COLOURS = ("#4C9F70", "#2F6DB5", "#C98B4B", "#B5483F", "#A7B85A", "#8C6BB1", "#6E6E6E", "#E0A800", "#5DB7C9",
                "#EDEDED")  # fmt: skip


def own_districts() -> dict[str, Path]:
    """Files of districts of one's own by name: those with a folder of maps."""
    return {
        path.stem: path for path in sorted((OWN / GROUP).glob("*.yaml")) if (folder_of(path.stem) / SQUARES).exists()
    }


def notes_of(name: str) -> dict[str, Any]:
    """What was noted when a district was made. Raises BadInput where there is none."""
    known = own_districts()
    if name not in known:
        raise BadInput(f"there is no district of your own {name!r}; {nearest(name, known)}")
    return json_of(folder_of(name) / NOTES, REMEDY)


def described(name: str, made: Synthesis, voice: Voice) -> Iterator[str]:
    """A district as lines of text."""
    notes, words = notes_of(name), voice["district"]
    yield f"{made.town.name} ({name})"
    yield voice.said(notes["geography"])
    yield words["size"].format(
        km2=f"{notes['area_km2']:.1f}", areas=f"{made.town.n_areas:,}", side=f"{made.town.side_m:g}",
        residents=f"{made.people.size:,}", households=f"{made.households.size:,}", streets=made.town.n_streets,
        communities=len(made.town.community_names), grids=made.town.n_grids,
    )  # fmt: skip
    yield from ["", words["read"]]
    yield from (f"  {words['files'][word]}: {one['file']}" for word, one in notes["sources"].items())
    yield from ["", words["whence"]]
    for whence in ("map", "list", "made"):
        levels = [words["files"][level] for level, origin in notes["origin"].items() if origin == whence]
        if levels:
            yield f"  {words['origin'][whence]}: {voice['comma'].join(levels)}"
    yield f"  {words['always']}"
    yield from _numbers(notes["numbers"], voice)
    yield from _fit(name, notes, made, voice)
    yield from ["", words["remarks"] if notes["remarks"] else words["no_remarks"]]
    for remark in (Fault(**one) for one in notes["remarks"]):
        yield f"  {remark.place}: {voice.said(remark.what)}{voice['semicolon']}{voice.said(remark.todo)}"


def _numbers(sources: Mapping[str, str], voice: Voice) -> Iterator[str]:
    words = voice["district"]
    given = [path for path, source in sources.items() if not source.startswith("prior")]
    prior = [path for path, source in sources.items() if source.startswith("prior")]
    for text, paths in ((words["given"], given), (words["prior"], prior)):
        if paths:
            yield f"  {text}: {', '.join(paths)}"


def _fit(name: str, notes: Mapping[str, Any], made: Synthesis, voice: Voice) -> Iterator[str]:
    """The margins that fit worst, and how many there are."""
    every = fit_of(name, notes, made)
    if not every:
        return
    words = voice["district"]
    worst = sorted(every, key=lambda one: -abs(one.error))
    close = sum(abs(one.error) <= 0.01 for one in every)
    yield from ["", words["fit"].format(n=len(every), close=close)]
    for one in worst[:WORST]:
        unit = f"{one.margin.unit} " if one.margin.unit else ""
        yield f"  {unit}{one.margin.name}: {one.margin.value:,.6g} / {one.town:,.6g} ({100 * one.error:+.1f} %)"


def fit_of(name: str, notes: Mapping[str, Any], made: Synthesis) -> list[Fit]:
    """Every margin with what the town has."""
    folder = folder_of(name)
    names = {"street": [one for one, _ in made.town.street_names], "community": list(made.town.community_names)}
    if (folder / GRIDS).exists():
        names["grid"] = list(read_table(folder / GRIDS)[0]["name"])
    return fits(made, [Margin(**one) for one in notes["margins"]], names)


def picture(name: str, made: Synthesis, voice: Voice) -> Figure:
    """Housing types on the squares, with the borders that were given."""
    table, about = read_table(folder_of(name) / OUTLINES)
    areas, side, words = made.town.areas, made.town.side_m, voice["district"]
    ground = np.full((about["rows"], about["columns"]), np.nan)
    ground[areas["iy"], areas["ix"]] = areas["ntype"] - 1
    ratio = about["rows"] / about["columns"]
    drawn = Figure(figsize=(8, min(max(5.2 * ratio + 1.0, 4), 12)), layout="constrained")
    axes = drawn.subplots()
    extent = (0, about["columns"] * side / 1000, 0, about["rows"] * side / 1000)
    axes.imshow(ground, extent=extent, origin="lower", interpolation="nearest", cmap=ListedColormap(list(TYPE_COLOURS)),
                vmin=-0.5, vmax=9.5)  # fmt: skip
    for level, width, colour in (("grids", 0.4, "#777777"), ("streets", 1.2, "#222222"), ("boundary", 1.8, "#000000")):
        shapes = [shapely.from_wkb(shape) for shape in table.loc[table["level"] == level, "shape"]]
        axes.add_collection(LineCollection(_rings(shapes, about), colors=colour, linewidths=width))
    _names(axes, made)
    for code, (english, chinese) in NTYPES.items():
        if (areas["ntype"] == code).any():
            axes.plot([], [], "s", color=TYPE_COLOURS[code - 1], label=chinese if voice.language == "zh" else english)
    axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False, fontsize=8)
    axes.set(
        xlabel="km",
        ylabel="km",
        title=f"{made.town.name}\n{voice.said(made.town.geography)}" if ratio < 0 else made.town.name,
    )
    axes.text(0, -0.09, words["picture"], transform=axes.transAxes, fontsize=8, va="top")
    return drawn


def _rings(shapes: Sequence[Any], about: Mapping[str, Any]) -> list[np.ndarray]:
    """Borders of shapes in kilometres of the map."""
    corner = np.array([about["west_m"], about["south_m"]])
    lines = [part for shape in shapes for part in getattr(shape.boundary, "geoms", [shape.boundary])]
    return [(shapely.get_coordinates(line) - corner) / 1000 for line in lines]


def _names(axes: Any, made: Synthesis) -> None:
    """Names of streets where most of their residents live."""
    areas = made.town.areas
    for n, (english, chinese) in enumerate(made.town.street_names):
        own = (areas["street"] == n) & (areas["ntype"] != OPEN)
        if own.any():
            x, y = (
                float(np.average(areas[c][own], weights=areas["residents"][own] + 1e-9)) / 1000 for c in ("x_m", "y_m")
            )
            axes.text(x, y, chinese if chinese != english else english, fontsize=7, ha="center",
                      bbox={"fc": "white", "ec": "none", "alpha": 0.7, "pad": 1})  # fmt: skip
