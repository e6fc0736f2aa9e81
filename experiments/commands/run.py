"""One run. `govsim run`."""

from __future__ import annotations

import sys
from pathlib import Path

from hydra.core.hydra_config import HydraConfig
from hydra.types import RunMode

from ..composition.asked import Asked
from ..composition.parts import check_parts_of, plain_of
from ..composition.ramps import remark_on_ramps
from ..composition.settings import RunSettings, settings_of
from ..running import store
from ..running.dictionary import of_runs, write_dictionary
from ..running.run import execute
from .application import start


def _run(asked: Asked) -> None:
    settings = settings_of(asked.cfg, RunSettings)
    plain = plain_of(asked.cfg)
    check_parts_of(plain)
    remark_on_ramps(plain)
    folder = _folder(settings)
    fresh = execute(plain, settings, folder, progress=sys.stderr.isatty())
    write_dictionary(folder, of_runs())
    rows = store.read_manifest(folder)["rows"]["events"]
    print(f"{folder}: {rows:,} events{'' if fresh else ' (this very run was there already)'}")


def _folder(settings: RunSettings) -> Path:
    """Where the results go: out=, or a sub folder of it for each run of a multirun."""
    hydra_config = HydraConfig.get()
    if hydra_config.mode == RunMode.MULTIRUN:
        return Path(hydra_config.runtime.output_dir)
    return Path(settings.out)


def main() -> None:
    """Run one configuration, or several with -m."""
    start("run", _run)
