"""The site of the documentation: `make docs`. Pages that say what the code says are made anew at every build."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "docs" / "_ext")]

from docs_pages import make_pages  # noqa: E402

project, author, language = "govsim", "the authors of govsim", "en"
copyright = "Apache-2.0"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "chinese_search"]
exclude_patterns = ["_build", "images"]
html_theme, html_title = "furo", "govsim"
html_show_sphinx, html_copy_source = False, False
html_static_path, html_css_files = ["_static"], ["site.css"]
myst_heading_anchors = 3
myst_links_external_new_tab = False
autodoc_default_options = {"members": True, "show-inheritance": True, "exclude-members": "model_config"}
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
default_role = "literal"  # `names` in docstrings
napoleon_google_docstring = True
suppress_warnings = ["config.cache"]

make_pages(ROOT, Path(__file__).parent / "_made")
