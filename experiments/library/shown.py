"""Results as a few lines, in a console and in a notebook."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd


class Shown:
    """What has a title and a few facts is shown as those."""

    def _facts(self) -> tuple[str, Mapping[str, Any]]:
        """Title, and facts by name."""
        raise NotImplementedError

    def __repr__(self) -> str:
        title, facts = self._facts()
        return "\n".join([title, *(f"  {name}: {fact}" for name, fact in facts.items())])

    def _repr_html_(self) -> str:
        title, facts = self._facts()
        rows = "".join(
            f"<tr><th>{html.escape(name)}</th><td>{html.escape(str(fact))}</td></tr>" for name, fact in facts.items()
        )
        return f"<div><strong>{html.escape(title)}</strong><table>{rows}</table></div>"


def with_meaning(table: pd.DataFrame, columns: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """A table whose `attrs` say what each column is. `columns`: unit and meaning by name."""
    table.attrs["unit"] = {name: unit for name, (unit, _) in columns.items() if unit}
    table.attrs["meaning"] = {name: meaning for name, (_, meaning) in columns.items()}
    return table


def some(names: Sequence[str], most: int = 6) -> str:
    """Names in a row, the first few of many."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
