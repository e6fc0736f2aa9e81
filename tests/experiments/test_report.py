"""The report says what the comparison says, stands alone, and is the same for the same study."""

import re

import numpy as np
import pytest
from scipy import stats

from experiments.averted import averted_by, extra_cost
from experiments.report import report_html, words_of
from experiments.report.answers import answers, badge_of, summary
from experiments.wording import interval, number, percent, verdict, whole

from .studies import fake_study, paired


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return fake_study(tmp_path_factory.mktemp("study"))


@pytest.fixture(scope="module")
def html(study):
    return report_html(study)


def text_of(html):
    """What a reader sees, on one line."""
    return " ".join(re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL).split())


def test_headline_sentence_is_recomputed_from_the_indicators(study, html):
    apart = paired(study, "K1")
    low, high = stats.ttest_1samp(apart, 0).confidence_interval(0.95)
    base = study.values("baseline", "K1", "true").mean()
    sentence = (
        f"Thefts, what really happened: lower by {number(-apart.mean())} per 1,000 residents and year "
        f"({percent(apart.mean() / base)}; 95 % interval {interval(low, high)})."
    )
    assert high < 0
    assert sentence in text_of(html)


def test_side_by_side_table_holds_mean_and_difference_of_both_ledgers(study, html):
    seen = text_of(html[html.index('id="ledgers"') : html.index('id="forest"')])
    for ledger in ("true", "recorded"):
        apart = paired(study, "K1", ledger)
        low, high = stats.ttest_1samp(apart, 0).confidence_interval(0.95)
        assert f"{number(apart.mean(), signed=True)} {interval(low, high)}" in seen
        assert number(study.values("baseline", "K1", ledger).mean()) in seen


def test_every_comparison_is_in_the_full_table(study, html):
    seen = text_of(html[html.index('id="all"') :])
    for row in study.comparison.itertuples():
        assert f"{number(row.reference_mean)} {number(row.mean)} {number(row.difference, signed=True)}" in seen


def test_an_unclear_difference_is_not_called_one(tmp_path):
    same = fake_study(tmp_path, prevented=0.0, replications=3)
    texts = [answer.text for answer in answers(same, "guards", words_of("en"))]
    assert "Thefts, what really happened: identical in every pair of runs." in texts
    assert "cost per averted event is not defined" in text_of(report_html(same))
    assert not averted_by(same, "guards", "K1").is_defined
    assert "not defined: the interval of the number averted covers 0" in text_of(report_html(same))


@pytest.mark.parametrize(("low", "high", "expected"), [
    (0.1, 2, "higher"), (-2, -0.1, "lower"), (-1, 1, "unclear"), (0, 1, "unclear"), (0, 0, "same"),
    (float("nan"), float("nan"), "unknown"),
])  # fmt: skip
def test_verdict_follows_the_interval(low, high, expected):
    assert verdict(low, high) == expected


def test_badge_follows_the_direction_governments_want(study):
    from experiments.indicators import REGISTRY

    assert badge_of(REGISTRY["K1"], "lower") == "better"
    assert badge_of(REGISTRY["K3"], "lower") == "worse"
    assert badge_of(REGISTRY["K11"], "higher") == "ambiguous"
    assert badge_of(REGISTRY["K1"], "unclear") == "unclear"


def test_summary_counts_the_badges(study):
    found = [answer.badge for answer in answers(study, "guards", words_of("en"))]
    clear = len(found) - found.count("unclear")
    assert (
        f"clearly changes {clear} of the {len(found)} headline readings" in summary(study, "guards", words_of("en"))[0]
    )


def test_cost_of_an_averted_theft_is_extra_cost_over_number_averted(study, html):
    fewer = -paired(study, "K1", column="numerator") / 0.2
    extra = paired(study, "X1", column="numerator") / 0.2
    found = averted_by(study, "guards", "K1")
    assert extra_cost(study, "guards").mean == pytest.approx(extra.mean())
    assert extra.mean() == pytest.approx(200 * 365, rel=1e-9)  # 200 yuan a day
    assert found.cost == pytest.approx(extra.mean() / fewer.mean())
    assert found.cost_low < found.cost < found.cost_high
    assert f"{number(found.cost)} ({interval(found.cost_low, found.cost_high, signed=False)})" in text_of(html)


def test_replications_needed_are_those_of_the_comparison(study, html):
    needed = whole(study.row("guards", "K1", "true")["replications_needed"])
    row = re.search(r"K1 Thefts true (\S+) (\S+) (\S+)", text_of(html[html.index('id="replications"') :]))
    assert row is not None
    assert row[1] == needed


def test_report_needs_nothing_from_outside(html):
    assert not re.search(r"""(src|href)=["'](?!#|data:)""", html)
    assert "@import" not in html
    assert "<script" not in html
    assert html.count("<svg") == 4


def test_maps_say_that_the_geography_is_synthetic(html):
    assert html.count("synthetic geography") >= 2 * 4
    assert "invented for a test. No dot" in text_of(html)


def test_same_study_gives_the_same_bytes(study, html):
    assert report_html(study) == html


def test_report_holds_no_path_of_the_machine(study, html):
    assert study.settings.out not in html


def test_every_word_of_the_catalogue_is_used_and_none_is_missing(study):
    """A missing word raises (StrictUndefined, KeyError); here: sections and catalogue agree."""
    assert set(words_of("en")["sections"]) == set(re.findall(r'<section id="(\w+)"', report_html(study)))


@pytest.mark.parametrize(("value", "text"), [
    (0, "0"), (1234.5, "1,234"), (12.345, "12.3"), (0.01234, "0.0123"), (-0.5, "−0.500"), (1e-9, "≈0"),
    (float("nan"), "–"), (float("inf"), "∞"),
])  # fmt: skip
def test_numbers_have_about_three_figures(value, text):
    assert number(value) == text


def test_colours_can_be_told_apart_without_colour_vision():
    """Brightness of neighbouring arms differs; the palette is Okabe & Ito's."""
    from experiments.report.style import COLOURS

    grey = [sum(w * int(c[i : i + 2], 16) for w, i in ((0.299, 1), (0.587, 3), (0.114, 5))) for c in COLOURS[:5]]
    assert np.abs(np.diff(grey)).min() > 10
