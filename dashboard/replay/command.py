"""Write the replay of one run or of two arms: `govsim replay RUN`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from govsim.experiments import files
from govsim.experiments.commands.application import one_line_errors
from govsim.experiments.errors import BadInput, nearest
from govsim.experiments.language import asked
from govsim.experiments.running import store

KEYS = ("against", "arms", "seed", "out", "language")
MOST_BYTES = 10_000_000  # what a replay may weigh, so that it can be sent by mail


def written(words: Sequence[str], language: str) -> Path:
    """Write the file that these words ask for. Raises BadInput."""
    if find_spec("bokeh") is None:
        raise BadInput("replay needs the packages of an extra: pip install 'govsim[dashboard]'")
    from .page import page  # bokeh is loaded only now
    from .recording import recording_of

    folders = [word for word in words if "=" not in word]
    given = {key: value for key, _, value in (word.partition("=") for word in words if "=" in word)}
    if unknown := [key for key in given if key not in KEYS]:
        raise BadInput(f"replay: unknown key {unknown[0]!r}; {nearest(unknown[0], KEYS)}")
    if len(folders) != 1:
        raise BadInput("replay: name one folder of a run or of a comparison, for example govsim replay runs/demo")
    named = runs_of(Path(folders[0]), given)
    recordings = {name: recording_of(folder) for name, folder in named.items()}
    out = Path(given.get("out") or f"{folders[0].rstrip('/')}/replay.html")
    text = page(recordings, language)
    if len(text.encode()) > MOST_BYTES:
        raise BadInput(f"replay: the file would have {len(text.encode()) / 1e6:.0f} MB; replay a shorter run")
    out.parent.mkdir(parents=True, exist_ok=True)
    files.write_text(out, text)
    return out


def runs_of(folder: Path, given: dict[str, str]) -> dict[str, Path]:
    """The runs to show, by the name of their arm: one, or two. Raises BadInput."""
    if store.is_complete(folder):
        other = given.get("against")
        return {folder.name: folder} if other is None else _two(Path(other), folder)
    seed, arms = _seed(given.get("seed", "")), sorted(path.parent.name for path in folder.glob("runs/*/seed=*"))
    known = list(dict.fromkeys(arms))
    if not known:
        raise BadInput(f"replay: {folder} holds neither a run nor a comparison; name a folder that govsim wrote")
    wanted = [arm.strip(" []") for arm in given["arms"].split(",")] if "arms" in given else _first_two(known)
    if unknown := [arm for arm in wanted if arm not in known]:
        raise BadInput(f"replay: {folder} has no arm {unknown[0]!r}; {nearest(unknown[0], known)}")
    if not 1 <= len(wanted) <= 2:
        raise BadInput("replay: name one arm or two: arms=[baseline,more_patrol]")
    return {arm: _run_of(folder / "runs" / arm, seed) for arm in wanted}


def _first_two(arms: list[str]) -> list[str]:
    """The reference and another one."""
    return sorted(arms, key=lambda arm: arm != "baseline")[:2]


def _two(one: Path, other: Path) -> dict[str, Path]:
    names = [one.name, other.name] if one.name != other.name else [str(one), str(other)]
    return dict(zip(names, (one, other), strict=True))


def _seed(word: str) -> int | None:
    if word and not word.isdigit():
        raise BadInput(f"replay: seed is {word!r}; it must be a whole number")
    return int(word) if word else None


def _run_of(folder: Path, seed: int | None) -> Path:
    found = sorted(path for path in folder.glob("seed=*") if store.is_complete(path))
    wanted = [path for path in found if seed is None or int(path.name.removeprefix("seed=")) == seed]
    if not wanted:
        seeds = ", ".join(str(int(path.name.removeprefix("seed="))) for path in found)
        raise BadInput(f"replay: {folder} has no complete run of seed {seed}; it has {seeds or 'none'}")
    return wanted[0]


def main() -> None:
    """Write a replay."""
    with one_line_errors():
        words = sys.argv[1:]
        language = asked(words)
        if not words or {"-h", "--help"} & set(words):
            from ..words import words_of

            print(words_of(language)["replay"]["help"])
            return
        path = written(words, language)
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
