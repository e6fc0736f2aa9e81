# %% [markdown]
# # A policy and a process of your own
#
# A *policy* is a dated change of levers: what a government may set. A *process* is a rule of what happens. The first
# you will write often, the second when you believe the model wrong. Neither may state its effect: effects emerge.
#
# Run this file with `python tutorials/policy_and_process_of_your_own.py [folder]`, or cell by cell. It takes a minute
# on two cores: for the comparisons an artificial town of 4,000 with many thieves, four months, few seeds. All numbers
# below are comparative and about such towns; a study takes `district="xigu", years=1, replications=30`.

# %%
import contextlib
import sys
from pathlib import Path
from typing import ClassVar

import matplotlib.pyplot as plt
import pandas as pd
from pydantic import Field

import govsim
from govsim.experiments.statistics.pairs import t_interval
from govsim.simulation.policies.base import Aims

# A notebook has words of its own in sys.argv; they begin with a dash.
OUT = Path(sys.argv[1] if len(sys.argv) > 1 and sys.argv[1][0] != "-" else "runs/own")
TOWN = {"district": "synthetic", "district__population": 4000, "offenders__offenders_per_1000": 40}

# %% [markdown]
# ## A policy without code
#
# Numbers of a kind that exists need no class: `govsim policy new night_patrol kind=MorePatrol multiplier=2
# shifts=[night]` writes `configs/policy/night_patrol.yaml` where you work, and its name is used like any other.
#
# ## A policy as a class
#
# `Aims` is the smallest kind: its fields are levers of one family (here `simulation/levers/mediation.py`), and each is
# moved to the value given. It has a start and a place as every policy has.


# %%
class DailyHearings(Aims):
    """Mediators hear cases every day and see the parties on the next."""

    family: ClassVar[str] = "mediation"

    hearing_days: float = Field(ge=1, le=7, description="days a week on which cases are heard")
    first_contact_days: float = Field(ge=0, le=30, description="days until the parties have been seen")


daily = DailyHearings(hearing_days=7, first_contact_days=1, start_day=30)
today, changed = (govsim.District("small", policies=policies, seed=1) for policies in ([], [daily]))
for district in (today, changed):
    district.run_for(90 * 24)
print(today.levers.mediation, changed.levers.mediation, sep="\n")

# %% [markdown]
# Both had the same seed, hence the same luck. Luck belongs to people, not to the order of events: each quarrel has the
# same name in both towns, until day 30 every hearing is the same, and afterwards only what the policy touches differs.

# %%
for name, (one, other) in {
    "disputes": (today.disputes.rows["id"], changed.disputes.rows["id"]),
    "hearings": (today.disputes.hearings.rows["id"], changed.disputes.hearings.rows["id"]),
    "thefts": (today.thefts.rows["id"], changed.thefts.rows["id"]),
}.items():
    same = set(one.tolist()) & set(other.tolist())
    print(f"{name}: {len(one)} as today, {len(other)} with the policy, {len(same)} of them the same")
early = [set(d.disputes.hearings.rows["id"][d.disputes.hearings.rows["time_h"] < 30 * 24]) for d in (today, changed)]
assert early[0] == early[1]

# %% [markdown]
# ## The same in workers
#
# A comparison runs in several processes, which must import the class. One that is defined here, they cannot.

# %%
try:
    govsim.compare(["baseline", daily], **TOWN, out=str(OUT / "refused"))
except govsim.BadInput as refused:
    print(refused)

# %% [markdown]
# So put it into a module: `own_parts.py`, beside this file. Workers look where this process looks (`sys.path`); for the
# command `govsim`, or on other machines, name the folder and the module, which says that you trust its code:
# `PYTHONPATH=tutorials GOVSIM_CODE=own_parts govsim compare ...`.
#
# `LitNights` there is a `Policy`: where levers belong to two families, or a lever is multiplied, one writes `apply`.

# %%
HERE = Path(__file__).resolve().parent if "__file__" in globals() else Path.cwd()
sys.path.insert(0, str(HERE))
from own_parts import LitNights  # noqa: E402

lit = LitNights(multiplier=3, lights=0.9, start_day=10)
study = govsim.compare(["baseline", lit], **TOWN, years=0.3, burn_in_days=10, replications=4, out=str(OUT / "policy"))
thefts = study.table.query("indicator == 'K1' and ledger == 'true'")
print(thefts[["arm", "n", "reference_mean", "difference", "low95", "high95"]].to_string(index=False))

# %% [markdown]
# Four pairs say little: the interval is wide, and a fifth seed may move it.
#
# ## The same as a file
#
# Files are for others: commands, the dashboard and reports know a policy by the name of its file in `configs/policy`
# of the folder one works in (here OUT). The first line is what reports call it.

# %%
FILE = """\
# en: Lit nights. Three times the patrol hours at night, and lamps where the streets are dark.
lit_nights:
  _target_: own_parts.LitNights
  multiplier: 3                    # [assumption]
  lights: 0.9                      # [assumption] share of the ground that should be lit
  start_day: ${policy_start_day}   # first day on which it acts
  ramp_days: ${policy_ramp_days}   # days until it acts in full
"""
(OUT / "configs" / "policy").mkdir(parents=True, exist_ok=True)
(OUT / "configs" / "policy" / "lit_nights.yaml").write_text(FILE, "utf-8")
with contextlib.chdir(OUT):
    filed = govsim.District(**TOWN, policies="lit_nights", policy_start_day=10, policy_ramp_days=0)
assert filed.named_policies["lit_nights"] == lit
print(filed.named_policies)

# %% [markdown]
# ## A process of your own
#
# `UnmarkedPatrolling` in `own_parts.py` is the process `patrolling` but for one rule: its cars leave no trace that
# deters. The configuration names the class of every process, so another one is a value like any other:
# `values={"process.patrolling._target_": "own_parts.UnmarkedPatrolling"}`. Its numbers stay those of the file.
#
# Processes of the morning have a `step`; those that act every hour (ODD.md, section 3) have a rule that is compiled
# with the others. There a class sets `rule = staticmethod(...)`, a function with the arguments of ours: compiled by
# `numba.njit` it is as fast as ours, in plain Python the hours pass in Python, slowly, with the same luck.

# %%
unmarked = {"process.patrolling._target_": "own_parts.UnmarkedPatrolling"}
print(type(govsim.District(**TOWN, values=unmarked).processes.patrolling))

# %% [markdown]
# To compare two rules, let the class be the factor of a sweep. Seeds are the same under both, so runs are pairs again.

# %%
RULE = "process.patrolling._target_"
rules = {"marked": "govsim.simulation.processes.Patrolling", "unmarked": unmarked[RULE]}
sweep = govsim.sweep(
    {RULE: list(rules.values())}, **TOWN, design="factorial", years=0.3, replications=6, out=str(OUT / "rules")
)
print(sweep)


# %%
def by_rule(column):
    """A column of the table, (seeds, rules)."""
    wide = sweep.table.pivot(index="seed", columns=RULE, values=column)
    return wide.rename(columns={name: rule for rule, name in rules.items()})


NAMES = {
    "K8_true": "visible patrol, % of resident-hours", "K1_true": "thefts per 1,000 residents and year",
    "K11_true": "disputes per 1,000 residents and year", "K29_true": "felt safety, 0..100",
}  # fmt: skip
rows = {}
for column, name in NAMES.items():
    pair = by_rule(column)
    moved = (pair["unmarked"] - pair["marked"]).to_numpy()
    rows[name] = (len(moved), pair["marked"].mean(), moved.mean(), *t_interval(moved, 95))
columns = ["pairs", "marked", "difference", "low95", "high95"]
print(pd.DataFrame.from_dict(rows, "index", columns=columns).round(2))

# %% [markdown]
# Cars drive as before, but for more calls to thefts. What moves is what the trace reaches, and by how much nobody wrote
# down. That thieves fear what they see is an assumption of the model (ODD.md, Theft): this says how much of the thefts
# hangs on it in this town, not that it is so. Six seeds are few, and this rule is not the only one that may be wrong.

# %%
figure, axes = plt.subplots(figsize=(4.5, 3.2), layout="constrained")
pair = by_rule("K1_true")
axes.plot([0, 1], pair[["marked", "unmarked"]].to_numpy().T, "o-", color="grey", lw=1, ms=4)
for at, rule in enumerate(("marked", "unmarked")):
    mean, (low, high) = pair[rule].mean(), t_interval(pair[rule].to_numpy(), 95)
    axes.errorbar(1.3 * at - 0.15, mean, yerr=[[mean - low], [high - mean]], fmt="s", capsize=4, color="C0")
axes.set_xticks([0, 1], ["marked cars", "unmarked cars"])
axes.set(ylabel="thefts per 1,000 residents and year", xlim=(-0.4, 1.4), ylim=(0, None))
axes.set_title(f"{len(pair)} seeds, each a line; means with 95 % t-intervals; synthetic town", fontsize=8)
figure.savefig(OUT / "figure.svg")
print(f"Figure: {OUT / 'figure.svg'}")
