"""What holding the model against records needs besides the parts of its runs."""

from __future__ import annotations

from typing import NamedTuple

from pydantic import Field, StrictStr

from ..composition.settings import ArmedSettings, pages_of
from ..language import known


class Tolerances(NamedTuple):
    """What is too small to matter, added to both ends of an interval of the records."""

    level: float  # of rates and the concentration, share of the value
    share_points: float  # of shares by type, hour and weekday
    month_points: float  # of an index whose mean is 100
    near_repeats: float  # excess pairs an event


class RecordsSettings(ArmedSettings):
    """The values of configs/records.yaml."""

    records: StrictStr = Field(min_length=1, description="folder of checked records")
    residents: float | None = Field(
        gt=0, le=1e9, description="residents where the records are from; empty for those of the district"
    )
    level_tolerance: float = Field(ge=0, le=1, description="of rates and the concentration, share of the value")
    share_tolerance_points: float = Field(ge=0, le=100, description="of shares by type, hour and weekday, % points")
    month_tolerance_points: float = Field(ge=0, le=100, description="of months, points of an index whose mean is 100")
    near_repeat_tolerance: float = Field(ge=0, le=1, description="of excess near-repeat pairs an event")

    @property
    def tolerances(self) -> Tolerances:
        """What is too small to matter."""
        return Tolerances(
            self.level_tolerance, self.share_tolerance_points, self.month_tolerance_points, self.near_repeat_tolerance
        )

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages in which the page is written."""
        return known(self.language)

    @property
    def page_files(self) -> list[str]:
        """Names of the pages, one a language."""
        return pages_of("records", self.languages)
