"""Records of one's own: `govsim records check FILE...`, `govsim records compare NAME`."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from ...composition.asked import Asked
from ...config_folders import CONFIGS, own_configs
from ...errors import BadInput, nearest
from ...language import asked as language_of
from ...language.voice import Voice
from ...records.options import check_options
from ..application import leave_with, one_line_errors, start

VERBS = ("check", "compare")
FOLDER = Path("records")  # of all records, in the folder one works in


def _check(words: Sequence[str]) -> None:
    from ...records.check import check, write
    from ...records.indicators import recorded_indicators
    from ...report.terminal.records import print_checked

    voice = Voice(language_of(list(words)))
    options = check_options(words, FOLDER)
    found = check(**options)
    lines = recorded_indicators(found.checked)
    write(found, options["out"], voice)
    print_checked(found, lines, options["out"], voice)


def _compare(asked: Asked) -> None:
    started = time.monotonic()
    from ...records.compare import compare_records

    found = compare_records(asked)
    from ...report.records import write_compared  # matplotlib is loaded only now
    from ...report.terminal.records import print_compared

    out = Path(found.settings.out)
    write_compared(found, out)
    print_compared(found, out, time.monotonic() - started)
    leave_with(found.failures)


def words_of_compare(name: str, rest: Sequence[str]) -> list[str]:
    """The words for the configuration: the records of a name, and the district of that name where there is one."""
    given = {word.partition("=")[0] for word in rest}
    districts = [folder / "district" / f"{name}.yaml" for folder in (CONFIGS, own_configs()) if folder]
    words = [] if "records" in given else [f"records={FOLDER / name}"]
    words += [f"district={name}"] if "district" not in given and any(path.is_file() for path in districts) else []
    return [*words, *([] if "out" in given else [f"out=runs/records-{name}"]), *rest]


def main() -> None:
    """Do what the first word says."""
    with one_line_errors():
        verb, *rest = sys.argv[1:] or ["--help"]
        if verb in ("--help", "-h") or verb.startswith("hydra/help"):
            rest = sys.argv[2:] if verb in ("--help", "-h") else sys.argv[1:]
            sys.argv[1:] = ["--help", *rest]
            start("records", _compare)
        elif verb not in VERBS:
            raise BadInput(f"govsim records {verb}: there is no such word; {nearest(verb, VERBS)}")
        elif verb == "check":
            _check(rest)
        else:
            if not rest or "=" in rest[0]:
                raise BadInput("govsim records compare needs a name: govsim records compare NAME")
            sys.argv[1:] = words_of_compare(rest[0], rest[1:])
            start("records", _compare)
