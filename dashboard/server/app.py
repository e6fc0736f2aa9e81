"""The server: which address shows which page. Panel and Bokeh, all files from this computer."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false
# (Panel says too little about its types)

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import panel as pn
from tornado.ioloop import PeriodicCallback

from govsim.experiments.errors import BadInput

from ..bank.runs import Bank
from ..classroom.room import Classroom, Task
from ..lessons.lesson import Lesson, lessons
from ..lessons.study import Study
from ..page.classroom import PERIOD_MS as CLASS_MS
from ..page.classroom import GroupPage, TrainerPage
from ..page.lessons import PERIOD_MS as LESSON_MS
from ..page.lessons import LessonPage, lesson_asked, list_html
from ..page.live import PERIOD_MS, LivePage
from ..page.panes import inner_style, text_pane
from ..page.shell import asked, language_of, page
from ..settings import DashboardSettings
from ..words import words_of
from .sessions import SWEEP_S, Sessions


def serve(settings: DashboardSettings, sessions: Sessions, free_port: Callable[[], None]) -> None:
    """Serve until stopped. `free_port`: called when pages can be served, just before the port is needed."""
    found = lessons()
    bank = Bank(Path(settings.out) / "bank", settings.workers)
    studies = {key: Study(one, bank) for key, one in found.items()}
    task = Task(settings.class_district, settings.class_days, settings.class_seeds, settings.class_budget_yuan)
    room = Classroom(bank, Path(settings.out) / "classroom.json", task)
    print(
        f"govsim dashboard: trainer {settings.url}trainer?{urlencode(code_of(settings) | {'key': room.trainer_key})}",
        flush=True,
    )
    pn.extension(console_output="disable", notifications=False)
    pages: dict[str, Callable[[], Any]] = {
        "/": lambda: gate(settings, lambda: live(settings, sessions, found)),  # Panel takes plain functions only
        "/lessons": lambda: gate(settings, lambda: lesson_list(settings, found)),
        "/lesson": lambda: gate(settings, lambda: lesson(settings, found, studies)),
        "/class": lambda: gate(settings, lambda: group_page(settings, room)),
        "/trainer": lambda: gate(settings, lambda: trainer_page(settings, room)),
        "/about": lambda: gate(settings, lambda: about(settings)),
    }
    free_port()
    server = pn.serve(
        pages, port=settings.port, address=settings.address, show=False, start=False, verbose=False, admin=False,
        title=words_of(settings.spoken)["brand"], websocket_origin=settings.origins, autoreload=False,
        check_unused_sessions=5_000, unused_session_lifetime=15_000,
    )  # fmt: skip
    unfit: list[BadInput] = []

    def sweep() -> None:
        try:
            sessions.sweep()
        except BadInput as error:
            unfit.append(error)
            server.io_loop.stop()

    sweeper = PeriodicCallback(sweep, SWEEP_S * 1000)
    server.io_loop.add_callback(sweeper.start)
    try:
        server.start()
        server.io_loop.start()
    finally:
        sweeper.stop()
        server.stop()
        sessions.end()
        bank.end()
    if unfit:
        raise unfit[0]


AGAIN_S = 5  # a browser that finds every place taken asks again
ENTER = """const at = new URL(location.href);
at.searchParams.set("code", code.value_input || code.value);
location.href = at;"""


def code_of(settings: DashboardSettings) -> dict[str, str]:
    """What addresses of pages carry besides their own values."""
    return {"code": settings.code} if settings.code else {}


def gate(settings: DashboardSettings, show: Callable[[], Any]) -> Any:
    """A page, for those who know the code."""
    if settings.code is None or secrets.compare_digest(asked("code").encode(), settings.code.encode()):
        return show()
    language = language_of(settings.spoken)
    said = words_of(language)["gate"]
    code = pn.widgets.PasswordInput(name=said["ask"], width=280)
    button = pn.widgets.Button(name=said["button"], button_type="primary", width=120)
    button.js_on_click(args={"code": code}, code=ENTER)
    wrong = text_pane(f"<p class='state bad'>{said['wrong']}</p>" if asked("code") else "")
    return page("about", language, {"gate": pn.Column(text_pane(f"<h1>{said['title']}</h1>"), code, button, wrong)})


def group_page(settings: DashboardSettings, room: Classroom) -> Any:
    """A group in the classroom."""
    language, keep = language_of(settings.spoken), code_of(settings)
    shown = GroupPage(room, language)
    pn.state.add_periodic_callback(shown.tick, period=CLASS_MS)
    return page("class", language, shown.parts, keep | ({"group": shown.key} if shown.group else {}))


def trainer_page(settings: DashboardSettings, room: Classroom) -> Any:
    """The trainer's page."""
    language, keep, key = language_of(settings.spoken), code_of(settings), asked("key")
    if not secrets.compare_digest(key.encode(), room.trainer_key.encode()):
        return page("class", language, {"text": text_pane(f"<p>{words_of(language)['classroom']['no_key']}</p>")}, keep)
    shown = TrainerPage(room, key, language)
    pn.state.add_periodic_callback(shown.tick, period=CLASS_MS)
    return page("class", language, shown.parts, keep)


def live(settings: DashboardSettings, sessions: Sessions, found: Mapping[str, Lesson]) -> Any:
    """The live page of this tab."""
    language = language_of(settings.spoken)
    session = sessions.claim(asked("live"))
    if session is None:
        text = words_of(language)["state"]["full"].format(places=sessions.places)
        return page("live", language, {"controls": text_pane(f"<p>{text}</p>")}, code_of(settings), AGAIN_S)
    if wanted := _orders_of_lesson(found) if session.frame is None else {}:
        session.give_all("b", wanted)
    shown = LivePage(session, language, connection())
    pn.state.add_periodic_callback(shown.tick, period=PERIOD_MS)
    return page("live", language, shown.parts, {"live": session.token} | code_of(settings))


def connection() -> Callable[[], bool]:
    """What tells whether a browser has the present page open."""
    context: Any = pn.state.curdoc and pn.state.curdoc.session_context  # that of Bokeh's server
    return lambda: context.session is not None and context.session.connection_count > 0


def _orders_of_lesson(found: Mapping[str, Lesson]) -> Mapping[str, Mapping[str, float]]:
    """The orders of an arm of a lesson, when the page's address names them."""
    one, arm = found.get(asked("lesson")), asked("arm", "1")
    return one.arms[int(arm)].levers() if one and arm.isdigit() and int(arm) < len(one.arms) else {}


def lesson_list(settings: DashboardSettings, found: Mapping[str, Lesson]) -> Any:
    """All lessons."""
    language = language_of(settings.spoken)
    return page(
        "lessons", language, {"list": text_pane(list_html(found, language, code_of(settings)))}, code_of(settings)
    )


def lesson(settings: DashboardSettings, found: Mapping[str, Lesson], studies: Mapping[str, Study]) -> Any:
    """One lesson."""
    language, one = language_of(settings.spoken), lesson_asked(found)
    if one is None:
        return page("lessons", language, {"list": text_pane(f"<p>{words_of(language)['lessons']['none']}</p>")})
    shown = LessonPage(one, studies[one.key], language)
    pn.state.add_periodic_callback(shown.tick, period=LESSON_MS)
    return page("lessons", language, shown.parts, code_of(settings))


def about(settings: DashboardSettings) -> Any:
    """What this is, and what it is not."""
    language = language_of(settings.spoken)
    said = words_of(language)["about"]
    shown = pn.Column(text_pane(f"<h1>{said['title']}</h1>"), _markdown(said["text"]))
    return page("about", language, {"text": shown}, code_of(settings))


def _markdown(text: str) -> pn.pane.Markdown:
    return pn.pane.Markdown(text, stylesheets=[inner_style()], sizing_mode="stretch_width")
