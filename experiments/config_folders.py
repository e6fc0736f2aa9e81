"""Where configurations are: the folder of the package, and a folder `configs` in the folder one works in."""

from __future__ import annotations

from pathlib import Path

from hydra.core.config_search_path import ConfigSearchPath
from hydra.core.plugins import Plugins
from hydra.plugins.search_path_plugin import SearchPathPlugin

CONFIGS = Path(__file__).resolve().parents[1] / "configs"  # beside this package, in a checkout as in a wheel
OWN = Path("configs")  # in the folder one works in


def own_configs() -> Path | None:
    """The folder of one's own configurations, if there is one besides the package's."""
    folder = OWN.absolute()
    return folder if folder.is_dir() and folder != CONFIGS else None


class OwnConfigs(SearchPathPlugin):
    """Tells Hydra of the folder."""

    def manipulate_search_path(self, search_path: ConfigSearchPath) -> None:
        """Append the folder, if there is one."""
        if folder := own_configs():
            search_path.append("govsim", f"file://{folder}")


def find_own_configs() -> None:
    """Let every composition from here on find them."""
    if OwnConfigs not in Plugins.instance().discover(SearchPathPlugin):
        Plugins.instance().register(OwnConfigs)
