"""Files damaged at random: each makes a district, or is refused in one line, and then nothing is half written."""

import random
from pathlib import Path

import pytest

pytest.importorskip("pyogrio")

from govsim.experiments.districts.faults import Findings
from govsim.experiments.districts.reading import read_district
from govsim.experiments.errors import BadInput

from .made import NAMES, boundary, quarters, write_map

PEOPLE = "街道,常住人口,男_0到14岁,女_0到14岁\n" + "\n".join(
    f"{name},{1000 + 100 * n},90,80" for n, name in enumerate(NAMES)
)
STAFF = "kind,number,shift\ngrid_workers,30,\npatrol_cars,4,night\nstations,2,\n"
STRANGE = (b"NaN", b"\x00", b",,,", "，".encode(), b"1e999", b"-7", b'"')
TRIES = 12  # of each file


def files(folder: Path) -> dict[str, str]:
    """Sound files of every kind."""
    write_map(folder / "b.geojson", [boundary()])
    write_map(folder / "s.shp", quarters(), {"name": list(NAMES)}, encoding="GB18030")
    write_map(folder / "g.gpkg", quarters(), {"网格": list("abcd"), "街道": list(NAMES)})
    (folder / "p.csv").write_text(PEOPLE, "gb18030")
    (folder / "t.csv").write_text(STAFF, "utf-8")
    return {"boundary": "b.geojson", "streets": "s.shp", "grids": "g.gpkg", "people": "p.csv", "staff": "t.csv"}


def damaged(content: bytes, luck: random.Random) -> bytes:
    """A file cut off, with bytes changed, doubled, or with something else in the middle."""
    at = luck.randrange(1, max(2, len(content)))
    way = luck.randrange(5)
    if way == 0:
        return content[:at]
    if way == 1:
        return content[:at] + bytes(luck.randrange(256) for _ in range(8)) + content[at + 8 :]
    if way == 2:
        return content + content
    if way == 3:
        return (
            content[:at] + luck.choice([b"NaN", b"\x00", b",,,", "，".encode(), b"1e999", b"-7", b'"']) + content[at:]
        )
    return content.replace(luck.choice([b"0", b",", b"1", b"name", b"[", b"."]), b"9", luck.randrange(1, 5))


def line_of(words: dict[str, str]) -> str | None:
    """The line by which a district is refused; None where it is read."""
    try:
        return None if read_district(words, Findings(), Path("faults.csv")).people.population > 0 else "nobody"
    except BadInput as error:
        return str(error)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("which", "b.geojson s.shp s.dbf s.shx s.prj s.cpg g.gpkg p.csv t.csv".split())
def test_a_damaged_file_is_read_or_refused_in_one_line(tmp_path, monkeypatch, which):
    monkeypatch.chdir(tmp_path)
    words, luck = files(tmp_path), random.Random(which)
    sound = (tmp_path / which).read_bytes()
    for _ in range(TRIES):
        (tmp_path / which).write_bytes(damaged(sound, luck))
        line = line_of(words)
        assert line is None or (10 < len(line) < 700 and "\n" not in line)
        assert not (tmp_path / "configs").exists()
    (tmp_path / which).write_bytes(sound)
    assert len(read_district(words, Findings(), Path("faults.csv")).grids) == 4
