"""What may be changed: one file per policy family, each a pure function on levers."""

from .base import Aims, Policy, Where, differ_before, in_force, placed, refuse_contradictions, treated_areas
from .centre import GovernanceCentre
from .chain import MergeGrids, ResponsibilityChain
from .cogovernance import EnterpriseCodefence
from .data import DataDriven
from .enforcement import Crackdown, FairPolicing
from .grid_staffing import ElderWorkers, FieldTime, MoreGridWorkers
from .mediation import ModernMediation, MoreMediators
from .neighbourhood import Integration, PropertyLinks, Publicity, ResidentsCouncil
from .patrol import BeatPatrol, HotSpotPatrol, MorePatrol, StreetStations
from .supervision import RegistrationDrive, SupervisionYouth
from .surveillance import CameraUse, Hardening, LinkedNets, MoreCameras, Signs

__all__ = [
    "Aims",
    "BeatPatrol",
    "CameraUse",
    "Crackdown",
    "DataDriven",
    "ElderWorkers",
    "EnterpriseCodefence",
    "FairPolicing",
    "FieldTime",
    "GovernanceCentre",
    "Hardening",
    "HotSpotPatrol",
    "Integration",
    "LinkedNets",
    "MergeGrids",
    "ModernMediation",
    "MoreCameras",
    "MoreGridWorkers",
    "MoreMediators",
    "MorePatrol",
    "Policy",
    "PropertyLinks",
    "Publicity",
    "RegistrationDrive",
    "ResidentsCouncil",
    "ResponsibilityChain",
    "Signs",
    "StreetStations",
    "SupervisionYouth",
    "Where",
    "differ_before",
    "in_force",
    "placed",
    "refuse_contradictions",
    "treated_areas",
]
