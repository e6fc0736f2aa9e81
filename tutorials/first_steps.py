# %% [markdown]
# # First steps
#
# A district in memory, a run on disk, and what they say. Everything here is comparative and its map is synthetic: it
# shows what follows from what, not what will happen in a street that exists.
#
# Run this file with `python tutorials/first_steps.py [folder]`, or cell by cell in an editor or notebook. It takes a
# quarter of a minute: 20,000 residents and three months. A study takes `xigu`, a year, and 30 seeds or more.

# %%
import sys
from pathlib import Path

import matplotlib.pyplot as plt

import govsim

# A notebook has words of its own in sys.argv; they begin with a dash.
OUT = Path(sys.argv[1] if len(sys.argv) > 1 and sys.argv[1][0] != "-" else "runs/first_steps")

# %% [markdown]
# ## A district
#
# `small` is Xigu in miniature. At the end of a cell of a notebook, `town` shows a map of where its residents live.

# %%
town = govsim.district("small", seed=7)
print(town)

# %% [markdown]
# It is a Mesa model. A step is an hour; `run_for` takes as many steps as make the hours of a month. The data collector
# has totals so far, a row a day.

# %%
town.step()
town.run_for(30 * 24 - 1)
print(town.clock)
print(town.datacollector.get_model_vars_dataframe().iloc[[0, 9, 19, 29]])

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
# ## Events
#
# One row is a theft, a dispute, a clash, a hearing or a call. Tables are DataFrames that know the unit and the meaning
# of each column; `run.dictionary` has those of all tables.

# %%
events = run.events
for column in ("time_h", "reported", "response_min", "loss_yuan"):
    print(f"{column} [{events.attrs['unit'].get(column, '-')}]: {events.attrs['meaning'][column]}")

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
shown = found[found["indicator"].isin(["K1", "K11", "K17.rate"])]
print(shown[["name", "ledger", "value", "unit", "n"]].to_string(index=False))

# %% [markdown]
# One run is one piece of luck: `n` says on how few events a number rests. A comparison needs several seeds in pairs,
# which is the next tutorial, `from_question_to_figure.py`.
#
# ## A map and a curve
#
# Where disputes break out, and how many of them the books will ever have. A dispute counts on the day it broke out,
# whenever it was recorded; the last days are still short of records that are to come.

# %%
disputes = events[events["kind"] == "dispute"]
areas = run.areas.assign(disputes=disputes.groupby("area").size()).fillna({"disputes": 0})
lived = areas[areas["residents"] > 0]

figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
drawn = left.scatter(lived["x_m"] / 1000, lived["y_m"] / 1000, c=lived["disputes"], cmap="cividis_r", marker="s", s=28)
figure.colorbar(drawn, ax=left, label="disputes", location="bottom")
left.set(title="Where they break out (synthetic map)", xlabel="km", ylabel="km", aspect="equal")
days = range(int(disputes["time_h"].max() / 24) + 1)
for ledger in ("occurred", "noticed", "reported", "recorded"):
    day = (disputes["time_h"][disputes[ledger]] // 24).astype(int)
    right.step(days, day.value_counts().reindex(days, fill_value=0).cumsum(), where="post", label=ledger)
right.set(title="Disputes so far, by ledger (one run)", xlabel="day", ylabel="disputes")
right.legend(frameon=False)
OUT.mkdir(parents=True, exist_ok=True)
figure.savefig(OUT / "figure.svg")
print(f"Figure: {OUT / 'figure.svg'}")
