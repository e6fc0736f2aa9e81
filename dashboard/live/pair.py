"""Two arms with the same luck, in lockstep, under orders that may change every midnight."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from govsim.experiments.composition.build import build
from govsim.simulation import District

from .orders import Orders
from .views import ARMS


class Pair:
    """The arms "a" and "b" of one configuration. The same orders give the same run, bit for bit, live or not."""

    def __init__(self, config: Mapping[str, Any], orders: Mapping[str, Orders] | None = None) -> None:
        """`config`: plain, of a run without policies. Raises what `build` raises."""
        self.config = {**config, "policy": {}}
        self.orders = {arm: (orders or {}).get(arm, Orders()) for arm in ARMS}
        self.restart()

    def restart(self) -> None:
        """Back to the first hour, under the orders given so far."""
        self.districts = {arm: self._fresh(orders) for arm, orders in self.orders.items()}

    def _fresh(self, orders: Orders) -> District:
        district = build(self.config)
        district.govern(orders.policies())
        return district

    @property
    def clock(self):
        """The clock of both arms."""
        return self.districts["a"].clock

    @property
    def next_midnight(self) -> int:
        """Day on which an order given now begins to act."""
        return self.clock.day if self.clock.is_new_day else self.clock.day + 1

    def step(self) -> None:
        """One tick of both."""
        for district in self.districts.values():
            district.step()

    def order(self, arm: str, lever: str, values: Mapping[str, float] | None) -> None:
        """Set or let go (None) a lever from the next midnight on; orders for days after that are forgotten.

        Raises BadInput and ValueError for orders that cannot be given; then nothing has changed.
        """
        day = self.next_midnight
        self._govern(arm, self.orders[arm].up_to(day).changed(lever, values, day))

    def order_all(self, arm: str, wanted: Mapping[str, Mapping[str, float]]) -> None:
        """From the next midnight on these levers with these numbers and no others. Raises as `order`."""
        day = self.next_midnight
        orders = self.orders[arm].up_to(day)
        now = orders.in_force(day)
        for lever in {**now, **wanted}:
            if now.get(lever) != wanted.get(lever):
                orders = orders.changed(lever, wanted.get(lever), day)
        self._govern(arm, orders)

    def load(self, arm: str, orders: Orders) -> None:
        """An arm under other orders, both from the first hour again. Raises as `order`; then nothing has changed."""
        orders.policies()
        self.orders[arm] = orders
        self.restart()

    def _govern(self, arm: str, orders: Orders) -> None:
        self.districts[arm].govern(orders.policies())
        self.orders[arm] = orders
