"""The arms of an experiment: from names of policies to the words that make each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hydra.errors import HydraException

from ..errors import BadInput, nearest
from .asked import Asked, policies_alone
from .words import policy_word

BUNDLE = "+"


@dataclass(frozen=True)
class Arm:
    """One way of governing: its name and the words that make it out of the configuration."""

    name: str
    words: tuple[str, ...]


def policies_of(arm: str) -> list[str]:
    """The policies of an arm; `a+b` is a bundle of two."""
    return arm.split(BUNDLE)


def policy_arms(names: Sequence[str], asked: Asked) -> list[Arm]:
    """The arms of policies and bundles, each with those words that are about its own policies. Raises BadInput."""
    _refuse_stray(names, asked)
    return [_arm(name, asked) for name in names]


def _arm(name: str, asked: Asked) -> Arm:
    names = policies_of(name)
    about = [word for word in asked.policy_words if word.lstrip("+~").split(".")[1] in _members_of(names, asked)]
    of_files = [one for one in names if one not in asked.own_policies]
    own = [asked.own_policies[one] for one in names if one in asked.own_policies]
    return Arm(name, (policy_word(of_files), *own, *about))


def _members_of(names: Sequence[str], asked: Asked) -> set[str]:
    """Names of policies, with the parts of those that are bundles of others."""
    of_files = [one for one in names if one not in asked.own_policies]
    try:
        return {*names, *(policies_alone([policy_word(of_files)]).policy if of_files else ())}
    except HydraException:
        return set(names)  # a name nobody knows is refused where the arm is composed


def _refuse_stray(arms: Sequence[str], asked: Asked) -> None:
    """Raise BadInput for words about policies that no arm has. `arms`: policies and bundles."""
    if any(word.partition("=")[0].lstrip("+~") == "policy" for word in asked.words):
        raise BadInput("policy= belongs to `govsim run`; a comparison names its policies in arms=[baseline,...]")
    if not asked.policy_words:
        return
    named = {policy for arm in arms for policy in _members_of(policies_of(arm), asked)}
    for word in asked.policy_words:
        if (name := word.lstrip("+~").split(".")[1].partition("=")[0]) not in named:
            raise BadInput(f"{word}: no arm contains the policy {name!r}; {nearest(name, named)}")
