"""From home to the scene: how far, and how the number of events falls with distance (evidence F10)."""

from __future__ import annotations

import numpy as np

RING_KM = 0.5


def log_sd(kilometres: np.ndarray) -> float:
    """Standard deviation of the natural logarithm of the distances, (n,); those of 0 are left out."""
    some = kilometres[kilometres > 0]
    return float(np.log(some).std(ddof=1)) if some.size > 1 else float("nan")


def by_ring(kilometres: np.ndarray, furthest: float = 10.0, width: float = RING_KM) -> np.ndarray:
    """Journeys by distance, (n_rings,), in rings of `width` kilometres up to `furthest`."""
    edges = np.arange(0, furthest + width / 2, width)
    return np.histogram(kilometres, edges)[0]


def decay_beyond_buffer(counts: np.ndarray, width: float = RING_KM) -> float:
    """Slope of the log number of journeys on distance from the fullest ring outward, per kilometre; below 0: it falls.

    `counts`: (n_rings,), as of `by_ring`. Weighted by the counts, rings without a journey count as half a journey.
    """
    if not counts.sum():
        return float("nan")
    beyond = counts[int(np.argmax(counts)) :]
    if beyond.size < 3:
        return float("nan")
    weight, far = np.maximum(beyond, 0.5), np.arange(beyond.size) * width
    level, mean = np.log(weight), np.average(far, weights=weight)
    return float((weight * (far - mean) * level).sum() / (weight * (far - mean) ** 2).sum())
