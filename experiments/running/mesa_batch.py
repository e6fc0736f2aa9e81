"""A district that Mesa can make from keywords: `mesa.batch_run(BatchDistrict, parameters={...}, rng=[1, 2, 3])`."""

from __future__ import annotations

from collections.abc import Callable

import mesa
from hydra import compose, initialize_config_dir
from mesa.datacollection import DataCollector

from govsim.simulation import District
from govsim.simulation.engine.clock import HOURS_PER_YEAR

from ..composition.build import build
from ..config_folders import CONFIGS


class BatchDistrict(mesa.Model):
    """One run of a district described in words, with its totals a year, for Mesa's own tools.

    `policy`, `district`: names of files in configs; several policies as "a,b". `words`: more overrides,
    separated by blanks, such as "district.population=2000 years=1". `district_run` is the district itself.
    """

    def __init__(self, *, seed: int, policy: str, district: str, words: str = "") -> None:
        super().__init__(rng=seed)
        with initialize_config_dir(str(CONFIGS), version_base="1.3"):
            cfg = compose("run", [f"district={district}", f"policy=[{policy}]", f"seed={seed}", *words.split()])
        self.district_run = build(cfg)
        self.datacollector = DataCollector(model_reporters={name: _total(name) for name in TOTALS})

    def step(self) -> None:
        """One tick of the district."""
        self.district_run.step()
        self.datacollector.collect(self)


TOTALS: dict[str, Callable[[District], int]] = {
    "thefts": lambda d: len(d.thefts),
    "thefts_recorded": lambda d: int(d.thefts.rows["recorded"].sum()),
    "disputes": lambda d: int((d.disputes.rows["opened_h"] < d.clock.start_h).sum()),
    "clashes": lambda d: len(d.disputes.clashes),
    "hearings": lambda d: len(d.disputes.hearings),
    "calls": lambda d: len(d.records.calls),
}


def _total(name: str) -> Callable[[BatchDistrict], float]:
    """Events of a kind so far, per year."""
    return lambda model: TOTALS[name](model.district_run) * HOURS_PER_YEAR / model.district_run.clock.start_h
