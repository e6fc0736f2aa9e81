# %% [markdown]
# # From a question to a figure
#
# *Question.* Patrols deter because thieves see them. How much does the effect of more patrols on thefts depend on how
# strongly thieves take what they see? (Nobody has measured that in Xigu: it is an uncertainty.)
#
# Run this file with `python tutorials/from_question_to_figure.py`, or cell by cell in an editor. It takes a minute on
# two cores; a second time it takes seconds, because nothing finished is done again.

# %%
import sys
from pathlib import Path

import matplotlib.pyplot as plt

import govsim
from govsim.experiments.statistics.pairs import t_interval

OUT = Path(sys.argv[1] if len(sys.argv) > 1 else "runs/tutorial")
LEVEL = 95  # of the intervals, per cent

# %% [markdown]
# ## First the two arms as they are
#
# A small artificial town with many thieves, so that a minute is enough; for a study take `district="xigu", years=1,
# replications=30`. Arms share their seeds, so they share their luck.

# %%
TOWN = {
    "district": "synthetic", "district__population": 4000, "offenders__offenders_per_1000": 40, "years": 0.3,
    "burn_in_days": 10, "policy_ramp_days": 0, "policy__more_patrol__multiplier": 4, "replications": 4,
}  # fmt: skip
study = govsim.compare(["baseline", "more_patrol"], **TOWN, out=str(OUT / "study"))
print(study)

# %% [markdown]
# `low95` and `high95` are Student's interval of the mean of the paired differences. Four pairs say little: their spread
# is itself known only roughly, which is why the interval is so much wider than 1.96 standard errors would be.
# `replications_needed` says how many pairs would make it as narrow as `precision` asks.

# %%
thefts = study.table.query("indicator == 'K1' and ledger == 'true'")
print(thefts[["name", "unit", "reference_mean", "difference", "low95", "high95", "replications_needed"]].to_string())

# %% [markdown]
# ## Then the uncertainty
#
# One factor with six values, the same two arms and seeds at each.

# %%
FACTOR = "process.theft.sight_weight"
sweep = govsim.sweep(
    {FACTOR: (0.0, 1.0)}, arms=["baseline", "more_patrol"], **TOWN, design="factorial", levels=6, out=str(OUT / "sweep")
)
print(sweep)

# %% [markdown]
# ## Paired differences
#
# Subtract first, average then. The interval is the laboratory's own.

# %%
wide = sweep.table.pivot_table(index=[FACTOR, "seed"], columns="arm", values="K1_true")
effect = 100 * (wide["more_patrol"] / wide["baseline"] - 1)
by_weight = effect.groupby(FACTOR).mean().to_frame("mean")
limits = [t_interval(values.to_numpy(), LEVEL) for _, values in effect.groupby(FACTOR)]
by_weight["low"], by_weight["high"] = zip(*limits, strict=True)
print(by_weight)

# %% [markdown]
# ## The figure

# %%
figure, axes = plt.subplots(figsize=(5, 3), layout="constrained")
reach = [by_weight["mean"] - by_weight["low"], by_weight["high"] - by_weight["mean"]]
axes.errorbar(by_weight.index, by_weight["mean"], yerr=reach, fmt="o-", capsize=3)
axes.axhline(0, color="grey", lw=0.8)
axes.set(xlabel="weight of a patrol in sight on perceived risk", ylabel="thefts, % of baseline (true)")
axes.set_title(f"Four times the patrols; synthetic town; {LEVEL} % intervals of 4 pairs", fontsize=9)
figure.savefig(OUT / "figure.svg")
print(f"Figure: {OUT / 'figure.svg'}")
