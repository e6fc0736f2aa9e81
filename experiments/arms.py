"""The arms of a comparison: from policy names to configurations and jobs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hydra import compose
from omegaconf import OmegaConf

from .errors import BadInput, nearest
from .jobs import Job
from .parts import check_parts
from .settings import GROUPS, CompareSettings, RunSettings

BUNDLE = "+"


def policies_of(arm: str) -> list[str]:
    """The policies of an arm; `a+b` is a bundle of two."""
    return arm.split(BUNDLE)


def jobs_of(
    settings: CompareSettings, config_name: str, words: Sequence[str], policy_words: Sequence[str]
) -> list[Job]:
    """All jobs, seed by seed, so that whole pairs are there early. `words`: the overrides given by the user."""
    _refuse_stray(settings, words, policy_words)
    configs = {arm: _config_of(arm, settings, config_name, words, policy_words) for arm in settings.arms}
    return [_job(settings, arm, seed, configs[arm]) for seed in settings.seeds for arm in settings.arms]


def run_folder(out: Path, arm: str, seed: int) -> Path:
    """Where the run of an arm and seed is kept."""
    return out / "runs" / arm / f"seed={seed:04d}"


def _refuse_stray(settings: CompareSettings, words: Sequence[str], policy_words: Sequence[str]) -> None:
    if any(word.partition("=")[0].lstrip("+~") == "policy" for word in words):
        raise BadInput("policy= belongs to `govsim run`; a comparison names its policies in arms=[baseline,...]")
    named = {policy for arm in settings.arms for policy in policies_of(arm)}
    for word in policy_words:
        if (name := word.lstrip("+~").split(".")[1].partition("=")[0]) not in named:
            raise BadInput(f"{word}: no arm contains the policy {name!r}; {nearest(name, named)}")


def _config_of(
    arm: str, settings: CompareSettings, config_name: str, words: Sequence[str], policy_words: Sequence[str]
) -> dict:
    """The resolved configuration of an arm, as that of a run; its parts are checked."""
    names = policies_of(arm)
    own = [word for word in policy_words if word.lstrip("+~").split(".")[1] in names]
    cfg = compose(config_name, [*words, f"policy=[{','.join(names)}]", *own])
    check_parts(cfg)
    plain = OmegaConf.to_container(cfg, resolve=True, throw_on_missing=True)
    assert isinstance(plain, dict)
    kept = {k: v for k, v in plain.items() if k in GROUPS or k in RunSettings.model_fields}
    return kept | {"years": settings.run_years}


def _job(settings: CompareSettings, arm: str, seed: int, config: dict) -> Job:
    folder = run_folder(Path(settings.out), arm, seed).absolute()
    return Job(arm, seed, config | {"seed": seed, "out": str(folder)}, folder, settings.burn_in_h)
