"""The public names, each with its signature and docstring."""

from __future__ import annotations

import inspect

import govsim

MODULES = {
    "policies": "govsim.simulation.policies", "levers": "govsim.simulation.levers", "town": "govsim.simulation.town",
    "indicators": "govsim.experiments.indicators", "statistics": "govsim.experiments.statistics.pairs",
}  # fmt: skip


def api_pages() -> dict[str, str]:
    """Text by name of the page."""
    parts = ["# The library\n", f"```python\nimport govsim\n```\n\n{_first(govsim.__doc__)}\n"]
    for name in sorted(govsim.__all__, key=str.lower):
        parts.append(f"## {name}\n\n```{{eval-rst}}\n{_directive(name)}\n```\n")
    pages = {"api/index.md": "\n".join(parts)}
    for title, module in MODULES.items():
        options = "   :imported-members:\n   :exclude-members: Policy, model_config\n"
        pages[f"api/{title}.md"] = (
            f"# {title.capitalize()}\n\n```{{eval-rst}}\n.. automodule:: {module}\n{options}```\n"
        )
    return pages


def _directive(name: str) -> str:
    thing = getattr(govsim, name)
    kind = "autoexception" if _is_error(thing) else "autoclass" if inspect.isclass(thing) else "autofunction"
    return f".. {kind}:: govsim.{name}" + ("\n   :no-members:\n" if name == "District" else "")


def _is_error(thing: object) -> bool:
    return inspect.isclass(thing) and issubclass(thing, BaseException)


def _first(text: str | None) -> str:
    return (text or "").strip().splitlines()[0]
