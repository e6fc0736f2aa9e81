"""The areas table: where every area is and to what it belongs."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from ..entities.residents import HUKOU_SAME_PROVINCE
from ..town import Town
from .schema import AREAS


def areas_table(town: Town, people: np.ndarray) -> pa.Table:
    """One row an area, in order of its number; schema AREAS. `people`: the residents."""
    a = town.areas
    newcomers = np.bincount(people["home"][people["hukou"] >= HUKOU_SAME_PROVINCE], minlength=a.size)
    names = np.array(town.street_names, dtype=object)
    given = {
        "area": np.arange(a.size), "newcomers": newcomers,
        "side_m": np.full(a.size, town.side_m), "street_name": names[a["street"], 0],
        "street_name_zh": names[a["street"], 1],
        "community_name": np.array(town.community_names, dtype=object)[a["community"]],
    }  # fmt: skip
    columns = [pa.array(given.get(f.name, a[f.name] if f.name in a.dtype.names else None)).cast(f.type) for f in AREAS]
    return pa.table(columns, schema=AREAS)
