# %% [markdown]
# # A policy and a process of your own
#
# A *policy* is a dated change of levers: what a government may set. A *process* is a rule of what happens. The first
# you will write often, the second when you believe the model wrong. Neither may state its effect: effects emerge.
#
# Run this file with `python tutorials/policy_and_process_of_your_own.py`. It takes a minute.

# %%
import sys
from pathlib import Path

import matplotlib.pyplot as plt

import govsim

HERE = Path(__file__).parent if "__file__" in globals() else Path()
sys.path.insert(0, str(HERE))  # own_parts.py lies beside this file
from own_parts import LitNights  # noqa: E402

OUT = Path(sys.argv[1] if len(sys.argv) > 1 else "runs/own")
TOWN = {"district": "synthetic", "district__population": 4000, "offenders__offenders_per_1000": 40}

# %% [markdown]
# ## A policy without code
#
# Numbers of a kind that exists need no class: `govsim policy new night_patrol kind=MorePatrol multiplier=2
# shifts=[night]` writes `configs/policy/night_patrol.yaml` where you work, and its name is used like any other.
#
# ## A policy as a class
#
# `LitNights` in `own_parts.py` moves levers of two families. In memory an object of it is enough.

# %%
lit = LitNights(multiplier=3, lights=0.9, start_day=10)
one, other = (govsim.District(**TOWN, policies=policies, seed=1) for policies in ([], [lit]))
for district in (one, other):
    district.run_for(60 * 24)
print(one.levers.patrol, other.levers.patrol, sep="\n")

# %% [markdown]
# Both had the same seed, hence the same luck: up to day 10 every event is the same.

# %%
before = [d.thefts.rows["id"][d.thefts.rows["time_h"] < 240] for d in (one, other)]
assert sorted(before[0]) == sorted(before[1])
print(f"{len(before[0])} thefts before day 10 in both; {len(one.thefts)} and {len(other.thefts)} by day 60")

# %% [markdown]
# Runs over several processes import the class, so it must stand in a module; a class of this file would be refused.

# %%
study = govsim.compare(["baseline", lit], **TOWN, years=0.3, burn_in_days=10, replications=4, out=str(OUT / "policy"))
thefts = study.table.query("indicator == 'K1' and ledger == 'true'")
print(thefts[["arm", "reference_mean", "difference", "low95", "high95", "p_lower"]].to_string(index=False))

# %% [markdown]
# ## A process of your own
#
# `UnmarkedPatrolling` is the process `patrolling` but for one line: its cars leave no trace. The configuration names
# the class of every process; say another one there. Its numbers stay those of `configs/process/patrolling.yaml`.

# %%
unmarked = {"process.patrolling._target_": "own_parts.UnmarkedPatrolling"}
seen, unseen = (
    govsim.sweep(
        {}, arms=["baseline"], **TOWN, years=0.3, replications=6, values=values, out=str(OUT / name)
    ).table.set_index("seed")["K1_true"]
    for name, values in (("seen", {}), ("unseen", unmarked))
)
print((unseen - seen).describe())

# %% [markdown]
# What patrols deter here is what they are seen to do: that is an assumption of the model (ODD.md, Theft), and this
# shows how much of the thefts hangs on it in this artificial town; it is no estimate for a real one.

# %%
figure, axes = plt.subplots(figsize=(4, 3), layout="constrained")
axes.plot([0, 1], [seen, unseen], "o-", color="grey")
axes.set_xticks([0, 1], ["marked cars", "unmarked cars"])
axes.set(ylabel="thefts per 1,000 residents and year", title="Six seeds, each joined by a line", xlim=(-0.3, 1.3))
figure.savefig(OUT / "figure.svg")
print(f"Figure: {OUT / 'figure.svg'}")
