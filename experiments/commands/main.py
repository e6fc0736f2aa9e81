"""The command `govsim`: one word chooses what to do, the rest goes to the Hydra application of that name."""

from __future__ import annotations

import importlib
import sys

from ..config_folders import CONFIGS
from ..errors import BadInput, nearest
from ..language import asked, words_of
from ..running.versions import govsim_version
from .application import one_line_errors

HELP = CONFIGS / "hydra" / "help"
# command: module with main(). A new command is a line here, and one in each catalogue of words (cli.commands).
COMMANDS = {
    "run": "govsim.experiments.commands.run",
    "compare": "govsim.experiments.commands.compare",
    "policy": "govsim.experiments.commands.policy",
    "district": "govsim.experiments.commands.own.district",
    "ablate": "govsim.experiments.commands.ablate",
    "factorial": "govsim.experiments.commands.factorial",
    "sweep": "govsim.experiments.commands.sweep",
    "sensitivity": "govsim.experiments.commands.sensitivity",
    "discover": "govsim.experiments.commands.discover",
    "optimise": "govsim.experiments.commands.optimise",
    "power": "govsim.experiments.commands.power",
    "validate": "govsim.experiments.commands.validate",
    "records": "govsim.experiments.commands.own.records",
    "dashboard": "govsim.dashboard.command",
    "replay": "govsim.dashboard.replay.command",
}


def help_text(language: str) -> str:
    """What the program is, its commands and examples."""
    words = words_of(language)["cli"]
    commands = "\n".join(f"  {name:<12}{words['commands'][name]}" for name in COMMANDS)
    return words["help"].format(commands=commands)


def main() -> None:
    """Entry point of the installed command."""
    with one_line_errors():
        words = sys.argv[1:]
        language = asked(words)
        if not words or words[0] in ("--help", "-h", "help") or words[0].startswith("language="):
            print(help_text(language))
        elif words[0] in ("--version", "version"):
            print(f"govsim {govsim_version()}")
        else:
            _dispatch(words[0], words[1:], language)


def _dispatch(command: str, rest: list[str], language: str) -> None:
    if command not in COMMANDS:
        raise BadInput(f"unknown command {command!r}; {nearest(command, COMMANDS)}. govsim --help explains them")
    in_chinese = language == "zh" and {"--help", "-h"} & set(rest) and (HELP / f"{command}_zh.yaml").exists()
    sys.argv = [f"govsim {command}", *rest, *([f"hydra/help={command}_zh"] if in_chinese else [])]
    importlib.import_module(COMMANDS[command]).main()


if __name__ == "__main__":
    main()
