"""One's own configurations: a folder `configs` where one works is found beside that of the package."""

from __future__ import annotations

from hydra.core.config_search_path import ConfigSearchPath
from hydra.core.plugins import Plugins
from hydra.plugins.search_path_plugin import SearchPathPlugin

from .policy_files import own_configs


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
