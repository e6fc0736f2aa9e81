"""The arms of an experiment: from names and words to configurations and jobs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hydra import compose
from hydra.errors import HydraException

from .errors import BadInput, nearest
from .jobs import Job
from .parts import check_parts, plain_of
from .settings import GROUPS, CompareSettings, PairedSettings, RunSettings

BUNDLE = "+"


@dataclass(frozen=True)
class Arm:
    """One way of governing: its name and the words that make it out of the configuration."""

    name: str
    words: tuple[str, ...]


def policies_of(arm: str) -> list[str]:
    """The policies of an arm; `a+b` is a bundle of two."""
    return arm.split(BUNDLE)


def jobs_of(
    settings: CompareSettings, config_name: str, words: Sequence[str], policy_words: Sequence[str]
) -> list[Job]:
    """All jobs of arms named by their policies. `words`: the overrides given by the user, for every arm."""
    refuse_stray(settings.arms, words, policy_words)
    return jobs_of_arms([policy_arm(arm, policy_words) for arm in settings.arms], settings, config_name, words)


def jobs_of_arms(arms: Sequence[Arm], settings: PairedSettings, config_name: str, words: Sequence[str]) -> list[Job]:
    """All jobs, seed by seed, so that whole pairs are there early."""
    configs = {arm.name: _config_of(arm, settings, config_name, words) for arm in arms}
    return [_job(settings, arm.name, seed, configs[arm.name]) for seed in settings.seeds for arm in arms]


def policy_arm(name: str, policy_words: Sequence[str]) -> Arm:
    """The arm of a policy or bundle, with those words that are about its own policies."""
    names = policies_of(name)
    own = [word for word in policy_words if word.lstrip("+~").split(".")[1] in members_of(names)]
    return Arm(name, (f"policy=[{','.join(names)}]", *own))


def members_of(names: Sequence[str]) -> set[str]:
    """Names of policies, with the parts of those that are bundles of others."""
    try:
        return {*names, *compose("run", [f"policy=[{','.join(names)}]"]).policy}
    except HydraException:
        return set(names)  # a name nobody knows is refused where the arm is composed


def run_folder(out: Path, arm: str, seed: int) -> Path:
    """Where the run of an arm and seed is kept."""
    return out / "runs" / arm / f"seed={seed:04d}"


def refuse_stray(arms: Sequence[str], words: Sequence[str], policy_words: Sequence[str]) -> None:
    """Raise BadInput for words about policies that no arm has. `arms`: policies and bundles."""
    if any(word.partition("=")[0].lstrip("+~") == "policy" for word in words):
        raise BadInput("policy= belongs to `govsim run`; a comparison names its policies in arms=[baseline,...]")
    if not policy_words:
        return
    named = {policy for arm in arms for policy in members_of(policies_of(arm))}
    for word in policy_words:
        if (name := word.lstrip("+~").split(".")[1].partition("=")[0]) not in named:
            raise BadInput(f"{word}: no arm contains the policy {name!r}; {nearest(name, named)}")


def _config_of(arm: Arm, settings: PairedSettings, config_name: str, words: Sequence[str]) -> dict:
    """The resolved configuration of an arm, as that of a run; its parts are checked."""
    cfg = compose(config_name, [*words, *arm.words])
    check_parts(cfg)
    kept = {k: v for k, v in plain_of(cfg).items() if k in GROUPS or k in RunSettings.model_fields}
    return kept | {"years": settings.run_years}


def _job(settings: PairedSettings, arm: str, seed: int, config: dict) -> Job:
    folder = run_folder(Path(settings.out), arm, seed).absolute()
    return Job(arm, seed, config | {"seed": seed, "out": str(folder)}, folder, settings.burn_in_h)
