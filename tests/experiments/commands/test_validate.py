"""`govsim validate`: a small town held against all targets, from the words to the page."""

import pandas as pd
import pytest

from govsim.experiments.language import words_of
from govsim.experiments.report.figures.patterns import DRAWN
from govsim.experiments.validation.targets import read_targets
from govsim.simulation import District
from tests.command import govsim_here

pytestmark = pytest.mark.slow  # a town is run, read and drawn twice
SMALL = (
    "validate", "district=synthetic", "district.population=1000", "offenders.offenders_per_1000=40", "years=0.1",
    "burn_in_days=20", "replications=2", "interventions=false", "workers=0", "language=both", "out=found",
)  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("validate")
    return folder, *govsim_here(folder, *SMALL)


def test_every_target_has_a_verdict_in_the_table_and_on_the_page(small):
    folder, code, out, _ = small
    assert code == 0, small
    table = pd.read_csv(folder / "found" / "targets.csv")
    targets = read_targets()
    assert list(dict.fromkeys(table["target"])) == [target.id for target in targets]
    assert len(table) == sum(len(target.parts) for target in targets)
    assert set(table.columns) == set(words_of("en")["validate"]["csv"])
    counts = table.drop_duplicates("target")["target_judgement"].value_counts()
    first = words_of("en")["validate"]["first"].format(
        total=len(targets), **{name: counts.get(name, 0) for name in ("met", "missed", "open", "missing")}
    )
    assert first in out
    english, chinese = ((folder / "found" / f"validation.{name}.html").read_text("utf-8") for name in ("en", "zh"))
    assert first in english
    for target in targets:
        assert f"{target.id} {target.en.split(chr(39))[0]}" in english
        assert f"{target.id} {target.zh}" in chinese


def test_a_band_is_met_only_where_the_whole_interval_lies_in_it(small):
    table = pd.read_csv(small[0] / "found" / "targets.csv")
    met = table[table["judgement"] == "met"]
    assert len(met) > 0
    assert (met["low90"] >= met["band_low"].fillna(-1e9)).all()
    assert (met["high90"] <= met["band_high"].fillna(1e9)).all()
    missing = table[table["judgement"] == "missing"]
    assert missing["value"].isna().all()


def test_every_pattern_has_its_figure_in_both_languages(small):
    drawn = {path.name for path in (small[0] / "found" / "figures").iterdir()}
    assert drawn == {f"{name}.{language}.svg" for name in DRAWN for language in ("en", "zh")}


def test_the_same_words_again_run_nothing(small, monkeypatch):
    def run_for(*_):
        raise AssertionError("it runs again")

    monkeypatch.setattr(District, "run_for", run_for)
    code, out, _ = govsim_here(small[0], *SMALL)
    assert (code, out.splitlines()[0]) == (0, small[2].splitlines()[0])


def test_a_wrong_target_is_refused_in_one_line_before_anything_runs(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.yaml").write_text(
        "C1: {en: Theft, zh: 盗窃, source: x, grade: A, use: held out, parts: []}\n"
    )
    code, out, err = govsim_here(tmp_path, *SMALL, "targets=mine")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert "C1.parts" in err
    assert not (tmp_path / "found").exists()
