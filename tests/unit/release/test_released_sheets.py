"""Printed sheets and handled documents are published from ten on; less never shows who used nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.release.april_release import DAYS, MONTH, SIZES, cells, people, released
from warehouse.release.tables.bands import code_printed
from warehouse.release.tables.coding import Value
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("sheets", "told"), [(0, "10未満"), (9, "10未満"), (14, "10"), (96, "100"), (1_234, "1,230")]
)
def test_printed_sheets_of_a_section_are_told_from_ten_on(
    sheets: int, told: str, tmp_path: Path
) -> None:
    """0 would say of everyone there that they printed nothing: it is told as nine of one person are."""
    by = {"a": 100, "b": sheets, "c": 300, "tiny": 100}
    printed = {"source": "p", "kind": "printed", "quality": "measured"}
    who = {one: by[one[:-1]] / SIZES[one[:-1]] for section in "ac" for one in people(section)}
    who |= dict.fromkeys(people("tiny"), by["tiny"] / 4)
    who |= {"b0": sheets // 2, "b1": sheets - sheets // 2} if sheets >= 10 else {"b0": sheets}
    rows = released(
        tmp_path,
        core__print_day=[
            {"source": "p", "staff": one, "day_on": DAYS[0], "jobs": 1, "sheets": int(n)}
            for one, n in who.items()
        ],
        mart__paper_month=[
            {"section": one, "sheets": n, "month": MONTH, "state": "final"} | printed
            for one, n in by.items()
        ],
    )["paper_month"]
    assert cells(rows)["b"] == told


def test_how_sheets_were_counted_is_not_told_of_who_printed_little_or_is_not_shown(
    tmp_path: Path,
) -> None:
    """Where all others' sheets are derived, "measured" would say of a section that there was nothing to derive."""
    sheets = {
        "a": (300, "derived"),
        "b": (0, "measured"),
        "c": (300, "measured"),
        "tiny": (0, "measured"),
    }
    rows = released(
        tmp_path,
        core__print_day=[
            {"source": "p", "staff": one, "day_on": DAYS[0], "jobs": 1, "sheets": 50}
            for section in "ac" for one in people(section)
        ],
        mart__paper_month=[
            {"section": one, "sheets": n, "quality": quality, "month": MONTH, "state": "final", "source": "p",
             "kind": "printed"}
            for one, (n, quality) in sheets.items()
        ],
    )["paper_month"]  # fmt: skip
    assert {row["section"]: row["quality"] for row in rows} == {
        "a": "derived", "tiny": "derived", SMALL: "derived", "b": "derived", "c": "measured", TOWN: "derived",
    }  # fmt: skip


def test_what_is_told_of_printed_sheets_leaves_open_by_subtraction_whether_anybody_printed() -> (
    None
):
    """Each range begins at a multiple of five and ends before one, so that no difference of them ends at 0."""
    ranges: dict[Value, list[int]] = {}
    for sheets in range(25_000):
        ranges.setdefault(code_printed(sheets), []).append(sheets)
    for told, counts in ranges.items():
        assert (counts[0] % 5, (counts[-1] + 1) % 5) == (0, 0) or told == code_printed(24_999)
    assert ranges[Value(0, 10, "below", "count")] == list(range(10))


@pytest.mark.parametrize("side", ["digital", "paper"])
@pytest.mark.parametrize("few", [0, 9])
def test_documents_of_fewer_than_ten_on_a_side_are_told_as_what_one_person_dominates(
    side: str, few: int, tmp_path: Path
) -> None:
    """A word of its own for none, few, one person's or a cover would let a reader count users."""
    both = {one: {"digital": 30.0, "paper": 40.0} for one in SIZES}
    both["b"][side] = float(few)
    each = {s: {name: n / SIZES[s] for name, n in sides.items()} for s, sides in both.items()}
    rows = released(
        tmp_path,
        core__handling_day=[
            {"staff": one, "day_on": DAYS[0], "handlings": int(10 * each[s]["digital"])}
            for s in SIZES for one in people(s)
        ],
        core__print_day=[
            {"source": "p", "staff": one, "day_on": DAYS[0], "jobs": int(10 * each[s]["paper"]), "sheets": 0}
            for s in SIZES for one in people(s)
        ],
        mart__paper_digital_month=[
            {"pair": "documents", "section": s, "month": MONTH, "state": "final"} | sides
            for s, sides in both.items()
        ],
    )["paper_digital_month"]  # fmt: skip
    found = cells(rows)
    assert found["b"] == "dominance"
    assert list(found.values()).count("dominance") == 2, "one section alone follows from the whole"


def test_what_one_person_of_the_whole_town_hall_printed_and_handled_is_not_told(
    tmp_path: Path,
) -> None:
    """Where every section is withheld the whole is that one person's, to the sheet."""
    mine = {section: float(section == "b") for section in SIZES}
    sheets = {"source": "p", "kind": "printed", "quality": "measured"}
    at = {"month": MONTH, "state": "final"}
    rows = released(
        tmp_path,
        core__print_day=[
            {"source": "p", "staff": "b0", "day_on": DAYS[0], "jobs": 7, "sheets": 37}
        ],
        core__handling_day=[{"staff": "b0", "day_on": DAYS[0], "handlings": 23}],
        mart__paper_month=[
            {"section": one, "sheets": int(37 * share)} | sheets | at for one, share in mine.items()
        ],
        mart__paper_digital_month=[
            {"pair": "documents", "section": one, "digital": 23 * share, "paper": 7 * share} | at
            for one, share in mine.items()
        ],
    )
    assert cells(rows["paper_month"])[TOWN] == "dominance"
    assert cells(rows["paper_digital_month"])[TOWN] == "dominance"
    assert not [row for row in rows["paper_digital_month"] if row["digital"] or row["paper"]]
