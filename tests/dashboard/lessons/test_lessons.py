"""Lessons: what is asked can be answered, what is revealed comes from runs, and a bad file is refused with a reason."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import psutil
import pytest
import yaml

from govsim.dashboard.bank.counting import checked, count
from govsim.dashboard.bank.runs import Bank, Run, done
from govsim.dashboard.lessons.lesson import STORIES, Lesson, lessons, read_lesson
from govsim.dashboard.lessons.study import Study, find_case
from govsim.dashboard.live.levers import levers
from govsim.dashboard.page.lessons import case_html, list_html, reveal_html, story_html
from govsim.experiments.composition.build import build
from govsim.experiments.composition.parts import composed, plain_of
from govsim.experiments.errors import BadInput
from govsim.experiments.indicators import compute
from tests.command import ROOT
from tests.dashboard.rooms import config
from tests.lab import LIVELY
from tests.lab import composed as composed_here

STORY_CARDS = ("leaking_pipe", "four_bicycles", "wage_arrears", "doubled_grid", "blind_spot")  # inventory Part 7
ALL = lessons(Path("nowhere"))


def test_the_five_story_cards_come_first_and_more_follow():
    assert tuple(ALL)[:5] == STORY_CARDS
    assert len(ALL) >= 10


@pytest.mark.parametrize("key", sorted(ALL))
def test_every_lesson_is_told_in_both_languages(key):
    def texts(node):
        if isinstance(node, dict) and set(node) <= {"en", "zh"}:
            yield node
        elif isinstance(node, dict | list):
            for below in node.values() if isinstance(node, dict) else node:
                yield from texts(below)

    found = list(texts(yaml.safe_load((STORIES / f"{key}.yaml").read_text("utf-8"))))
    assert len(found) >= 12
    for text in found:
        assert text.get("en"), text
        assert text.get("zh"), text
        assert not any("一" <= letter <= "鿿" for letter in text["en"]), text


@pytest.mark.parametrize("key", sorted(ALL))
def test_every_answer_is_possible_and_every_difference_has_one_answer(key):
    choices = ALL[key].prediction.choices
    for difference in (-1.0, -0.5, -0.3333, -0.2, -0.1, -0.04, -0.015, 0.0, 0.015, 0.04, 0.07, 0.15, 1.0):
        assert not choices or sum(choice.holds(difference) for choice in choices) == 1, difference


@pytest.mark.parametrize("key", sorted(ALL))
def test_every_arm_can_be_composed_and_differs_from_the_others(key):
    lesson = ALL[key]
    configs = [plain_of(composed_here(*lesson.run(arm, 1).all_words)) for arm in range(len(lesson.arms))]
    assert len({json.dumps(one, sort_keys=True, default=str) for one in configs}) == len(configs)
    for one in configs:
        assert all(p["start_day"] == lesson.burn_in_days for p in (one["policy"] or {}).values())


def test_arms_are_said_by_levers_where_they_can_be():
    wanted = ALL["four_bicycles"].arms[1].levers()
    assert wanted == {"more_patrol": {"multiplier": 2}}
    assert set(ALL["leaking_pipe"].arms[1].levers()) == {"residents_council", "modern_mediation"}
    assert ALL["five_million"].arms[0].levers() == {}
    assert "more_patrol" in levers()


# -- what is counted


@pytest.fixture(scope="module")
def run():
    district = build(config())
    district.run_for(24 * 120)
    return district.tables()


def test_a_count_is_the_number_of_events_that_meet_every_condition(run):
    events = run["events"].to_pandas()
    ntype = run["areas"].to_pandas()["ntype"].to_numpy()[events.area]
    late = events.time_h >= 24 * 30
    theft = events.kind == "theft"
    expected = {
        "thefts": (theft & late).sum(),
        "old": (theft & late & np.isin(ntype, [3, 4])).sum(),
        "booked": (theft & events.recorded & (events.reported_h >= 24 * 30)).sum(),
        "early": (theft & late & (events.time_h < 24 * 60)).sum(),
        "neighbours": ((events.kind == "clash") & late & (events.subtype == "neighbour")).sum(),
        "newcomers": (theft & late & (events.person >= 0) & events.newcomer).sum(),
    }
    counted = count(run, {
        "thefts": {"kind": "theft"}, "old": {"kind": "theft", "ntypes": [3, 4]},
        "booked": {"kind": "theft", "ledger": "recorded"}, "early": {"kind": "theft", "to_day": 30},
        "neighbours": {"kind": "clash", "subtypes": ["neighbour"]}, "newcomers": {"kind": "theft", "newcomers": True},
    }, 24 * 30, 24 * 120)  # fmt: skip
    assert counted == expected
    assert expected["old"] > 0
    assert expected["neighbours"] > 0


def test_indicators_are_those_of_the_report(run):
    counted = count(run, {"k": {"indicator": "K1"}, "b": {"indicator": "K1", "ledger": "recorded"}}, 0, 24 * 120)
    read = compute(run, 0, 24 * 120).set_index(["indicator", "ledger"])["value"]
    assert counted == {"k": read["K1", "true"], "b": read["K1", "recorded"]}


def test_squares_inside_and_next_door_do_not_overlap(run):
    inside = count(run, {"n": {"kind": "dispute", "ntypes": [3, 4]}}, 0, 1e9)["n"]
    beside = count(run, {"n": {"kind": "dispute", "next_to_ntypes": [3, 4]}}, 0, 1e9)["n"]
    either = count(run, {"n": {"kind": "dispute"}}, 0, 1e9)["n"]
    assert 0 < beside <= either - inside


@pytest.mark.parametrize(
    ("what", "reason"),
    [({}, "needs one of indicator, kind and cost"), ({"kind": "theft", "cost": "all"}, "needs one of"),
     ({"indicator": "K99"}, "no indicator 'K99'"), ({"kind": "theft", "subtypes": ["bicycle"]}, "no type 'bicycle'"),
     ({"kind": "murder"}, "kind Input should be"), ({"kind": "theft", "where": 3}, "where Extra inputs")],
)  # fmt: skip
def test_what_cannot_be_counted_is_refused(what, reason):
    with pytest.raises(BadInput, match=reason):
        checked({"n": what})


# -- files

PLAIN = yaml.safe_load((STORIES / "doubled_grid.yaml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"prediction": PLAIN["prediction"] | {"outcome": "no"}}, "prediction.outcome is 'no'; outcomes are "),
     ({"arms": PLAIN["arms"][:1]}, "arms"), ({"seeds": 1}, "seeds is 1"), ({"titel": 3}, "unknown key 'titel'"),
     ({"outcomes": {"n": {"name": {"en": "n"}, "count": {"kind": "murder"}}}}, "prediction.outcome"),
     ({"prediction": PLAIN["prediction"] | {"arm": 7}}, "there is no arm 7"),
     ({"district": "../../etc/passwd"}, "district"), ({"title": {}}, "a text needs en, zh or both")],
)  # fmt: skip
def test_a_bad_lesson_is_refused_with_its_file_and_a_reason(tmp_path, change, reason):
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(PLAIN | change, allow_unicode=True), encoding="utf-8")
    with pytest.raises(BadInput, match=r"mine\.yaml") as refused:
        read_lesson(path)
    assert reason in str(refused.value)


def test_one_file_is_all_that_a_lesson_of_ones_own_needs(tmp_path):
    own = tmp_path / "mine.yaml"
    own.write_text(
        yaml.safe_dump(PLAIN | {"order": 1, "title": {"zh": "我的课"}}, allow_unicode=True), encoding="utf-8"
    )
    found = lessons(tmp_path)
    assert next(iter(found)) == "mine"
    assert found["mine"].title.of("en") == "我的课"
    assert "我的课" in list_html(found, "en", {})


# -- runs


class Told(Bank):
    """A bank whose results are given: what the page says can then be reckoned by hand."""

    def __init__(self, values) -> None:
        self.values = values

    def ask(self, run: Run) -> Future:
        future: Future = Future()
        future.set_result(self.values(run))
        return future

    def also(self, do, *given) -> Future:
        future: Future = Future()
        future.set_result(None)
        return future


def small(key: str, **change) -> Lesson:
    """A lesson on the small, lively district."""
    set_ = {word.partition("=")[0]: float(word.partition("=")[2]) for word in LIVELY}
    usual = {"district": "small", "set": set_, "burn_in_days": 20, "days": 60, "seeds": 2}
    return ALL[key].model_copy(update=usual | change)


def told(key: str, value, seeds: int) -> Study:
    """A lesson of which every run counts the same value for every outcome: value(words of the arm, seed)."""
    lesson = small(key, seeds=seeds)
    study = Study(lesson, Told(lambda run: dict.fromkeys(lesson.outcomes, value(str(run.words), run.seed))))
    study.start()
    assert study.batch.all_done
    return study


def test_the_answer_that_the_runs_bear_out_gets_the_probability():
    study = told("doubled_grid", lambda arm, seed: 100 + seed + (15 + 0.1 * seed) * ("double_grid" in arm), seeds=5)
    assert study.difference(1, "recorded").relative == pytest.approx((15 + 0.3) / 103)
    assert study.chances() == pytest.approx([1, 0, 0, 0], abs=1e-3)  # counts of a few runs are never quite sure
    page = reveal_html(study, 0, "en")
    assert "bear your prediction out" in page
    assert "&gt;90%" in page  # five seeds: no more than that
    assert "&gt;99%" not in page
    assert "something else" in reveal_html(study, 3, "en")


def test_runs_that_say_nothing_settle_nothing():
    noise = {1: -9.0, 2: 8.0, 3: -2.0, 4: 3.0}
    study = told("doubled_grid", lambda arm, seed: 100 + noise[seed] * ("double_grid" in arm), seeds=4)
    assert max(study.chances()) < 0.9
    assert "do not settle it" in reveal_html(study, 0, "en")


def test_which_arm_is_best_is_told_from_all_of_them_at_once():
    effect = {"more_patrol": -5, "more_cameras": -1, "hardening": -20}
    study = told(
        "four_bicycles",
        lambda arm, seed: 100 + 0.5 * (seed % 3) + sum(v * (1 + seed / 100) for k, v in effect.items() if k in arm),
        seeds=4,
    )
    assert study.chances()[3] > 0.99
    assert sum(study.chances()) == pytest.approx(1)


def test_arms_without_any_difference_are_told_apart_by_nothing():
    study = told("four_bicycles", lambda arm, seed: 50.0, seeds=3)
    assert sum(study.chances()) == pytest.approx(1)
    assert "state bad" not in reveal_html(study, 0, "zh")


def test_a_run_of_the_bank_is_the_run_of_the_command_line(tmp_path):
    lesson = small("doubled_grid")
    counted = done(lesson.run(1, 2), str(tmp_path))
    district = build(plain_of(composed(lesson.run(1, 2).all_words)))
    district.run_for(24 * 80)
    assert counted == count(district.tables(), json.loads(lesson.counted), 24 * 20, 24 * 80)
    kept = list(tmp_path.glob("*.json"))
    assert len(kept) == 1
    kept[0].write_text('{"kept": 1}')
    assert done(lesson.run(1, 2), str(tmp_path)) == {"kept": 1}, "what is there is not run again"
    assert done(lesson.run(0, 2), str(tmp_path)) != {"kept": 1}


def test_processes_of_the_bank_end_with_the_program_however_it_ends(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(
        "import os, signal\nfrom pathlib import Path\nfrom govsim.dashboard.bank.runs import Bank\n"
        "if __name__ == '__main__':\n"
        "    print(Bank(Path('.'), 1).also(os.getpid).result(), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, program], env=env, cwd=tmp_path, stdout=subprocess.PIPE, text=True, timeout=120
    )
    process, until = int(done.stdout), time.monotonic() + 30
    while psutil.pid_exists(process) and time.monotonic() < until:
        time.sleep(0.05)
    assert not psutil.pid_exists(process)


@pytest.mark.slow
def test_a_lesson_from_its_story_to_the_reveal_with_real_runs(tmp_path):
    bank = Bank(tmp_path, 2)
    try:
        study = Study(small("leaking_pipe", days=120), bank)
        study.start()
        deadline = time.monotonic() + 240
        while not (study.batch.all_done and study.case and study.case.done()) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert study.batch.trouble == ""
        assert sum(study.chances()) == pytest.approx(1)
        before = dict(study.batch.futures)
        study.start()
        assert study.batch.futures == before, "nothing is run twice"
        for language in ("en", "zh"):
            assert "<table" in story_html(study.lesson, language, "") + reveal_html(study, 1, language)
            assert case_html(study, language)
    finally:
        bank.end()


def test_the_same_quarrel_is_followed_in_both_lives():
    case = find_case(small("leaking_pipe", days=200).model_dump_json(by_alias=True), 1)
    assert case is not None
    assert case.second is not None
    assert case.first.event_id == case.second.event_id
    assert case.first.steps[0].time_h == case.second.steps[0].time_h
    kinds = [{step.what for step in chain.steps} for chain in (case.first, case.second)]
    assert kinds[0] & {"clash", "crime"}
    assert not kinds[1] & {"clash", "crime"}


def test_a_theft_that_did_not_happen_is_found_by_its_absence():
    lesson = small("four_bicycles", days=300)
    found = find_case(lesson.model_dump_json(by_alias=True), 1)
    assert found is not None
    assert found.second is None
    assert found.first.reasons


def test_where_no_case_is_found_the_page_says_so():
    assert case_html(_without_case(), "en").startswith("<p class=note>")


def _without_case() -> Study:
    study = Study(ALL["leaking_pipe"], Told(lambda run: {}))
    study.start()
    return study
