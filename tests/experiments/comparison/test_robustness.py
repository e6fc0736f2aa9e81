"""Does the ranking hold under other assumptions? By hand numbers, and once for real."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
import yaml

from govsim.experiments.comparison.ranking import LEDGER, MAIN
from govsim.experiments.comparison.robustness import Setting, arms_of, changes_of_ranking, lines_of, meaning_of
from govsim.experiments.composition.arms import Arm
from govsim.experiments.config_folders import CONFIGS
from govsim.experiments.errors import BadInput
from govsim.experiments.report.sections.robustness import section
from govsim.experiments.report.write import voices_of
from tests.command import govsim_here as govsim
from tests.experiments.studies import fake_study


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Guards prevent thefts; where thieves do not mind guards, they make things worse."""
    study = fake_study(tmp_path_factory.mktemp("study"))
    rng = np.random.default_rng(1)
    rows = []
    for value, effect in ((0.5, -300.0), (2.0, 200.0)):
        for seed in (1, 2, 3):
            luck = rng.normal(0, 10.0)
            for arm, shift in (("baseline", 0.0), ("guards", effect + luck)):
                for id_ in MAIN:
                    level = 1000 + 100 * seed + (shift if id_ == "K1" else 0.0)
                    rows.append({"arm": arm, "seed": seed, "indicator": id_, "value": level, "assumption": "a.b",
                                 "meaning": "how much thieves mind", "setting": value})  # fmt: skip
    return dataclasses.replace(study, robust=pd.DataFrame(rows))


def test_the_first_line_is_as_configured(study):
    lines = lines_of(study)
    assert [line.value for line in lines[1:]] == [0.5, 2.0]
    expected = study.row("guards", "K1", LEDGER)
    assert lines[0].rows["K1", "guards"]["difference"] == pytest.approx(expected["difference"])
    assert lines[0].best["K1"] == "guards"


def test_a_change_of_the_best_arm_is_named_with_its_probability(study):
    changes = changes_of_ranking(study)
    found = [change for change in changes if change.indicator == "K1"]
    assert [(c.usual, c.best, c.value) for c in found] == [("guards", "baseline", 2.0)]
    assert found[0].p > 0.99


def test_where_nothing_differs_the_reference_stays_first(study):
    assert all(line.best["K12"] == "baseline" for line in lines_of(study))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_section_holds_every_line(study, language):
    table = section(study, voices_of(study)[language]).blocks[1]
    assert len(table.rows) == 3
    assert [row[1].text for row in table.rows] == ["", "0.5", "2"]


def test_an_arm_under_an_assumption_is_the_arm_and_one_word_more():
    setting = Setting("guards", "process.theft.looks", 4.0)
    (arm,) = arms_of([setting], {"guards": Arm("guards", ("policy=[guards]",))})
    assert arm.words == ("policy=[guards]", "process.theft.looks=4.0")
    assert arm.name == "guards@process.theft.looks=4"


def test_meaning_is_that_of_the_class():
    config = {"process": {"theft": {"_target_": "govsim.simulation.processes.Theft", "looks": 3}}}
    assert meaning_of(config, "process.theft.looks") == "targets looked at in one place; the best is taken"
    for path in ("process.theft.nothing", "process.nothing.looks", "years"):
        with pytest.raises(BadInput, match="the configuration has no number"):
            meaning_of(config, path)


def test_the_five_assumptions_hold_what_is_configured():
    """Each range holds the number it moves, so that the comparison lies between its ends."""
    assumptions = yaml.safe_load((CONFIGS / "compare.yaml").read_text("utf-8"))["assumptions"]
    assert len(assumptions) == 5
    for one in assumptions:
        _, process, name = one["path"].split(".")
        node = yaml.safe_load((CONFIGS / "process" / f"{process}.yaml").read_text("utf-8"))
        value = node.get(name, node.get(process, {}).get(name))
        assert one["low"] < value < one["high"], one


@pytest.mark.slow
def test_a_comparison_asks_whether_its_ranking_holds(tmp_path):
    words = ["compare", "arms=[baseline,more_patrol]", "district=small", "district.population=2000", "years=0.05",
             "burn_in_days=5", "replications=2", "robust=true", "robust_replications=2", "workers=0", "language=both",
             "assumptions=[{path:process.theft.looks,low:1,high:5}]", "out=r"]  # fmt: skip
    for pages in ("false", "true"):  # the second time nothing is run again
        code, _out, err = govsim(tmp_path, *words, f"pages={pages}")
        assert code == 0, err
        assert (tmp_path / "r" / "report.zh.html").exists() == (pages == "true")
    for language, best in (("en", "as configured"), ("zh", "按配置")):
        assert best in (tmp_path / "r" / f"report.{language}.html").read_text("utf-8")
    table = pd.read_csv(tmp_path / "r" / "tables" / "assumptions.csv")
    assert sorted(table["setting"].unique()) == [1, 5]
    assert len(table) == 2 * 2 * 2 * len(MAIN)
