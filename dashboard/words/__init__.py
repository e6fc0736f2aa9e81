"""The words of the dashboard in a language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@cache
def words_of(language: str) -> dict[str, Any]:
    """The catalogue of a language; shared, look and do not write."""
    return yaml.safe_load((HERE / f"{language}.yaml").read_text("utf-8"))
