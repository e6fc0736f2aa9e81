"""The dashboard as its users meet it, in a real browser: started, played, ordered, clicked, read in both languages."""

from __future__ import annotations

import re
import time

import pytest
import yaml
from playwright.sync_api import expect

from dashboard.words import words_of
from tests.dashboard.browser import Tab, browsing, chromium, serving

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="no Chromium here, and none can be installed"),
]
LONG_MS = 120_000


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with serving("district=small", "language=en", folder=tmp_path_factory.mktemp("served")) as served:
        yield served


@pytest.fixture(scope="module")
def browser():
    with browsing() as one:
        yield one


@pytest.fixture
def tab(browser, address):
    one = opened(browser, address)
    yield one
    assert one.errors == []
    one.page.close()


def opened(browser, address: str, language: str = "en") -> Tab:
    """The live page with a district that stands."""
    one = Tab(browser, address, language)
    state = words_of(language)["state"]
    going = re.compile("|".join(re.escape(state[name]) for name in ("ready", "paused", "playing")))
    one.page.locator(".state", has_text=going).wait_for(timeout=LONG_MS)
    return one


def hours(tab: Tab) -> int:
    day, hour = re.findall(r"(\d+)(?= ·|天)|(\d\d):00", tab.page.locator(".moment").inner_text())
    return 24 * int(day[0]) + int(hour[1])


def press(tab: Tab, name: str) -> None:
    tab.page.get_by_role("button", name=name, exact=True).click()


def test_time_runs_stops_steps_and_begins_again(tab):
    said = words_of("en")["controls"]
    tab.page.locator(".moment").wait_for(timeout=LONG_MS)
    press(tab, said["day"])
    expect(tab.page.locator(".moment")).to_contain_text("Day 1 ")
    press(tab, said["play"])
    deadline = time.monotonic() + 30
    while hours(tab) < 40 and time.monotonic() < deadline:
        tab.page.wait_for_timeout(100)
    press(tab, said["pause"])
    expect(tab.page.locator(".state")).to_contain_text("Paused")
    at = hours(tab)
    assert at >= 40
    tab.page.wait_for_timeout(500)
    assert hours(tab) == at
    press(tab, said["go"])
    expect(tab.page.locator(".moment")).to_contain_text("Day 30 ", timeout=LONG_MS)
    press(tab, said["restart"])
    expect(tab.page.locator(".moment")).to_contain_text("Day 0 ", timeout=LONG_MS)


def test_an_order_is_given_changed_saved_and_taken_back(tab):
    page = tab.page
    box = page.locator(".levers input[type=checkbox]").nth(1)
    box.check()
    expect(page.locator("ul.orders")).to_contain_text("More patrol from day 0", timeout=LONG_MS)
    press(tab, words_of("en")["controls"]["week"])
    expect(page.locator(".moment")).to_contain_text("Day 7 ", timeout=LONG_MS)
    handle = page.locator(".levers .noUi-handle:visible").first
    handle.focus()
    for _ in range(3):
        handle.press("ArrowRight")
    expect(page.locator("ul.orders")).to_contain_text("from day 7", timeout=LONG_MS)
    with page.expect_download() as download:
        page.get_by_text(words_of("en")["levers"]["save"]).click()
    nodes = yaml.safe_load(download.value.path().read_text("utf-8"))
    assert nodes["more_patrol_from_day_0"]["end_day"] == 7
    assert nodes["more_patrol_from_day_7"]["multiplier"] > nodes["more_patrol_from_day_0"]["multiplier"]
    box.uncheck()
    expect(page.locator(".levers")).to_contain_text(words_of("en")["levers"]["none_given"], timeout=LONG_MS)


def test_a_click_on_the_map_tells_what_is_there_and_why(tab):
    page, said = tab.page, words_of("en")["why"]
    press(tab, words_of("en")["controls"]["go"])
    expect(page.locator(".moment")).to_contain_text("Day 30 ", timeout=LONG_MS)
    box = page.locator(".maps canvas").first.bounding_box()
    assert box
    page.mouse.click(box["x"] + 0.72 * box["width"], box["y"] + 0.55 * box["height"])
    expect(page.locator(".why")).to_contain_text(said["facts"]["residents"])
    press(tab, said["levels"]["street"])
    events = page.locator(".why select")
    events.wait_for()
    events.locator("option").first.wait_for(state="attached")
    events.select_option(index=0)
    expect(page.locator("ol.chain")).to_contain_text("day")


def test_indicators_have_their_official_names(tab):
    press(tab, words_of("en")["controls"]["go"])
    expect(tab.page.locator(".moment")).to_contain_text("Day 30 ", timeout=LONG_MS)
    press(tab, words_of("en")["indicators"]["button"])
    expect(tab.page.locator(".below")).to_contain_text("K1 ", timeout=LONG_MS)


def test_the_language_changes_and_the_run_goes_on(tab):
    press(tab, words_of("en")["controls"]["go"])
    expect(tab.page.locator(".moment")).to_contain_text("Day 30 ", timeout=LONG_MS)
    tab.page.get_by_role("link", name="中文").click()
    expect(tab.page.locator(".moment")).to_contain_text("第30天", timeout=LONG_MS)
    expect(tab.page.locator("header nav")).to_contain_text("实时推演")
    expect(tab.page.locator(".levers").first).to_contain_text(words_of("zh")["levers"]["help"])


def test_frames_keep_coming_and_the_page_answers(tab):
    page = tab.page
    press(tab, words_of("en")["controls"]["play"])
    find = "() => [...Bokeh.documents[0]._all_models.values()].find(m => m.type.endsWith('Pulse')).seen"
    page.wait_for_timeout(1500)
    first = page.evaluate(find)
    page.wait_for_timeout(3000)
    assert page.evaluate(find) - first >= 15, "five drawn frames a second even on a busy machine"
    press(tab, words_of("en")["controls"]["pause"])


def test_about_says_that_it_is_no_forecast(browser, address):
    for language, word in (("en", "No forecast"), ("zh", "不是预测")):
        one = Tab(browser, address, language, "about")
        expect(one.page.locator("main")).to_contain_text(word)
        assert one.errors == []
        one.page.close()
