"""The rooms of experiments and dashboard: what each may use, where to look, what an edit reaches."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("simulation", "experiments", "dashboard")
MOST_FILES, MOST_LINES = 15, 300
# folder, room: the rooms it may use besides the files at the top; "" is the top itself
MAY_USE: dict[str, dict[str, set[str]]] = {
    "experiments": {
        "": set(),
        "language": set(),
        "districts": {"language"},
        "composition": {"districts", "language"},
        "policies": {"composition", "language"},
        "indicators": set(),
        "statistics": {"composition", "indicators"},
        "running": {"composition", "indicators"},
        "comparison": {"composition", "indicators", "running", "statistics"},
        "systems": {"comparison", "composition", "indicators", "running", "statistics"},
        "sweeps": {"composition", "indicators", "running", "statistics"},
        "validation": {"composition", "indicators", "running"},
        "records": {"composition", "indicators", "language", "running", "validation"},
        "report": {  # what people read of everything below
            *("comparison", "indicators", "language", "policies", "records", "running", "statistics", "sweeps"),
            *("systems", "validation"),
        },
        "library": {
            *("comparison", "composition", "districts", "indicators", "language", "records", "report", "running"),
            *("sweeps", "systems", "validation"),
        },
        "commands": {
            *("comparison", "composition", "districts", "language", "policies", "records", "report", "running"),
            *("sweeps", "systems", "validation"),
        },
        "benchmarks": {"composition", "running", "sweeps"},
    },
    "dashboard": {
        "": set(),
        "words": set(),
        "live": set(),
        "bank": set(),
        "lessons": {"bank", "live"},
        "classroom": {"bank", "live"},
        "page": {"classroom", "lessons", "live", "words"},
        "replay": {"page", "words"},
        "server": {"bank", "classroom", "lessons", "live", "page", "words"},
    },
}
DOORS = {ROOT / "dashboard" / "command.py"}  # the command at the top opens the rooms; no room uses it
EVERY_FOLDER = [ROOT / name for name in MAY_USE]


def sources(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def room_of(house: Path, path: Path) -> str:
    inside = path.relative_to(house).parts
    return inside[0] if len(inside) > 1 else ""


def for_types_only(tree: ast.Module) -> set[ast.AST]:
    blocks = [n for n in ast.walk(tree) if isinstance(n, ast.If) and ast.unparse(n.test) == "TYPE_CHECKING"]
    return {node for block in blocks for node in ast.walk(block)}


def used(path: Path, tree: ast.Module) -> Iterator[Path]:
    """What a file imports of its own folder, as paths without an ending; imports for types alone move nothing."""
    left_out = for_types_only(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level and node not in left_out:
            base = path.parents[node.level - 1].joinpath(*(node.module or "").split(".")) if node.module else None
            yield from [base] if base else [path.parents[node.level - 1] / alias.name for alias in node.names]


def arrows(house: Path) -> set[tuple[str, str, str]]:
    found = set()
    for path in sources(house):
        for target in used(path, ast.parse(path.read_text("utf-8"))):
            inside = target.relative_to(house).parts
            room = inside[0] if inside and (house / inside[0]).is_dir() else ""
            if room != room_of(house, path) and path not in DOORS:
                found.add((room_of(house, path), room, path.name))
    return found


@pytest.mark.parametrize("house", EVERY_FOLDER, ids=lambda f: f.name)
def test_every_room_uses_only_the_rooms_below_it(house):
    may_use = MAY_USE[house.name]
    assert {room_of(house, path) for path in sources(house)} == set(may_use)
    assert {arrow for arrow in arrows(house) if arrow[1] not in may_use[arrow[0]] | {""}} == set()


@pytest.mark.parametrize("house", EVERY_FOLDER, ids=lambda f: f.name)
def test_the_table_of_arrows_has_none_that_nobody_uses_and_no_circle(house):
    may_use = MAY_USE[house.name]
    assert {(a, b) for a, bs in may_use.items() for b in bs} <= {(a, b) for a, b, _ in arrows(house)}
    floor: dict[str, int] = {}

    def floor_of(room: str, way: tuple[str, ...] = ()) -> int:
        assert room not in way, f"{room} uses itself by way of {way}"
        if room not in floor:
            floor[room] = 1 + max((floor_of(below, (*way, room)) for below in may_use[room]), default=0)
        return floor[room]

    assert max(map(floor_of, may_use)) <= 8


@pytest.mark.parametrize("house", EVERY_FOLDER, ids=lambda f: f.name)
def test_no_file_uses_itself_by_way_of_others(house):
    imports = {}
    for path in sources(house):
        targets = used(path, ast.parse(path.read_text("utf-8")))
        imports[path] = {f for t in targets for f in (t.with_suffix(".py"), t / "__init__.py") if f.exists()} - {path}
    done: set[Path] = set()

    def follow(path: Path, way: tuple[Path, ...]) -> None:
        assert path not in way, [p.name for p in (*way, path)]
        if path not in done:
            for below in imports[path]:
                if below.name != "__init__.py":
                    follow(below, (*way, path))
            done.add(path)

    for path in imports:
        follow(path, ())


@pytest.mark.parametrize(
    "folder",
    sorted({path.parent for house in EVERY_FOLDER for path in sources(house)}),
    ids=lambda f: f"{f.parent.name}.{f.name}",
)
def test_a_room_can_be_seen_at_a_glance(folder):
    files = list(folder.glob("*.py"))
    assert len(files) <= MOST_FILES
    assert all(len(path.read_text("utf-8").splitlines()) <= MOST_LINES for path in files)
    assert (folder / "__init__.py").read_text("utf-8").startswith('"""'), "say what one may do in this room"


@pytest.mark.parametrize("name", FOLDERS)
def test_folders_are_imported_as_parts_of_govsim(name):
    """By an absolute name only across folders: `simulation` alone would be another copy of every module."""
    for path in sources(ROOT / name):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                assert node.module.split(".")[0] not in (*FOLDERS, "configs"), path
                assert not node.module.startswith(f"govsim.{name}"), f"{path}: inside a folder imports are relative"


def test_a_folder_alone_refuses_to_be_imported(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    for name in FOLDERS:
        with pytest.raises(ImportError, match=f"import govsim.{name}, not {name}"):
            __import__(name)
