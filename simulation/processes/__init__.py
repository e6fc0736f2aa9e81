"""What happens: one submodel of the ODD a file."""

from .aftermath import Aftermath
from .analysis import Analysis
from .careers import Careers
from .casework import Casework
from .centre import Centre
from .cogovernance import Cogovernance
from .dispatch import Dispatch
from .disputing import Disputing
from .enforcement import Enforcement
from .escalation import Escalation
from .intake import Intake
from .investigation import Investigation
from .matters import Matters
from .mediation import Mediation
from .participation import Participation
from .patrolling import Patrolling
from .perception import Perception
from .reporting import Reporting
from .selfgovernance import Selfgovernance
from .staffing import Staffing
from .supervision import Supervision
from .surroundings import Surroundings
from .theft import Theft

__all__ = [
    "Aftermath",
    "Analysis",
    "Careers",
    "Casework",
    "Centre",
    "Cogovernance",
    "Dispatch",
    "Disputing",
    "Enforcement",
    "Escalation",
    "Intake",
    "Investigation",
    "Matters",
    "Mediation",
    "Participation",
    "Patrolling",
    "Perception",
    "Reporting",
    "Selfgovernance",
    "Staffing",
    "Supervision",
    "Surroundings",
    "Theft",
]
