"""Nothing that names a person or reaches one is kept: found by its form, in any column, and left out."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false, reportAssignmentType=false, reportOptionalMemberAccess=false
# (pandas and pyarrow say too little about their types)

from __future__ import annotations

import re
from datetime import date

import pandas as pd

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # of GB 11643-1999 (ISO 7064, MOD 11-2)
CHECK_DIGITS = "10X98765432"
IDENTITY = re.compile(r"(?<![0-9A-Za-z])(\d{17}[\dXx]|\d{15})(?![0-9A-Za-z])")
MOBILE = re.compile(r"(?<![0-9])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![0-9])")
LANDLINE = re.compile(r"(?<![0-9])0\d{2,3}[- ]\d{7,8}(?![0-9])")
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·\s]?[A-HJ-NP-Z0-9]{5,6}(?![A-Z0-9])"
)
PERSONAL_LIMIT = 0.2  # share of the filled cells of a column that is then about people, whatever its name
HIDDEN = "***"


def is_identity_number(text: str) -> bool:
    """Whether digits are an identity number: 18 with a right check digit and date, or the former 15 with a date."""
    if len(text) == 18:
        total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, text[:17], strict=True))
        return CHECK_DIGITS[total % 11] == text[17].upper() and _is_day(text[6:14])
    return len(text) == 15 and _is_day(f"19{text[6:12]}")


def _is_day(text: str) -> bool:
    try:
        return 1900 <= date(int(text[:4]), int(text[4:6]), int(text[6:])).year
    except ValueError:
        return False


def hidden(text: str) -> str:
    """A text without the numbers of people in it."""
    text = IDENTITY.sub(lambda found: HIDDEN if is_identity_number(found[1]) else found[0], text)
    for form in (MOBILE, LANDLINE, MAIL, PLATE):
        text = form.sub(HIDDEN, text)
    return text


def holds(text: str) -> bool:
    """Whether a text has the number of a person in it."""
    return len(text) >= 6 and hidden(text) != text


def holding(cells: pd.Series) -> pd.Series:
    """Which cells have the number of a person in them, bool."""
    return cells.map({cell: holds(cell) for cell in cells.unique()}).astype(bool)


def numbered(cells: pd.Series) -> pd.Series:
    """People as numbers in the order in which they first appear, -1 for an empty cell.

    No hash: of the few numbers that there are, all could be hashed and compared. What they were is not kept.
    """
    codes, _ = pd.factorize(cells.where(cells != ""))
    return pd.Series(codes, index=cells.index)
