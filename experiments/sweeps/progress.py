"""How far a sweep has come: runs, speed, failures, time left. A bar on a terminal, a line a minute elsewhere."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from .work import Result

if TYPE_CHECKING:
    from .engine import Tally

LINE_EVERY_S = 60.0


class Progress:
    """Counts results and says so."""

    def __init__(self, total: int, tally: Tally, quiet: bool = False) -> None:
        self.total, self.tally, self.quiet = total, tally, quiet
        self.started = self.said = self.paused = time.monotonic()
        self.since_pause, self.new = 0, 0
        self.console, self.reasons = Console(stderr=True), set()
        columns = (
            TextColumn("runs"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
        )
        self.bar = Bar(*columns, console=self.console, transient=True, disable=quiet or not self.console.is_terminal)

    def __enter__(self) -> Progress:
        self.bar.start()
        self.task = self.bar.add_task("", total=self.total, completed=self.tally.there)
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def note(self, result: Result) -> None:
        """A result has come."""
        self.new += 1
        self.since_pause += 1
        self.bar.update(self.task, advance=1, description=self.text())
        if result.reason and result.reason not in self.reasons and not self.quiet:
            self.reasons.add(result.reason)  # one cause often stops many runs
            self.console.print(f"failed: {result.reason}", style="red", highlight=False, soft_wrap=True)
        if not self.console.is_terminal and not self.quiet and time.monotonic() - self.said > LINE_EVERY_S:
            self.said = time.monotonic()
            self.console.print(f"{self.tally.there + self.new} of {self.total} runs, {self.text()}", highlight=False)

    def text(self) -> str:
        """Speed, failures, time left."""
        hours = (time.monotonic() - self.started) / 3600
        speed = self.new / hours if hours > 0 else 0.0
        left_min = 60 * (self.total - self.tally.there - self.new) / speed if speed else 0.0
        failures = f", {self.tally.failed} failed" if self.tally.failed else ""
        left = f"{left_min / 60:.1f} h" if left_min >= 90 else f"{left_min:.0f} min"
        return f"{speed:,.0f} runs an hour{failures}, {left} left"

    def pause_is_due(self, seconds: float, runs: int) -> bool:
        """Whether it is time to take finished runs into the datasets."""
        if self.since_pause < runs and time.monotonic() - self.paused < seconds:
            return False
        self.since_pause, self.paused = 0, time.monotonic()
        return True
