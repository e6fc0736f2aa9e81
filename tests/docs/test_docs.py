"""The site is built from the repository without a warning, says every number and public name, and needs no network."""

from __future__ import annotations

import inspect
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from omegaconf import OmegaConf

import govsim
import govsim.simulation
from govsim.experiments.indicators import REGISTRY
from govsim.simulation import levers, policies, processes
from govsim.simulation.engine.clock import Clock
from govsim.simulation.observation.schema import TABLES
from govsim.simulation.town import Town
from tests.command import ROOT
from tests.docs.loads import far_of_page, far_of_style
from tests.lab import composed_by_hydra

sys.path.insert(0, str(ROOT / "tools"))
sys.path.insert(0, str(ROOT / "docs" / "_ext"))
from chinese_search import SearchBoth
from docs_pages.api import api_pages
from docs_pages.prose import with_links_of_site
from docs_pages.reference import GROUPS, Number, numbers_of, reference_pages
from docs_pages.tutorials import page_of

POLICIES = sorted((ROOT / "configs" / "policy").glob("*.yaml"))


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


ALL_AT_ONCE = {"policy": ",".join(n for path in POLICIES if not (n := path.stem).startswith(("_", "none", "baseline")))}


@pytest.mark.parametrize("group", GROUPS)
def test_the_path_of_every_number_is_the_one_that_sets_it(group):
    numbers = numbers_of(ROOT / "configs" / group)
    words = [f"{group}=[{ALL_AT_ONCE[group]}]"] if group in ALL_AT_ONCE else []
    paths = [number.path.replace(".NAME.", ".more_patrol.") for number in numbers]
    composed = composed_by_hydra(*words)
    assert [path for path in paths if OmegaConf.select(composed, path) is None] == []
    plain = [path for path in paths if not any(step.isdigit() for step in path.split("."))]
    changed = composed_by_hydra(*words, *(f"{path}=0.123" for path in plain))
    assert {OmegaConf.select(changed, path) for path in plain} == {0.123}


def test_the_weakest_source_gives_the_grade():
    def grade(source: str) -> str:
        return Number("p", "1", "", "", "", source).grade

    assert grade("S16; assumption") == "assumption"
    assert grade("evidence 3.6") == "literature"
    assert grade("S16") == "source with a number"
    assert grade("nobody knows") == ""


def test_numbers_have_units_ranges_and_meanings_where_the_code_has_them(pages):
    row = next(line for line in pages["numbers/process.md"].splitlines() if "aftermath.held_days" in line)
    assert [cell.strip() for cell in row.split("|")[2:5]] == ["90", "days", "0..1e+09"]
    assert "arrested thief" in row


def test_every_column_and_indicator_is_there(pages):
    for name, schema in TABLES.items():
        assert f"## {name}.parquet" in pages["columns.md"]
        assert all(f"| `{column}` |" in pages["columns.md"] for column in schema.names)
    assert all(f"| {id_} |" in pages["indicators.md"] for id_ in REGISTRY)


def test_every_public_name_is_in_the_api():
    text = api_pages()["api/index.md"]
    assert all(f":: govsim.{name}\n" in text for name in govsim.__all__)


def named(module) -> list[tuple[str, object]]:
    """Public classes and functions of a module that says what is public."""
    pairs = ((f"{module.__name__}.{name}", getattr(module, name)) for name in module.__all__)
    return [(name, thing) for name, thing in pairs if callable(thing)]


MODULES = (govsim, govsim.simulation, levers, policies, processes)
CORE = [(f"{thing.__module__}.{thing.__name__}", thing) for thing in (Clock, Town)]
PUBLIC = [pair for module in MODULES for pair in named(module)] + CORE


@pytest.mark.parametrize(("name", "thing"), PUBLIC, ids=[name for name, _ in PUBLIC])
def test_every_public_name_has_a_docstring_of_its_own(name, thing):
    own = thing.__doc__ if inspect.isclass(thing) else inspect.getdoc(thing)
    assert own, f"{name} has no docstring"
    assert not own.startswith(f"{name.rpartition('.')[2]}(")  # what a dataclass makes up when there is none


@pytest.mark.parametrize("group", GROUPS)
def test_every_number_stands_on_its_page(group, pages):
    shown = re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", pages[f"numbers/{group}.md"], re.M)
    assert shown == [(number.path, number.value) for number in numbers_of(ROOT / "configs" / group)]


def test_chinese_is_sought_by_pairs_and_english_by_words():
    assert SearchBoth({}).split("基层治理 of theft, 2次") == ["基层", "层治", "治理", "of", "theft", "2", "次"]


def test_a_tutorial_becomes_text_and_code():
    page = page_of("# %% [markdown]\n# # Title\n#\n# Words.\n\n# %%\nx = 1  # %% no cell\n")
    assert page == "# Title\n\nWords.\n\n```python\nx = 1  # %% no cell\n```\n"


def test_links_of_documents_lead_to_pages_or_become_names():
    text = "[a](ODD.md) [b](docs/sweeps.md) [c](simulation/model.py) ![d](docs/images/live-en.png) [e](https://x.y)"
    mended = "[a](model.md) [b](../sweeps.md) c ![d](../images/live-en.png) [e](https://x.y)"
    assert with_links_of_site(text, ROOT) == mended
    with pytest.raises(FileNotFoundError, match=r"leads to docs/nowhere\.md"):
        with_links_of_site("[f](docs/nowhere.md)", ROOT)


def build(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "docs", "out"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """What the site is made from, elsewhere."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("docs", "tools", "configs", "tutorials"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("_made", "__pycache__"))
    single = ("README.md", "README.zh-CN.md", "ODD.md", "CHANGELOG.md", "CONTRIBUTING.md", "CITATION.cff")
    for name in (*single, "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    for name in ("simulation", "experiments", "dashboard", "tests"):
        (folder / name).symlink_to(ROOT / name)
    return folder


@pytest.fixture(scope="module")
def site(copy) -> Path:
    done = build(copy)
    assert done.returncode == 0, done.stderr
    return copy / "out"


@pytest.mark.slow
def test_the_site_is_whole_and_in_both_languages(site):
    for page in ("index", "_made/start", "_made/start.zh-CN", "_made/model", "_made/api/index", "decisions/index",
                 "_made/tutorials/first_steps", "how-to/researcher"):  # fmt: skip
        assert (site / f"{page}.html").stat().st_size > 3_000
    assert "治理" in (site / "_made/start.zh-CN.html").read_text("utf-8")
    assert all(f'id="govsim.{name}"' in (site / "_made/api/index.html").read_text("utf-8") for name in govsim.__all__)


@pytest.mark.slow
def test_every_public_name_is_on_a_page_of_the_library(site):
    pages = [site / "simulation.html", *(site / "_made" / "api").glob("*.html")]
    there = {id_ for page in pages for id_ in re.findall(r'<dt [^>]*id="([^"]+)"', page.read_text("utf-8"))}
    there.add("govsim.simulation.policies.Policy")  # stands there as govsim.Policy
    assert [name for name, _ in PUBLIC if name not in there] == []


@pytest.mark.slow
@pytest.mark.parametrize("term", ["治理", "巡逻", "theft"])
def test_a_search_finds_words_of_both_languages(site, term):
    index = (site / "searchindex.js").read_text("utf-8")
    terms = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))["terms"]
    assert term in terms


def test_what_a_page_loads_from_afar_is_seen():
    far = ['<link href="https://x.y/a.css" rel="stylesheet">', "<script src='//x.y/a.js'></script>",
           "<style>@import 'https://x.y/a.css'</style>", '<p style="background: url(http://x.y/a.png)">']  # fmt: skip
    assert all(far_of_page(text) for text in far)
    assert far_of_page('<a href="https://x.y">a link</a><img src="../a.png"><link rel="icon" href="a.svg">') == []


@pytest.mark.slow
def test_the_site_loads_nothing_from_a_network(site):
    pages = {path.name: far_of_page(path.read_text("utf-8")) for path in site.rglob("*.html")}
    styles = {path.name: far_of_style(path.read_text("utf-8")) for path in site.rglob("*.css")}
    assert {name: far for name, far in (pages | styles).items() if far} == {}


@pytest.mark.slow
def test_a_dead_link_anchor_or_image_is_an_error(copy, site):
    """Only the page that changed is built again; the site of the other tests is as before but for that page."""
    page = copy / "docs" / "how-to" / "trainer.md"
    whole = page.read_text("utf-8")
    dead = "[page](nowhere.md) [anchor](../sweeps.md#no-such-heading) ![image](none.png)"
    page.write_text(f"{whole}\n{dead}\n", "utf-8")
    done = build(copy)
    page.write_text(whole, "utf-8")
    assert done.returncode != 0
    assert [word for word in ("nowhere.md", "no-such-heading", "none.png") if word not in done.stderr] == []


def test_make_docs_makes_every_page_anew():
    recipe = re.search(r"^docs:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text("utf-8"), re.M)[1]
    assert "rm -rf build/site" in recipe
    assert {"-W", "-E"} <= set(recipe.split())  # else a link to what has gone is not looked at again
