"""Whatever stands in a title, every page, figure, sheet and document is made, and shows it."""

import dataclasses
import io
import re
import zipfile
from html import unescape

import pypdf
import pytest
from docx import Document
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from govsim.experiments.comparison.groups import by_group
from govsim.experiments.language.phrases import printable, shortened
from govsim.experiments.language.voice import MOST_COLUMNS, Voice
from govsim.experiments.report.brief.content import brief_of
from govsim.experiments.report.brief.pdf import brief_pdf
from govsim.experiments.report.brief.word import word_of
from govsim.experiments.report.compose import report_of
from govsim.experiments.report.figures.style import printed
from govsim.experiments.report.html import brief_page, page, prints_of
from govsim.experiments.report.pdf import pdf_of
from govsim.experiments.report.tables import workbook
from govsim.experiments.report.write import voices_of
from tests.experiments.studies import fake_study

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:Glyph"),  # matplotlib says which characters no font has; the picture is made
]
NASTY = (
    r"$", r"$$", r"$x$", r"a $\frac{ b $ c", r"50 $ to 60 $", r"\alpha_{1} ^ % # & ~", "{arm} {0} {", "</svg><script>",
    "<b>&amp;\"'", "**bold** __u__ --s--", "[x](y)", "=1+1", "@SUM(A1)", "a\x0b\x00b\u2028c\x85d", "🚓 ཀ ا",
    "“”‘’—…《》", "很" * 80, "w" * 200, r"\1 \g<0> \\", "${oc.env:HOME}", "100%", "　全角　空格　", " ",
)  # fmt: skip
WORST = (r"a $\frac{ b $ c", "</svg><script>{0} {", "a\x0b\x00b\u2028=1+1", "很" * 80)  # whole reports take their time
TITLES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return fake_study(tmp_path_factory.mktemp("study"), replications=2)


def named(study, title):
    """The study with a title for its arm, its question, its addressee and its office; and a voice that has it."""
    given = {"question": title, "addressee": title, "office": title}
    asked = dataclasses.replace(study, settings=study.settings.model_copy(update=given), command=title)
    voice = voices_of(study)["en"]
    return asked, Voice("en", {**voice.titles, "guards": printable(title), "street 1": printable(title)})


def seen_in(html):
    return unescape(re.sub(r"<style.*?</style>|<[^>]+>", "", html, flags=re.DOTALL))


@pytest.mark.parametrize("title", WORST)
def test_a_title_of_any_kind_stops_nothing(study, title):
    asked, voice = named(study, title)
    groups = by_group(asked)
    report = report_of(asked, groups, voice, [title])
    prints = prints_of(report)
    html = page(report, prints)
    assert printable(title) in seen_in(html)
    assert "<script" not in html
    pngs = {name: one.png for name, one in prints.items()}
    assert len(pypdf.PdfReader(io.BytesIO(pdf_of(report, pngs, None))).pages) > 3
    book = load_workbook(io.BytesIO(workbook({"costs": asked.costs.assign(arm=title)}, asked, voice)))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    for one in prints.values():
        assert one.svg.count("</svg>") == 1


def checked(study, title):
    asked, voice = named(study, title)
    brief = brief_of(asked, voice, [title])
    one = printed(brief.picture, voice)
    wanted = printable(title)
    assert wanted in seen_in(brief_page(brief, one.svg))
    if wanted.isascii():
        assert shortened(wanted, MOST_COLUMNS) in unescape(re.sub(r"<[^>]+>", "", one.svg)), (
            "the picture names it as it is, not as a formula"
        )
    assert len(pypdf.PdfReader(io.BytesIO(brief_pdf(brief, one.png, None))).pages) >= 1
    content = word_of(brief, one.png)
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    texts = [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]
    assert any(wanted in text for text in texts)


@pytest.mark.parametrize("title", NASTY)
def test_a_title_of_any_kind_stands_on_the_brief(study, title):
    checked(study, title)


@given(TITLES)
@example("$\\")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_character_stops_a_brief(study, title):
    checked(study, title)


def test_what_is_printed_is_one_line_without_control_characters():
    assert printable("a\x00b\n c\u2028d") == "a b c d"
