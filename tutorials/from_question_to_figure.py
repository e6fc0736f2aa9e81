# %% [markdown]
# # From a question to a figure
#
# *Question.* Patrols deter because thieves see them. How much does the effect of more patrols on thefts depend on how
# strongly thieves take what they see? (Nobody has measured that in Xigu: it is an uncertainty.)
#
# Run this file with `python tutorials/from_question_to_figure.py`, or cell by cell in an editor. It takes a minute on
# two cores; a second time it takes seconds, because nothing finished is done again.

# %%
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd

OUT = Path(sys.argv[1] if len(sys.argv) > 1 else "runs/tutorial")

# %% [markdown]
# ## The experiment
#
# One factor, an uncertainty, with six values; two arms; four seeds, the same everywhere. A small artificial town with
# many thieves, so that a minute is enough; for a study take `district=xigu years=1 replications=30`.

# %%
command = [
    sys.executable, "-m", "govsim", "sweep", "district=synthetic", "district.population=4000", "years=0.3",
    "burn_in_days=10", "policy_ramp_days=0", "offenders.offenders_per_1000=40", "arms=[baseline,more_patrol]",
    "policy.more_patrol.multiplier=4", "design=factorial", "levels=6", "replications=4",
    "factors.process.theft.sight_weight=[0.0,1.0]", f"out={OUT}",
]  # fmt: skip
subprocess.run(command, check=True)

# %% [markdown]
# ## The results, one row a run
#
# The plan joins points with runs; `status` says whether a run succeeded.

# %%
runs = pd.read_parquet(OUT / "runs.parquet")
assert (runs["status"] == "done").all()
print(runs[["arm", "seed", "process.theft.sight_weight", "K1_true", "K1_recorded"]].head())

# %% [markdown]
# ## Paired differences
#
# Arms with the same seed have the same luck: subtract first, average then.

# %%
factor = "process.theft.sight_weight"
wide = runs.pivot_table(index=[factor, "seed"], columns="arm", values="K1_true")
effect = 100 * (wide["more_patrol"] / wide["baseline"] - 1)
by_weight = effect.groupby(factor).agg(["mean", "sem"])
print(by_weight)

# %% [markdown]
# ## The figure

# %%
figure, axes = plt.subplots(figsize=(5, 3), layout="constrained")
axes.errorbar(by_weight.index, by_weight["mean"], yerr=1.96 * by_weight["sem"], fmt="o-", capsize=3)
axes.axhline(0, color="grey", lw=0.8)
axes.set(xlabel="weight of a patrol in sight on perceived risk", ylabel="thefts, % of baseline (true)")
axes.set_title("Four times the patrols; synthetic town; 95 % intervals", fontsize=9)
figure.savefig(OUT / "figure.svg")
print(f"Figure: {OUT / 'figure.svg'}")
