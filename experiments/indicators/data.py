"""The database of people, households and places (F3)."""

from __future__ import annotations

from .base import TRUE, Indicator

INDICATORS = (
    Indicator(
        "X4", "Database coverage", "数据库有效覆盖率", "%", "households whose record is valid, at month ends",
        "households", "higher", (TRUE,), lambda window, ledger: window.monthly("database coverage", ledger),
    ),
)  # fmt: skip
