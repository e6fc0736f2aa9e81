"""What somebody asked for, on a command line or in a call: a configuration, and the words no single one can hold."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from hydra import compose, initialize_config_dir
from hydra.core.global_hydra import GlobalHydra
from omegaconf import DictConfig, OmegaConf

from ..config_folders import CONFIGS
from ..hydra_files import find_own_configs
from ..hydra_merge import copied
from .words import checked, factor_words, without_language, without_policy_values

ABOUT_POLICY = re.compile(r"\+{0,2}policy[.=]")  # words about policies and nothing else
ONE_AT_A_TIME = threading.RLock()
ONE_ARM = ("run",)  # commands in which every word is about the same run
WITH_FACTORS = ("sweep", "sensitivity", "discover", "optimise", "power")


@dataclass(frozen=True)
class Asked:
    """One call of a command."""

    command: str  # such as compare
    cfg: DictConfig  # composed from the words for every arm
    config_name: str  # that of the command, unless --config-name names another
    words: Sequence[str] = ()  # overrides for every arm
    policy_words: Sequence[str] = ()  # policy.NAME.KEY=VALUE; only arms that contain the policy can take them
    factors: Mapping[str, Any] = field(default_factory=dict)  # path to range, besides those in cfg
    own_policies: Mapping[str, str] = field(default_factory=dict)  # policies without a file, by name: the word for one

    @property
    def line(self) -> str:
        """The command that asks for the same."""
        own = [f"factors.{path}={spec}" for path, spec in self.factors.items()]
        return " ".join([f"govsim {self.command}", *self.words, *self.policy_words, *own])

    def composed(self, more: Sequence[str]) -> DictConfig:
        """The configuration with more words, as those of an arm. Raises what Hydra raises."""
        if all(ABOUT_POLICY.match(word) for word in more) and not any(ABOUT_POLICY.match(word) for word in self.words):
            alone = policies_alone([*(word for word in self.words if word.startswith("hydra.")), *more])
            if list(alone) == ["policy"]:
                whole = copied(self.cfg)
                OmegaConf.update(whole, "policy", alone._get_node("policy"), merge=False)
                return whole
        with hydra_at_hand():
            return compose(self.config_name, [*self.words, *more])


def policies_alone(words: Sequence[str]) -> DictConfig:
    """What words about policies choose and set, and nothing else of the configuration. Raises what Hydra raises."""
    with hydra_at_hand():
        return compose("hydra/policies", list(words))


@contextmanager
def hydra_at_hand() -> Iterator[None]:
    """Let configurations be composed: within the Hydra application that runs, else from the package's folder.

    Hydra has one state a process, so that threads, such as those of pages, come one after the other.
    """
    with ONE_AT_A_TIME:
        if GlobalHydra.instance().is_initialized():
            yield
            return
        find_own_configs()
        with initialize_config_dir(str(CONFIGS), version_base="1.3"):
            yield


def split(command: str, words: Sequence[str]) -> tuple[list[str], list[str], dict[str, Any]]:
    """Words for Hydra, words about numbers of one policy, and factors, as the command takes them. Raises BadInput."""
    rest, factors = factor_words(words) if command in WITH_FACTORS else (list(words), {})
    if command in ONE_ARM:
        return without_language(checked(rest)), [], factors
    return *without_policy_values(checked(rest)), factors


def asked(command: str, words: Sequence[str]) -> Asked:
    """What a call with these words asks for. Raises BadInput and what Hydra raises."""
    plain, of_policies, factors = split(command, words)
    with hydra_at_hand():
        return Asked(command, compose(command, plain), command, plain, of_policies, factors)
