"""Map files: GeoJSON, GeoPackage, Shapefile and KML, read into shapes in WGS84 with their names."""

# pyright: reportMissingImports=false
# (pyogrio, shapely and pyproj are the extra `geo`)

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import BadInput
from ..faults import Findings
from .datums import SHIFTED, WORLD, is_geographic, to_world

ENDINGS = (".geojson", ".json", ".gpkg", ".shp", ".kml", ".zip")
MOST_SHAPES, MOST_BYTES = 200_000, 500_000_000
DBF_ENCODINGS = ("UTF-8", "GB18030")  # without .cpg; the second is what Chinese Windows writes
NEEDED = "maps need the extra geo: pip install 'govsim[geo]'"
AREAL, LINEAR, PUNCTUAL = ("Polygon", "MultiPolygon"), ("LineString", "MultiLineString"), ("Point", "MultiPoint")


@dataclass(frozen=True)
class Layer:
    """Shapes of one file in WGS84 degrees, with their attributes as text."""

    path: Path
    shapes: np.ndarray  # (n,) shapely geometries
    columns: dict[str, list[str]]  # by header, (n,) each
    rows: list[int]  # number in the file, from 1
    crs: str  # that of the file, or as it was said

    def __len__(self) -> int:
        return len(self.shapes)


def geo() -> tuple[Any, Any]:
    """(pyogrio, shapely). Raises BadInput where the extra is not installed."""
    try:
        import pyogrio.raw
        import shapely
    except ImportError as error:
        raise BadInput(NEEDED) from error
    return pyogrio, shapely


def is_map(path: Path) -> bool:
    """Whether a file is a map by its ending; others are tables."""
    return path.suffix.lower() in ENDINGS


def read_layer(word: str, crs: str, kinds: Sequence[str], found: Findings) -> Layer:
    """A layer of shapes of some kinds. `word`: FILE or FILE#LAYER; `crs`: as said, or empty. Raises BadInput."""
    path, _, layer = word.partition("#")
    meta, wkb, columns = _read(Path(path), layer)
    _, shapely = geo()
    crs = _system(Path(path), crs, meta["crs"], wkb, found)
    shapes, rows = [], []
    for row, one in enumerate(shapely.from_wkb(wkb, on_invalid="ignore"), start=1):
        if (shape := _sound(one, row, Path(path), kinds, found)) is not None:
            shapes.append(shape)
            rows.append(row)
    if not shapes:
        raise BadInput(f"{path} has no {kinds[0].lower()} that can be used; look whether it is the right file or layer")
    kept = {name: [values[row - 1] for row in rows] for name, values in columns.items()}
    turned = moved(np.array(shapes, object), _way(crs, Path(path)))
    return Layer(Path(path), _on_earth(turned, Path(path), crs), kept, rows, crs)


def _is_in_degrees(crs: str) -> bool:
    try:
        return is_geographic(crs)
    except ValueError:
        return True  # a system that cannot be read; what is said counts


def _way(crs: str, path: Path) -> Callable[[np.ndarray], np.ndarray]:
    try:
        return to_world(crs)
    except ValueError as error:
        raise BadInput(
            f"{path} says a coordinate system that cannot be used; say which it is, crs=EPSG:4490"
        ) from error


def moved(shapes: np.ndarray, way: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Shapes with all their points moved."""
    return geo()[1].transform(shapes, way)


def _read(path: Path, layer: str) -> tuple[dict[str, Any], np.ndarray, dict[str, list[str]]]:
    """(what the file says of itself, shapes as WKB, columns)."""
    pyogrio, _ = geo()
    if not path.is_file():
        raise BadInput(f"{path} is no file; look at its name and folder")
    if path.stat().st_size > MOST_BYTES:
        raise BadInput(f"{path} has more than {MOST_BYTES // 1_000_000} MB; cut it to the district first")
    try:
        layers = [str(name) for name, kind in pyogrio.list_layers(path) if kind]
        if layer and layer not in layers:
            raise BadInput(f"{path} has no layer {layer!r}; it has {', '.join(layers)}")
        if not layer and len(layers) > 1 and path.suffix.lower() != ".kml":
            raise BadInput(f"{path} has {len(layers)} layers: {', '.join(layers)}; choose one: {path}#{layers[0]}")
        if not layers:
            raise BadInput(f"{path} has no layer of shapes; look whether it is a map")
        return _decoded(path, layer or layers[0])
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError) as error:
        raise BadInput(f"{path} cannot be read as a map: {_first(error)}; save it anew as GeoPackage") from error


def _decoded(path: Path, layer: str) -> tuple[dict[str, Any], np.ndarray, dict[str, list[str]]]:
    """The layer with its text in the first encoding that can be read."""
    pyogrio, _ = geo()
    codepage = path.with_suffix(".cpg")
    own = path.suffix.lower() == ".shp" and not codepage.exists()
    for encoding in (*(() if own else (None,)), *(DBF_ENCODINGS if path.suffix.lower() == ".shp" else ())):
        try:
            meta, _, wkb, fields = pyogrio.raw.read(
                path,
                layer=layer,
                encoding=encoding,
                force_2d=True,
                datetime_as_string=True,
                max_features=MOST_SHAPES + 1,
            )
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
        if len(wkb) > MOST_SHAPES:
            raise BadInput(f"{path} has more than {MOST_SHAPES:,} shapes; cut it to the district first")
        columns = {str(n): [_text(v) for v in values] for n, values in zip(meta["fields"], fields, strict=True)}
        if not any("\ufffd" in value for values in columns.values() for value in values):
            return meta, wkb, columns
    raise BadInput(f"{path}: its text is neither UTF-8 nor GB18030; save the map anew as GeoPackage")


def _text(value: Any) -> str:
    """A value of a column; numbers without a needless .0."""
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value) if whole else value).strip()


def _system(path: Path, said: str, own: str | None, wkb: np.ndarray, found: Findings) -> str:
    """The coordinate system of a file: as it was said, as the file says, or degrees where it says nothing."""
    if said in SHIFTED and own and not _is_in_degrees(own):
        raise BadInput(f"{path} is in {_short(own)}, metres of a plane; crs={said} is for degrees. Leave crs out")
    if said:
        return said
    if own:
        return own
    _, shapely = geo()
    west, south, east, north = shapely.total_bounds(shapely.from_wkb(wkb, on_invalid="ignore"))
    if -180 <= west <= east <= 180 and -90 <= south <= north <= 90:
        found.remark(path, "says no coordinate system; its numbers are taken for degrees of WGS84", "else say crs=")
        return WORLD
    raise BadInput(
        f"{path} says no coordinate system and its numbers ({west:.0f} {south:.0f}) are no degrees; say which, "
        "such as crs=EPSG:4523 (CGCS2000, zone 35)"
    )


def _sound(shape: Any, row: int, path: Path, kinds: Sequence[str], found: Findings) -> Any:
    """A shape of the wanted kinds, mended if it is broken; None, and a remark, where that cannot be."""
    _, shapely = geo()
    if shape is None or shape.is_empty or not np.isfinite(shape.bounds).all():
        found.remark(path, "has no shape, or one without numbers; left out", "draw it, or delete the row", row)
        return None
    if not shape.is_valid:
        why, shape = shapely.is_valid_reason(shape), shapely.make_valid(shape)
        found.remark(path, f"broken shape mended ({why})", "look at it on a map", row)
    if shape.geom_type == "GeometryCollection":
        parts = [part for part in shape.geoms if part.geom_type in kinds]
        shape = shapely.union_all(parts) if parts else shape
    if shape.geom_type not in kinds:
        found.remark(path, f"is a {shape.geom_type}, not a {kinds[0]}; left out", "delete it, or draw it anew", row)
        return None
    return shape


def _on_earth(shapes: np.ndarray, path: Path, crs: str) -> np.ndarray:
    west, south, east, north = geo()[1].total_bounds(shapes)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise BadInput(
            f"{path} lies nowhere on earth in {_short(crs)}; say its coordinate system, such as crs=EPSG:4523"
        )
    return shapes


def _short(crs: str) -> str:
    return crs if len(crs) < 30 else crs.partition('"')[2].partition('"')[0]


def _first(error: Exception) -> str:
    return " ".join(str(error).split())[:120].rstrip(".")
