"""What a page costs, in a real browser: `python -m tests.dashboard.bench [district=xigu] [minutes=1]`."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser

from govsim.dashboard.words import words_of

from .browser import FRAMES, Served, Tab, browsing, serving

WINDOW_S = 3.0
USUAL, FASTEST = 24, 100000  # hours a second; the latter is as fast as the model runs


def frames_a_second(tab: Tab, windows: int) -> list[float]:
    """Drawn frames of both maps a second, in windows one after the other."""
    rates = []
    for _ in range(windows):
        before, begun = tab.page.evaluate(FRAMES), time.monotonic()
        tab.page.wait_for_timeout(1000 * WINDOW_S)
        rates.append((tab.page.evaluate(FRAMES) - before) / (time.monotonic() - begun))
    return rates


def memory(served: Served) -> str:
    """Resident memory of server and models, MB."""
    server, *models = (p.memory_info().rss / 1e6 for p in (served.process, *served.models()))
    return f"server {server:,.0f} MB, model {max(models):,.0f} MB"


def told(rates: list[float]) -> str:
    """Median and range of rates."""
    return (
        f"{statistics.median(rates):.0f} a second ({min(rates):.0f} to {max(rates):.0f} in windows of {WINDOW_S:g} s)"
    )


def measure(browser: Browser, served: Served, begun: float, seconds: float) -> None:
    """Open the page, play, and print what it takes. `begun`: when the command was given; `seconds`: of play."""
    said, tab = words_of("en"), Tab(browser, served.address)
    tab.page.locator("header").first.wait_for()
    print(f"first paint {time.monotonic() - begun:.1f} s after the command")
    tab.page.locator(".state", has_text=said["state"]["ready"]).wait_for(timeout=300_000)
    print(f"district ready after {time.monotonic() - begun:.1f} s; {memory(served)}")
    tab.page.get_by_role("button", name=said["controls"]["play"], exact=True).click()
    speed = tab.page.locator("select", has_text=said["speeds"][FASTEST])
    for hours, what in ((FASTEST, "as fast as the model runs"), (USUAL, "at a day a second")):
        speed.select_option(label=said["speeds"][hours])
        print(f"frames {what}: {told(frames_a_second(tab, 8))}", flush=True)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        print(
            f"{time.monotonic() - begun:6.0f} s  {tab.page.locator('.moment').inner_text()}: {memory(served)}",
            flush=True,
        )
        tab.page.wait_for_timeout(1000 * max(30.0, seconds / 20))
    print(f"errors in the browser: {tab.errors or 'none'}; cores: {os.cpu_count()}")


def main(district: str = "xigu", minutes: str = "1") -> None:
    """Start browser and command, measure, print."""
    with browsing() as browser:
        begun = time.monotonic()
        with serving(f"district={district}", "language=en", folder=Path(tempfile.mkdtemp())) as served:
            measure(browser, served, begun, 60 * float(minutes))


if __name__ == "__main__":
    main(**dict(word.split("=", 1) for word in sys.argv[1:]))
