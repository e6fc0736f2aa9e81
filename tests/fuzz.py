"""Random configurations, `make fuzz`: every one is run for some hours or refused in one line; nothing else happens.

    python -m tests.fuzz cases=10000 first=0 workers=2     # cases first..first+cases-1
    python -m tests.fuzz cases=1 first=4711                # one of them again

A case is all of its number: values of any leaf at its ends, beside them, in the middle or impossible; policies; files
of policies that were damaged. Exit code 1 when a case ended in a traceback, a second line, a hang or a crash.
"""

from __future__ import annotations

import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from govsim.experiments.composition.asked import asked
from govsim.experiments.composition.parts import check_parts_of, plain_of
from govsim.experiments.composition.settings import COMMANDS, RunSettings, settings_of
from govsim.experiments.config_folders import CONFIGS
from govsim.experiments.errors import explain
from govsim.experiments.given_files import mapping_of
from govsim.experiments.running import store
from govsim.experiments.running.processes import processes
from govsim.experiments.running.run import execute
from govsim.experiments.sweeps.paths import leaves, written

BASE = ("district=synthetic", "district.population=400", "years=0.002")
NEVER = ("nan", "inf", "-inf", "1e30", "-1e30", "9223372036854775808", "word", "true", "[1]", "{}", "null", "''", "[]")
POLICIES = sorted(path.stem for path in (CONFIGS / "policy").glob("[a-z]*.yaml"))
PUT_IN = (b"\0", b"\t", b": ", b"- ", b"&a ", b"*a", b"!!python/object:os.system ", b"${x:y}", "：，".encode(), b"[[",
          b"nan", b"1e999", b"\xff\xfe")  # fmt: skip
LEFT_ALONE = ("out", "overwrite")
HANG_S, MOST_BYTES = 120, 6 * 1024**3
CHUNK = 25  # cases a process does at a time


class Case(NamedTuple):
    """What is tried."""

    number: int
    command: str
    words: tuple[str, ...]
    file: bytes = b""  # of a policy, damaged


@cache
def values(*words: str) -> dict[str, Any]:
    """Every value of a configuration by its path, and whole lists and mappings too."""
    plain = plain_of(asked("run", [*BASE, *words]).cfg)
    return {written(path): value for path, value in leaves(plain) if path and path[0] not in LEFT_ALONE}


def case(number: int) -> Case:
    """The case of a number, always the same."""
    luck = random.Random(number)
    kind = luck.random()
    if kind < 0.1:
        return Case(number, "file", (), _damaged(luck))
    if kind < 0.2:
        command = luck.choice([name for name in COMMANDS if name != "run"])
        names = sorted(COMMANDS[command].model_fields.keys() - {*LEFT_ALONE})
        return Case(number, command, tuple(f"{luck.choice(names)}={_any(1, luck)}" for _ in range(luck.randint(1, 2))))
    chosen = luck.sample(POLICIES, luck.choice((0, 0, 1, 2)))
    words = [f"policy=[{','.join(chosen)}]"] if chosen else []
    there = values(*words)
    paths = luck.sample([path for path in there if "[" not in path and path != "years"], luck.randint(1, 3))
    changed = [f"{path}={_any(there[path], luck)}" for path in paths if "_target_" not in path]
    return Case(number, "run", (*BASE, *words, *changed))


def _any(value: Any, luck: random.Random) -> str:
    """Something to put in the place of a value: mostly possible."""
    if luck.random() < 0.25 or not isinstance(value, int | float) or isinstance(value, bool):
        return luck.choice(NEVER)
    whole = isinstance(value, int)
    near = luck.choice(
        [0, 1, value, value / 2, 2 * value, 10 * value, -value, value + 1, 0.5, 1e-9, 1e3, 1e9, 1.0000001]
    )
    return str(round(near) if whole and luck.random() < 0.8 else near)


def _damaged(luck: random.Random) -> bytes:
    """A file of a policy with bytes lost, doubled, exchanged or put in."""
    text = bytearray((CONFIGS / "policy" / f"{luck.choice(POLICIES)}.yaml").read_bytes())
    for _ in range(luck.randint(1, 6)):
        at = luck.randrange(len(text))
        match luck.randrange(4):
            case 0:
                del text[at : at + luck.randint(1, 9)]
            case 1:
                text[at:at] = text[at : at + luck.randint(1, 30)]
            case 2:
                text[at] = luck.randrange(256)
            case _:
                text[at:at] = luck.choice(PUT_IN)
    return bytes(text)


def what_is_wrong(one: Case) -> str:
    """What a case did that it should not; empty when it ran or was refused in one line."""
    folder = Path(tempfile.mkdtemp(prefix="govsim-fuzz-"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", RuntimeWarning)  # of numbers that are none
            _do(one, folder)
    except Exception as error:
        said = " ".join(explain(error).split()) if "\n" not in explain(error).strip() else ""
        return "" if said else traceback.format_exc()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return ""


def _do(one: Case, folder: Path) -> None:
    """What the command does with it; commands of many runs only as far as their settings."""
    if one.command == "file":
        (folder / "mine.yaml").write_bytes(one.file)
        mapping_of(folder / "mine.yaml")
        return
    cfg = asked(one.command, list(one.words)).cfg
    if one.command != "run":
        settings_of(cfg, COMMANDS[one.command])
        return
    settings, plain = settings_of(cfg, RunSettings), plain_of(cfg)
    check_parts_of(plain)
    execute(plain, settings, folder / "run", progress=False)
    store.read_run(folder / "run")


def begin() -> None:
    """A case that takes too much memory or time is a fault, and no trouble for the machine."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    signal.signal(signal.SIGALRM, _hung)


def _hung(*_: object) -> None:
    raise TimeoutError(f"it took more than {HANG_S} s")


def tried(numbers: list[int]) -> list[tuple[int, str]]:
    """Those of the cases that did what they should not, and what."""
    found = []
    for number in numbers:
        signal.alarm(HANG_S)
        try:
            wrong = what_is_wrong(case(number))
        except TimeoutError as error:
            wrong = str(error)
        finally:
            signal.alarm(0)
        found += [(number, wrong)] if wrong else []
    return found


def faults(first: int, cases: int, workers: int) -> Iterator[tuple[int, str]]:
    """All faults of some cases, as they are found. Where a process died, its cases are done again, alone."""
    chunks = [list(range(at, min(at + CHUNK, first + cases))) for at in range(first, first + cases, CHUNK)]
    died: list[int] = []
    with ProcessPoolExecutor(workers, processes(), initializer=begin) as pool:
        asked_for = {pool.submit(tried, chunk): chunk for chunk in chunks}
        for future in as_completed(asked_for):
            if isinstance(future.exception(), BrokenProcessPool):
                died += asked_for[future]
            else:
                yield from future.result()
    for number in died:
        with ProcessPoolExecutor(1, processes(), initializer=begin) as pool:
            future = pool.submit(tried, [number])
            yield from [(number, "the process died")] if future.exception() else future.result()


def main() -> int:
    """Try them; a line a fault and how to have it again."""
    given = dict(word.split("=", 1) for word in sys.argv[1:])
    usual = {"first": 0, "cases": 10_000, "workers": 2}
    first, cases, workers = (int(given.get(key, value)) for key, value in usual.items())
    started, bad = time.monotonic(), 0
    for number, wrong in faults(first, cases, workers):
        bad += 1
        one = case(number)
        print(f"case {number}: {one.command} {' '.join(one.words)} {one.file!r}\n{wrong}", flush=True)
        print(f"again: python -m tests.fuzz cases=1 first={number}\n", flush=True)
    print(f"{cases} cases from {first} on: {bad} faults in {time.monotonic() - started:.0f} s")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
