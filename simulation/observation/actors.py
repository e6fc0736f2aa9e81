"""Enterprises and social organisations as the survey asks them (A25)."""

from __future__ import annotations

import numpy as np

from ..entities.partners import Partners
from ..levers import Levers

Latent = dict[str, np.ndarray]


def enterprises(partners: Partners, thefts: np.ndarray, since_h: float, levers: Levers) -> Latent:
    """Enterprises with ground and guards: safe without a recent theft, partaking with a contract that is kept."""
    rows = partners.rows
    recent = thefts["victim"][(thefts["victim"] < -1) & (thefts["time_h"] > since_h)]
    safe = 1 - 0.5 * np.isin(rows["enterprise"], -2 - recent)
    kept = rows["kept"].astype(float)
    aware = np.maximum(levers.neighbourhood.publicity[rows["gate"]], rows["contract"])
    return {"safety": safe, "satisfaction": 0.5 * safe + 0.5 * kept, "awareness": aware, "participation": kept}


def organisations(hoods: np.ndarray, efficacy: np.ndarray) -> Latent:
    """Residents' councils and volunteers: they know; what they do and like is as fresh as they are."""
    there = (hoods["council"] == 1) | (hoods["rota"] > 0)
    alive = 1 - hoods["fatigue"][there]
    return {
        "safety": efficacy[there], "satisfaction": alive, "awareness": np.ones(alive.size), "participation": alive,
    }  # fmt: skip
