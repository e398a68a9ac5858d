"""What books count is held against a year before by its exact counts, and told as one number that is rounded once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.cards.use.trends import FAXES, direction, measure_sentence
from dashboards.newsletter.figures import Figures
from dashboards.newsletter.story_selection import paper_change
from dashboards.read.series.cells import Cells
from dashboards.sentences.sentences import share_sentence, sheets_sentence
from dashboards.text.words import Words
from tests.releases import month_list
from tests.unit.release.april_release import SIZES, released
from warehouse.release.derived.books import book_change
from warehouse.release.derived.released_view import ReleasedView
from warehouse.release.derived.yardsticks import Yardsticks
from warehouse.release.tables.bands import round_sheets
from warehouse.release.tables.release import SCHEMAS, TOWN, Release
from warehouse.town import Town

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, Any]
JA = Words("ja")
MONTHS = month_list(date(2024, 4, 1), 15)
THEN, NOW = date(2024, 4, 1), date(2025, 4, 1)


def test_changes_of_books_leave_the_warehouse_rounded_once(tmp_path: Path) -> None:
    """41.2 % and 48.6 % are told as 41 and 49, and 7.4 points as 7; 504 and 495 FAXes both as 500, and 2 % fewer."""
    laid: dict[str, list[Row]] = {"paper_digital_month": [], "book_month": [], "paper_month": []}
    for month, electronic, faxes, sheets in ((THEN, 412, 504, 1_051), (NOW, 486, 495, 1_049)):
        for section in SIZES:
            key = {"section": section, "month": month, "state": "final"}
            laid["paper_digital_month"].append(
                {**key, "pair": "approvals", "digital": electronic, "paper": 1_000 - electronic}
            )
            laid["book_month"].append({**key, "what": "fax", "measure": "count", "count": faxes})
            laid["paper_month"] += [
                {**key, "source": book, "kind": "bought", "quality": "measured", "sheets": sheets}
                for book in ("book", "other")
            ]
    rows = released(tmp_path, **{f"mart__{name}": ones for name, ones in laid.items()})
    found = {
        (row["what"], row["measure"]): (row["now"], row["before"], row["change"])
        for row in rows["book_change"]
        if (row["section"], row["month"], row["months"]) == ("b", NOW, 1)
    }
    assert found == {
        ("approvals", "share"): (None, None, 7),
        ("fax", "count"): (500, 500, -2),
        ("paper", "sheets"): (2_100, 2_100, 0),
    }
    first = [row["change"] for row in rows["book_change"] if row["month"] == THEN]
    assert set(first) == {None}


def release_of(
    table: str,
    rows: list[Row],
    bought: dict[tuple[str, date], float] | None = None,
    books: dict[tuple[str, str, str, date], tuple[float, float]] | None = None,
) -> Release:
    """A release with these rows and the changes that are worked out of them and of the exact counts."""
    terms = Yardsticks(TOLD, date(2025, 6, 30), bought=bought or {}, books=books or {})
    given = {
        table: pa.Table.from_pylist(rows, schema=SCHEMAS[table]),
        # The pages' months are those of what every picture spans.
        "use_month": pa.Table.from_pylist(
            [shown(month, 50, tool="files") for month in MONTHS], schema=SCHEMAS["use_month"]
        ),
    }
    changes = pa.Table.from_pylist(
        book_change(ReleasedView(given), terms), schema=SCHEMAS["book_change"]
    )
    when = datetime(2025, 6, 30, 17, tzinfo=UTC)
    return Release.of(TOLD, when.date(), when, {**given, "book_change": changes})


def shown(month: date, told: float, **key: object) -> Row:
    """A row with one value."""
    cell = {"coding": "exact", "low": told, "high": told, "state": "final"}
    return {"section": TOWN, "month": month, **cell, **key}


TOLD = Town("町", MONTHS[0], 4)
SHEETS = st.lists(st.integers(150, 99_999), min_size=15, max_size=15)


@settings(deadline=None, max_examples=20)
@given(SHEETS)
def test_what_is_said_of_paper_bought_is_the_true_change(counts: list[int]) -> None:
    """On the page of one month, in the letter of three, and both by one number."""
    rows = [
        shown(month, round_sheets(count), kind="bought", source="book", quality="measured")
        for month, count in zip(MONTHS, counts, strict=True)
    ]
    bought = {(TOWN, month): count for month, count in zip(MONTHS, counts, strict=True)}
    release = release_of("paper_month", rows, bought=bought)
    series = Cells(release).sheets(TOWN, "bought")
    assert series is not None
    change = 100 * counts[14] / counts[2] - 100
    text = sheets_sentence(series, "全庁", "bought", JA).rpartition("前の年")[2]
    assert "〜" not in text
    assert "ちがうとは言えません" not in text
    assert ("ほぼ同じ" in text) == (abs(round(change + 1e-9)) <= 5)
    told = paper_change(Figures(release, MONTHS[14]))
    assert told is not None
    three = 100 * sum(counts[12:]) / sum(counts[:3]) - 100
    assert told.low - 1e-6 <= three <= told.high + 1e-6
    assert told.high - told.low == 1


def test_the_points_of_a_books_share_are_one_number() -> None:
    """41 % and 49 % are seven to nine points apart if nothing else is known; the book knows 7.4."""
    exact = {MONTHS[2]: (412.0, 588.0), MONTHS[14]: (486.0, 514.0)}
    rows = [
        shown(month, round(100 * digital / 1_000), pair="approvals", digital=digital, paper=paper)
        for month, (digital, paper) in exact.items()
    ]
    books = {("approvals", "share", TOWN, month): counts for month, counts in exact.items()}
    text = {
        is_exact: share_sentence(
            Cells(release_of("paper_digital_month", rows, books=books if is_exact else {})).pair(
                TOWN, "approvals"
            ),
            "全庁",
            "approvals",
            JA,
        )
        for is_exact in (True, False)
    }
    assert "約7ポイント増えています" in text[True]
    assert "約7〜9ポイント増えています" in text[False]


def test_faxes_are_more_or_fewer_only_beyond_what_chance_does_to_counts() -> None:
    """Of 80 and 95 chance may be all; 120 are more than 80, and 500 more than 430."""
    key = {"what": "fax", "measure": "count"}
    for then, now, way in (
        (80, 95, "level"),
        (80, 120, "up"),
        (120, 80, "down"),
        (500, 500, "level"),
        (430, 440, "level"),
        (430, 500, "up"),
    ):
        rows = [shown(MONTHS[2], then, **key), shown(MONTHS[14], now, **key)]
        series = Cells(release_of("book_month", rows)).measure("book_month", TOWN, "fax", "count")
        assert direction(series) == way
        said = {"up": "より多い", "down": "より少ない", "level": "ちがうとは言えません"}[way]
        assert said in measure_sentence(series, "全庁", FAXES, JA)
