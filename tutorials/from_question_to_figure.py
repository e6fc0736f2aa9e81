# %% [markdown]
# # From a question to a figure
#
# *Question.* Patrols deter because thieves see them. How much does the effect of more patrols on thefts depend on how
# strongly thieves take what they see? (Nobody has measured that in Xigu: it is an uncertainty.)
#
# Run this file with `python tutorials/from_question_to_figure.py [folder]`, or cell by cell in an editor or notebook.
# It takes a minute on two cores; a second time less, because nothing finished is done again.

# %%
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

import govsim
from govsim.experiments.statistics.pairs import t_interval

# A notebook has words of its own in sys.argv; they begin with a dash.
OUT = Path(sys.argv[1] if len(sys.argv) > 1 and sys.argv[1][0] != "-" else "runs/tutorial")
LEVEL = 95  # of the intervals, per cent

# %% [markdown]
# ## First the two arms as they are
#
# A small artificial town with many thieves, so that a minute is enough. A study takes `district="xigu", years=1,
# replications=30`, the thieves of `configs/offenders`, and hours. Arms share their seeds, so they share their luck.

# %%
TOWN = {
    "district": "synthetic", "district__population": 4000, "offenders__offenders_per_1000": 40, "years": 0.3,
    "burn_in_days": 10, "policy_ramp_days": 0, "policy__more_patrol__multiplier": 4, "replications": 4,
}  # fmt: skip
ARMS = ["baseline", "more_patrol"]
study = govsim.compare(ARMS, **TOWN, out=str(OUT / "study"))
print(study)

# %% [markdown]
# `low95` and `high95` are Student's interval of the mean of the paired differences. Four pairs say little. How far they
# lie apart is itself known only roughly, and Student's interval says so: from four pairs it is 1.6 times as wide as one
# that takes their spread for the truth. It also takes differences for normal, which nobody can see in four.
# `replications_needed` is how many pairs would make it as narrow as `precision` asks, a tenth of the reference; it too
# rests on these four.

# %%
thefts = study.table.query("indicator == 'K1' and ledger == 'true'")
columns = ["name", "n", "reference_mean", "difference", "low95", "high95", "replications_needed"]
print(thefts[columns].to_string(index=False))

# %% [markdown]
# ## Then the uncertainty
#
# One factor with six values, the same two arms and seeds at each. The table has one row a run.

# %%
FACTOR = "process.theft.sight_weight"
sweep = govsim.sweep({FACTOR: (0.0, 1.0)}, arms=ARMS, **TOWN, design="factorial", levels=6, out=str(OUT / "sweep"))
print(sweep)
assert (sweep.table["status"] == "done").all()
print(sweep.table[["arm", "seed", FACTOR, "K1_true", "K1_recorded"]].head())

# %% [markdown]
# ## Paired differences
#
# Subtract first, average then. The interval is the laboratory's own, as in the table above.

# %%
wide = sweep.table.pivot(index=[FACTOR, "seed"], columns="arm", values="K1_true")
effect = 100 * (wide["more_patrol"] / wide["baseline"] - 1)
rows = {
    weight: (len(pairs), pairs.mean(), *t_interval(pairs.to_numpy(), LEVEL)) for weight, pairs in effect.groupby(FACTOR)
}
by_weight = pd.DataFrame.from_dict(rows, "index", columns=["pairs", "mean", "low", "high"]).rename_axis(FACTOR)
print(by_weight.round(1))

# %% [markdown]
# ## The figure
#
# All six weights have the same four seeds, so bad luck at one is bad luck at the next: the curve is smoother than the
# intervals are wide. And a narrow interval is no surer than the wide ones beside it: four pairs lie close by chance.

# %%
figure, axes = plt.subplots(figsize=(5, 3.2), layout="constrained")
reach = [by_weight["mean"] - by_weight["low"], by_weight["high"] - by_weight["mean"]]
axes.errorbar(by_weight.index, by_weight["mean"], yerr=reach, fmt="o-", capsize=3)
axes.axhline(0, color="grey", lw=0.8)
axes.set(xlabel="weight of a patrol in sight on perceived risk", ylabel="thefts, % of baseline (true)")
pairs = by_weight["pairs"].iloc[0]
axes.set_title(f"Four times the patrols; synthetic town; {LEVEL} % t-intervals of {pairs} pairs", fontsize=9)
figure.savefig(OUT / "figure.svg")
print(f"Figure: {OUT / 'figure.svg'}")
