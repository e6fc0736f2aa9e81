"""New processes of this program: on Linux forked from one that has loaded what all need, elsewhere started afresh.

To load the model and the libraries it stands on takes seconds; a process that is forked has them at once, and shares
their memory. On other systems forking a process that has loaded libraries of theirs is unsafe.
"""

from __future__ import annotations

import multiprocessing
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

FORKED = sys.platform == "linux"
LOADED = ("govsim.experiments.running.jobs", "govsim.experiments.sweeps.work", "govsim.experiments.composition.build")


def processes(*more: str) -> ForkServerContext | SpawnContext:
    """How processes are started. `more`: modules to be loaded as well, if nothing has been loaded by now."""
    if not FORKED:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*LOADED, *more])
    return context
