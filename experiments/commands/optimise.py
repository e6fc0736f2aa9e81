"""The best levers within a budget. `govsim optimise`."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table

from .. import files
from ..composition.asked import Asked
from ..composition.settings import OptimiseSettings
from .application import start


def print_front(front: pd.DataFrame, settings: OptimiseSettings) -> None:
    """The settings that nothing within the budget beats."""
    table = Table(title=f"{settings.objective} against {settings.cost}, seeds of the search", title_justify="left")
    for heading in front:
        table.add_column(str(heading), justify="right")
    for row in front.itertuples(index=False):
        table.add_row(*(f"{v:.4g}" if isinstance(v, float) else str(v) for v in row))
    Console().print(table)


def print_winner(fresh: pd.DataFrame, settings: OptimiseSettings, budget: float, is_today: bool) -> None:
    """What the winner is worth with luck it was not chosen for."""
    if is_today:
        print(f"Nothing beat what the levers are today: of {settings.trials} settings within {settings.cost} <= "
              f"{budget:.4g}, none has a better {settings.objective}.")  # fmt: skip
        return
    print(f"Winner of {settings.trials} settings within {settings.cost} <= {budget:.4g}, against today on fresh seeds:")
    for row in fresh.to_dict("records"):
        print(
            f"  {row['indicator']}: {row['today']:.4g} -> {row['winner']:.4g}, difference {row['difference']:+.3g} "
            f"± {row['half_width_95']:.2g} ({row['pairs']} pairs)"
        )


def _optimise(asked: Asked) -> None:
    from ..sweeps.optimisation import optimise  # Optuna is loaded only now

    found = optimise(asked)
    out = Path(found.settings.out)
    files.write_csv(out / "front.csv", found.front.to_csv(index=False))
    print_front(found.front, found.settings)
    if found.winner is not None:
        files.write_csv(out / "winner.csv", found.winner.to_csv(index=False))
        print_winner(found.winner, found.settings, found.budget or 0.0, found.is_today)
    print(f"Front and study: {out}")


def main() -> None:
    """Search the levers of a configuration."""
    start("optimise", _optimise)
