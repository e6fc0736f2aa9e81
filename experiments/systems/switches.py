"""The switches of unintended effects (inventory 5.1): each a parameter, on by default, with a test of on and off."""

from __future__ import annotations

from typing import NamedTuple


class Switch(NamedTuple):
    """One unintended effect."""

    name: str  # in the inventory
    parameter: str  # path in the configuration
    off: float  # the value at which it is gone
    effect: str  # what it does when it is on
    test: str  # file::function that shows it on and its absence off


THEFT, STAFF, HOOD = "process.theft", "process.staffing", "process.selfgovernance"
SWITCHES = (
    Switch(
        "displacement_share", f"{THEFT}.walk_on_share", 0, "a thief refused in one place goes on to another",
        "tests/simulation/processes/test_displacement.py::test_without_walking_on_nothing_moves_at_all",
    ),
    Switch(
        "displacement_radius", f"{THEFT}.displacement_radius_m", 0, "as far as this from where he was refused",
        "tests/simulation/processes/test_displacement.py::test_what_moves_stays_within_the_radius",
    ),
    Switch(
        "recording_elasticity_to_staff", "process.reporting.recording_elasticity", 0,
        "more grid workers enter a larger share of what they learn",
        "tests/theory/test_closed_forms.py::test_recording_grows_with_staff_as_its_elasticity_says",
    ),
    Switch(
        "trivial_event_rate", "process.intake.trivial_event_rate", 0, "targets for reports are met with trifles",
        "tests/simulation/processes/test_casework.py::test_reports_for_the_count_follow_targets_and_the_switch",
    ),
    Switch(
        "crowd_out_police_share", "process.enforcement.crowd_out_police_share", 0,
        "hours added to patrols are taken from investigation and conciliation",
        "tests/simulation/processes/test_enforcement.py::"
        "test_added_patrols_crowd_out_other_police_work_unless_the_switch_is_off",
    ),
    Switch(
        "crowd_out_self_gov", f"{HOOD}.crowd_out_self_gov", 0, "where a hall is at hand, neighbours settle less",
        "tests/simulation/processes/test_selfgovernance.py::"
        "test_settlers_reach_and_a_hall_crowds_them_out_unless_the_switch_is_off",
    ),
    Switch(
        "unfair_contact_trust_loss", "process.perception.unfair_contact_trust_loss", 0,
        "an unfair contact with the police costs trust",
        "tests/simulation/processes/test_enforcement.py::test_unfair_contacts_cost_trust_unless_the_switch_is_off",
    ),
    Switch(
        "visit_fatigue", "process.supervision.visit_fatigue", 0, "visits that come too often cost trust",
        "tests/simulation/processes/test_supervision.py::"
        "test_visit_fatigue_costs_trust_only_when_visits_are_close_and_the_switch_is_on",
    ),
    Switch(
        "feedback_bias", "process.analysis.feedback_bias", 0, "the map of risk learns from where workers were sent",
        "tests/simulation/processes/test_analysis.py::test_what_workers_found_themselves_counts_only_with_the_bias",
    ),
    Switch(
        "gate_decay", "process.surroundings.gate_decay_per_year", 0, "gates come to be propped open",
        "tests/simulation/processes/test_surroundings.py::test_gates_come_to_be_propped_open_unless_they_have_intercoms",
    ),
    Switch(
        "volunteer_fatigue", f"{HOOD}.volunteer_fatigue", 0, "volunteers tire",
        "tests/simulation/processes/test_selfgovernance.py::test_volunteers_tire_at_their_rate_unless_the_switch_is_off",
    ),
    Switch(
        "contract_lapse", "process.cogovernance.lapse_share", 0, "contracts lapse where nobody organises them",
        "tests/simulation/processes/test_cogovernance.py::"
        "test_contracts_lapse_without_organisation_unless_the_switch_is_off",
    ),
    Switch(
        "centre_congestion", "process.centre.congestion", 0, "people wait in a hall that is too small",
        "tests/simulation/processes/test_centre.py::"
        "test_a_hall_that_is_too_small_makes_people_wait_unless_the_switch_is_off",
    ),
    Switch(
        "transition_dip", f"{STAFF}.transition_dip", 0, "work is lost for a while when grids are redrawn",
        "tests/simulation/processes/test_casework.py::test_redrawn_grids_are_more_even_and_lose_work_for_a_while",
    ),
    Switch(
        "campaign_rebound", f"{THEFT}.campaign_rebound", 0, "thefts put off in a campaign are made up for after it",
        "tests/simulation/processes/test_enforcement.py::test_thefts_fall_in_a_campaign_and_come_back_after_it",
    ),
)  # fmt: skip
