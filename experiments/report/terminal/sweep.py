"""What a sweep ends with: what was done, and where it is."""

from __future__ import annotations

from rich.console import Console

from ... import files
from ...indicators import REGISTRY, TRUE
from ...sweeps.engine import Tally
from ...sweeps.plan import Plan
from ...sweeps.store import SweepStore
from ...sweeps.work import column


def print_tally(plan: Plan, kept: SweepStore, tally: Tally) -> None:
    """What was done, and where it is."""
    console = Console(highlight=False, soft_wrap=True)
    speed = f", {3600 * tally.done / tally.seconds:,.0f} an hour" if tally.seconds else ""
    console.print(
        f"{len(plan.points)} points x {len(plan.bases)} arms x {len(plan.seeds)} seeds: {tally.planned} runs; "
        f"{tally.there} were there, {tally.done} done{speed}"
    )
    if tally.days_alone > tally.days > 0:
        saved = 1 - tally.days / tally.days_alone
        console.print(f"Shared pasts saved {100 * saved:.0f} % of {tally.days_alone:,.0f} simulated days")
    for reason, n in sorted(tally.reasons.items(), key=lambda item: -item[1]):
        console.print(f"{n} failed: {reason}", style="red")
    if tally.failed:
        console.print("The same command with retry=true does them again.")
    console.print(f"Store: {kept.folder}; runs: {kept.folder / 'runs.parquet'}")


def draw_one_at_a_time(plan: Plan, kept: SweepStore) -> None:
    """The figure of a design that moves one factor at a time."""
    from ..sensitivity import one_at_a_time  # matplotlib is loaded only now

    shown = [column(i.id, ledger) for i in REGISTRY.values() if i.headline for ledger in i.ledgers if ledger == TRUE]
    rows = kept.designed()
    for base in plan.bases:
        path = kept.folder / f"one_at_a_time-{base.name}.svg"
        files.write_text(path, one_at_a_time(rows.query("arm == @base.name"), plan.names, shown))
        print(f"Figure: {path}")
