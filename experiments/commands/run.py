"""One run. `govsim run`."""

from __future__ import annotations

import sys
from pathlib import Path

import hydra
from hydra.core.hydra_config import HydraConfig
from hydra.types import RunMode
from omegaconf import DictConfig

from ..composition.parts import check_parts
from ..composition.settings import RunSettings, settings_of
from ..config_folders import CONFIGS
from ..running import store
from ..running.run import execute
from .application import one_line_errors
from .command_line import checked, without_language

QUIET_SECONDS = 2.0  # shorter runs show no progress line


def _folder(settings: RunSettings) -> Path:
    """Where the results go: out=, or a sub folder of it for each run of a multirun."""
    hydra_config = HydraConfig.get()
    if hydra_config.mode == RunMode.MULTIRUN:
        return Path(hydra_config.runtime.output_dir)
    return Path(settings.out)


@hydra.main(version_base="1.3", config_path=str(CONFIGS), config_name="run")
def _app(cfg: DictConfig) -> None:
    with one_line_errors():
        settings = settings_of(cfg, RunSettings)
        check_parts(cfg)
        folder = _folder(settings)
        fresh = execute(cfg, settings, folder, progress=sys.stderr.isatty())
        rows = store.read_manifest(folder)["rows"]["events"]
        print(f"{folder}: {rows:,} events{'' if fresh else ' (this very run was there already)'}")


def main() -> None:
    """Run one configuration, or several with -m."""
    with one_line_errors():
        sys.argv[1:] = without_language(checked(sys.argv[1:]))
        _app()


if __name__ == "__main__":
    main()
