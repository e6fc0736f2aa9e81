"""The report says what the comparison says, stands alone, and is the same for the same study."""

import re
from html import unescape
from pathlib import Path

import duckdb
import numpy as np
import pytest
from matplotlib.text import Text
from scipy import stats

from govsim.experiments.comparison.averted import averted_by, extra_cost
from govsim.experiments.comparison.groups import by_group
from govsim.experiments.indicators import REGISTRY
from govsim.experiments.language.numbers import chance, measured, measured_between, number, percent, whole
from govsim.experiments.language.voice import Voice
from govsim.experiments.report.compose import report_of
from govsim.experiments.report.figures.style import PAGE_WIDTH, drawn_in_style
from govsim.experiments.report.html import page
from govsim.experiments.report.sections.answers import answers, summary
from govsim.experiments.report.sections.cells import tone_of
from govsim.experiments.report.sections.indicators import COMPANIONS, FAMILIES, ids_of
from govsim.experiments.report.write import voices_of
from govsim.experiments.running.store import run_folder
from tests.experiments.studies import fake_study, paired

EN = Voice("en")


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return fake_study(tmp_path_factory.mktemp("study"))


@pytest.fixture(scope="module")
def groups(study):
    return by_group(study)


@pytest.fixture(scope="module")
def report(study, groups):
    return report_of(study, groups, voices_of(study)["en"])


@pytest.fixture(scope="module")
def html(report):
    return page(report)


def text_of(html):
    """What a reader sees, on one line."""
    return " ".join(unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)).split())


def section_of(html, name):
    """What a reader sees of one section."""
    start = html.index(f'<section id="{name}"')
    return text_of(html[start : html.index("</section>", start)])


def ends(apart, per_event=1000 / 800 / 0.2):
    """Student's 90 % interval, half a step of the mean wider at both ends."""
    low, high = stats.ttest_1samp(apart, 0).confidence_interval(0.9)
    step = per_event / 2 / len(apart)
    assert apart.std(ddof=1) ** 2 > per_event * np.abs(apart).mean()  # these pairs vary more than counting does
    return low - step, high + step


def ninety(apart):
    """The interval as written in the report: two figures of half of it."""
    return measured_between(*ends(apart), "{low} to {high}")


def test_headline_sentence_is_recomputed_from_the_indicators(study, html):
    apart = paired(study, "K1")
    base = study.values("baseline", "K1", "true").mean()
    sentence = (
        f"Thefts, what really happened: lower by {measured(-apart.mean(), *ends(apart))} per 1,000 residents and year "
        f"({percent(apart.mean() / base)}; 90 % interval {ninety(apart)}); "
    )
    assert apart.mean() < 0
    assert sentence in text_of(html)
    assert sentence + "likely lower." in text_of(html)  # six pairs: no stronger word, however small p is


def test_numbers_of_the_first_page_are_recomputed_from_the_parquet_files(study, html):
    """Independent code: thefts counted by DuckDB in the events, costs in the costs, arm by arm and seed by seed."""
    first, last = 24 * study.settings.burn_in_days, 24 * (study.settings.burn_in_days + 73)
    rates: dict[str, list[float]] = {"baseline": [], "guards": []}
    for arm, found in rates.items():
        for seed in study.settings.seeds:
            folder = run_folder(Path(study.settings.out), arm, seed)
            query = "select count(*) from read_parquet('{}') where kind = 'theft' and time_h >= {} and time_h < {}"
            thefts = duckdb.sql(query.format(folder / "events.parquet", first, last)).fetchall()[0][0]
            people = duckdb.sql(f"select sum(residents) from read_parquet('{folder / 'areas.parquet'}')").fetchall()[0][
                0
            ]
            found.append(1000 * thefts / float(people) / 0.2)
    apart = np.subtract(rates["guards"], rates["baseline"])
    base = np.mean(rates["baseline"])
    seen = section_of(html, "first")
    assert f"{measured(apart.mean(), *ends(apart), True)} ({percent(apart.mean() / base)})" in seen
    assert f"90 %: {ninety(apart)} matters: likely better" in seen
    assert f"K1 Thefts what really happened per 1,000 residents and year {number(base)}" in seen


def test_side_by_side_table_holds_mean_and_difference_of_both_ledgers(study, html):
    seen = section_of(html, "ledgers")
    for ledger in ("true", "recorded"):
        apart = paired(study, "K1", ledger)
        assert f"{measured(apart.mean(), *ends(apart), True)} {ninety(apart)}" in seen
        assert number(study.values("baseline", "K1", ledger).mean()) in seen


def test_every_comparison_is_in_the_full_table(study, html):
    seen = section_of(html, "all")
    for row in study.comparison.itertuples():
        difference = measured(row.difference, row.low90, row.high90, True)
        assert f"{number(row.reference_mean)} {number(row.mean)} {difference}" in seen


def test_an_unclear_difference_is_not_called_one(tmp_path):
    same = fake_study(tmp_path, prevented=0.0, replications=3)
    texts = [answer.text for answer in answers(same, "guards", EN)]
    assert any(text.startswith("Thefts, what really happened: no difference that matters (0 per") for text in texts)
    seen = text_of(page(report_of(same, by_group(same), voices_of(same)["en"])))
    assert "cost per averted event is not defined" in seen
    assert not averted_by(same, "guards", "K1").is_defined
    assert "not defined: the interval of the number averted covers 0" in seen


def test_no_probability_is_rounded_to_certainty():
    assert [chance(p) for p in (0.0, 0.004, 0.5, 0.996, 1.0)] == ["<1 %", "<1 %", "50 %", ">99 %", ">99 %"]


def test_badge_follows_the_direction_governments_want():
    assert tone_of(REGISTRY["K1"], "lower") == "better"
    assert tone_of(REGISTRY["K3"], "lower") == "worse"
    assert tone_of(REGISTRY["K11"], "higher") == "ambiguous"
    assert tone_of(REGISTRY["K1"], "open") == tone_of(REGISTRY["K1"], "alike") == "unclear"


def test_summary_counts_the_badges(study):
    found = [answer.tone for answer in answers(study, "guards", EN)]
    clear = len(found) - found.count("unclear")
    assert (
        f"changes {clear} of the {len(found)} headline readings by more than matters" in summary(study, "guards", EN)[0]
    )


def test_cost_of_an_averted_theft_is_extra_cost_over_number_averted(study, html):
    fewer = -paired(study, "K1", column="numerator") / 0.2
    extra = paired(study, "X1", column="numerator") / 0.2
    found = averted_by(study, "guards", "K1")
    assert extra_cost(study, "guards").mean == pytest.approx(extra.mean())
    assert extra.mean() == pytest.approx(200 * 365, rel=1e-9)  # 200 yuan a day
    assert found.cost == pytest.approx(extra.mean() / fewer.mean())
    assert found.cost_low < found.cost < found.cost_high
    known = found.cost_low, found.cost_high
    written = f"{measured(found.cost, *known)} {measured_between(*known, '{low} to {high}', False)}"
    assert written in section_of(html, "costs")


def test_replications_needed_are_those_of_the_comparison(study, html):
    needed = whole(study.row("guards", "K1", "true")["replications_needed"])
    row = re.search(r"K1 Thefts true (\S+) (\S+) (\S+)", section_of(html, "replications"))
    assert row is not None
    assert row[1] == needed


def test_report_needs_nothing_from_outside(html, report):
    assert not re.search(r"""(src|href)=["'](?!#|data:)""", html)
    assert "@import" not in html
    assert "<script" not in html
    assert html.count("<svg") == len(report.pictures()) + 1  # and that of the brief


def test_every_map_says_that_the_geography_is_synthetic(html, report):
    maps = [picture for picture in report.pictures() if picture.name.startswith("map_")]
    assert len(maps) == 6  # two kinds of events at three levels
    assert html.count("synthetic geography") >= 3 * len(maps)  # reference, arm, difference
    assert "invented for a test. No dot" in text_of(html)


def test_same_study_gives_the_same_bytes(html, study, groups):
    assert page(report_of(study, groups, voices_of(study)["en"])) == html


def test_report_holds_no_path_of_the_machine(study, html):
    assert study.settings.out not in html


@pytest.mark.parametrize("family", FAMILIES)
def test_resolution_and_reports_never_stand_without_their_company(family):
    """Rules (i) and (ii) of the inventory."""
    shown = ids_of(family)
    for needs in COMPANIONS.keys() & set(shown):
        assert set(COMPANIONS[needs]) <= set(shown)


def test_rules_name_what_the_inventory_names():
    assert set(COMPANIONS) == {"K11", "K12", "K18", "K19"}
    assert {"K24", "K23", "K12.relapse"} <= set(COMPANIONS["K12"]) & set(COMPANIONS["K19"])
    assert {"K1", "K15", "K17"} <= set(COMPANIONS["K11"]) & set(COMPANIONS["K18"])


def test_the_first_page_shows_resolution_with_its_company(html):
    seen = section_of(html, "first")
    for companion in COMPANIONS["K12"]:
        assert REGISTRY[companion].name in seen


def test_every_indicator_belongs_to_a_family():
    assert {id_ for family in FAMILIES for id_ in ids_of(family)} == set(REGISTRY)


def test_surveys_say_that_answers_have_a_ceiling(report, html):
    assert re.search(
        r"K29 Felt safety 0\.\.100 survey; answers have a ceiling recorded 50 ", section_of(html, "indicators")
    )


@pytest.mark.parametrize(("value", "low", "high", "text"), [
    (-0.0415, -0.0547, -0.0284, "−0.042"), (28_749_515, 18_275_478, 67_168_832, "29,000,000"), (84.3, 54, 114, "84"),
    (0.004, -3, 3, "≈0"), (5.55, 5.55, 5.55, "5.55"), (1.0, float("nan"), float("nan"), "1.00"), (0, -1, 1, "0"),
])  # fmt: skip
def test_of_what_is_uncertain_no_more_is_said_than_is_known(value, low, high, text):
    """Two figures of half the interval."""
    assert measured(value, low, high) == text


@pytest.mark.parametrize(("value", "text"), [
    (0, "0"), (1234.5, "1,234"), (12.345, "12.3"), (0.01234, "0.0123"), (-0.5, "−0.500"), (1e-9, "≈0"),
    (float("nan"), "–"), (float("inf"), "∞"),
])  # fmt: skip
def test_numbers_have_about_three_figures(value, text):
    assert number(value) == text


def test_colours_can_be_told_apart_without_colour_vision():
    """Brightness of neighbouring arms differs; the palette is Okabe & Ito's."""
    from govsim.experiments.report.figures.style import COLOURS

    grey = [sum(w * int(c[i : i + 2], 16) for w, i in ((0.299, 1), (0.587, 3), (0.114, 5))) for c in COLOURS[:5]]
    assert np.abs(np.diff(grey)).min() > 10


def test_figures_are_drawn_at_the_width_of_the_page_in_letters_that_can_be_read(report):
    for picture in (report.brief.picture, *report.pictures()):
        drawn = drawn_in_style(lambda picture=picture: picture.draw(report.voice), report.voice)
        assert drawn.get_figwidth() <= PAGE_WIDTH
        sizes = {text.get_fontsize() for text in drawn.findobj(Text) if text.get_text()}
        assert min(sizes) >= 7, picture.name


def test_no_heading_stands_twice_and_no_section_is_empty(report, html):
    heads = [re.sub(r"^\d+ ", "", text) for text in re.findall(r"<h2>(.*?)</h2>", html)]
    assert len(set(heads)) == len(heads)
    for section in report.sections:
        assert section.blocks
        inside = html[html.index(f'<section id="{section.id}"') :]
        below = re.findall(r"<h3>(.*?)</h3>", inside[: inside.index("</section>")])
        assert section.title not in below
    assert "robust" not in {section.id for section in report.sections}, "nobody has asked"


def test_figures_are_numbered_without_gaps_on_screen_and_on_paper(report, html):
    shown = [int(n) for n in re.findall(r"<b>Figure (\d+)\.</b>", html)]
    assert shown == list(range(1, len(report.pictures()) + 1))
    on_paper = report.pictures(on_paper=True)
    assert 0 < len(on_paper) < len(report.pictures())


def test_the_first_page_is_the_brief_and_all_codes_are_in_the_annex(html):
    brief = text_of(html[html.index("<article") : html.index("</article>")])
    assert html.index("<article") < html.index('class="annex"')
    assert "The answer" in brief
    assert not re.search(r"\b[A-Z]\d+\b", re.sub(r"<svg.*?</svg>", "", brief, flags=re.DOTALL))
