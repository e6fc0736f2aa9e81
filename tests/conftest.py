"""Files that take the longest come first, so that no worker is left alone with one of them at the end."""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
LONGEST = (
    "dashboard/test_browser.py", "oracles/test_twin.py", "experiments/sweeps/test_sweep.py",
    "experiments/sweeps/test_commands.py",
    "tutorials/test_tutorials.py", "docs/test_docs.py", "experiments/commands/test_outputs.py",
    "experiments/commands/test_compare.py", "simulation/policies/test_policies.py",
    "experiments/comparison/test_robustness.py", "packaging/test_wheel.py", "dashboard/live/test_session.py",
    "dashboard/lessons/test_lessons.py", "laws/test_monotone.py", "experiments/composition/test_asked.py",
    "experiments/composition/test_leaves.py", "experiments/report/test_report.py",
    "experiments/library/test_results.py", "experiments/commands/test_ablate.py", "cluster/test_slurm.py",
    "experiments/sweeps/test_store.py", "experiments/commands/test_policy.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole files in another order; within a file all stays as it is."""
    place = {TESTS / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))
