"""The command `govsim`: one word chooses what to do, the rest goes to the Hydra application of that name."""

from __future__ import annotations

import importlib
import sys

from .errors import BadInput, nearest, one_line_errors
from .versions import govsim_version

# command: (module with main(), what it does). A new command is a line here.
COMMANDS = {
    "run": ("experiments.run", "one run of one district"),
    "compare": ("experiments.compare", "policies side by side: paired runs, table, report"),
    "ablate": ("experiments.ablate", "systems off, on and full: what each one does, table, report"),
    "sweep": ("experiments.sweep", "thousands of runs over ranges of numbers; never one lost"),
    "sensitivity": ("experiments.sensitivity", "which numbers matter: Morris, then Sobol, with intervals"),
    "discover": ("experiments.discover", "under which uncertainties one policy beats another"),
    "optimise": ("experiments.optimise", "the best levers within a budget, proved with fresh luck"),
    "power": ("experiments.power", "how many replications an effect needs; or as many as a width needs"),
    "factorial": ("experiments.factorial", "a bundle of policies against the sum of its parts"),
}

HELP = """\
govsim: a laboratory of urban governance. An artificial district (Xigu, Lanzhou: 407,010 residents) lives
through thefts and disputes; police patrols, grid workers and mediators answer; policies change what they do.
What happens and what the offices record are kept apart.

usage: govsim COMMAND [key=value ...]

commands:
{commands}

examples:
  govsim run district=small years=0.25                                a quarter of a year in a small town
  govsim run policy=more_patrol policy.more_patrol.multiplier=2       one policy, twice the patrol hours
  govsim compare arms=[baseline,more_patrol] replications=4           does it work? paired runs, intervals, a report
  govsim ablate systems=[A15,A23] replications=10                     what do two of the systems of docs/systems.md do?
  govsim sweep samples=64 factors.process.theft.sight_weight=[0.3,1]  64 points over a range, 4 seeds each

govsim COMMAND --help shows choices and values; govsim --version the version."""


def help_text() -> str:
    """What the program is, its commands and five examples."""
    return HELP.format(commands="\n".join(f"  {name:<12}{what}" for name, (_, what) in COMMANDS.items()))


def main() -> None:
    """Entry point of the installed command."""
    with one_line_errors():
        words = sys.argv[1:]
        if not words or words[0] in ("--help", "-h", "help"):
            print(help_text())
        elif words[0] in ("--version", "version"):
            print(f"govsim {govsim_version()}")
        else:
            _dispatch(words[0], words[1:])


def _dispatch(command: str, rest: list[str]) -> None:
    if command not in COMMANDS:
        raise BadInput(f"unknown command {command!r}; {nearest(command, COMMANDS)}. govsim --help explains them")
    sys.argv = [f"govsim {command}", *rest]
    importlib.import_module(COMMANDS[command][0]).main()


if __name__ == "__main__":
    main()
