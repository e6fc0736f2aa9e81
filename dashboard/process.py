"""What every process of the dashboard besides the server begins with: it is polite, and it ends with the program."""

from __future__ import annotations

import multiprocessing
import os
import threading

POLITE = 10


def begin() -> None:
    """Let the pages and the browser go first, and end when the program does, however that ends."""
    if hasattr(os, "nice"):
        os.nice(POLITE)
    threading.Thread(target=_end_with_the_program, daemon=True).start()


def _end_with_the_program() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
