"""What a comparison writes: pages, PDF, figures, tables. Chinese shows with a font, and falls back without one."""

import codecs
import dataclasses
import io

import pandas as pd
import pypdf
import pytest
from matplotlib import image

from govsim.experiments.language.numbers import number
from govsim.experiments.language.voice import Voice
from govsim.experiments.report import html, pages, write
from govsim.experiments.report.document import Cell, Column, Table
from govsim.experiments.report.figures import fonts
from govsim.experiments.report.figures.style import Print
from govsim.experiments.report.pdf import MOST_COLUMNS, _parts
from govsim.experiments.report.tables import workbook
from tests.experiments.studies import fake_study, paired

pytestmark = pytest.mark.slow  # every figure is drawn twice


def written(folder, language):
    study = fake_study(folder, replications=3)
    study = dataclasses.replace(study, settings=study.settings.model_copy(update={"language": language}))
    return study, write.write_report(study, folder)


@pytest.fixture(scope="module")
def english(tmp_path_factory):
    folder = tmp_path_factory.mktemp("en")
    study, remarks = written(folder, "en")
    assert remarks == []
    return study, folder


def test_everything_is_there(english):
    _, folder = english
    names = {path.name for path in folder.iterdir()}
    assert {"report.html", "report.pdf", "tables.xlsx", "config.yaml", "figures", "tables"} <= names
    assert {"brief.html", "brief.pdf", "brief.docx"} <= names
    figures = {path.stem for path in (folder / "figures").iterdir()}
    for figure in figures:
        assert (folder / "figures" / f"{figure}.svg").read_text("utf-8").startswith("<svg")
        assert image.imread(io.BytesIO((folder / "figures" / f"{figure}.png").read_bytes())).std() > 0.01
    assert {"forest", "series", "plane", "acceptability", "groups", "map_thefts_street", "rings_guards"} <= figures


def test_pdf_says_what_the_page_says(english):
    study, folder = english
    reader = pypdf.PdfReader(folder / "report.pdf")
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert f"{number(paired(study, 'K1').mean(), signed=True)}" in text
    assert "How far to trust this" in text
    sections = pages.report_of(study, write.by_group(study), write.voices_of(study)["en"]).sections
    titles = [section.title for section in sections if section.id != "all"]  # which is left to the page
    assert [str(mark.title).lstrip("0123456789 ") for mark in reader.outline[1:]] == titles  # the first is the brief
    assert all(page.mediabox.height > page.mediabox.width for page in reader.pages)


def test_csv_and_excel_hold_the_comparison_number_for_number(english):
    study, folder = english
    csv = pd.read_csv(folder / "tables" / "comparison.csv")
    excel = pd.read_excel(folder / "tables.xlsx", sheet_name="comparison", engine="openpyxl")
    for table in (csv, excel):
        assert len(table) == len(study.comparison)
        difference = pd.to_numeric(table["difference"])
        assert difference.to_numpy() == pytest.approx(study.comparison["difference"].to_numpy(), nan_ok=True)


def test_excel_reads_the_tables_as_they_are_meant(english):
    from openpyxl import load_workbook

    _, folder = english
    for path in (folder / "tables").glob("*.csv"):
        assert path.read_bytes().startswith(codecs.BOM_UTF8), "by which Excel knows that it is no GB18030"
    book = load_workbook(folder / "tables.xlsx")
    kept = {path.stem for path in (folder / "tables").glob("*.csv")} - {"dictionary", "places"}
    assert kept < set(book.sheetnames)
    assert book["areas"]["B2"].value is not None
    for sheet in book:
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b"}
    formats = {cell.number_format for row in book["comparison"].iter_rows(min_row=2) for cell in row}
    assert {"#,##0", "#,##0.000"} < formats


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "a\0b\x0bc"])
def test_text_is_never_a_formula_and_never_stops_the_workbook(text, english):
    from openpyxl import load_workbook

    study, _ = english
    costs = study.costs.head(2).assign(arm=text)
    content = workbook({"costs": costs}, dataclasses.replace(study, command=text), write.voices_of(study)["en"])
    book = load_workbook(io.BytesIO(content))
    cells = [book["costs"].cell(2, list(costs.columns).index("arm") + 1), book["Read me"]["A1"]]
    for cell in cells:
        assert cell.data_type == "s"
        assert cell.value == text.replace("\0", "").replace("\x0b", "")


def test_places_in_the_tables_add_up_to_the_thefts(english):
    study, folder = english
    places = pd.read_csv(folder / "tables" / "places.csv").query(
        "mapped == 'thefts' and when == 'after' and arm == 'guards'"
    )
    i = study.indicators.query("indicator == 'K1' and ledger == 'true' and arm == 'guards'")
    assert places.groupby("seed")["count"].sum().to_list() == i.sort_values("seed")["numerator"].to_list()


def test_the_same_study_gives_the_same_pdf(english, tmp_path):
    study, folder = english
    voice = write.voices_of(study)["en"]
    report = pages._report(study, write.by_group(study), voice, "")
    pngs = {path.stem: path.read_bytes() for path in (folder / "figures").glob("*.png")}
    assert pages.pdf_of(report, pngs, None) == (folder / "report.pdf").read_bytes()


@pytest.fixture
def english_drawn(english, monkeypatch):
    """What is drawn in English is that of the English report; only Chinese figures are drawn anew."""
    folder = english[1] / "figures"
    drawn = {
        path.stem: Print(path.read_text("utf-8"), path.with_suffix(".png").read_bytes())
        for path in folder.glob("*.svg")
    }

    def prints_of(report):
        return drawn if report.voice.language == "en" else html.prints_of(report)

    monkeypatch.setattr(pages, "prints_of", prints_of)


@pytest.mark.usefixtures("english_drawn")
def test_chinese_falls_back_to_english_where_no_font_has_it(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "chinese_font", lambda: None)
    _, remarks = written(tmp_path, "zh")
    assert len(remarks) == 1
    assert "fonts-noto-cjk" in remarks[0]
    assert '<html lang="zh-CN">' in (tmp_path / "report.html").read_text("utf-8")
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "report.pdf").pages)
    assert "How far to trust this" in " ".join(text.split())


@pytest.mark.usefixtures("english_drawn")
@pytest.mark.skipif(fonts.chinese_font() is None, reason="no font with Chinese characters on this system")
def test_chinese_is_printed_with_a_font_of_the_system(tmp_path, recwarn):
    _, remarks = written(tmp_path, "both")
    assert remarks == []
    assert not [w for w in recwarn if "Glyph" in str(w.message)]  # matplotlib warns of every character it lacks
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "report.zh.pdf").pages)
    assert "可信度及局限" in text.replace("\x00", "")
    assert (tmp_path / "report.en.html").exists()
    assert (tmp_path / "tables.zh.xlsx").exists()


def test_text_is_laid_out_alike_with_and_without_fonts():
    """The font without pictures gives a Chinese character the width it has in print: one em."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath, TextToPath

    prop = FontProperties(family=["DejaVu Sans", fonts.metrics_family()], size=10)
    one, three = (TextToPath().get_text_width_height_descent(text, prop, ismath=False)[0] for text in ("西", "西固区"))
    assert one == pytest.approx(10, rel=0.02)
    assert three == pytest.approx(30, rel=0.02)
    assert len(TextPath((0, 0), "A", prop=prop).vertices) > 0  # Latin letters come from the usual font


@pytest.mark.parametrize("n", [3, MOST_COLUMNS, MOST_COLUMNS + 1, 30])
def test_a_wide_table_is_cut_without_losing_a_column(n):
    table = Table(
        [Column(str(k)) for k in range(n)], [[Cell(f"{row}.{k}") for k in range(n)] for row in range(2)], "note"
    )
    parts = _parts(table)
    assert all(len(part.columns) <= MOST_COLUMNS for part in parts)
    assert [c.title for c in parts[0].columns[:1]] + [c.title for p in parts for c in p.columns[1:]] == [
        c.title for c in table.columns
    ]
    assert all(part.rows[1][0].text == "1.0" for part in parts)
    assert [part.note for part in parts][-1] == "note"


def test_a_row_that_does_not_fit_its_table_is_refused():
    with pytest.raises(AssertionError, match="a row of 1 cells under 2 columns"):
        Table([Column("a"), Column("b")], [[Cell("1")]])


def test_streets_are_called_in_the_language_of_the_report(english):
    study, _ = english
    assert write.voices_of(study)["zh"].titles["street 1"] == "街道1"
    assert isinstance(write.voices_of(study)["en"], Voice)
