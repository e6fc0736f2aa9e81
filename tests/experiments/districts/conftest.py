"""A folder with the files of a small district."""

import pytest


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder to work in, with a boundary and a map of streets."""
    from .made import NAMES, boundary, quarters, write_map  # needs the extra geo

    monkeypatch.chdir(tmp_path)
    write_map(tmp_path / "b.geojson", [boundary()])
    write_map(tmp_path / "s.gpkg", quarters(), {"name": list(NAMES)})
    return tmp_path
