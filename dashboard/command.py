"""Open the laboratory in a browser: `govsim dashboard`."""

from __future__ import annotations

import signal
import sys
from collections.abc import Mapping
from typing import Any

import hydra
from omegaconf import DictConfig

from govsim.experiments.commands.application import one_line_errors
from govsim.experiments.composition.parts import plain_of
from govsim.experiments.composition.settings import settings_of
from govsim.experiments.composition.words import checked
from govsim.experiments.config_folders import CONFIGS
from govsim.experiments.errors import BadInput

from .server.doorman import Doorman
from .settings import DashboardSettings

# What the configuration asked for; served when Hydra has gone, for pages compose configurations of their own.
_asked: list[tuple[DashboardSettings, Mapping[str, Any]]] = []


@hydra.main(version_base="1.3", config_path=str(CONFIGS), config_name="dashboard")
def _app(cfg: DictConfig) -> None:
    with one_line_errors():
        _asked.append((settings_of(cfg, DashboardSettings), plain_of(cfg)))


def _serve(settings: DashboardSettings, config: Mapping[str, Any]) -> None:
    doorman = _doorman(settings)
    settings = settings.model_copy(update={"port": doorman.port})
    _tell(settings)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl-C does, and its processes with it
    from .server.sessions import Sessions  # a process begins to build the first district while Panel is loaded here

    sessions = Sessions(config, settings.places)
    try:
        from .server.app import serve

        serve(settings, sessions, doorman.leave)
    finally:
        sessions.end()


def _doorman(settings: DashboardSettings) -> Doorman:
    from importlib.util import find_spec

    if find_spec("panel") is None:
        raise BadInput("the dashboard needs the packages of an extra: pip install 'govsim[dashboard]'")
    try:
        return Doorman(settings.address, settings.port, settings.spoken)
    except OSError as error:
        raise BadInput(
            f"cannot listen on {settings.address}:{settings.port} ({error.strerror}); "
            "is a dashboard running there? Choose another port: port=8878"
        ) from error


def _tell(settings: DashboardSettings) -> None:
    """Say where the page is, and open it."""
    print(f"govsim dashboard: {settings.url}", flush=True)
    if settings.show:
        import webbrowser

        webbrowser.open(settings.url)


def main() -> None:
    """Serve the pages until stopped."""
    with one_line_errors():
        sys.argv[1:] = checked(sys.argv[1:])
        _app()
        for asked in _asked:  # nothing when only help or the configuration was asked for
            _serve(*asked)


if __name__ == "__main__":
    main()
