"""What happens: one submodel of the ODD a file."""

from .aftermath import Aftermath
from .analysis import Analysis
from .casework import Casework
from .centre import Centre
from .cogovernance import Cogovernance
from .dispatch import Dispatch
from .disputing import Disputing
from .escalation import Escalation
from .intake import Intake
from .investigation import Investigation
from .matters import Matters
from .mediation import Mediation
from .patrolling import Patrolling
from .perception import Perception
from .reporting import Reporting
from .staffing import Staffing
from .surroundings import Surroundings
from .theft import Theft

__all__ = [
    "Aftermath",
    "Analysis",
    "Casework",
    "Centre",
    "Cogovernance",
    "Dispatch",
    "Disputing",
    "Escalation",
    "Intake",
    "Investigation",
    "Matters",
    "Mediation",
    "Patrolling",
    "Perception",
    "Reporting",
    "Staffing",
    "Surroundings",
    "Theft",
]
