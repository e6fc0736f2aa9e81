"""Tables of people: which margins they hold, wide or long, with Chinese or English headers, as counts or as shares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..given_tables import read_table
from .faults import Findings
from .headers import MEANS, find, plain
from .units import match

MALE, FEMALE, ALL = "male", "female", "all"
LAST_AGE = 100
UNKNOWN_TOLD = 40
SEX = {str(word): str(sex) for word, sex in MEANS["sex"].items()}
BY_HEADER = {plain(header): margin for table in ("counts", "shares") for margin, headers in MEANS[table].items()
             for header in headers}  # fmt: skip
TOTALS = {plain(word).removesuffix("_合计") for word in MEANS["counts"]["residents"]}  # as in population_male
WHOLE = {plain(word) for word in MEANS["whole"]} | {""}
LEVELS = ("street", "community", "grid")
YEARS = re.compile(
    r"(?:(?P<sex>男|女|male|female|men|women|m|f)(?:性)?[_\s:：-]*)?(?:aged?|年龄)?[_\s]*(?P<low>\d{1,3})\s*(?:岁)?"
    r"(?P<high>\s*(?:到|至|_to_|to|[-–—_~～])\s*\d{1,3})?\s*(?P<open>岁?(?:及)?以上|\+|_?and_?over|_?plus)?\s*(?:岁|years?)?"
    r"(?:[_\s:：-]*(?P<after>男|女|male|female|m|f))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Margin:
    """One number of a table: residents of a sex and ages, or another count or share, of a unit or of the district."""

    what: str  # "age", or a margin of headers.yaml
    value: float
    unit: str = ""  # name of a street, community or grid; empty: the district
    level: str = ""  # street, community or grid; empty: the district
    sex: str = ALL
    low: int = 0  # youngest
    high: int = LAST_AGE  # oldest

    @property
    def name(self) -> str:
        """The margin in words of one line."""
        ages = f" {self.low}-{self.high}" if self.what == "age" else ""
        sex = f" {self.sex}" if self.what == "age" else ""
        return f"{self.what}{sex}{ages}"


def read_margins(path: Path, units: Mapping[str, Iterable[str]], found: Findings) -> list[Margin]:
    """The margins of a table. `units`: names by level, streets first. Raises BadInput; faults go to `found`."""
    table = read_table(path).rows
    headers = [str(header) for header in table.columns]
    rows = [(int(number), dict(zip(headers, map(str, cells), strict=True))) for number, cells in
            zip(table.index, table.to_numpy().tolist(), strict=True)]  # fmt: skip
    variable, value = find(headers, MEANS["variable"]), find(headers, MEANS["value"])
    age, unknown, margins = find(headers, MEANS["age"]), [], []
    for number, row in rows:
        unit, level, good = _unit(row, headers, units, path, number, found, len(rows) > 1 and not variable and not age)
        if not good:
            continue
        for header, text in row.items():
            if variable:
                if header != value:
                    continue
                what = row[variable]
            elif age:
                if header in (age, find(headers, MEANS["name"])):
                    continue
                what = f"{header}_{row[age]}" if plain(header) in SEX else row[age]
                if plain(header) not in SEX and header != value:
                    continue
            else:
                what = header
            one = meaning(what)
            if one is None:
                unknown.append(what)
            elif (n := _number(text, path, number, header, found)) is not None:
                margins.append(Margin(one[0], n, unit, level, *one[1:]))
    _tell(path, margins, unknown, found)
    return _summed(margins)


def meaning(header: str) -> tuple[str, str, int, int] | None:
    """(margin, sex, youngest, oldest) that a header means; None where it means nothing known."""
    bare = plain(header)
    if bare in BY_HEADER:
        return BY_HEADER[bare], ALL, 0, LAST_AGE
    if sex := SEX.get(bare) or SEX.get(bare.rpartition("_")[2] if plain(bare.rpartition("_")[0]) in TOTALS else ""):
        return "age", sex, 0, LAST_AGE
    at = YEARS.fullmatch(header.strip())
    if at is None:
        return None
    low = int(at["low"])
    high = LAST_AGE if at["open"] else int(re.sub(r"\D", "", at["high"])) if at["high"] else low
    sex = SEX.get((at["sex"] or at["after"] or "").lower(), ALL)
    return ("age", sex, low, min(high, LAST_AGE)) if low <= high and low <= LAST_AGE else None


def _unit(row, headers, units, path, number, found, several) -> tuple[str, str, bool]:
    """(name, level, whether the row counts): the unit a row is about, empty for the district."""
    for level, names in reversed(units.items()):
        header = find(headers, (*MEANS[level], *MEANS["name"]))
        if header and (name := match(row[header], names)):
            return name, level, True
    named = find(headers, (*(h for level in reversed(LEVELS) for h in MEANS[level]), *MEANS["name"]))
    if not several or not named or plain(row[named]) in WHOLE:
        return "", "", True
    code = find(headers, MEANS["code"])
    todo = f"write it as in the list of units, or delete the row{f' ({row[code]})' if code else ''}"
    found.fault(path, f"{row[named]!r} is no unit of this district", todo, number, named)
    return "", "", False


def _number(text: str, path: Path, row: int, column: str, found: Findings) -> float | None:
    """A count, or a share in per cent; None where there is none."""
    bare = text.replace(",", "").replace("，", "").replace(" ", "").strip()
    if bare in ("", "-", "—", "…", "..", "NA", "nan"):
        return None
    percent = bare.endswith(("%", "％"))
    try:
        value = float(bare.rstrip("%％"))
    except ValueError:
        found.fault(path, f"{text!r:.40} is no number", "write a number, or leave it empty", row, column)
        return None
    if not 0 <= value < 1e8:
        found.fault(path, f"{text!r:.40} is out of range", "write a number from 0 to 100 million", row, column)
        return None
    return value / 100 if percent else value


def _tell(path: Path, margins: list[Margin], unknown: list[str], found: Findings) -> None:
    if not margins:
        found.fault(
            path, "no column or row is known as a margin", "call the columns residents, male_0_4, households ..."
        )
    no_margins = (*MEANS["code"], *MEANS["name"], *(header for level in LEVELS for header in MEANS[level]))
    names = list(dict.fromkeys(name for name in unknown if name and not find([name], no_margins)))
    if names and margins:
        told = ", ".join(names[:UNKNOWN_TOLD])
        found.remark(path, f"{len(names)} columns or rows are not used: {told}", "nothing to do, if none is needed")


def _summed(margins: list[Margin]) -> list[Margin]:
    """Counts of one meaning together, as owners who bought and who built."""
    total: dict[tuple, float] = {}
    for one in margins:
        key = (one.what, one.unit, one.level, one.sex, one.low, one.high)
        total[key] = total.get(key, 0.0) + one.value
    return [Margin(what, n, unit, level, sex, low, high) for (what, unit, level, sex, low, high), n in total.items()]
