"""The site is built from the repository without a warning, says every number and public name, and needs no network."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import govsim
from govsim.experiments.indicators import REGISTRY
from govsim.simulation.observation.schema import TABLES
from tests.command import ROOT

sys.path.insert(0, str(ROOT / "tools"))
from docs_pages.api import api_pages
from docs_pages.prose import with_links_of_site
from docs_pages.reference import GROUPS, Number, numbers_of, reference_pages
from docs_pages.tutorials import page_of


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return reference_pages(ROOT)


def leaves(node) -> int:
    """How many numbers there are."""
    if isinstance(node, dict):
        return sum(leaves(value) for key, value in node.items())
    if isinstance(node, list):
        return sum(map(leaves, node))
    return isinstance(node, int | float) and not isinstance(node, bool)


@pytest.mark.parametrize("group", GROUPS)
def test_every_number_of_the_configuration_is_there_with_its_source_and_grade(group):
    found = numbers_of(ROOT / "configs" / group)
    files = (ROOT / "configs" / group).glob("*.yaml")
    assert len(found) == sum(leaves(yaml.safe_load(path.read_text("utf-8"))) for path in files)
    assert [number.path for number in found if not number.source or not number.grade] == []


def test_the_weakest_source_gives_the_grade():
    def grade(source: str) -> str:
        return Number("p", "1", "", "", "", source).grade

    assert grade("S16; assumption") == "assumption"
    assert grade("evidence 3.6") == "literature"
    assert grade("S16") == "source with a number"
    assert grade("nobody knows") == ""


def test_numbers_have_units_ranges_and_meanings_where_the_code_has_them(pages):
    row = next(line for line in pages["numbers/process.md"].splitlines() if "aftermath.held_days" in line)
    assert [cell.strip() for cell in row.split("|")[2:5]] == ["90", "days", "0.."]
    assert "arrested thief" in row


def test_every_column_and_indicator_is_there(pages):
    for name, schema in TABLES.items():
        assert f"## {name}.parquet" in pages["columns.md"]
        assert all(f"| `{column}` |" in pages["columns.md"] for column in schema.names)
    assert all(f"| {id_} |" in pages["indicators.md"] for id_ in REGISTRY)


def test_every_public_name_is_in_the_api():
    text = api_pages()["api/index.md"]
    assert all(f":: govsim.{name}\n" in text for name in govsim.__all__)


def test_a_tutorial_becomes_text_and_code():
    page = page_of("# %% [markdown]\n# # Title\n#\n# Words.\n\n# %%\nx = 1  # %% no cell\n")
    assert page == "# Title\n\nWords.\n\n```python\nx = 1  # %% no cell\n```\n"


def test_links_of_documents_lead_to_pages_or_become_names():
    text = "[a](ODD.md) [b](docs/sweeps.md) [c](simulation/model.py) ![d](docs/images/live-en.png) [e](https://x.y)"
    mended = "[a](model.md) [b](../sweeps.md) c ![d](../images/live-en.png) [e](https://x.y)"
    assert with_links_of_site(text, ROOT) == mended
    with pytest.raises(FileNotFoundError, match=r"leads to docs/nowhere\.md"):
        with_links_of_site("[f](docs/nowhere.md)", ROOT)


def build(root: Path, out: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "docs", str(out)]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("site")
    done = build(ROOT, out)
    assert done.returncode == 0, done.stderr
    return out


@pytest.mark.slow
def test_the_site_is_whole_and_in_both_languages(site):
    for page in ("index", "_made/start", "_made/start.zh-CN", "_made/model", "_made/api/index", "decisions/index",
                 "_made/tutorials/first_steps", "how-to/researcher"):  # fmt: skip
        assert (site / f"{page}.html").stat().st_size > 3_000
    assert "治理" in (site / "_made/start.zh-CN.html").read_text("utf-8")
    assert all(f'id="govsim.{name}"' in (site / "_made/api/index.html").read_text("utf-8") for name in govsim.__all__)


@pytest.mark.slow
def test_the_site_loads_nothing_from_a_network(site):
    far = r"=[\"'](?:https?:)?//"
    loads = re.compile(rf"<(?:script|img|iframe|source)[^>]*\ssrc{far}|<link[^>]*stylesheet[^>]*href{far}")
    assert [path.name for path in site.rglob("*.html") if loads.search(path.read_text("utf-8"))] == []
    css = [path for path in site.rglob("*.css") if re.search(r"url\(\s*['\"]?(?:https?:)?//", path.read_text("utf-8"))]
    assert css == []


@pytest.mark.slow
def test_a_dead_link_is_an_error(tmp_path):
    for name in ("docs", "tools", "configs", "tutorials"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("_made", "__pycache__"))
    for name in ("README.md", "README.zh-CN.md", "ODD.md", "CHANGELOG.md", "CONTRIBUTING.md", "CITATION.cff"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("simulation", "experiments", "dashboard", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    page = tmp_path / "docs" / "how-to" / "trainer.md"
    page.write_text(page.read_text("utf-8") + "\n[More](nowhere.md)\n", "utf-8")
    done = build(tmp_path, tmp_path / "out")
    assert done.returncode != 0
    assert "nowhere.md" in done.stderr
