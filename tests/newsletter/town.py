"""A synthetic release for the newsletter: the shape of Gate 2's output, numbers drawn from a seed."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa

from warehouse.release.tables.release import SCHEMAS, SMALL, TOWN, Release
from warehouse.town import Town

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = {
    "a01": "総務課",
    "a02": "企画政策課",
    "a03": "税務課",
    "a04": "住民福祉課",
    "a05": "こども課",
    "a06": "建設課",
    "a07": "産業振興課",
    "a08": "教育委員会事務局",
    SMALL: "小規模課",
}
PEOPLE = {
    "a01": 13,
    "a02": 17,
    "a03": 11,
    "a04": 19,
    "a05": 7,
    "a06": 14,
    "a07": 9,
    "a08": 6,
    SMALL: 16,
}
MERGED = ("b01", "b02")
"""The small sections that are shown together."""
"""With what roster a release of made-up numbers is noted."""
TOOLS = ("files", "chat", "meetings", "calendar")


def band(value: float, people: int) -> tuple[float, float]:
    """A band of at least three possible counts, as Gate 2 releases head counts of a section."""
    runs = (people + 1) // 3
    count = round(value / 100 * people)
    run = min(count // 3, runs - 1)
    high = people if run == runs - 1 else run * 3 + 2
    return 100 * run * 3 / people, 100 * high / people


def whole(value: float) -> tuple[str, float, float]:
    """A whole per cent with coded ends, as Gate 2 releases person-days."""
    if value < 5:
        return "below", 0, 5
    if value >= 95:
        return "above", 95, 100
    return "exact", round(value), round(value)


@dataclass
class Sketch:
    """Rows of a release, changed by a test before `release()` freezes them."""

    months: list[date]
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    town: Town = field(
        default_factory=lambda: Town(
            name="みなも町", launched_on=date(2024, 4, 1), fiscal_year_start=4
        )
    )
    as_of: date = date(2026, 4, 6)

    def release(self) -> Release:
        """Freeze the rows as a release."""
        return Release(
            town=self.town,
            as_of=self.as_of,
            released_at=datetime(2026, 4, 6, 18, 0, tzinfo=UTC),
            tables={
                name: pa.Table.from_pylist(self.rows.get(name, []), schema=schema)
                for name, schema in SCHEMAS.items()
            },
        )

    def cells(self, table: str, **where: object) -> list[dict[str, Any]]:
        """Return the table's rows with these values."""
        return [r for r in self.rows[table] if all(r[k] == v for k, v in where.items())]

    def set(self, table: str, values: dict[str, object], **where: object) -> None:
        """Change the rows with these values; there must be some."""
        found = self.cells(table, **where)
        assert found, where
        for row in found:
            row.update(values)

    def keep(self, **tables: Callable[[dict[str, Any]], bool]) -> None:
        """Keep only the rows for which the table's condition holds."""
        for table, condition in tables.items():
            self.rows[table] = [row for row in self.rows[table] if condition(row)]

    def speak(self, language: Literal["ja", "en"]) -> None:
        """Change the town's language."""
        self.town = replace(self.town, language=language)


def _curve(start: float, top: float, pace: float, at: int) -> float:
    return top / (1 + math.exp(-(at - start) / pace))


def _cell(coding: str, low: float, high: float, n: int | None) -> dict[str, Any]:
    return {
        "n": n,
        "coding": coding,
        "low": float(low),
        "high": float(high),
        "state": "final",
        "withheld_because": None,
    }


def sketch_town(seed: int = 7, months: int = 24, last: date = date(2026, 3, 1)) -> Sketch:
    """A town whose tools and digital share rise, and whose paper falls."""
    dice = random.Random(seed)
    first = last.year * 12 + last.month - months
    all_months = [date((first + k) // 12, (first + k) % 12 + 1, 1) for k in range(months)]
    sketch = Sketch(all_months)
    use, ever, pairs, paper = [], [], [], []
    late = {TOWN: 0.0} | {code: dice.uniform(-3, 6) for code in NAMES}
    for at, month in enumerate(all_months):
        for code in (TOWN, *NAMES):
            for tool in TOOLS:
                use.append(_use(dice, code, tool, month, at, late[code]))
                ever.append(_activation(code, tool, month, at, late[code]))
            pairs += _pairs(code, month, at, late[code])
        paper.append(_bought(dice, month, at))
    sketch.rows = {
        "use_month": use,
        "activation_month": ever,
        "paper_digital_month": pairs,
        "paper_month": paper,
        "section": _sections(),
        "freshness": _freshness(last),
    }
    sketch.rows["work_month"] = [
        {"section": code, "measure": "meeting_hours", "month": month, "n": 8, "coding": None,
         "low": None, "high": None, "state": "final", "withheld_because": "small_group"}
        for month in all_months for code in MERGED
    ]  # fmt: skip
    return sketch


_PACES = {tool: (6 + 3 * k, 88 - 9 * k, 3.5 + k) for k, tool in enumerate(TOOLS)}
"""Tool → the month of its steepest rise, its top in per cent, how slowly it rises."""


def _people(code: str) -> int:
    return 112 if code == TOWN else PEOPLE[code]


def _use(
    dice: random.Random, code: str, tool: str, month: date, at: int, late: float
) -> dict[str, Any]:
    start, top, pace = _PACES[tool]
    rate = _curve(start + late, top, pace, at) + dice.uniform(-2, 2)
    cell = _cell(*whole(rate), _people(code))
    return {"section": code, "tool": tool, "month": month, **cell}


def _activation(code: str, tool: str, month: date, at: int, late: float) -> dict[str, Any]:
    start, _, pace = _PACES[tool]
    share = min(100, _curve(start - 3 + late, 100, pace, at))
    key = {"section": code, "tool": tool, "month": month}
    if code == TOWN:
        near = 5 * round(share / 5)
        return {**key, **_cell("about", near, near, _people(code))}
    low, high = band(share, _people(code))
    return {**key, **_cell("interval", low, high, _people(code))}


def _pairs(code: str, month: date, at: int, late: float) -> list[dict[str, Any]]:
    return [
        {
            "section": code,
            "pair": pair,
            "month": month,
            "digital": None,
            "paper": None,
            **_cell(*whole(_curve(start + late, 80, 5, at)), None),
        }
        for pair, start in (("documents", 10), ("approvals", 16))
    ]


def _bought(dice: random.Random, month: date, at: int) -> dict[str, Any]:
    sheets = 50000 * (1 - 0.02 * at) * dice.uniform(0.85, 1.15)
    return {
        "section": TOWN,
        "month": month,
        "source": "paper",
        "kind": "bought",
        "quality": "measured",
        **_cell("exact", round(sheets, -2), round(sheets, -2), None),
    }


def _sections() -> list[dict[str, Any]]:
    return [
        {
            "section": code,
            "name": name,
            "from_on": date(2020, 4, 1),
            "to_on": None,
            "successor": None,
            "position": k,
        }
        for k, (code, name) in enumerate(NAMES.items())
    ]


def _freshness(last: date) -> list[dict[str, Any]]:
    days = (date(last.year + last.month // 12, last.month % 12 + 1, 1) - last).days
    return [
        {
            "source": source,
            "kind": kind,
            "stream": "all",
            "day_on": last + timedelta(days=day),
            "state": "final",
            "fetched_at": None,
        }
        for source, kind in (("google", "google_workspace"), ("printers", "cups"))
        for day in range(days)
    ]


MONTH = date(2026, 3, 1)
"""The month of the issue."""
