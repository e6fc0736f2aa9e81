"""What a page costs, in a real browser: `python -m tests.dashboard.bench [district=xigu] [minutes=1]`."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from dashboard.words import words_of

from .browser import FRAMES, Served, Tab, browsing, serving

WINDOW_S = 3.0
FASTEST = 100000  # hours a second: as fast as the model runs


def frames_a_second(tab: Tab, windows: int) -> list[float]:
    """Drawn frames of both maps a second, in windows one after the other."""
    rates = []
    for _ in range(windows):
        before, begun = tab.page.evaluate(FRAMES), time.monotonic()
        tab.page.wait_for_timeout(1000 * WINDOW_S)
        rates.append((tab.page.evaluate(FRAMES) - before) / (time.monotonic() - begun))
    return rates


def memory_mb(served: Served) -> str:
    """Resident memory of server and models, MB."""
    server, *models = (p.memory_info().rss / 1e6 for p in (served.process, *served.models()))
    return f"server {server:,.0f} MB, model {max(models):,.0f} MB"


def told(rates: list[float]) -> str:
    """Median and range of rates."""
    return (
        f"{statistics.median(rates):.0f} a second ({min(rates):.0f} to {max(rates):.0f} in windows of {WINDOW_S:g} s)"
    )


def main(district: str = "xigu", minutes: str = "1") -> None:
    """Measure and print."""
    said, begun = words_of("en"), time.monotonic()
    folder = Path(tempfile.mkdtemp())
    with browsing() as browser, serving(f"district={district}", "language=en", folder=folder) as served:
        tab = Tab(browser, served.address)
        tab.page.locator("header").first.wait_for()
        print(f"first paint {time.monotonic() - begun:.1f} s after the command (the browser was running)")
        tab.page.locator(".state", has_text=said["state"]["ready"]).wait_for(timeout=300_000)
        print(f"district ready after {time.monotonic() - begun:.1f} s; {memory_mb(served)}")
        tab.page.get_by_role("button", name=said["controls"]["play"], exact=True).click()
        print(f"frames at a day a second: {told(frames_a_second(tab, 8))}")
        tab.page.locator("select", has_text=said["speeds"][FASTEST]).select_option(label=said["speeds"][FASTEST])
        print(f"frames as fast as the model runs: {told(frames_a_second(tab, 8))}")
        until, next_at = time.monotonic() + 60 * float(minutes), 0.0
        while time.monotonic() < until:
            if time.monotonic() >= next_at:
                now = tab.page.locator(".moment").inner_text()
                print(f"{time.monotonic() - begun:6.0f} s  {now}: {memory_mb(served)}", flush=True)
                next_at = time.monotonic() + max(30.0, 60 * float(minutes) / 20)
            tab.page.wait_for_timeout(1000)
        print(f"errors in the browser: {tab.errors or 'none'}; cores: {os.cpu_count()}")


if __name__ == "__main__":
    main(**dict(word.split("=", 1) for word in sys.argv[1:]))
