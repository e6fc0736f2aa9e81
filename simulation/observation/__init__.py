"""What is written down."""

from .costs import Costs, UnitCosts
from .events import events_table
from .ledger import Ledger
from .matters import matters_table
from .monthly import Monthly, Share
from .places import areas_table
from .survey import Survey, survey_table

__all__ = [
    "Costs", "Ledger", "Monthly", "Share", "Survey", "UnitCosts", "areas_table", "events_table", "matters_table",
    "survey_table",
]  # fmt: skip
