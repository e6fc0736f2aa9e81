"""A real browser and a real server for tests: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.command import workers_of

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """The browser of this machine, installed if it is Debian and we are root; None where there is none."""
    for _ in range(2):
        if found := next((path for name in CHROMIUM if (path := shutil.which(name))), None):
            return found
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            return None
        quietly = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        packages = ["chromium", "fonts-noto-cjk"]
        for words in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", *packages]):
            subprocess.run(["apt-get", *words], capture_output=True, env=quietly, check=False)
    return None


FRAMES = "() => [...Bokeh.documents[0]._all_models.values()].find(m => m.type.endsWith('Pulse')).seen"  # drawn so far


class Served(NamedTuple):
    """A dashboard that is running."""

    address: str
    process: psutil.Process

    def models(self) -> list[psutil.Process]:
        """The processes that it has begun: models, and those of lessons."""
        return workers_of(self.process.pid)


@contextmanager
def serving(*words: str, folder: Path) -> Iterator[Served]:
    """A dashboard on a free port while the block lasts."""
    command = [sys.executable, "-m", "govsim", "dashboard", "port=0", "show=false", *words]
    with (folder / "errors.txt").open("w") as errors:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, cwd=folder)
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            assert line.startswith("govsim dashboard: "), (line, (folder / "errors.txt").read_text())
            yield Served(line.removeprefix("govsim dashboard: ").strip(), psutil.Process(server.pid))
        finally:
            server.terminate()
            server.wait(20)
            server.stdout.close()  # pyright: ignore[reportOptionalMemberAccess]


@contextmanager
def browsing() -> Iterator[Browser]:
    """A headless browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        try:
            yield browser
        finally:
            browser.close()


class Tab:
    """A page that keeps every error, and every request that would leave this computer."""

    def __init__(self, browser: Browser, address: str, language: str = "en", path: str = "") -> None:
        self.page: Page = browser.new_page(viewport={"width": 1500, "height": 1000}, locale="en-GB")
        self.errors: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self._request(request.url, address))
        self.page.goto(f"{address}{path}?lang={language}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def _request(self, url: str, address: str) -> None:
        if not url.startswith((address, address.replace("http", "ws"), "data:", "blob:")):
            self.errors.append(f"a request to {url}")
