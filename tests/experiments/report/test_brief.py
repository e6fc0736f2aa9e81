"""The brief stands on one page, says what the comparison says in counts and money, and is an official paper in Word."""

import dataclasses
import io
import re
import zipfile

import numpy as np
import pandas as pd
import pypdf
import pytest
import yaml
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from govsim.experiments.comparison.averted import averted_by
from govsim.experiments.comparison.ranking import LEDGER, MAIN
from govsim.experiments.comparison.robustness import lines_of, reach_of
from govsim.experiments.config_folders import CONFIGS
from govsim.experiments.language import words_of
from govsim.experiments.language.numbers import about, about_percent
from govsim.experiments.report.brief.content import MOST_ARMS, Answer, brief_of, effects_of
from govsim.experiments.report.brief.lines import lines_of as written_lines
from govsim.experiments.report.brief.pdf import brief_pdf
from govsim.experiments.report.brief.word import word_of
from govsim.experiments.report.figures.brief import draw_effects
from govsim.experiments.report.figures.fonts import chinese_font
from govsim.experiments.report.figures.style import printed
from govsim.experiments.report.html import brief_page
from govsim.experiments.report.write import voices_of
from tests.experiments.studies import fake_study

LANGUAGES = ("en", "zh")
FILES = ("the report (report.pdf)", "tables (tables.xlsx)")


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Guards prevent thefts, and far fewer of them where thieves do not mind being caught."""
    study = fake_study(tmp_path_factory.mktemp("study"))
    rows = []
    for value, effect in ((1.5, -20.0), (3.0, -400.0)):
        for seed in (1, 2):
            for arm, shift in (("baseline", 0.0), ("guards", effect)):
                rows += [
                    {"arm": arm, "seed": seed, "indicator": id_, "value": 1000.0 + seed + (shift if id_ == "K1" else 0),
                     "assumption": "process.theft.certainty_weight", "meaning": "unknown to the catalogue",
                     "setting": value}
                    for id_ in MAIN
                ]  # fmt: skip
    return dataclasses.replace(study, robust=pd.DataFrame(rows))


@pytest.fixture(scope="module")
def png(study):
    brief = brief_of(study, voices_of(study)["en"])
    return printed(brief.picture, brief.voice).png


def text_of(brief):
    return "\n".join(f"{line.lead}{line.text}" for line in written_lines(brief))


def test_an_answer_is_in_counts_a_year_and_money(study):
    (answer,) = brief_of(study, voices_of(study)["en"]).answers
    fewer = averted_by(study, "guards", "K1")
    assert answer.lead == "guards:"
    assert f"about {about(fewer.mean)} thefts fewer of " in answer.text
    assert f"It costs 73,000 yuan more a year, {about(fewer.cost)} yuan for each theft averted" in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_luck_and_assumptions_stand_side_by_side(study, language):
    (answer,) = brief_of(study, voices_of(study)[language]).answers
    row = study.row("guards", "K1", LEDGER)
    base = row["reference_mean"]
    for share in (row["relative"], row["low90"] / base, row["high90"] / base, -400 / 1001.5, -20 / 1001.5):
        assert about_percent(share) in answer.sure, share


def test_the_range_over_assumptions_is_that_of_the_lowest_and_highest_mean(study):
    lines = lines_of(study)
    reach = reach_of(lines, "guards", "K1")
    assert (reach.low, reach.high) == pytest.approx((-400 / 1001.5, -20 / 1001.5))
    shares = [line.rows["K1", "guards"]["relative"] for line in lines]
    assert abs(reach.farthest.rows["K1", "guards"]["relative"] - shares[0]) == max(abs(s - shares[0]) for s in shares)
    assert reach_of(lines[:1], "guards", "K1") is None


def test_without_other_assumptions_the_brief_says_that_none_was_tried(study):
    brief = brief_of(dataclasses.replace(study, robust=None), voices_of(study)["en"])
    assert "no other assumptions tried" in brief.answers[0].sure
    assert any("no others were tried" in text for text in brief.sure)


@pytest.mark.parametrize("language", LANGUAGES)
def test_assumptions_are_named_in_plain_words(study, language):
    told = text_of(brief_of(study, voices_of(study)[language]))
    assert words_of(language)["assumed"]["process.theft.certainty_weight"] in told
    assert "unknown to the catalogue" not in told


def test_every_assumption_of_a_comparison_has_plain_words():
    paths = {one["path"] for one in yaml.safe_load((CONFIGS / "compare.yaml").read_text("utf-8"))["assumptions"]}
    assert paths
    for language in LANGUAGES:
        assert set(words_of(language)["assumed"]) == paths


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_code_of_an_indicator_stands_on_the_brief(study, language):
    assert not re.search(r"\b[A-Z]\d+\b|process\.|K17", text_of(brief_of(study, voices_of(study)[language], FILES)))


def test_chinese_is_numbered_as_offices_number(study):
    lines = written_lines(brief_of(study, voices_of(study)["zh"], FILES), to_fill_in=True)
    assert [line.text[:2] for line in lines if line.role == "heading"] == ["一、", "二、", "三、", "四、"]
    assert [line.lead[:3] for line in lines if line.role == "answer"] == ["（一）"]
    assert {line.lead for line in lines if line.role == "point"} == {"1. ", "2. ", "3. "}
    roles = [line.role for line in lines]
    assert roles[0] == "title"
    assert roles[1] == "to"
    assert roles[-4:] == ["attachment", "attached", "office", "date"]
    assert lines[-1].text == "2026年11月28日"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("n_arms", [1, MOST_ARMS])
def test_the_brief_is_one_page(study, png, language, n_arms):
    """By the PDF itself; Word is laid out by the same sizes and the same rule."""
    font = chinese_font() if language == "zh" else None
    if language == "zh" and font is None:
        pytest.skip("no font with Chinese characters on this system")
    brief = brief_of(study, voices_of(study)[language], FILES)
    brief = dataclasses.replace(brief, answers=[*brief.answers] * n_arms)
    assert len(pypdf.PdfReader(io.BytesIO(brief_pdf(brief, png, font))).pages) == 1
    assert word_of(brief, png)


def test_word_has_the_margins_and_fonts_of_the_standard(study, png):
    """GB/T 9704-2012: 37 mm above, 28 mm at the left, 156 x 225 mm of text."""
    content = word_of(brief_of(study, voices_of(study)["zh"], FILES), png)
    paper = Document(io.BytesIO(content))
    page = paper.sections[0]
    sizes = (page.page_width, page.page_height, page.top_margin, page.left_margin)
    assert [size.mm for size in sizes] == pytest.approx([210, 297, 37, 28], abs=0.05)
    assert (page.page_width - page.left_margin - page.right_margin) / Mm(1) == pytest.approx(156, abs=0.05)
    assert (page.page_height - page.top_margin - page.bottom_margin) / Mm(1) == pytest.approx(225, abs=0.05)
    fonts = {run._element.rPr.rFonts.get(qn("w:eastAsia")) for p in paper.paragraphs for run in p.runs if run.text}
    assert fonts == {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"}
    table = zipfile.ZipFile(io.BytesIO(content)).read("word/fontTable.xml").decode()
    for font in fonts:
        assert re.search(rf'w:name="{font}"><w:altName w:val="[^"]+"', table), "something stands in for it"
    texts = [p.text for p in paper.paragraphs]
    assert "（主送机关）：" in texts
    assert "（署名）" in texts
    assert word_of(brief_of(study, voices_of(study)["zh"], FILES), png) == content


def test_addressee_office_and_date_are_those_given(study):
    given = {"addressee": "西固区委政法委", "office": "区综治中心", "issued": "2027-01-05"}
    named = dataclasses.replace(study, settings=study.settings.model_copy(update=given))
    lines = {line.role: line.text for line in written_lines(brief_of(named, voices_of(study)["zh"]))}
    assert lines["to"] == "西固区委政法委："
    assert (lines["office"], lines["date"]) == ("区综治中心", "2027年1月5日")


def test_the_picture_shows_luck_and_assumptions(study):
    voice = voices_of(study)["en"]
    drawn = draw_effects(study, effects_of(study, lines_of(study)), voice)
    thefts = drawn.axes[0]
    wide, luck = (line.get_xdata() for line in thefts.lines[1:3])
    row = study.row("guards", "K1", LEDGER)
    np.testing.assert_allclose(wide, [-40000 / 1001.5, -2000 / 1001.5])
    np.testing.assert_allclose(luck, [100 * row[f"{end}90"] / row["reference_mean"] for end in ("low", "high")])


def test_a_page_of_the_brief_needs_nothing_else(study):
    brief = brief_of(study, voices_of(study)["en"], FILES)
    html = brief_page(brief, printed(brief.picture, brief.voice, png=False).svg)
    assert html.count("<svg") == 1
    assert not re.search(r"""(src|href)=["'](?!#|data:)""", html)


def test_more_arms_than_a_page_holds_are_left_to_the_report(study):
    many = study.settings.model_copy(update={"arms": ("baseline", *["guards"] * (MOST_ARMS + 2))})
    answers = brief_of(dataclasses.replace(study, settings=many), voices_of(study)["en"]).answers
    assert answers[-1] == Answer("", "2 more arms stand in the report.", "")
    assert len(answers) == MOST_ARMS + 1
