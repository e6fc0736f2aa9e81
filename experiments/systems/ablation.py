"""What switching systems off and on did: effects, signs against the hypotheses, and what moved out of reach."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says too little about its types)

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from ..comparison.ranking import OUTCOMES
from ..composition.arms import Arm
from ..composition.asked import Asked
from ..composition.settings import AblateSettings, settings_of
from ..errors import BadInput, nearest
from ..indicators import REGISTRY
from ..running.jobs import jobs_of
from ..running.paired import carry_out, nothing_to_compare, reasons, together
from ..statistics.pairs import Aims, compare_arms
from ..statistics.verdict import Verdict
from . import ALL_KINDS, LEVELS, SYSTEMS, System
from .check import own_reading

P0 = "P0"  # the arm without words
OWN, ALSO = "own", "also"
DIFFERS, AGREES = "differs from the hypothesis", "as expected"
NO_CLEAR, NO_EFFECT = "not decided yet", "no effect that matters"
ArmOf = Mapping[tuple[str, str], str]  # (id of a system, level): name of its arm


@dataclass(frozen=True)
class Ablation:
    """Everything an ablation found."""

    settings: AblateSettings
    systems: Sequence[System]
    effects: pd.DataFrame  # see effects_of
    reach: pd.DataFrame  # see reach_of
    indicators: pd.DataFrame
    failures: dict[str, str] = field(default_factory=dict)
    command: str = ""
    example: Path | None = None  # folder of one run, for the town and the versions

    def row(self, system: str, level: str, role: str, ledger: str | None = None) -> dict | None:
        """One effect; None when the level is no other arm than off."""
        e = self.effects
        found = e[(e["system"] == system) & (e["level"] == level) & (e["role"] == role)]
        found = found if ledger is None else found[found["ledger"] == ledger]
        return found.to_dict("records")[0] if len(found) else None

    def levels(self, system: str) -> list[str]:
        """The levels of a system that differ from off."""
        return [level for level in LEVELS[1:] if self.row(system, level, OWN)]

    def out_of_reach(self) -> pd.DataFrame:
        """Kinds of events that moved although the system is declared not to reach them."""
        return self.reach[~self.reach["within_reach"].astype(bool) & (self.reach["moved"] > 0)]


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


def arms_of(systems: Sequence[System]) -> tuple[list[Arm], dict[tuple[str, str], str]]:
    """The arms to run, each set of words once, and which arm is which level of which system."""
    names: dict[frozenset[str], str] = {frozenset(): P0}
    arm_of: dict[tuple[str, str], str] = {}
    arms = [Arm(P0, ())]
    for system in systems:
        for level in LEVELS:
            words = system.words(level)
            if (key := frozenset(words)) not in names:
                names[key] = f"{system.id}.{level}"
                arms.append(Arm(names[key], words))
            arm_of[system.id, level] = names[key]
    return [arm for arm in arms if arm.name in arm_of.values()], arm_of


def effects_of(systems: Sequence[System], arm_of: ArmOf, indicators: pd.DataFrame, aims: Aims) -> pd.DataFrame:
    """Every level of every system against its own off.

    `indicators`: as of pairs.compare_arms. Columns: system, level, role (own, also, theft, clash,
    durable resolution), those of pairs.compare_arms, remark.
    """
    there = set(indicators["arm"])
    parts = [
        _effect(system, level, arm_of, indicators, aims)
        for system, level in pairs_of(systems, arm_of)
        if {arm_of[system.id, level], arm_of[system.id, "off"]} <= there
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["system", "level", "role", "ledger"])


def pairs_of(systems: Sequence[System], arm_of: ArmOf) -> Iterator[tuple[System, str]]:
    """Each system with each level that is another arm than its off."""
    for system in systems:
        yield from ((system, level) for level in LEVELS[1:] if arm_of[system.id, level] != arm_of[system.id, "off"])


def _effect(system: System, level: str, arm_of: ArmOf, indicators: pd.DataFrame, aims: Aims) -> pd.DataFrame:
    readings = _readings(system)
    arms = (arm_of[system.id, "off"], arm_of[system.id, level])
    wanted = pd.DataFrame({(indicator, ledger) for _, indicator, ledger in readings}, columns=["indicator", "ledger"])
    rows = indicators[indicators["arm"].isin(arms)].merge(wanted, on=["indicator", "ledger"])
    found = compare_arms(rows, arms, aims).set_index(["indicator", "ledger"])
    table = pd.DataFrame([
        {"system": system.id, "level": level, "role": role, "indicator": indicator, "ledger": ledger,
         **found.loc[(indicator, ledger)]}
        for role, indicator, ledger in readings
    ])  # fmt: skip
    table["remark"] = [
        remark(system.expected, found) if role == OWN else ""
        for found, role in zip(table["verdict"], table["role"], strict=True)
    ]
    return table


def _readings(system: System) -> list[tuple[str, str, str]]:
    """(role, indicator, ledger): its own reading, its others, and the outcomes that all systems are held against."""
    own = (OWN, *own_reading(system))
    others = [(ALSO, name.partition("/")[0]) for name in system.indicators[1:]]
    both = [(role, name, ledger) for role, name in [*others, *OUTCOMES.items()] for ledger in REGISTRY[name].ledgers]
    return [own, *both]


def remark(expected: str, found: Verdict) -> str:
    """Whether the own indicator of a system went where the hypothesis says."""
    if found == "alike":
        return NO_EFFECT
    if not expected or found == "unknown":
        return ""
    if found == "open":
        return NO_CLEAR
    return AGREES if found == expected else DIFFERS


def reach_of(systems: Sequence[System], arm_of: ArmOf, happenings: pd.DataFrame) -> pd.DataFrame:
    """In how many pairs each kind of event differed from off in anything: what, when, where, to whom.

    `happenings`: columns arm, seed, kind, digest. Columns: system, level, kind, within_reach, pairs, moved.
    """
    digests = happenings.pivot(index="seed", columns=["arm", "kind"], values="digest")
    rows = [
        (system.id, level, kind, kind in system.reaches, *_moved(digests, arm_of, system.id, level, kind))
        for system, level in pairs_of(systems, arm_of)
        for kind in ALL_KINDS
        if {arm_of[system.id, level], arm_of[system.id, "off"]} <= set(happenings["arm"])
    ]
    return pd.DataFrame(rows, columns=["system", "level", "kind", "within_reach", "pairs", "moved"])


def _moved(digests: pd.DataFrame, arm_of: ArmOf, system: str, level: str, kind: str) -> tuple[int, int]:
    """Number of pairs, and of those that differ."""
    one, base = digests[arm_of[system, level], kind], digests[arm_of[system, "off"], kind]
    both = one.notna() & base.notna()
    return int(both.sum()), int((both & (one != base)).sum())


def ablate(asked: Asked) -> Ablation:
    """Run what is not there yet, read everything, compare. Raises BadInput."""
    settings = settings_of(asked.cfg, AblateSettings)
    systems = chosen(settings.systems)
    arms, arm_of = arms_of(systems)
    if any(
        word.partition("=")[0].lstrip("+~").partition(".")[0] == "policy"
        for word in [*asked.words, *asked.policy_words]
    ):
        raise BadInput("policy= belongs to `govsim run`; an ablation starts from the baseline without any policy")
    done, failed = carry_out(jobs_of(arms, settings, asked), settings)
    indicators = together(done, "indicators") if done else pd.DataFrame(columns=["arm"])
    effects = effects_of(systems, arm_of, indicators, Aims.of(settings))
    if effects.empty:
        raise nothing_to_compare(failed, "off and another arm of a system need a run that succeeds")
    reach = reach_of(systems, arm_of, together(done, "happenings"))
    return Ablation(
        settings, systems, effects, reach, indicators, reasons(failed), asked.line, done[0].job.folder
    )  # fmt: skip
