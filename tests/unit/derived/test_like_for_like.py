"""A comparison over time has the same sections on both sides."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.releases import month_list
from tests.unit.derived.released_rows import (
    MONTHS,
    TOLD,
    cell,
    documents,
    only,
    sheets,
    target,
    use,
    worked_out,
)
from warehouse.release.derived.yardsticks import Yardsticks
from warehouse.release.groups.succession import Succession
from warehouse.release.tables.release import SMALL, TOWN

Row = dict[str, Any]
YEARS = Yardsticks(TOLD, date(2025, 10, 2), paper_base_year=2024)
ENDED = date(2025, 3, 31)
A: Row = {"section": "a", "name": "甲"}
LATER: Row = {"section": "b", "name": "乙", "to_on": date(2025, 6, 30), "successor": "a"}
"""It went into a after the base period."""
B: Row = {"section": "b", "name": "乙", "to_on": ENDED, "successor": "a"}
NOW, THEN = date(2025, 6, 1), date(2024, 6, 1)


def section(code: str, **more: object) -> Row:
    return {"section": code, "from_on": None, "to_on": None, "successor": None, **more}


def ended(code: str, successor: str | None, to_on: date = ENDED, **more: object) -> Row:
    return section(code, to_on=to_on, successor=successor, **more)


@pytest.mark.parametrize(
    ("sections", "group", "found"),
    [
        ([section("a")], "a", ("a",)),
        ([section("a"), ended("b", "a")], "a", ("a", "b")),
        # A chain, and one that was there for a while only and came from another.
        ([section("a"), ended("b", "c", date(2024, 12, 31)), ended("c", "a")], "a", ("a", "b", "c")),
        ([section("a"), ended("b", "m", date(2024, 9, 30)),
          ended("m", "a", from_on=date(2024, 10, 1))], "a", ("a", "b")),
        # Renamed, and two that went into a new one.
        ([section("n", from_on=date(2025, 4, 1)), ended("a", "n")], "n", ("a",)),
        ([section("n", from_on=date(2025, 4, 1)), ended("a", "n"), ended("b", "n")], "n", ("a", "b")),
        # It ended in the midst of the month of now: half of it is in there; of the month then: both halves are.
        ([section("a"), ended("b", "a", date(2025, 6, 10))], "a", None),
        ([section("a"), ended("b", "a", date(2024, 6, 10))], "a", ("a", "b")),
        # One ended and two began: what was split into them is not known.
        ([section("n", from_on=date(2025, 4, 1)), section("z", from_on=date(2025, 4, 1)),
          ended("a", "n")], "n", None),
        # What began by itself stands for itself: it has no value then.
        ([section("n", from_on=date(2025, 4, 1))], "n", ("n",)),
        ([section("a"), ended("b", None)], "a", ("a",)),
        ([section("a"), ended("b", "a")], TOWN, (TOWN,)),
    ],
)  # fmt: skip
def test_the_groups_of_before_that_hold_the_sections_of_now(
    sections: list[Row], group: str, found: tuple[str, ...] | None
) -> None:
    """A group is held against all that went into it, against nothing where that cannot be told."""
    assert Succession(sections, {}).like_for_like(group, NOW, THEN) == found


def test_a_later_base_year_may_hold_more_than_the_year_before_it() -> None:
    """A section is not held against what it became with another."""
    both = Succession([section("a"), ended("b", "a")], {})
    assert both.like_for_like("a", THEN, NOW) is None
    assert both.like_for_like("b", THEN, NOW) is None
    renamed = Succession([section("n", from_on=date(2025, 4, 1)), ended("a", "n")], {})
    assert renamed.like_for_like("a", THEN, NOW) == ("n",)


@pytest.mark.parametrize(
    ("now", "then", "group", "found"),
    [
        ("cd", "cd", SMALL, (SMALL,)),
        ("cd", "cde", SMALL, None),
        ("cde", "cd", SMALL, None),
        ("cd", "", SMALL, None),
        # Of one that was merged then, or took in one of those, nothing is known apart.
        ("", "ac", "a", None),
        ("cd", "bc", "a", None),
        # All of the small ones went in.
        ("", "bf", "a", (SMALL, "a")),
        # What went from one small section into another stays among them.
        ("gd", "ghd", SMALL, (SMALL,)),
    ],
)
def test_small_sections_are_held_against_the_same_small_sections(
    now: str, then: str, group: str, found: tuple[str, ...] | None
) -> None:
    """Else there is no comparison: who is merged is settled quarter by quarter."""
    sections = [
        *(section(code) for code in "acdeg"), ended("b", "a"), ended("f", "a"), ended("h", "g"),
    ]  # fmt: skip
    merged = {NOW: set(now), THEN: set(then)}
    assert Succession(sections, merged).like_for_like(group, NOW, THEN) == found


def bought_before(section: str, *amounts: float | None) -> list[Row]:
    """Sheets bought month after month, a year before."""
    return [
        row | {"month": row["month"].replace(year=row["month"].year - 1)}
        for row in sheets("bought", *amounts, section=section)
    ]


@pytest.mark.parametrize(
    ("section", "other", "told"),
    [
        ("a", 500, (9000, -22, None)),
        ("a", None, (None, None, "not_shown")),
        (SMALL, 500, (None, None, "reorganised")),
    ],
)
def test_paper_of_a_section_that_took_in_another(
    section: str, other: float | None, told: tuple[object, ...]
) -> None:
    """Both are the base; where one is hidden, or members may differ, nothing is told."""
    before = [*bought_before(section, *[1000] * 6), *bought_before("b", *[other] * 6)]
    now = sheets("bought", *[1170] * 6, section=section)
    rows = worked_out("paper_year", YEARS, paper_month=[*now, *before], section=[A, B])
    found = [row for row in rows if (row["section"], row["fiscal_year"]) == (section, 2025)]
    assert only(found, "base_sheets", "change", "uncompared_because") == [told]


def hidden(code: str, months: list[date]) -> list[Row]:
    """Rows that say that a section is merged with others in these months."""
    none = {"n": 3, "coding": None, "low": None, "high": None, "withheld_because": "small_group"}
    return [
        {"section": code, "tool": "files", "month": month, "state": "final", **none}
        for month in months
    ]


@pytest.mark.parametrize(("is_new_member", "change"), [(False, -10), (True, None)])
def test_paper_of_the_small_sections(*, is_new_member: bool, change: float | None) -> None:
    """Of the same members it is compared; with one more or less it is not."""
    before = [month.replace(year=month.year - 1) for month in MONTHS[:6]]
    members = [*hidden("c", [*before, *MONTHS[:6]]), *hidden("d", [*before, *MONTHS[:6]])]
    members += hidden("e", MONTHS[5:6]) if is_new_member else []
    papers = [
        *sheets("bought", *[900] * 6, section=SMALL), *bought_before(SMALL, *[1000] * 6),
    ]  # fmt: skip
    rows = worked_out("paper_year", YEARS, paper_month=papers, use_month=members, section=[
        section(code) | {"name": code} for code in "cde"
    ])  # fmt: skip
    assert only([row for row in rows if row["fiscal_year"] == 2025], "change") == [(change,)]


def test_a_section_that_is_new_has_no_base_and_the_row_says_why() -> None:
    """It is not only not shown: it was not there."""
    papers = [*sheets("bought", *[900] * 6), *bought_before("b", *[1000] * 6)]
    new = A | {"from_on": date(2025, 4, 1)}
    rows = worked_out("paper_year", YEARS, paper_month=papers, section=[new])
    found = [row for row in rows if (row["section"], row["fiscal_year"]) == ("a", 2025)]
    assert only(found, "change", "uncompared_because") == [(None, "reorganised")]


def test_a_roster_that_begins_after_the_base_year_is_no_reorganisation() -> None:
    """Nobody has sheets then: records are missing, of the whole town hall as of a section."""
    papers = [*sheets("bought", *[900] * 6), *sheets("bought", *[900] * 6, section=TOWN)]
    since = [{"section": code, "name": code, "from_on": date(2025, 4, 1)} for code in ("a", TOWN)]
    rows = worked_out("paper_year", YEARS, paper_month=papers, section=since)
    assert only(rows, "change", "uncompared_because") == [(None, "not_shown")] * 2


@pytest.mark.parametrize(
    ("other", "more", "told"),
    [
        ((100.0, 100.0), [], ("untouched", None)),
        # July is then the first month of a new base.
        (None, [], None),
        # Another began on the day after b's last: what of b went there is not known.
        ((100.0, 100.0), [{"section": "z", "name": "丙", "from_on": MONTHS[3]}], (None, "reorganised")),
    ],
)  # fmt: skip
def test_documents_a_head_of_a_section_that_took_in_another(
    other: tuple[float, float] | None, more: list[Row], told: tuple[object, ...] | None
) -> None:
    """Both their documents by both their heads are the base: against its own alone it would have shrunk."""
    heads = [row | {"n": 20 if row["month"] < MONTHS[3] else 30} for row in use(*[50.0] * 4)]
    rows = worked_out(
        "replacement_month",
        use_month=[*heads, *use(50, 50, 50, section="b")],
        paper_digital_month=[
            *documents(*[(500.0, 500.0)] * 3, (600.0, 600.0)),
            *documents(*[other] * 3, section="b"),
        ],
        section=[A, LATER, *more],
    )
    assert only(rows, "verdict", "uncompared_because") == ([told] if told else [])


def risen(section: str, per_head: float, heads: int) -> tuple[list[Row], list[Row]]:
    """Fifteen months of printing and of heads, to June 2026."""
    months = month_list(date(2025, 4, 1), 15)
    printed = [
        {"section": section, "month": month, "source": "printed", "kind": "printed",
         "quality": "measured"} | cell(per_head * heads * (1 + at % 2 / 100), n=None)
        for at, month in enumerate(months)
    ]  # fmt: skip
    people = [
        {"section": section, "tool": "files", "month": month} | cell(50, n=heads)
        for month in months
    ]
    return printed, people


@pytest.mark.parametrize("is_told", [True, False])
def test_a_section_that_took_in_one_that_printed_more_a_head_printed_no_more(
    *,
    is_told: bool,
) -> None:
    """Five sections of 100 sheets a head; a takes in b, of 300 sheets a head, in the newest three months."""
    last = date(2026, 3, 31)
    towns = {code: risen(code, 100, 10) for code in ("a", "c", "d", "e", "f")}
    towns["b"] = risen("b", 300, 10)
    papers, heads = [], []
    for code, (printed, people) in towns.items():
        for paper, head in zip(printed, people, strict=True):
            if code == "b" and paper["month"] > last:
                continue
            if code == "a" and paper["month"] > last:
                paper |= {"low": paper["low"] * 4, "high": paper["high"] * 4}
                head |= {"n": 20}
            papers.append(paper)
            heads.append(head)
    sections = [A, {"section": "b", "name": "乙", "to_on": last, "successor": "a"}]
    rows = worked_out(
        "alert",
        Yardsticks(TOLD, date(2026, 6, 30)),
        paper_month=papers,
        use_month=heads,
        section=sections if is_told else [],
    )
    found = [row["section"] for row in rows if row["kind"] == "paper_rose"]
    assert found == ([] if is_told else ["a"])


def test_a_rate_of_other_sections_has_not_fallen() -> None:
    """The alert and the pace of a rate look back no further than the section was made up as it is."""
    rates = [*use(30, 30, 30, 19), *use(30, 30, 30, 19, section="c")]
    terms = Yardsticks(TOLD, as_of=date(2025, 8, 10))
    rows = worked_out("alert", terms, use_month=rates, section=[A, LATER])
    assert only(rows, "section") == [("c",)]
    rows = worked_out("target_month", use_month=rates, target=[target(40)], section=[A, LATER])
    assert only(rows, "section", "pace") == [("a", None), ("c", -3.7)]
