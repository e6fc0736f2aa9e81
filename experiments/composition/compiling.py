"""The model is compiled once on a machine, by whoever comes first and with a line that says so; the others wait."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from llvmlite.binding import get_host_cpu_name
from numba.core import event
from tqdm.auto import tqdm

from govsim.simulation.engine.compiled import source_digest
from govsim.simulation.engine.kept import cache_folder, is_for_good

from ..errors import Remark
from ..locks import locked

ABOUT = 260  # functions, numba's own among them: a bar that ends a few early or late is none the worse
PASSING = (
    "there is no home folder that can be written: compiled code and towns are kept in {folder} for now; "
    "set GOVSIM_CACHE_DIR=FOLDER to keep them for good"
)
WHAT = "compiling the model for this machine, once; about a minute"


def compile_once(everything: Callable[[], object]) -> None:
    """Call `everything`, which enters all there is to compile, unless that was done on this machine before."""
    stamp = _stamp()
    if not stamp.exists():
        with locked(stamp.with_name(f"{stamp.name}.lock")):
            if not stamp.exists():
                if not is_for_good():
                    warnings.warn(PASSING.format(folder=cache_folder()), Remark, 2)
                with _said():
                    everything()
                stamp.touch()


def _stamp() -> Path:
    python = f"{sys.implementation.name}{sys.version_info.major}{sys.version_info.minor}"
    return cache_folder() / f"compiled-{source_digest()}-{python}-{get_host_cpu_name()}"


class _Bar(event.Listener):
    """One step a function."""

    def __init__(self) -> None:
        self.bar = tqdm(total=ABOUT, leave=False, disable=None, bar_format="{desc} |{bar}| {elapsed}", desc="compiling")

    def on_start(self, event: event.Event) -> None:
        pass

    def on_end(self, event: event.Event) -> None:
        self.bar.update()


@contextmanager
def _said() -> Iterator[None]:
    print(WHAT, file=sys.stderr, flush=True)
    listener = _Bar()
    with event.install_listener("numba:compile", listener):
        yield
    listener.bar.close()
