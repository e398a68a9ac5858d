"""What town staff write in a cell, read strictly: text, days, months, whole numbers.

Each function returns None for an empty cell and raises `ValueError` for anything it cannot read with
certainty, with a Japanese message that says what would be readable. It never repeats the cell.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988}
_DAY = re.compile(
    r"(?P<era>令和|平成|[rh])?(?P<year>元|\d{1,4})(?:年|[-/.])(?P<month>\d{1,2})(?:月|[-/.])(?P<day>\d{1,2})日?"
    r"(?: 00:00:00)?"
)
_MONTH = re.compile(
    r"(?P<era>令和|平成|[rh])?(?P<year>元|\d{1,4})(?:年|[-/.])(?P<month>\d{1,2})月?"
)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})?")
_NUMBER = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
LONGEST = 10_000
"""No cell that people fill in holds more characters."""


def words_of(cell: object) -> str | None:
    """Return the cell as it is written, trimmed: for names and titles, where ㈱ must stay ㈱."""
    if cell is None:
        return None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).strip()
    if len(text) > LONGEST:
        raise ValueError("長すぎます")
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\r\t" for sign in text):
        raise ValueError("読めない制御文字を含んでいます")
    return text or None


def text_of(cell: object) -> str | None:
    """Return the cell as text to compare: NFKC (full-width digits become plain), trimmed, 12.0 as `12`."""
    words = words_of(cell)
    return unicodedata.normalize("NFKC", words).strip() or None if words else None


def day_in(cell: object) -> date | None:
    """Return the day in a cell: 2025-04-01, 2025/4/1, 2025年4月1日, 令和7年4月1日, R7.4.1 or a date in Excel."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell)
    if text is None:
        return None
    found = _DAY.fullmatch(text.casefold()) or _COMPACT.fullmatch(text)
    if not found or not found["day"]:
        raise ValueError("日付として読めません(例: 2025-04-01、令和7年4月1日)")
    return _date(found, int(found["day"]))


def month_in(cell: object) -> date | None:
    """Return the first day of the month in a cell: 2025-04, 2025年4月, 令和7年4月, 202504 or a date in Excel."""
    if isinstance(cell, date):
        return date(cell.year, cell.month, 1)
    text = text_of(cell)
    if text is None:
        return None
    folded = text.casefold()
    found = _DAY.fullmatch(folded) or _MONTH.fullmatch(folded) or _COMPACT.fullmatch(text)
    if not found:
        raise ValueError("年月として読めません(例: 2025-04、令和7年4月)")
    return _date(found, 1)


def _date(found: re.Match[str], day: int) -> date:
    groups = found.groupdict()
    era = groups.get("era")
    year = 1 if groups["year"] == "元" else int(groups["year"])
    if groups["year"] == "元" and not era:
        raise ValueError("元号のない年です(例: 令和元年)")
    full_year = year + _ERAS[era] if era else year
    if not 1989 <= full_year <= 2199:  # noqa: PLR2004 - two-digit years and typing errors are not guessed
        raise ValueError("西暦4桁でも元号でもない年です(例: 2025、令和7年)")
    try:
        return date(full_year, int(groups["month"]), day)
    except ValueError:
        raise ValueError("暦にない日付です") from None


def number_in(cell: object) -> Decimal | None:
    """Return the number in a cell; `1,200` and full-width digits are read, words are not."""
    if isinstance(cell, bool):
        raise ValueError("数として読めません(例: 1200)")  # noqa: TRY004 - one error for one cause
    text = text_of(cell)
    if text is None:
        return None
    if not _NUMBER.fullmatch(text):
        raise ValueError("数として読めません(例: 1200)")
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise ValueError("数として読めません(例: 1200)") from None


def count_in(cell: object) -> int | None:
    """Return the whole number of things in a cell; fractions and negative numbers are refused."""
    number = number_in(cell)
    if number is None:
        return None
    if number != number.to_integral_value() or not 0 <= number < 10**12:
        raise ValueError("0以上の整数ではありません")
    return int(number)


def hours_in(cell: object) -> float | None:
    """Return the hours in a cell; fractions are read, negative ones are refused."""
    hours = number_in(cell)
    if hours is not None and hours < 0:
        raise ValueError("0より小さい数です")
    return None if hours is None else float(hours)
