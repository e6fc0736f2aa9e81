"""The dashboard as its users meet it, in a real browser: started, played, ordered, clicked, read in both languages."""

from __future__ import annotations

import re
import time

import numpy as np
import pytest
import yaml
from playwright.sync_api import expect

from govsim.dashboard.lessons.lesson import STORIES
from govsim.dashboard.replay.command import written
from govsim.dashboard.words import words_of
from govsim.experiments.composition.settings import RunSettings, settings_of
from govsim.experiments.running import store
from govsim.experiments.running.run import execute
from tests.dashboard.browser import FRAMES, Tab, browsing, chromium, serving
from tests.lab import LIVELY, composed_by_hydra

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="no Chromium here, and none can be installed"),
]
MORE_PATROL = 2  # its place in the list of levers, after beats and hot spots
LONG_MS = 120_000
PHONE = {"width": 360, "height": 480}  # thirty large windows keep a machine busy with their pixels alone
THIRTY_MS = 400_000  # thirty browsers draw on the same two cores as the server and another test


@pytest.fixture(scope="module")
def lesson_file(tmp_path_factory):
    """A folder with a lesson of one's own that takes seconds."""
    folder = tmp_path_factory.mktemp("served")
    text = yaml.safe_load((STORIES / "doubled_grid.yaml").read_text("utf-8"))
    quick = {"order": 0, "title": {"en": "Quick"}, "district": "small", "days": 30, "burn_in_days": 0, "seeds": 2}
    (folder / "lessons").mkdir()
    (folder / "lessons" / "quick.yaml").write_text(yaml.safe_dump(text | quick, allow_unicode=True), encoding="utf-8")
    return folder / "lessons" / "quick.yaml"


@pytest.fixture(scope="module")
def address(lesson_file):
    words = ("district=small", "language=en", "class_days=30", "class_seeds=2")
    with serving(*words, folder=lesson_file.parents[1]) as served:
        yield served.address


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
    tab.page.wait_for_timeout(500)  # the moment may come to the page just after the word
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
    box = page.locator(".levers input[type=checkbox]").nth(MORE_PATROL)
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
    page.locator(".levers input[type=file]").set_input_files(download.value.path())
    expect(page.locator("ul.orders")).to_contain_text("More patrol from day 7", timeout=LONG_MS)
    expect(page.locator(".moment")).to_contain_text("Day 0 ", timeout=LONG_MS)


def test_a_file_that_is_none_is_refused_in_a_line(tab, tmp_path):
    (tmp_path / "holiday.yaml").write_text("a: [", encoding="utf-8")
    tab.page.locator(".levers input[type=file]").set_input_files(tmp_path / "holiday.yaml")
    expect(tab.page.locator(".state.bad")).to_contain_text("no policy file of the dashboard", timeout=LONG_MS)


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
    drawn = [page.evaluate(FRAMES)]
    while len(drawn) < 20 and max(np.diff(drawn), default=0) < 15:
        page.wait_for_timeout(3000)
        drawn.append(page.evaluate(FRAMES))
    assert max(np.diff(drawn)) >= 15, "five drawn frames a second even on a busy machine; see bench.py for a free one"
    press(tab, words_of("en")["controls"]["pause"])


def test_a_crash_of_the_model_is_said_and_mended(browser, tmp_path):
    with serving("district=small", "language=zh", folder=tmp_path) as served:
        one, said = opened(browser, served.address, "zh"), words_of("zh")
        one.page.locator(".levers input[type=checkbox]").nth(1).check()
        expect(one.page.locator("ul.orders")).to_contain_text("自第0天起", timeout=LONG_MS)
        press(one, said["controls"]["play"])
        models = served.models()
        assert models
        for model in models:
            model.kill()
        expect(one.page.locator(".state.bad")).to_contain_text(said["state"]["crashed"][:6], timeout=LONG_MS)
        press(one, said["controls"]["restart"])
        expect(one.page.locator(".state")).to_contain_text(said["state"]["ready"], timeout=LONG_MS)
        press(one, said["controls"]["day"])
        expect(one.page.locator(".moment")).to_contain_text("第1天", timeout=LONG_MS)
        expect(one.page.locator("ul.orders")).to_contain_text("自第0天起")
        assert one.errors == []
        one.page.close()


def test_a_lesson_from_the_list_to_its_end(browser, address, lesson_file):
    for language in ("en", "zh"):
        said = words_of(language)["lessons"]
        one = Tab(browser, address, language, "lessons")
        one.page.locator("a.lesson", has_text="Quick").click()
        answers = one.page.locator(".prediction input[type=radio]")
        answers.first.wait_for(timeout=LONG_MS)
        decide = one.page.get_by_role("button", name=said["decide"])
        expect(decide).to_be_disabled()
        answers.nth(1).check()
        expect(one.page.locator(".prediction")).to_contain_text(said["ready"], timeout=LONG_MS)
        assert not one.page.locator(".finished").count(), "no answer before a prediction"
        decide.click()
        expect(one.page.locator(".finished")).to_contain_text(said["finished"], timeout=LONG_MS)
        expect(one.page.locator("tr.guess")).to_have_count(1)
        assert one.errors == []
        one.page.close()


def test_groups_hand_in_and_are_ranked(browser, address):
    said = words_of("en")["classroom"]
    groups = [join(browser, address, name) for name in ("Group one", "<i>Group two</i>")]
    groups[0].page.locator(".form input[type=checkbox]").nth(MORE_PATROL).check()
    expect(groups[0].page.locator("ul.orders")).to_contain_text("More patrol")
    for one in groups:
        press(one, said["hand_in"])
    for one in groups:
        expect(one.page.locator(".result")).to_contain_text(said["result"], timeout=LONG_MS)
        expect(one.page.locator(".board tbody tr")).to_have_count(2, timeout=LONG_MS)
        expect(one.page.locator(".board")).to_contain_text("<i>Group two</i>")
        one.page.reload()
        expect(one.page.locator(".result")).to_contain_text(said["result"], timeout=LONG_MS)
        assert one.errors == []
        one.page.close()
    stranger = Tab(browser, address, "en", "trainer")
    expect(stranger.page.locator("main")).to_contain_text(said["no_key"])
    stranger.page.close()


def join(browser, address: str, name: str) -> Tab:
    one = Tab(browser, address, "en", "class")
    one.page.locator(".form input[type=text]").first.fill(name)
    press(one, words_of("en")["classroom"]["join"])
    one.page.locator(".form select").wait_for(timeout=LONG_MS)
    expect(one.page.locator("h1")).to_contain_text(name)
    return one


def test_thirty_browsers_at_once(browser, address):
    """A group is known by the address of its page alone, so that thirty tabs are thirty browsers to the server."""
    first = Tab(browser, address, "en", "about")
    expect(first.page.locator("main")).to_contain_text("No forecast", timeout=LONG_MS)  # it serves
    first.page.close()
    with browser.new_context(viewport=PHONE) as phones:  # closed whatever happens: they would keep the server busy
        thirty(browser, address, [phones.new_page() for _ in range(30)])


def thirty(browser, address: str, pages: list) -> None:
    errors: list[str] = []
    for page in pages:
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{address}class?lang=en", wait_until="commit")
    for number, page in enumerate(pages):
        page.locator(".form input[type=text]").first.fill(f"Table {number}", timeout=THIRTY_MS)
    for page in pages:
        page.get_by_role("button", name=words_of("en")["classroom"]["join"]).click(timeout=THIRTY_MS)
    for number, page in enumerate(pages):
        expect(page.locator("h1")).to_contain_text(f"Table {number}", timeout=THIRTY_MS)
    asked = time.monotonic()
    one = Tab(browser, address, "en", "about")
    expect(one.page.locator("main")).to_contain_text("No forecast")
    assert time.monotonic() - asked < 15, "the server still answers somebody new"
    assert errors == []
    one.page.close()


def test_a_code_keeps_strangers_out(browser, tmp_path):
    with serving("district=small", "code=pear7", folder=tmp_path) as guarded:
        said = words_of("en")["gate"]
        for path in ("", "lessons", "class", "trainer", "about"):
            one = Tab(browser, guarded.address, "en", path)
            expect(one.page.locator("main")).to_contain_text(said["ask"], timeout=LONG_MS)
            one.page.close()
        one = Tab(browser, guarded.address, "en", "about")
        one.page.locator("input[type=password]").fill("apple")
        press(one, said["button"])
        expect(one.page.locator("main")).to_contain_text(said["wrong"], timeout=LONG_MS)
        one.page.locator("input[type=password]").fill("pear7")
        press(one, said["button"])
        expect(one.page.locator("main")).to_contain_text("No forecast", timeout=LONG_MS)
        one.page.get_by_role("link", name=words_of("en")["pages"]["lessons"]).click()
        one.page.locator("a.lesson").first.wait_for(timeout=LONG_MS)
        one.page.close()


def test_a_replay_plays_from_a_disk(browser, tmp_path):
    cfg = composed_by_hydra("district=small", *LIVELY, "years=0.2")
    execute(cfg, settings_of(cfg, RunSettings), tmp_path / "one", progress=False)
    path = written([str(tmp_path / "one")], "en")
    page, errors = browser.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: errors.append(request.url) if request.url.startswith("http") else None)
    begun = time.monotonic()
    page.goto(path.as_uri())
    page.locator("canvas").first.wait_for()
    assert time.monotonic() - begun < 10, "it opens at once; two seconds on a machine that does nothing else"
    counted = page.locator("b + *, b").first
    counted.wait_for()
    page.get_by_role("button", name=words_of("en")["replay"]["play"]).click()
    slider = page.get_by_text(re.compile(r"Day: *73"))
    slider.wait_for(timeout=LONG_MS)
    thefts = (store.read_run(tmp_path / "one").tables["events"].to_pandas().kind == "theft").sum()
    expect(page.locator("body")).to_contain_text(f"one: {thefts:,} since the start")
    assert errors == []
    page.close()


def test_about_says_that_it_is_no_forecast(browser, address):
    for language, word in (("en", "No forecast"), ("zh", "不是预测")):
        one = Tab(browser, address, language, "about")
        expect(one.page.locator("main")).to_contain_text(word)
        assert one.errors == []
        one.page.close()
