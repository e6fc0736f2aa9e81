"""What the dashboard is told: which district, where it listens, in which language."""

from __future__ import annotations

from pydantic import Field, StrictBool, StrictInt, StrictStr

from experiments.language import known
from experiments.settings import RunSettings


class DashboardSettings(RunSettings):
    """The top-level values of configs/dashboard.yaml."""

    port: StrictInt = Field(ge=0, le=65535, description="port of the page; 0: any that is free")
    address: StrictStr = Field(min_length=1, description="address to listen on; 127.0.0.1: this computer only")
    places: StrictInt = Field(ge=1, le=64, description="live districts at a time")
    workers: StrictInt | None = Field(ge=1, description="processes for lessons and classroom; empty: all cores but one")
    show: StrictBool = Field(description="open the page in the browser")
    language: StrictStr | None = Field(description="zh or en; empty for that of the locale")

    @property
    def spoken(self) -> str:
        """The language in which a page opens."""
        return known(self.language)[0]

    @property
    def origins(self) -> list[str]:
        """Hosts under which a browser may speak to the server."""
        if self.address in ("127.0.0.1", "localhost", "::1"):
            return [f"{host}:{self.port}" for host in ("127.0.0.1", "localhost")]
        return ["*"]  # under whichever name this computer is known in its network
