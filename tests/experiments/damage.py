"""What happens to files on disks: cut, emptied, one bit flipped, gone."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

LUCK = random.Random(20260728)
FLIPS = 12


def flipped(content: bytes) -> bytes:
    """One bit is another one."""
    bit = LUCK.randrange(8 * len(content))
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << (bit % 8)
    return bytes(changed)


DAMAGES: dict[str, Callable[[bytes], bytes | None]] = {
    "emptied": lambda content: b"", "cut": lambda content: content[: len(content) // 2], "gone": lambda content: None,
    "of other content": lambda content: b"not what was written", "longer": lambda content: content + b"\0",
} | {f"bit flipped {i}": flipped for i in range(FLIPS)}  # fmt: skip


def damage(path: Path, how: str) -> None:
    """Let it happen to a file."""
    changed = DAMAGES[how](path.read_bytes())
    if changed is None:
        path.unlink()
    else:
        path.write_bytes(changed)
