"""The laboratory of the tests is quick and true: what it makes is what a run makes."""

from __future__ import annotations

import numpy as np
import pytest
from omegaconf import OmegaConf
from omegaconf.errors import ConfigAttributeError

from govsim.experiments.composition.families import made
from tests.lab import REFERS, composed, composed_by_hydra, composed_group, process, square_parts

WORDS = (
    "seed=9", "policy=[more_patrol,residents_council]", "policy_ramp_days=3", "policy.more_patrol.multiplier=2",
    "levers.surveillance.cameras_by_type=[0,0,0,0,0,0,0,0,0,0.5]", "process.theft.walk_on_share=0.25",
    "process.disputing.grievances_per_1000_year.group=9", "policy.residents_council.where.ntypes=[3]",
)  # fmt: skip


def test_values_set_in_a_copy_are_those_that_hydra_sets():
    assert OmegaConf.to_container(composed(*WORDS), resolve=True) == OmegaConf.to_container(
        composed_by_hydra(*WORDS), resolve=True
    )
    assert composed().process.theft.walk_on_share == 1  # the copy was a copy


@pytest.mark.parametrize("words", [(), WORDS], ids=len)
def test_one_group_alone_is_that_of_the_whole(words):
    whole = OmegaConf.to_container(composed(*words), resolve=True)
    for group in (key for key, node in whole.items() if isinstance(node, dict)):
        alone = OmegaConf.to_container(composed_group(group, *words), resolve=True)
        with_it = {group, *(path.partition(".")[0] for path in REFERS.get(group, ()))}
        assert alone == {key: node for key, node in whole.items() if key in with_it or not isinstance(node, dict)}


def test_a_group_hears_the_words_about_what_it_refers_to():
    busy = ("offenders.offenders_per_1000=60", "offenders.careers.arrests_per_search=0.05")
    longest = []
    for years in (1, 5):
        freed_h = square_parts(*busy, f"process.careers.status_years={years}").offenders["freed_h"]
        longest.append(-freed_h[np.isfinite(freed_h)].min() / 8760)
    assert 0 < longest[0] <= 1 < longest[1] <= 5


def test_a_value_that_is_not_there_is_refused():
    with pytest.raises(ConfigAttributeError):
        composed("process.theft.nothing_of_the_kind=1")
    with pytest.raises(ConfigAttributeError):
        composed_group("process", "process.theft.nothing_of_the_kind=1")


def test_parts_hear_the_words_about_them():
    parts = square_parts(*WORDS)
    assert parts.processes.theft == made("process.theft", composed_by_hydra(*WORDS).process.theft)
    assert parts.processes.theft.walk_on_share == 0.25
    assert process("theft").walk_on_share == 1
    assert parts.seed == 9
    assert parts.policies["more_patrol"].multiplier == 2
    assert parts.baseline.surveillance.cameras.max() == 0
