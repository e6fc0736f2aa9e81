"""The lever panel: a switch and sliders for every policy, and the orders of an arm as a file."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import panel as pn

from govsim.experiments.errors import BadInput
from govsim.experiments.given_files import decoded, plain_yaml
from govsim.experiments.language.voice import Voice
from govsim.experiments.policies.files import says

from ..live.levers import FAMILIES, Lever, Slider, bundles, levers
from ..live.messages import Give, GiveAll, Load
from ..live.orders import Orders, read_orders
from ..live.session import Session
from ..live.views import ARMS

MOST_BYTES = 100_000  # of a policy file that somebody loads


class LeverPanel:
    """Shows the orders of one arm and gives new ones. `complain`: called with a line in English."""

    def __init__(
        self, session: Session, words: Mapping[str, Any], voice: Voice, complain: Callable[[str], None]
    ) -> None:
        self.session, self.words, self.voice, self.complain = session, words, voice, complain
        self.rows: dict[str, LeverRow] = {}
        said = words["levers"]
        self.arm = pn.widgets.RadioButtonGroup(
            options={words["arm_titles"][arm]: arm for arm in ARMS}, value="b", button_type="primary",
            button_style="outline", sizing_mode="stretch_width",
        )  # fmt: skip
        self.arm.param.watch(lambda _: self.show(), "value")
        titles = {says(name, voice.language).title: name for name in bundles()}
        self.bundle = pn.widgets.Select(
            options={said["choose"]: "", **titles}, value="", name=said["bundle"], sizing_mode="stretch_width"
        )
        self.bundle.param.watch(self._give_bundle, "value")
        self.clear = pn.widgets.Button(name=words["controls"]["clear"], sizing_mode="stretch_width")
        self.clear.on_click(lambda _: self.session.say(GiveAll(self.arm.value, {})))
        self.save = pn.widgets.FileDownload(
            callback=self._file, filename="live_b.yaml", label=said["save"], sizing_mode="stretch_width", embed=False
        )
        self.load = pn.widgets.FileInput(accept=".yaml,.yml", sizing_mode="stretch_width")
        self.load.param.watch(self._load, "value")
        self.standing = pn.pane.HTML("", sizing_mode="stretch_width")
        families = {label: family for family, label in said["families"].items()}
        self.family = pn.widgets.Select(
            options=families, value=FAMILIES[0], name=said["family"], sizing_mode="stretch_width"
        )
        self.family.param.watch(lambda _: self._family(), "value")
        self.levers = pn.Column(sizing_mode="stretch_width", css_classes=["levers-of-family"])
        self.view = pn.Column(
            pn.pane.HTML(f"<h2>{said['title']}</h2><p class=note>{said['help']}</p>"), self.arm, self.standing,
            self.family, self.levers, self.bundle, self.clear, self.save,
            pn.pane.HTML(f"<p class=note>{said['load']}</p>"), self.load, sizing_mode="stretch_width",
        )  # fmt: skip
        self._family()

    def _family(self) -> None:
        """Lay out the levers of the chosen family; those of others are made when they are asked for."""
        mine = [lever for lever in levers().values() if lever.family == self.family.value]
        self.rows = {lever.name: LeverRow(lever, self.voice, self._give) for lever in mine}
        self.levers.objects = [row.view for row in self.rows.values()]
        self.show()

    # -- orders

    def _give(self, lever: str, values: Mapping[str, float] | None) -> None:
        self.session.say(Give(self.arm.value, lever, values))

    def _give_bundle(self, event: Any) -> None:
        if event.new:
            usual = {name: levers()[name] for name in bundles()[event.new]}
            self.session.give_all(
                self.arm.value, {n: {s.field: s.usual for s in one.sliders} for n, one in usual.items()}
            )
            self.bundle.value = ""

    def show(self) -> None:
        """Set switches and sliders to the orders of the arm, those that are to come included."""
        orders = self.session.orders[self.arm.value]
        latest = {order.lever: order for order in orders.given if order.end_day is None}
        for name, row in self.rows.items():
            row.show(latest[name].values if name in latest else None)
        self.standing.object = self._told(orders)
        self.save.filename = f"live_{self.arm.value}.yaml"

    def _told(self, orders: Orders) -> str:
        said = self.words["levers"]
        standing = ((says(o.lever, self.voice.language).title, o.start_day) for o in orders.given if o.end_day is None)
        lines = [f"<li>{title} <small>{said['from_day'].format(day=day)}</small></li>" for title, day in standing]
        return f"<ul class=orders>{''.join(lines)}</ul>" if lines else f"<p class=note>{said['none_given']}</p>"

    # -- files

    def _file(self) -> io.StringIO:
        arm, config = self.arm.value, self.session.config
        name = f"live_{arm}"
        command = (
            f"govsim run policy={name} district={config['district']['name']} "
            f"seed={config['seed']} district_seed={config['district_seed']}"
        )
        remark = self.words["levers"]["file_note"].format(command=command)
        title = {
            "en": f"Orders of arm {arm.upper()}. Given in the dashboard.",
            "zh": f"方案{arm.upper()}的指令。在仪表板中下达。",
        }
        return io.StringIO(self.session.orders[arm].as_yaml(title, [remark]))

    def _load(self, event: Any) -> None:
        if not event.new:
            return
        try:
            self.session.say(Load(self.arm.value, orders_in(event.new)))
        except BadInput as error:
            self.complain(str(error))


def orders_in(content: bytes) -> Orders:
    """The orders of a saved file. Raises BadInput for any other file."""
    if len(content) > MOST_BYTES:
        raise BadInput(f"the file is larger than {MOST_BYTES // 1000} kB; it is no policy file of the dashboard")
    no_orders = "the file is no policy file of the dashboard; save one here to see how it looks"
    try:
        nodes = plain_yaml(decoded(content, "the file"), "the file")
    except BadInput as error:
        raise BadInput(no_orders) from error
    try:
        return read_orders(nodes if isinstance(nodes, dict) else {})
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(no_orders) from error


class LeverRow:
    """A switch with its sliders."""

    def __init__(self, lever: Lever, voice: Voice, give: Callable[[str, Mapping[str, float] | None], None]) -> None:
        self.lever, self.give, self.quiet = lever, give, False
        title = says(lever.name, voice.language)
        self.switch = pn.widgets.Checkbox(name=title.title, value=False, css_classes=["lever"], margin=(6, 10, 0, 10))
        self.switch.param.watch(self._changed, "value")
        self.sliders = {slider.field: _slider(slider, voice) for slider in lever.sliders}
        for widget in self.sliders.values():
            widget.param.watch(self._changed, "value_throttled")
        about = pn.pane.HTML(f"<p class=note>{title.text}</p>", margin=(0, 10), sizing_mode="stretch_width")
        self.details = pn.Column(about, *self.sliders.values(), visible=False, sizing_mode="stretch_width")
        self.view = pn.Column(self.switch, self.details, sizing_mode="stretch_width")

    def _changed(self, event: Any) -> None:
        if self.quiet:
            return
        on = bool(self.switch.value)
        self.details.visible = on
        if on or event.name == "value":
            self.give(self.lever.name, {f: w.value for f, w in self.sliders.items()} if on else None)

    def show(self, values: Mapping[str, float] | None) -> None:
        """Show an order, or that there is none, without giving one."""
        self.quiet = True
        self.switch.value = self.details.visible = values is not None
        for field, value in (values or {}).items():
            self.sliders[field].value = value
        self.quiet = False


def _slider(slider: Slider, voice: Voice) -> Any:
    kind = pn.widgets.IntSlider if slider.whole else pn.widgets.FloatSlider
    cast = int if slider.whole else float
    return kind(
        name=voice.said(slider.meaning), start=cast(slider.low), end=cast(slider.high), step=cast(slider.step),
        value=cast(slider.usual), sizing_mode="stretch_width", margin=(2, 12),
    )  # fmt: skip
