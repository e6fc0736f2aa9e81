"""What happens: one submodel of the ODD a file."""

from .aftermath import Aftermath
from .analysis import Analysis
from .centre import Centre
from .dispatch import Dispatch
from .disputing import Disputing
from .escalation import Escalation
from .investigation import Investigation
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
    "Centre",
    "Dispatch",
    "Disputing",
    "Escalation",
    "Investigation",
    "Mediation",
    "Patrolling",
    "Perception",
    "Reporting",
    "Staffing",
    "Surroundings",
    "Theft",
]
