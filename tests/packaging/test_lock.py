"""requirements.lock answers pyproject.toml, and says nothing about the machine it was made on."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text()


def declared() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = [text for extra in project["optional-dependencies"].values() for text in extra]
    wanted = [Requirement(text) for text in [*project["dependencies"], *extras]]
    return [one for one in wanted if one.name != project["name"]]  # dev takes in the other extras


def locked() -> list[Requirement]:
    return [Requirement(line.rstrip(" \\")) for line in LOCK.splitlines() if re.match(r"[a-z0-9]", line)]


@pytest.mark.parametrize("wanted", declared(), ids=str)
def test_every_declared_package_is_locked_to_a_version_allowed(wanted: Requirement) -> None:
    versions = [
        pin.specifier
        for pin in locked()
        if pin.name == wanted.name.lower() and (pin.marker is None or pin.marker.evaluate())
    ]
    if wanted.marker is None or wanted.marker.evaluate():
        assert len(versions) == 1
        assert wanted.specifier.contains(str(versions[0]).removeprefix("=="))


def test_every_locked_package_has_a_hash() -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", LOCK.strip())
    assert len(blocks) == len(locked())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_lock_names_no_host_and_no_path() -> None:
    assert re.findall(r"\w+://\S*|file:\S*|--(?:index|find)\S*|(?<![\w-])/\w\S*", LOCK) == []
