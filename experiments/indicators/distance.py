"""How far areas lie from others."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says too little about its types)

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.spatial import KDTree


def metres_to(areas: pd.DataFrame, chosen: np.ndarray) -> np.ndarray:
    """Metres from the centre of each area to the nearest centre of the chosen ones, (n_areas,); inf without any.

    `chosen`: bool, (n_areas,).
    """
    if not chosen.any():
        return np.full(len(areas), np.inf)
    points = areas[["x_m", "y_m"]].to_numpy(float)
    return KDTree(points[chosen]).query(points)[0]
