# %% [markdown]
# # The district in Mesa's own viewer
#
# For those who know Mesa: SolaraViz with one component. `govsim dashboard` does far more; this shows that a district is
# an ordinary Mesa model, with no class in between. A step is an hour, so "Time" counts hours; `render_interval=24` lets
# "Step" take a day and shows a day at a time. "Reset" makes the district anew with what the slider says.
#
# Mesa 3.5.1 lays components out with a script from a content network and is blank without it; below they stand in a
# plain column. It was seen to work, offline, with these versions (`mesa` and `matplotlib` come with `govsim`):
#
# ```sh
# pip install "mesa[network]==3.5.1" "solara==1.58.2" "solara-assets==1.58.2" "altair==6.3.0" "matplotlib==3.11.2"
# solara run tutorials/solara_view.py
# ```

# %%
import solara
from matplotlib.figure import Figure
from mesa.visualization import Slider, SolaraViz
from mesa.visualization.utils import update_counter

import govsim

# A plain column, clear of the controls, instead of the grid whose script comes from a content network.
solara.GridDraggable = lambda items, **layout: solara.Column(children=items, align="end")


@solara.component
def Map(model):
    """Homes in grey, police units in blue, the thefts of the last four weeks in orange."""
    update_counter.get()
    figure = Figure(figsize=(8, 4))
    axes, areas, side = figure.subplots(), model.town.areas, model.town.side_m
    homes = areas[areas["residents"] > 0]
    axes.scatter(homes["x_m"], homes["y_m"], c="#d9dfe4", marker="s", s=30)
    units = [agent.cell.coordinate for agent in model.agents if hasattr(agent, "on_duty") and agent.on_duty]
    axes.scatter([(x + 0.5) * side for x, _ in units], [(y + 0.5) * side for _, y in units], c="#0047ab", marker="^")
    thefts = model.thefts.rows
    late = thefts["area"][thefts["time_h"] > model.clock.start_h - 28 * 24]
    axes.scatter(areas["x_m"][late], areas["y_m"][late], c="#d55e00", s=20)
    axes.set_title(f"day {model.clock.day}; thefts so far: {len(model.thefts)} (synthetic map, comparative results)")
    axes.set_axis_off()
    axes.set_aspect("equal")
    solara.FigureMatplotlib(figure)


# %%
PARAMETERS = {
    "district": "small",
    "policies": "more_patrol",
    "policy__more_patrol__multiplier": Slider("Patrol hours, times today", 1.0, 0.0, 4.0, 0.5),
    "policy_ramp_days": 0,
    "seed": 1,
}
STARTS = {name: one.value if isinstance(one, Slider) else one for name, one in PARAMETERS.items()}
page = SolaraViz(
    govsim.District(**STARTS),
    components=[Map], model_params=PARAMETERS, render_interval=24, name="A district in Mesa's viewer",
)  # fmt: skip
page  # noqa: B018
