"""Orders given while a district runs, each a dated policy: saved as a file they run again to the same result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import yaml

from govsim.experiments.errors import BadInput

from .levers import levers

if TYPE_CHECKING:
    from govsim.simulation.policies import Policy

AT_ONCE = {"ramp_days": 0}  # posts and habits still change with delays of their own


@dataclass(frozen=True)
class Order:
    """One policy with its numbers, from a midnight to a midnight."""

    lever: str
    values: Mapping[str, float]
    start_day: int
    end_day: int | None = None

    @property
    def name(self) -> str:
        """Name of the dated policy."""
        return f"{self.lever}_from_day_{self.start_day}"

    def node(self) -> dict[str, Any]:
        """Its configuration. Raises BadInput."""
        dated = {"start_day": self.start_day, "end_day": self.end_day, **AT_ONCE}
        return levers()[self.lever].with_values(self.values) | dated


@dataclass(frozen=True)
class Orders:
    """All orders of one arm, in the order in which they were given."""

    given: tuple[Order, ...] = ()

    def changed(self, lever: str, values: Mapping[str, float] | None, day: int) -> Orders:
        """These orders with one lever set to other numbers, or let go (None), from a day on; later orders for it go."""
        kept = []
        for order in self.given:
            if order.lever != lever or (order.end_day is not None and order.end_day <= day):
                kept.append(order)
            elif order.start_day < day:
                kept.append(replace(order, end_day=day))
        return Orders((*kept, *(() if values is None else (Order(lever, dict(values), day),))))

    def up_to(self, day: int) -> Orders:
        """What has been ordered for the days up to one: orders for later days are dropped, ends on later days too."""
        before = [order for order in self.given if order.start_day <= day]
        return Orders(tuple(replace(o, end_day=None) if (o.end_day or 0) > day else o for o in before))

    def in_force(self, day: int) -> dict[str, Mapping[str, float]]:
        """The numbers of every lever that acts on a day."""
        return {o.lever: o.values for o in self.given if o.start_day <= day and (o.end_day is None or day < o.end_day)}

    def nodes(self) -> dict[str, Any]:
        """Configurations of the dated policies by name."""
        return {order.name: order.node() for order in self.given}

    def policies(self) -> Mapping[str, Policy]:
        """The dated policies by name. Raises what they raise."""
        from govsim.experiments.composition.build import policies

        return policies({"policy": self.nodes()})

    def as_yaml(self, titles: Mapping[str, str], remarks: Iterable[str] = ()) -> str:
        """A policy file: in configs/policy it is run, compared and swept like any other. `titles`: by language."""
        heads = [f"# {language}: {title}" for language, title in titles.items()]
        return "\n".join([*heads, *(f"# {line}" for line in remarks), _dump(self.nodes())])


def read_orders(nodes: Mapping[str, Any]) -> Orders:
    """Orders from the nodes of a file that `as_yaml` wrote. Raises BadInput for anything else."""
    given = []
    for name, node in nodes.items():
        lever = name.partition("_from_day_")[0]
        if lever not in levers():
            raise BadInput(f"{name} is no order of the dashboard; names are such as more_patrol_from_day_30")
        values = {slider.field: node[slider.field] for slider in levers()[lever].sliders if slider.field in node}
        given.append(Order(lever, values, int(node["start_day"]), node.get("end_day")))
    return Orders(tuple(given))


def _dump(nodes: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(nodes) or None, sort_keys=False, allow_unicode=True) if nodes else "{}\n"
