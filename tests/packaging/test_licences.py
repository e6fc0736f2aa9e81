"""Every package says under which licence it may be used, and none that is delivered is under the GPL."""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, version

import pytest

from tests.command import ROOT

sys.path.insert(0, str(ROOT / "tools"))
from docs_pages.licences import Package, brought_by, licence_of, licence_pages, packages_of

PACKAGES = packages_of(ROOT)
DELIVERED = {"default", "research", "dashboard"}
GPL = re.compile(r"(?<!L)(?<!Lesser )\b(A?GPL|GNU (Affero )?General Public)", re.I)


def is_installed(package: Package) -> bool:
    try:
        return bool(version(package.name))
    except PackageNotFoundError:
        return False


def test_every_installed_package_says_its_licence():
    installed = [package for package in PACKAGES if is_installed(package)]
    assert len(installed) > 80
    assert [package.name for package in installed if not package.licence] == []


@pytest.mark.parametrize("extra", ["", "research", "dashboard"])
def test_nothing_that_is_delivered_is_under_the_gpl(extra):
    names = set(brought_by(extra))
    assert {"": "numpy", "research": "optuna", "dashboard": "bokeh"}[extra] in names
    assert {name: licence_of(name) for name in names if GPL.search(licence_of(name))} == {}


@pytest.mark.parametrize(
    ("licence", "is_gpl"),
    [("GPL-3.0-or-later", True), ("GNU General Public License v3 (GPLv3)", True), ("AGPL-3.0", True),
     ("LGPL-3.0-only", False), ("GNU Lesser General Public License v3 (LGPLv3)", False), ("MIT", False)],
)  # fmt: skip
def test_the_gpl_is_told_from_its_lesser_sister(licence, is_gpl):
    assert bool(GPL.search(licence)) == is_gpl


def test_every_installed_package_is_brought_in_by_something_and_stands_on_the_page():
    page = licence_pages(ROOT)["licences.md"]
    for package in PACKAGES:
        assert f"| {package.name} | {package.version} |" in page
        assert package.extras or not is_installed(package), package.name
    assert {extra for package in PACKAGES for extra in package.extras} >= DELIVERED
