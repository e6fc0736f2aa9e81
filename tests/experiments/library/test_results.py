"""What calls hand back: districts, runs, studies and sweeps, each the same as what its command leaves."""

from __future__ import annotations

import filecmp
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import govsim
from govsim.simulation.observation.schema import TABLES
from govsim.simulation.policies import MorePatrol
from tests.command import govsim_here
from tests.lab import differing

TOWN = {"district": "synthetic", "district__population": 1500, "offenders__offenders_per_1000": 40}
WORDS = ("district=synthetic", "district.population=1500", "offenders.offenders_per_1000=40")
SHORT = {**TOWN, "years": 0.08, "policy_ramp_days": 0}
ARMS = ["baseline", "more_patrol"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("library")


@pytest.fixture(scope="module")
def study(folder) -> govsim.Study:
    return govsim.compare(ARMS, **SHORT, burn_in_days=10, replications=2, workers=0, out=str(folder / "study"))


def screen(text: str) -> bool:
    """Whether somebody can take it in at a glance."""
    return len(text.splitlines()) < 16 and "array(" not in text and "[[" not in text


def test_a_district_is_made_by_one_call_and_steps():
    town = govsim.district(**{"name": "synthetic", **{k: v for k, v in TOWN.items() if k != "district"}}, seed=3)
    town.run_for(48)
    assert town.clock.day == 2
    totals = town.datacollector.get_model_vars_dataframe()
    assert len(totals) == 2
    assert totals["disputes"].iloc[-1] == (town.disputes.rows["opened_h"] < 48).sum()


@pytest.mark.parametrize("part", ["", "town", "levers", "levers.grid", "clock", "thefts", "enterprises"])
def test_nothing_shows_a_screen_of_arrays(part):
    shown = govsim.District(**TOWN)
    for name in part.split(".") if part else ():
        shown = getattr(shown, name)
    assert screen(repr(shown))


def test_a_notebook_sees_a_district_with_a_map_of_where_people_live():
    town = govsim.District(**TOWN)
    html = town._repr_html_()
    assert html.count("<svg") == 1
    lived = (town.town.areas["residents"] > 0).sum()
    assert html.count("h1v1h-1z") == lived


def test_a_policy_object_governs_as_its_file_does():
    words = {**TOWN, "policy_ramp_days": 0}
    file = govsim.District(**words, policies="more_patrol", policy__more_patrol__multiplier=3)
    of_file = file.named_policies["more_patrol"]
    own = govsim.District(**words, policies=[MorePatrol(**of_file.model_dump())])
    for district in (file, own):
        district.run_for(24 * 20)
    assert differing(file.tables(), own.tables()) == []
    assert differing(file.tables(), govsim.District(**words).tables()) != []


def test_a_run_is_that_of_the_command_file_for_file(folder):
    one = govsim.run(**SHORT, policies=["more_patrol"], seed=7, out=str(folder / "one"), progress=False)
    words = [*WORDS, "years=0.08", "policy_ramp_days=0", "policy=[more_patrol]", "seed=7", "out=two"]
    assert govsim_here(folder, "run", *words)[0] == 0
    same, other, odd = filecmp.cmpfiles(
        one.folder, folder / "two", [f"{name}.parquet" for name in TABLES], shallow=False
    )
    assert (sorted(same), other, odd) == (sorted(f"{name}.parquet" for name in TABLES), [], [])


def test_tables_of_a_run_say_what_their_columns_are(folder):
    one = govsim.run(**SHORT, seed=7, out=str(folder / "three"), progress=False)
    for name, schema in TABLES.items():
        table = getattr(one, name)
        assert set(table.attrs["meaning"]) == set(schema.names) == set(table.columns)
    assert one.events.attrs["unit"]["time_h"] == "hours since start"
    assert set(one.dictionary["table"]) == set(TABLES)
    assert one.dictionary["meaning"].str.len().min() > 0
    assert screen(repr(one))
    assert one._repr_html_().startswith("<div>")
    with pytest.raises(AttributeError, match="its tables are"):
        _ = one.event


def test_the_same_call_finds_its_run_again(folder, monkeypatch):
    monkeypatch.chdir(folder)
    one = govsim.run(**SHORT, seed=8, progress=False)
    written = (one.folder / "manifest.json").stat().st_mtime_ns
    again = govsim.run(**SHORT, seed=8, progress=False)
    assert again.folder == one.folder
    assert (again.folder / "manifest.json").stat().st_mtime_ns == written
    assert govsim.run(**SHORT, seed=9, progress=False).folder != one.folder


@pytest.mark.slow
def test_a_study_is_that_of_the_command(study, folder):
    words = [*WORDS, "years=0.08", "policy_ramp_days=0", "burn_in_days=10", "replications=2", "workers=0"]
    assert govsim_here(folder, "compare", f"arms=[{','.join(ARMS)}]", *words, "pages=false", "out=command")[0] == 0
    of_command = pd.read_csv(folder / "command" / "tables" / "comparison.csv")
    ours = study.table.drop(columns=["name", "unit"])
    assert list(ours.columns) == list(of_command.columns)
    for column in ours:
        if ours[column].dtype == float:
            np.testing.assert_allclose(ours[column], of_command[column], rtol=1e-12)
        else:
            assert ours[column].astype(str).tolist() == of_command[column].astype(str).tolist()


@pytest.mark.slow
def test_a_study_draws_and_writes(study, folder):
    drawn = study.plot("forest")
    assert isinstance(drawn, Figure)
    assert drawn.axes
    with pytest.raises(govsim.BadInput, match="did you mean forest"):
        study.plot("forrest")
    out = study.report(folder / "report")
    assert (out / "report.html").stat().st_size > 10_000
    assert screen(repr(study))
    assert study.run("more_patrol", 1).manifest["seed"] == 1


@pytest.mark.slow
def test_a_study_takes_a_policy_without_a_file(folder):
    night = MorePatrol(multiplier=3, shifts=("night",), start_day=10)
    found = govsim.compare(
        ["baseline", night, "more_patrol+elder_workers"], **SHORT, burn_in_days=10, replications=2, workers=0,
        out=str(folder / "own"), policy__more_patrol__multiplier=2,
    )  # fmt: skip
    assert found.settings.arms == ("baseline", "more_patrol", "more_patrol+elder_workers")
    config = found.run("more_patrol", 1).config["policy"]
    assert config["more_patrol"]["shifts"] == ["night"]


@pytest.mark.slow
def test_a_sweep_is_a_store_that_goes_on(folder):
    factors = {"process.theft.sight_weight": (0.3, 1)}
    words = {**SHORT, "replications": 1, "workers": 0, "out": str(folder / "store")}
    first = govsim.sweep(factors, samples=2, design="sobol", **words)
    assert (first.tally.done, first.tally.failed) == (2, 0)
    more = govsim.sweep(factors, samples=4, design="sobol", **words)
    assert (more.tally.there, more.tally.done) == (2, 2)
    assert more.table["K1_true"].notna().all()
    assert more.table["process.theft.sight_weight"].between(0.3, 1).all()
    assert screen(repr(more))
    known = more.dictionary
    assert set(known.loc[known["table"] == "runs", "column"]) == set(pd.read_parquet(folder / "store/runs.parquet"))
