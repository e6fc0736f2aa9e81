"""The documents at the top of the repository as pages: their links are those of the site."""

from __future__ import annotations

import re
from pathlib import Path

PAGES = {
    "README.md": "start.md", "README.zh-CN.md": "start.zh-CN.md", "ODD.md": "model.md", "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
}  # fmt: skip
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)")


def prose_pages(root: Path) -> dict[str, str]:
    """Text by name of the page. Raises FileNotFoundError for a link to a file that is not there."""
    return {page: with_links_of_site((root / name).read_text("utf-8"), root) for name, page in PAGES.items()}


def with_links_of_site(text: str, root: Path) -> str:
    """Links to documents lead to their pages; links to other files of the repository become their names."""

    def mended(link: re.Match[str]) -> str:
        mark, label, target = link.groups()
        path, _, anchor = target.partition("#")
        if "://" in target or not path:
            return link[0]
        if not (root / path).exists():
            raise FileNotFoundError(f"a link leads to {path}, which is not there")
        if path in PAGES:
            return f"[{label}]({PAGES[path]}{'#' + anchor if anchor else ''})"
        if path.startswith("docs/") and (root / path).is_file():
            return f"{mark}[{label}](../{path.removeprefix('docs/')})"
        return "[decisions](../decisions/index.md)" if path.strip("/") == "docs/decisions" else label

    return LINK.sub(mended, text)
