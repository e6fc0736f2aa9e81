"""Every unintended effect of the inventory is a parameter that is on by default and has a test."""

from pathlib import Path

import pytest
from omegaconf import OmegaConf

from govsim.experiments.systems.switches import SWITCHES
from tests.lab import composed

ROOT = Path(__file__).resolve().parents[3]
INVENTORY = {  # 5.1
    "displacement_radius", "displacement_share", "recording_elasticity_to_staff", "trivial_event_rate",
    "crowd_out_police_share", "crowd_out_self_gov", "unfair_contact_trust_loss", "visit_fatigue", "feedback_bias",
    "gate_decay", "volunteer_fatigue", "contract_lapse", "centre_congestion", "transition_dip", "campaign_rebound",
}  # fmt: skip


def test_all_of_the_inventory_are_there():
    assert {s.name for s in SWITCHES} == INVENTORY


@pytest.mark.parametrize("switch", SWITCHES, ids=lambda s: s.name)
def test_a_switch_is_on_by_default_and_can_be_off(switch):
    assert OmegaConf.select(composed(), switch.parameter) not in (None, switch.off)
    assert OmegaConf.select(composed(f"{switch.parameter}={switch.off}"), switch.parameter) == switch.off
    path, function = switch.test.split("::")
    assert f"def {function}(" in (ROOT / path).read_text("utf-8")
