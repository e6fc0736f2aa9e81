"""What residents feel, and what they tell an interviewer (K29, K30)."""

# pyright: reportArgumentType=false
# (pandas says too little about its types)

from __future__ import annotations

from functools import partial

import numpy as np

from .base import BOTH, TRUE, Indicator, Reading, Window, share

ITEMS = {
    "safety": ("K29", "Felt safety", "群众安全感"), "satisfaction": ("K30", "Satisfaction", "平安满意率"),
    "trust": ("K30.trust", "Trust in local government", "群众信任度"),
    "awareness": ("K30.aware", "Awareness", "平安知晓率"), "participation": ("K30.part", "Participation", "平安参与率"),
}  # fmt: skip


def _survey(window: Window, ledger: str, item: str, actor: str = "residents") -> Reading:
    """True: mean latent value of all residents over the waves; recorded: share of positive answers of those asked."""
    waves = window.waves.get((actor, item))
    if waves is None:
        return share(0.0, 0)
    if ledger == TRUE:
        latent = waves["latent"][~np.isnan(waves["latent"])]  # a wave in which there was nobody says nothing
        return share(float(latent.sum()), latent.size, per=100)
    return share(round(np.nansum(waves["positive"] * waves["n"])), float(waves["n"].sum()), per=100)


INDICATORS = tuple(
    Indicator(
        id_, name, zh, "0..100",
        "true: latent value of all residents, summed over waves; recorded: positive answers (they have a ceiling)",
        "true: survey waves of the window; recorded: people asked", "higher", BOTH, partial(_survey, item=item),
        headline=item == "safety",
    )
    for item, (id_, name, zh) in ITEMS.items()
)  # fmt: skip
INDICATORS += tuple(
    Indicator(
        f"A25.{actor}.{item}", f"{ITEMS[item][1]} of {actor}", f"{zh}{ITEMS[item][2]}", "0..100",
        "true: latent value of all of them, summed over waves; recorded: positive answers",
        "true: survey waves of the window; recorded: those asked", "higher", BOTH,
        partial(_survey, item=item, actor=actor),
    )
    for actor, zh in (("enterprises", "企业"), ("organisations", "社会组织"))
    for item in ("satisfaction", "awareness", "participation")
)  # fmt: skip
