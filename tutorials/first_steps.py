# %% [markdown]
# # First steps
#
# A district in memory, a run on disk, and what they say. Everything here is comparative and its map is synthetic: it
# shows what follows from what, not what will happen in a street that exists.
#
# Run this file with `python tutorials/first_steps.py`, or cell by cell in an editor. It takes half a minute.

# %%
import sys
from pathlib import Path

import matplotlib.pyplot as plt

import govsim

OUT = Path(sys.argv[1] if len(sys.argv) > 1 else "runs/first_steps")

# %% [markdown]
# ## A district
#
# `small` is Xigu in miniature: 20,000 residents. In a notebook it shows a map of where they live.

# %%
town = govsim.district("small", seed=7)
town  # noqa: B018

# %%
print(town)

# %% [markdown]
# It is a Mesa model. A step is an hour; `run_for` takes many. The data collector has totals so far, a row a day.

# %%
town.run_for(30 * 24)
print(town.datacollector.get_model_vars_dataframe().tail(3))

# %% [markdown]
# ## A run
#
# The same in one call, with a policy, kept in a folder. Settings are keywords; a number of the configuration is written
# with `__` for a dot. The very same call again only reads what is there.

# %%
run = govsim.run(
    "small", policies=["more_patrol"], seed=7, years=0.25, policy__more_patrol__multiplier=2, out=str(OUT / "run")
)
print(run)

# %% [markdown]
# Tables are DataFrames that know what their columns mean.

# %%
events = run.events
print(events.attrs["meaning"]["response_min"], "|", events.attrs["unit"]["response_min"])

# %% [markdown]
# ## Truth and records
#
# Every event stands in four ledgers: it occurred, somebody noticed it, an office was told, an office wrote it down. A
# government sees only the last; the laboratory sees all four. What a policy changes may be the last one alone.

# %%
ledgers = events.groupby("kind", observed=True)[["occurred", "noticed", "reported", "recorded"]].sum()
print(ledgers)

# %% [markdown]
# ## Indicators
#
# As governments report them, each in truth and as the books have it.

# %%
found = run.indicators(from_day=30)
print(
    found[found["indicator"].isin(["K1", "K17.rate"])][["name", "ledger", "value", "unit", "n"]].to_string(index=False)
)

# %% [markdown]
# One run is one piece of luck: `n` says on how few events a number rests. Comparing needs several seeds in pairs, which
# is the next tutorial.

# %%
figure, axes = plt.subplots(figsize=(5, 3), layout="constrained")
for ledger in ("occurred", "recorded"):
    disputes = events[(events["kind"] == "dispute") & events[ledger]]
    axes.ecdf(disputes["time_h"] / 24, label=f"{ledger} ({len(disputes):,})")
axes.set(xlabel="day", ylabel="share of all", title="Disputes of one run; synthetic town")
axes.legend(frameon=False)
OUT.mkdir(parents=True, exist_ok=True)
figure.savefig(OUT / "figure.svg")
print(f"Figure: {OUT / 'figure.svg'}")
