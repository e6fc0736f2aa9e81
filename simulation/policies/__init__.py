"""What may be changed: one file per policy family, each a pure function on levers."""

from .base import Policy, Where, in_force, placed, refuse_contradictions, treated_areas
from .centre import GovernanceCentre
from .chain import MergeGrids, ResponsibilityChain
from .cogovernance import EnterpriseCodefence
from .data import DataDriven
from .grid_staffing import ElderWorkers, FieldTime, MoreGridWorkers
from .mediation import ModernMediation, MoreMediators
from .patrol import HotSpotPatrol, MorePatrol, StreetStations
from .surveillance import CameraUse, Hardening, MoreCameras

__all__ = [
    "CameraUse",
    "DataDriven",
    "ElderWorkers",
    "EnterpriseCodefence",
    "FieldTime",
    "GovernanceCentre",
    "Hardening",
    "HotSpotPatrol",
    "MergeGrids",
    "ModernMediation",
    "MoreCameras",
    "MoreGridWorkers",
    "MoreMediators",
    "MorePatrol",
    "Policy",
    "ResponsibilityChain",
    "StreetStations",
    "Where",
    "in_force",
    "placed",
    "refuse_contradictions",
    "treated_areas",
]
