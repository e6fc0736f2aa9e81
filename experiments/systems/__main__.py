"""Write docs/systems.md: `python -m govsim.experiments.systems`."""

from ..files import write_text
from . import SYSTEMS
from .document import PATH, document, missing


def main() -> None:
    """Write the page and say what is still missing."""
    write_text(PATH, document())
    lacking = missing(tuple(SYSTEMS.values()))
    print(f"{PATH}: {len(SYSTEMS)} systems; without a working row: {', '.join(lacking) or 'none'}")


if __name__ == "__main__":
    main()
