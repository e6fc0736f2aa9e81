"""Common random numbers: the draw for (decision, entity, moment) is the same in every run with this seed.

A draw is a pure function of its address, so it cannot depend on who drew before, on the number of
threads, or on what a policy changed elsewhere. Two arms of an experiment therefore differ only
where the policy makes them differ.

Source: Salmon et al. (2011), "Parallel random numbers: as easy as 1, 2, 3", SC'11 (Philox4x32-10).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import numpy as np
from numba import float64, int64, uint32, uint64

from .compiled import inner, kernel, kernel_of

U32 = uint64(0xFFFFFFFF)


@inner
def philox4x32(c0, c1, c2, c3, k0, k1):
    """Philox4x32 with ten rounds: four 32-bit words of counter, two of key, four words out."""
    for _ in range(10):
        p0 = uint64(0xD2511F53) * uint64(c0)
        p1 = uint64(0xCD9E8D57) * uint64(c2)
        c0, c1, c2, c3 = (
            uint32((p1 >> uint64(32)) ^ uint64(c1) ^ uint64(k0)),
            uint32(p1 & U32),
            uint32((p0 >> uint64(32)) ^ uint64(c3) ^ uint64(k1)),
            uint32(p0 & U32),
        )
        k0 = uint32(k0 + uint32(0x9E3779B9))
        k1 = uint32(k1 + uint32(0xBB67AE85))
    return c0, c1, c2, c3


@kernel_of(float64(uint64, uint64, int64, int64))  # one for the sixty combinations of integers it is called with
def uniform(key, entity, moment, slot):
    """One number in [0, 1) for this address.

    `key` names seed and decision, `slot` separates several draws of one entity at one moment. A moment is a
    tick, a day or the number of an occasion.
    """
    e = uint64(entity)
    a, b, _, _ = philox4x32(
        uint32(e & U32),
        uint32(e >> uint64(32)),
        uint32(moment),
        uint32(slot),
        uint32(uint64(key) & U32),
        uint32(uint64(key) >> uint64(32)),
    )
    return ((uint64(a) << uint64(21)) ^ (uint64(b) >> uint64(11))) * (1.0 / 9007199254740992.0)


@kernel
def _uniforms(key, entities, moment, slot):
    out = np.empty(entities.size)
    for i in range(entities.size):
        out[i] = uniform(key, entities[i], moment, slot)
    return out


@dataclass(frozen=True)
class Draws:
    """Every random number of one run. `key` names the decision; kernels take the key and call `uniform`."""

    seed: int
    _keys: dict[str, np.uint64] = field(default_factory=dict, repr=False)

    def key(self, decision: str) -> np.uint64:
        """64-bit key of a decision such as "theft". Renaming a decision changes results."""
        if decision not in self._keys:
            digest = hashlib.blake2b(f"{self.seed}/{decision}".encode(), digest_size=8).digest()
            self._keys[decision] = np.uint64(int.from_bytes(digest, "little"))
        return self._keys[decision]

    def uniform(self, decision: str, entities: np.ndarray, moment: int, slot: int = 0) -> np.ndarray:
        """One number in [0, 1) per entity. `entities`: (n,) stable identities, not positions in a list."""
        return _uniforms(self.key(decision), np.asarray(entities).astype(np.uint64), moment, slot)
