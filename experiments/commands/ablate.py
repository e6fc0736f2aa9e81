"""Systems switched off, on and full, paired by seed. `govsim ablate`."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import hydra
from hydra.core.hydra_config import HydraConfig
from omegaconf import DictConfig

from .. import files
from ..composition.settings import AblateSettings, settings_of
from ..config_folders import CONFIGS
from ..errors import BadInput, nearest
from ..report.terminal.ablation import print_ablation
from ..running import store
from ..running.jobs import Job, Outcome, jobs_of_arms
from ..running.paired import check_arms, check_folders, nothing_to_compare, run_all, split, together, write_failures
from ..systems import SYSTEMS, System
from ..systems.ablation import Ablation, ArmOf, arms_of, effects_of, reach_of
from .application import one_line_errors
from .command_line import checked


def chosen(ids: Sequence[str] | None) -> list[System]:
    """The systems to switch, in the order of the register. Raises BadInput for one that cannot be switched."""
    able = {system.id: system for system in SYSTEMS.values() if system.switchable}
    for id_ in ids or ():
        if id_ not in SYSTEMS:
            raise BadInput(f"systems: there is no {id_!r}; {nearest(id_, able)}")
        if id_ not in able:
            why = "is still planned" if SYSTEMS[id_].planned else "has nothing to switch"
            raise BadInput(f"systems: {id_} ({SYSTEMS[id_].name}) {why}; those that can be switched: {', '.join(able)}")
    return [system for id_, system in able.items() if not ids or id_ in ids]


def ablate(
    settings: AblateSettings, systems: Sequence[System], arm_of: ArmOf, jobs: Sequence[Job]
) -> tuple[Ablation, list[Outcome]]:
    """Run what is not there yet, read everything, compare; what was found and the runs that failed."""
    done, failed = split(run_all(jobs, settings))
    if not done:
        raise nothing_to_compare(failed, "off and another arm of a system need a run that succeeds")
    indicators = together(done, "indicators")
    effects = effects_of(systems, arm_of, indicators, settings.precision)
    if effects.empty:
        raise nothing_to_compare(failed, "off and another arm of a system need a run that succeeds")
    reach = reach_of(systems, arm_of, together(done, "happenings"))
    failures = {o.job.name: o.reason for o in failed}
    return Ablation(settings, systems, effects, reach, indicators, failures, _command()), failed


def write(found: Ablation, failed: Sequence[Outcome], example: Path, out: Path) -> None:
    """The tables, the report, and the tracebacks of runs that failed. `example`: the folder of one run."""
    from ..report.ablation import ablation_html  # matplotlib is loaded only now

    files.write_text(out / "ablation.csv", found.effects.to_csv(index=False))
    files.write_text(out / "reach.csv", found.reach.to_csv(index=False))
    files.write_text(out / "indicators.csv", found.indicators.to_csv(index=False))
    write_failures(failed, out)
    files.write_text(out / "report.html", ablation_html(found, store.read_run(example)))


def _command() -> str:
    return " ".join(["govsim ablate", *sys.argv[1:]])


@hydra.main(version_base="1.3", config_path=str(CONFIGS), config_name="ablate")
def _app(cfg: DictConfig) -> None:
    with one_line_errors():
        started = time.monotonic()
        settings = settings_of(cfg, AblateSettings)
        systems = chosen(settings.systems)
        arms, arm_of = arms_of(systems)
        hydra_config = HydraConfig.get()
        words = hydra_config.overrides.task
        if any(word.partition("=")[0].lstrip("+~").partition(".")[0] == "policy" for word in words):
            raise BadInput("policy= belongs to `govsim run`; an ablation starts from the baseline without any policy")
        jobs = jobs_of_arms(arms, settings, hydra_config.job.config_name or "ablate", words)
        check_arms(jobs)
        check_folders(jobs, settings.overwrite)
        found, failed = ablate(settings, systems, arm_of, jobs)
        done = next(job for job in jobs if job.name not in found.failures)
        write(found, failed, done.folder, Path(settings.out))
        print_ablation(found, Path(settings.out), time.monotonic() - started)
        if failed:
            raise SystemExit(1)


def main() -> None:
    """Switch systems of a configuration."""
    with one_line_errors():
        sys.argv[1:] = checked(sys.argv[1:])
        _app()


if __name__ == "__main__":
    main()
