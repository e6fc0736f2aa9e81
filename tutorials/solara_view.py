# %% [markdown]
# # The district in Mesa's own viewer
#
# For those who know Mesa: SolaraViz with one component. `govsim dashboard` does far more; this shows that a district is
# an ordinary Mesa model. Mesa 3.5.1 lays components out with a script from a content network and is blank without it;
# below they stand in a plain column. It was seen to work, offline, with these versions:
#
# ```sh
# pip install "mesa[network]==3.5.1" "solara==1.58.2" "solara-assets==1.58.2" "altair==6.3.0" "matplotlib==3.11.2"
# solara run tutorials/solara_view.py
# ```

# %%
import mesa
import solara
from matplotlib.figure import Figure
from mesa.visualization import Slider, SolaraViz
from mesa.visualization.utils import update_counter

from govsim.experiments.composition.build import build
from govsim.experiments.composition.parts import composed, plain_of

# A plain column instead of the grid whose script comes from a content network.
solara.GridDraggable = lambda items, **layout: solara.Column(children=items)


class Watched(mesa.Model):
    """The small district under a patrol policy; a step is a day."""

    def __init__(self, patrol=1.0, seed=1):
        super().__init__(rng=seed)
        words = ["district=small", "policy=more_patrol", f"policy.more_patrol.multiplier={patrol}", f"seed={seed}"]
        self.district = build(plain_of(composed(words)))

    def step(self):
        self.district.run_for(24)


@solara.component
def Map(model):
    """Homes in grey, police units in blue, the thefts of the last four weeks in orange."""
    update_counter.get()
    district, figure = model.district, Figure(figsize=(8, 4))
    axes, areas = figure.subplots(), district.town.areas
    homes = areas[areas["residents"] > 0]
    axes.scatter(homes["x_m"], homes["y_m"], c="#d9dfe4", marker="s", s=30)
    units = [agent.cell.coordinate for agent in district.agents if hasattr(agent, "on_duty") and agent.on_duty]
    side = district.town.side_m
    axes.scatter([(x + 0.5) * side for x, _ in units], [(y + 0.5) * side for _, y in units], c="#0047ab", marker="^")
    thefts = district.thefts.rows
    late = thefts["area"][thefts["time_h"] > district.clock.start_h - 28 * 24]
    axes.scatter(areas["x_m"][late], areas["y_m"][late], c="#d55e00", s=20)
    axes.set_title(f"day {district.clock.day}: {len(thefts)} thefts so far (synthetic map, comparative results)")
    axes.set_axis_off()
    axes.set_aspect("equal")
    solara.FigureMatplotlib(figure)


# %%
page = SolaraViz(
    Watched(),
    components=[Map],
    model_params={"patrol": Slider("Patrol hours, times today", 1.0, 0.0, 4.0, 0.5), "seed": 1},
    name="A district in Mesa's viewer",
)
page  # noqa: B018
