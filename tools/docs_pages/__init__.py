"""Pages of the documentation that are made from the repository at every build."""

from __future__ import annotations

from pathlib import Path

from .api import api_pages
from .licences import licence_pages
from .prose import prose_pages
from .reference import reference_pages
from .tutorials import tutorial_pages


def make_pages(root: Path, folder: Path) -> None:
    """Write all of them; pages that nothing makes any more go."""
    pages = {**prose_pages(root), **reference_pages(root), **api_pages(), **tutorial_pages(root), **licence_pages(root)}
    for old in folder.rglob("*.md"):
        if str(old.relative_to(folder)) not in pages:
            old.unlink()
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text("utf-8") != text:  # what has not changed is not built again
            path.write_text(text, "utf-8")
