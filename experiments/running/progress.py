"""How far many runs, or one, have come: a bar on a terminal and in a notebook, a line a minute in a log."""

from __future__ import annotations

import sys
import time

from tqdm.auto import tqdm

LINE_EVERY_S = 60.0


class Progress:
    """Counts what is finished and says so on stderr."""

    def __init__(
        self, total: float, there: float = 0, unit: str = "runs", quiet: bool = False, delay_s: float = 0
    ) -> None:
        """`there`: what was finished before; `delay_s`: no bar for work that is shorter, seconds."""
        self.total, self.there, self.unit, self.quiet = total, there, unit, quiet
        self.new, self.failed, self._reasons = 0.0, 0, set()
        self.started = self._said = time.monotonic()
        self.in_log = not (sys.stderr.isatty() or "ipykernel" in sys.modules)
        self.bar = tqdm(
            total=total, initial=there, unit=f" {unit}", disable=quiet or self.in_log, leave=False, delay=delay_s,
            bar_format="{n:.0f} of {total:.0f}{unit} |{bar}| {elapsed}{postfix}",
        )  # fmt: skip

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.close()

    def note(self, n: float = 1, failure: str = "") -> None:
        """So much more is finished; `failure`: why a run failed. One cause often stops many runs: it is said once."""
        self.new += n
        self.failed += bool(failure)
        self.bar.set_postfix_str(self.text(), refresh=False)
        self.bar.update(n)
        if self.quiet:
            return
        if failure and failure not in self._reasons:
            self._reasons.add(failure)
            tqdm.write(f"failed: {failure}", file=sys.stderr)
        if self.in_log and time.monotonic() - self._said > LINE_EVERY_S:
            self._said = time.monotonic()
            print(f"{self.there + self.new:.0f} of {self.total:.0f} {self.unit}, {self.text()}", file=sys.stderr)

    def text(self) -> str:
        """Speed, failures, time left."""
        hours = (time.monotonic() - self.started) / 3600
        speed = self.new / hours if hours > 0 else 0.0
        left_min = 60 * (self.total - self.there - self.new) / speed if speed else 0.0
        failures = f", {self.failed} failed" if self.failed else ""
        left = (
            f"{left_min / 60:.1f} h"
            if left_min >= 90
            else f"{left_min:.0f} min"
            if left_min >= 2
            else f"{60 * left_min:.0f} s"
        )
        return f"{speed:,.0f} {self.unit} an hour{failures}, {left} left"
