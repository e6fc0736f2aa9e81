"""`govsim records`: from an export to a verdict, in the words of an office."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest

import govsim
from govsim.experiments.commands.own.records import words_of_compare
from govsim.experiments.errors import BadInput
from govsim.experiments.language import words_of
from govsim.experiments.report.records import table_of
from govsim.experiments.running.store import read_run
from tests.command import govsim_here
from tests.experiments.records.exports import calls, csv_of, saved

TOWN = ("district=synthetic", "district.population=8000", "years=1", "burn_in_days=30", "replications=3",
        "workers=0")  # fmt: skip


def test_a_check_says_first_how_many_rows_are_usable_of_what_and_when(tmp_path):
    saved(tmp_path, "110.csv", csv_of([*calls(400), calls(1)[0]]))
    code, out, err = govsim_here(tmp_path, "records", "check", "110.csv", "language=zh", "residents=407,010")
    assert (code, err) == (0, "")
    assert out.startswith("401行中可用400行，为110警情，时间2024-01-0")
    assert "未采用1行：与前面某行完全相同。" in out
    assert "不予保留的列：报警人姓名、联系电话、身份证号、简要案情" in out
    assert "K7 纠纷类警情数" in out
    folder = tmp_path / "records" / "110"
    assert {path.name for path in folder.iterdir()} == {"columns.yaml", "faults.csv", "records.parquet", "check.json"}
    assert len(pd.read_csv(folder / "faults.csv")) == 5


@pytest.mark.parametrize(("words", "about"), [
    (("check",), "needs files"), (("chek",), "no such word"), (("compare",), "needs a name"),
    (("check", "none.csv"), "cannot be read"),
    (("check", "none.csv", "resident=3"), "did you mean residents"),
    (("check", "none.csv", "residents=many"), "must be a number of people"),
    (("compare", "none"), "no checked records"),
    (("check", "none.csv", "overwrite=perhaps"), "true or false"),
])  # fmt: skip
def test_what_cannot_be_done_is_refused_in_one_line(words, about, tmp_path):
    code, out, err = govsim_here(tmp_path, "records", *words)
    assert (code, out) == (2, "")
    assert about in err
    assert len(err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_name_stands_for_records_and_a_district(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert words_of_compare("small", []) == ["records=records/small", "district=small", "out=runs/records-small"]
    assert words_of_compare("ours", ["district=small"]) == [
        "records=records/ours", "out=runs/records-ours", "district=small",
    ]  # fmt: skip


def exported(run, burn_in_h: float) -> str:
    """The books of a run, as a 110 system would export its calls."""
    events = run.tables["events"].to_pandas()
    events = events[(events["kind"] == "call") & events["recorded"] & (events["time_h"] >= burn_in_h)]
    start = datetime(2025, 1, 1)  # [configs/calendar]
    areas = run.tables["areas"].to_pandas()
    names = {"other": "求助", "burglary": "入户盗窃", "vehicle": "盗窃机动车", "from_vehicle": "盗窃车内财物",
             "pocket_shop": "扒窃", "enterprise": "盗窃企业", "family": "家庭纠纷", "neighbour": "邻里纠纷",
             "property": "物业纠纷", "debt": "债务纠纷", "labour": "劳动纠纷", "damage": "损害赔偿纠纷",
             "land": "土地纠纷", "group": "群体性纠纷"}  # fmt: skip
    rows = []
    for k, event in enumerate(events.itertuples()):
        time, area = start + timedelta(hours=event.time_h), areas.iloc[event.area]
        rows.append((k, f"{time:%Y-%m-%d %H:%M}", names[event.subtype], 1e5 + area.x_m, 1e5 + area.y_m))
    return csv_of(rows, ("警情编号", "报警时间", "警情类别", "横坐标", "纵坐标"))


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A model held against its own books: those of another seed."""
    folder = tmp_path_factory.mktemp("records")
    code, _, err = govsim_here(folder, "run", *TOWN[:2], "years=1.08", "seed=99", "out=town")
    assert code == 0, err
    run = read_run(folder / "town")
    saved(folder, "110.csv", exported(run, 30 * 24.0))
    residents = int(run.tables["areas"].to_pandas()["residents"].sum())
    assert govsim_here(folder, "records", "check", "110.csv", "out=records/ours", f"residents={residents}")[0] == 0
    return folder, *govsim_here(folder, "records", "compare", "ours", *TOWN, "language=both", "out=found")


@pytest.mark.slow
def test_a_model_does_not_differ_from_its_own_books(own):
    folder, code, out, err = own
    assert code == 0, err
    table = pd.read_csv(folder / "found" / "compared.csv")
    assert set(table["group"]) == {"rate", "type", "hours", "weekday", "month", "concentration"}
    assert set(table["stream"]) == {"dispute_calls"}  # of so few people hardly anybody is robbed
    assert (table["judgement"] == "missed").mean() < 0.1
    rate = table[table["group"] == "rate"].iloc[0]
    assert rate["records_low90"] <= rate["model_high90"]
    assert rate["model_low90"] <= rate["records_high90"]
    first = words_of("en")["records"]["first"].split("{")[0]
    assert out.startswith(first)


@pytest.mark.slow
def test_the_page_has_every_line_in_both_languages(own):
    folder = own[0]
    table = pd.read_csv(folder / "found" / "compared.csv")
    for language, column in (("en", "part_en"), ("zh", "part_zh")):
        page = (folder / "found" / f"records.{language}.html").read_text("utf-8")
        words = words_of(language)["records"]
        assert all(name in page for name in table[column])
        assert all(f"{heading}</h2>" in page for heading in words["sections"].values())
        assert all((folder / "found" / "figures" / f"{name}.{language}.svg").is_file() for name in ("hours", "weekday"))
    assert set(table.columns) == set(words_of("en")["records"]["csv"])


@pytest.mark.slow
def test_a_call_from_python_finds_the_same_runs_and_says_the_same(own, monkeypatch):
    folder = own[0]
    monkeypatch.chdir(folder)
    found = govsim.compare_records(
        "records/ours", "synthetic", district__population=8000, years=1, burn_in_days=30, replications=3, workers=0,
        out="found", language="both",
    )  # fmt: skip
    table = pd.read_csv(folder / "found" / "compared.csv")
    assert np.allclose(table_of(found.found)["model"], table["model"])
    assert sum(found.counts.values()) == table["line"].nunique()


def test_records_from_python_are_those_of_the_command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    saved(tmp_path, "110.csv", csv_of(calls(400)))
    found = govsim.records("110.csv", residents=50_000)
    assert len(found.table) == 400
    assert found.indicators.loc["K7", "missing"] == ""
    assert found.indicators.loc["K19", "missing"] == "tickets"
    assert set(found.faults["sort"]) == {"personal_column"}
    assert "400 of 400" in repr(found)
    with pytest.raises(BadInput, match="cannot be read"):
        govsim.records("none.csv")
