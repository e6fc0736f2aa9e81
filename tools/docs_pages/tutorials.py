"""The tutorials as pages: text as text, cells as code."""

from __future__ import annotations

import re
from pathlib import Path

from .reference import table

CELL = re.compile(r"^# %%(.*)\n", re.M)


def tutorial_pages(root: Path) -> dict[str, str]:
    """Text by name of the page."""
    paths = [path for path in sorted((root / "tutorials").glob("*.py")) if path.read_text("utf-8").startswith("# %%")]
    pages = {f"tutorials/{path.stem}.md": page_of(path.read_text("utf-8")) for path in paths}
    rows = [
        (f"[{_title(page)}]({name.partition('/')[2]})", f"`tutorials/{Path(name).stem}.py`")
        for name, page in pages.items()
    ]
    names = "\n".join(Path(name).stem for name in pages)
    index = f"# Tutorials\n\n{table(('tutorial', 'file'), rows)}\n```{{toctree}}\n:hidden:\n\n{names}\n```\n"
    return pages | {"tutorials/index.md": index}


def page_of(text: str) -> str:
    """A file in percent format as Markdown."""
    parts = CELL.split(text)[1:]
    return "\n\n".join(_cell(mark, body.strip("\n")) for mark, body in zip(parts[::2], parts[1::2], strict=True)) + "\n"


def _cell(mark: str, body: str) -> str:
    if "[markdown]" in mark:
        return re.sub(r"^# ?", "", body, flags=re.M)
    return f"```python\n{body.strip()}\n```"


def _title(page: str) -> str:
    return page.lstrip("# ").partition("\n")[0]
