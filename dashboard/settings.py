"""What the dashboard is told: which district, where it listens, in which language."""

from __future__ import annotations

import socket
from contextlib import suppress

from pydantic import Field, StrictBool, StrictInt, StrictStr, model_validator

from govsim.experiments.composition.settings import RunSettings
from govsim.experiments.language import known

LOCAL = ("127.0.0.1", "localhost")
EVERYWHERE = ("0.0.0.0", "::")


def own_names() -> list[str]:
    """Addresses and names of this computer in its network, the one that others reach first."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one, suppress(OSError):
        one.connect(("192.0.2.1", 9))  # nothing is sent; the system only says which of its addresses it would use
        found.append(one.getsockname()[0])
    with suppress(OSError):
        found += socket.gethostbyname_ex(socket.gethostname())[2]
    return list(dict.fromkeys([*found, socket.gethostname(), *LOCAL]))


class DashboardSettings(RunSettings):
    """The top-level values of configs/dashboard.yaml."""

    port: StrictInt = Field(ge=0, le=65535, description="port of the page; 0: any that is free")
    address: StrictStr = Field(min_length=1, description="address to listen on; 127.0.0.1: this computer only")
    places: StrictInt = Field(ge=1, le=64, description="live districts at a time")
    workers: StrictInt | None = Field(ge=1, description="processes for lessons and classroom; empty: all cores but one")
    code: StrictStr | None = Field(description="join code asked of every browser; needed where others may come in")
    class_district: StrictStr = Field(pattern="^[a-z_]+$", description="district of the classroom")
    class_days: StrictInt = Field(ge=30, le=730, description="days that are counted in the classroom")
    class_seeds: StrictInt = Field(ge=2, le=20, description="seeds of the classroom, the same for every group")
    class_budget_yuan: float = Field(ge=0, le=1e12, description="what a group may spend, yuan a year more than today")
    show: StrictBool = Field(description="open the page in the browser")
    language: StrictStr | None = Field(description="zh or en; empty for that of the locale")

    @model_validator(mode="after")
    def _asks_others_for_a_code(self) -> DashboardSettings:
        if not self.is_local and not self.code:
            raise ValueError(
                f"address={self.address} lets other computers in; give them a join code, such as code=pear7"
            )
        return self

    @property
    def is_local(self) -> bool:
        """Whether only this computer can open the page."""
        return self.address in LOCAL

    @property
    def spoken(self) -> str:
        """The language in which a page opens."""
        return known(self.language)[0]

    @property
    def url(self) -> str:
        """Address of the first page, as others type it."""
        host = own_names()[0] if self.address in EVERYWHERE else self.address
        return f"http://{host}:{self.port}/"

    @property
    def origins(self) -> list[str]:
        """Hosts under which a browser may speak to the server."""
        if self.is_local:
            return [f"{host}:{self.port}" for host in ("127.0.0.1", "localhost")]
        return [f"{name}:{self.port}" for name in (own_names() if self.address in EVERYWHERE else [self.address])]
