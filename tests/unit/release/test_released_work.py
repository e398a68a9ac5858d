"""Work, guests, books, counters and vendors' totals as Gate 2 lets them out: real tables, real cut."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from warehouse.facts.store import open_store
from warehouse.release.cut import cut_release
from warehouse.release.lower_bounds import implied_users
from warehouse.release.tables.bands import code_printed
from warehouse.release.tables.coding import shown_text
from warehouse.release.tables.release import SMALL, TOWN
from warehouse.town import Town

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.release.lower_bounds import Rows

MONTH = date(2025, 4, 1)
DAYS = [day for k in range(30) if (day := MONTH + timedelta(days=k)).weekday() < 5]
SIZES = {"a": 6, "b": 6, "c": 6, "tiny": 4}
Row = dict[str, Any]


def people(section: str) -> list[str]:
    return [f"{section}{k}" for k in range(SIZES[section])]


def per_person(**by_section: list[int]) -> dict[str, int]:
    """Who has how much, in the order of the section's people."""
    return {
        staff: amount
        for section, amounts in by_section.items()
        for staff, amount in zip(people(section), amounts, strict=False)
    }


def released(folder: Path, **given: list[Row]) -> dict[str, list[Row]]:
    """Lay the tables of April 2025, cut, and return what a reader sees."""
    tables: dict[str, list[Row]] = {
        "raw.assignment": [
            {"staff": staff, "section": section, "from_on": date(2020, 4, 1), "to_on": None}
            for section in SIZES
            for staff in people(section)
        ],
        "core.calendar": [{"day_on": d, "month": MONTH, "is_working_day": True} for d in DAYS],
        "core.requirement_day": [{"need": "none", "day_on": DAYS[0], "state": "final"}],
        "core.assignment_day": [
            {"staff": staff, "section": section, "day_on": day}
            for section in SIZES
            for staff in people(section)
            for day in DAYS
        ],
    }
    empty = {
        "mart.use_month": "tool text, month date, section text, active_days int, assigned_days int, state text",
        "mart.activation_month": "tool text, month date, section text, activated int, assigned int, state text",
        "mart.paper_month": "source text, kind text, month date, section text, sheets int, quality text, state text",
        "mart.paper_digital_month": "pair text, month date, section text, digital double, paper double, state text",
        "core.print_day": "source text, staff text, day_on date, jobs int, sheets int",
        "core.handling_day": "staff text, day_on date, handlings int",
        "core.hours_day": "staff text, day_on date, uses int, uses_out_of_hours int",
        "core.meeting_day": "staff text, day_on date, seconds int",
        "core.opened_day": "staff text, day_on date, meetings int, with_guests int",
        "mart.work_month": "section text, month date, uses int, uses_out_of_hours int, meeting_minutes double, assigned_days int, state text",
        "mart.outside_month": "section text, month date, online_meetings int, with_guests int, state text",
    }
    with open_store(folder / "warehouse.duckdb") as store:
        for name, columns in empty.items():
            store.execute(f"create or replace table {name} ({columns})")
        for name, rows in (
            tables | {one.replace("__", "."): of for one, of in given.items()}
        ).items():
            with store.lent("laid", pa.Table.from_pylist(rows)):
                store.execute(f"create or replace table {name} as select * from laid")
        release = cut_release(
            store,
            town=Town("町", MONTH, 4),
            today=date(2025, 5, 10),
            released_at=datetime(2025, 5, 10, tzinfo=UTC),
        )
    return {name: table.to_pylist() for name, table in release.tables.items()}


def cells(rows: list[Row], **where: object) -> dict[str, str | None]:
    """Section → what is shown, or the reason why not."""
    return {
        row["section"]: row["shown"] or row["withheld_because"]
        for row in rows
        if all(row[name] == value for name, value in where.items())
    }


def hours(uses: dict[str, int], out: dict[str, int]) -> list[Row]:
    """A day of uses for each person."""
    return [
        {
            "staff": staff,
            "day_on": DAYS[0],
            "uses": uses[staff],
            "uses_out_of_hours": out.get(staff, 0),
        }
        for staff in uses
    ]


def work(uses: dict[str, int], out: dict[str, int], minutes: dict[str, float]) -> list[Row]:
    """The mart that goes with it."""
    return [
        {
            "section": section,
            "month": MONTH,
            "uses": sum(uses.get(one, 0) for one in people(section)),
            "uses_out_of_hours": sum(out.get(one, 0) for one in people(section)),
            "meeting_minutes": sum(minutes.get(one, 0.0) for one in people(section)),
            "assigned_days": len(DAYS) * SIZES[section],
            "state": "final",
        }
        for section in SIZES
    ]


def test_one_person_with_more_than_half_of_the_evenings_is_hidden_and_covered(
    tmp_path: Path,
) -> None:
    """The next smallest section goes with them; little is told whoever it was."""
    uses = per_person(a=[100] * 6, b=[110] * 6, c=[200] * 6, tiny=[100] * 4)
    out = per_person(a=[90, 10, 5, 5, 0, 0], b=[20] * 6, c=[10, 0, 0, 0, 0, 0])
    rows = released(
        tmp_path, core__hours_day=hours(uses, out), mart__work_month=work(uses, out, {})
    )
    assert cells(rows["work_month"], measure="out_of_hours") == {
        "a": "small_group",
        "tiny": "small_group",
        SMALL: "dominance",
        "b": "dominance",
        "c": "5%未満",
        TOWN: "約10%",
    }


def test_no_use_at_all_is_told_as_little_out_of_hours_is(tmp_path: Path) -> None:
    """An empty cell beside the others' would say of everyone in the section that they used nothing."""
    uses = per_person(a=[100] * 6, b=[0] * 6, c=[100] * 6, tiny=[100] * 4)
    out = per_person(a=[10] * 6, tiny=[10] * 4)
    rows = released(
        tmp_path,
        core__hours_day=hours({one: n for one, n in uses.items() if n}, out),
        mart__work_month=work(uses, out, {}),
    )
    found = cells(rows["work_month"], measure="out_of_hours")
    assert (found["b"], found["c"]) == ("5%未満", "5%未満")


def test_hours_in_meetings_are_told_by_the_half_hour_a_head(tmp_path: Path) -> None:
    """Of less than half an hour nobody is asked; of one person's hours nothing is told."""
    minutes = per_person(a=[60] * 6, b=[300, 0, 0, 0, 0, 0], c=[100, 0, 0, 0, 0, 0], tiny=[60] * 4)
    joined = [{"staff": s, "day_on": DAYS[0], "seconds": 60 * m} for s, m in minutes.items()]
    rows = released(
        tmp_path,
        core__meeting_day=joined,
        mart__work_month=work({}, {}, {one: float(m) for one, m in minutes.items()}),
    )
    found = cells(rows["work_month"], measure="meeting_hours")
    assert {found[SMALL], found["b"], found["c"]} == {"dominance"}
    assert found[TOWN] == "1.0"


def test_a_head_is_somebody_there_on_every_working_day(tmp_path: Path) -> None:
    """Six hours of six people are an hour a head."""
    minutes = per_person(a=[60] * 6, b=[90] * 6, c=[90] * 6, tiny=[60] * 4)
    joined = [{"staff": s, "day_on": DAYS[0], "seconds": 60 * m} for s, m in minutes.items()]
    rows = released(
        tmp_path,
        core__meeting_day=joined,
        mart__work_month=work({}, {}, {one: float(m) for one, m in minutes.items()}),
    )
    found = cells(rows["work_month"], measure="meeting_hours")
    assert (found[SMALL], found["b"], found["c"]) == ("1.0", "1.5", "1.5")


def outside(**counts: tuple[int, int]) -> list[Row]:
    return [
        {
            "section": section,
            "month": MONTH,
            "online_meetings": counts.get(section, (0, 0))[0],
            "with_guests": counts.get(section, (0, 0))[1],
            "state": "final",
        }
        for section in SIZES
    ]


def opened(meetings: dict[str, tuple[int, int]]) -> list[Row]:
    return [
        {"staff": staff, "day_on": DAYS[0], "meetings": count, "with_guests": guests}
        for staff, (count, guests) in meetings.items()
    ]


def test_guests_are_told_from_ten_meetings_on_and_not_of_one_organizer(tmp_path: Path) -> None:
    """Nine meetings are too few; who opened more than half of the meetings is hidden."""
    rows = released(
        tmp_path,
        core__opened_day=opened(
            {
                "a0": (4, 2),
                "a1": (4, 2),
                "a2": (4, 1),
                "b0": (9, 3),
                "b1": (3, 1),
                "c0": (5, 1),
                "c1": (4, 1),
            }
        ),
        mart__outside_month=outside(a=(12, 5), b=(12, 4), c=(9, 2)),
        mart__work_month=work({}, {}, {}),
    )
    found = cells(rows["outside_month"])
    assert found["b"] == "dominance"
    assert found["c"] == "few_meetings"
    assert found[TOWN] == "約35%"


def meetings(by: dict[str, list[int]]) -> dict[str, list[Row]]:
    """Online meetings that each person opened, and both marts that count them."""
    counts = per_person(**by)
    total = {s: sum(counts.get(one, 0) for one in people(s)) for s in SIZES}
    return {
        "core__opened_day": opened({one: (n, 0) for one, n in counts.items() if n}),
        "mart__outside_month": outside(**{s: (n, 0) for s, n in total.items()}),
        "mart__work_month": work({}, {}, {}),
        "mart__paper_digital_month": [
            {
                "pair": "meetings",
                "month": MONTH,
                "section": s,
                "digital": float(n),
                "paper": 4.0,
                "state": "final",
            }
            for s, n in total.items()
        ],
    }


def test_online_meetings_beside_those_on_paper_are_told_as_work_is(tmp_path: Path) -> None:
    """A number of one person's meetings would prove that somebody in the section has begun."""
    rows = released(
        tmp_path,
        **meetings(
            {"a": [5] * 6, "b": [2, 0, 0, 0, 0, 0], "c": [12, 4, 0, 0, 0, 0], "tiny": [5] * 4}
        ),
    )["paper_digital_month"]
    told = {row["section"]: (row["digital"], row["withheld_because"]) for row in rows}
    assert told == {
        "a": (None, "small_group"),
        "tiny": (None, "small_group"),
        SMALL: (None, "dominance"),
        "b": (None, "few_meetings"),
        "c": (None, "dominance"),
        TOWN: (68.0, None),
    }


def test_no_online_meeting_at_all_is_as_few_as_nine(tmp_path: Path) -> None:
    """0 would say it of everyone; and one withheld section alone would follow from the whole."""
    for few in (0, 1):
        rows = released(
            tmp_path, **meetings({"a": [5] * 6, "b": [few] * 6, "c": [9] * 6, "tiny": [5] * 4})
        )["paper_digital_month"]
        found = cells(rows)
        assert found["b"] == "few_meetings"
        assert list(found.values()).count("dominance") == 1


def test_few_meetings_of_two_sections_are_covered_until_together_they_are_ten(
    tmp_path: Path,
) -> None:
    """The whole less the others would say of two small numbers what each alone does not say."""
    rows = released(
        tmp_path, **meetings({"a": [5] * 6, "b": [1] * 4, "c": [1] * 4, "tiny": [5] * 4})
    )["paper_digital_month"]
    assert cells(rows, state="final") == {
        "a": "small_group", "tiny": "small_group", SMALL: "dominance",
        "b": "few_meetings", "c": "few_meetings", TOWN: "78%",
    }  # fmt: skip


def dominated_hours(folder: Path) -> dict[str, list[Row]]:
    """Of b one person has all hours in meetings; so that nobody can subtract, a neighbour is not shown either."""
    minutes = per_person(a=[60] * 6, b=[300, 0, 0, 0, 0, 0], c=[60] * 6, tiny=[60] * 4)
    begun = {section: 1 if section == "b" else SIZES[section] for section in SIZES}
    at = {"tool": "meetings", "month": MONTH, "state": "final"}
    return released(
        folder,
        core__requirement_day=[
            {"need": "meetings", "day_on": day, "state": "final"} for day in DAYS
        ],
        core__meeting_day=[
            {"staff": one, "day_on": DAYS[0], "seconds": 60 * told} for one, told in minutes.items()
        ],
        mart__work_month=work({}, {}, {one: float(told) for one, told in minutes.items()}),
        mart__activation_month=[
            {"section": one, "activated": count, "assigned": SIZES[one]} | at
            for one, count in begun.items()
        ],
    )


def test_a_reason_for_hours_proves_no_user_where_a_neighbour_has_the_same(tmp_path: Path) -> None:
    """Which of the two one person dominates cannot be told, so the band is cut from nobody on."""
    rows = dominated_hours(tmp_path)
    found = cells(rows["work_month"], measure="meeting_hours")
    assert list(found.values()).count("dominance") == 2
    assert found["b"] == "dominance"
    assert cells(rows["activation_month"])["b"] == "0〜50%"


def test_what_the_shown_sections_leave_of_the_whole_is_of_two_users_among_the_others(
    tmp_path: Path,
) -> None:
    """The witness names both sections that are not shown, and that of the whole names none."""
    rows = dominated_hours(tmp_path)
    said = {one.among: one.n for one in implied_users(rows) if one.section == TOWN}
    hidden = tuple(
        row["section"] for row in rows["work_month"]
        if row["withheld_because"] == "dominance" and row["measure"] == "meeting_hours"
    )  # fmt: skip
    assert said == {(): 2, hidden: 2}
    assert "b" in hidden


def test_nobodys_meetings_are_left_to_the_others_where_the_shown_ones_may_be_all() -> None:
    """Rounding alone is no proof: 100 may be 95, which two times 48 are not."""

    def month(town: float, *shown: float) -> Rows:
        sections = [*zip("ab", shown, strict=True), ("c", None), ("d", None), (TOWN, town)]
        return {
            "paper_digital_month": [
                {"section": s, "pair": "documents", "month": MONTH, "digital": told,
                 "withheld_because": None if told else "dominance"}
                for s, told in sections
            ]
        }  # fmt: skip

    assert [one.among for one in implied_users(month(98.0, 48.0, 50.0)) if one.among] == []
    assert [one.among for one in implied_users(month(99.0, 48.0, 50.0)) if one.among] == [
        ("c", "d")
    ]
    assert [one.among for one in implied_users(month(300.0, 150.0, 140.0)) if one.among] == []
    assert [one.among for one in implied_users(month(310.0, 150.0, 140.0)) if one.among] == [
        ("c", "d")
    ]


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
    ranges: dict[str, list[int]] = {}
    for sheets in range(25_000):
        ranges.setdefault(shown_text(code_printed(sheets)), []).append(sheets)
    for told, counts in ranges.items():
        assert (counts[0] % 5, (counts[-1] + 1) % 5) == (0, 0) or told == shown_text(
            code_printed(24_999)
        )
    assert ranges["10未満"] == list(range(10))


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


def test_a_month_that_runs_or_is_not_there_has_no_value(tmp_path: Path) -> None:
    """「まだない」 is not withheld."""
    none = [row | {"state": "none", "uses": None} for row in work({}, {}, {})]
    rows = released(tmp_path, mart__work_month=none, mart__outside_month=outside())
    assert set(cells(rows["work_month"], section=TOWN).values()) == {None}


def test_counters_of_fewer_than_three_devices_are_hidden(tmp_path: Path) -> None:
    """They may be one person's; makers are never summed."""
    rows = released(
        tmp_path,
        mart__counter_month=[
            {
                "source": "snmp",
                "maker": maker,
                "unit": "impressions",
                "month": MONTH,
                "printers": printers,
                "counted": 12_345,
                "resets": 0,
                "state": "final",
            }
            for maker, printers in (("A", 3), ("B", 2))
        ],
    )["counter_month"]
    assert [row["shown"] or row["withheld_because"] for row in rows] == ["12,300", "few_printers"]


def test_books_are_merged_and_round(tmp_path: Path) -> None:
    """FAXes of nobody's section are in the whole town hall alone."""
    rows = released(
        tmp_path,
        mart__book_month=[
            {
                "section": s,
                "what": "fax",
                "measure": "count",
                "month": MONTH,
                "count": 123,
                "state": "final",
            }
            for s in ("a", "b", "tiny", None)
        ],
    )["book_month"]
    assert cells(rows) == {
        "a": "small_group", "tiny": "small_group", SMALL: "250", "b": "120", TOWN: "490",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("person_days", "told"), [(50, "50"), (39, "dominance"), (81, "dominance")]
)
def test_a_vendors_person_days_are_told_where_no_one_person_can_have_half(
    person_days: int, told: str, tmp_path: Path
) -> None:
    """On 20 days one person has 20 at most, and six people's days must leave three head counts open."""
    row = {"tool": "chat", "source": "mm", "month": MONTH, "days": 20, "state": "final"}
    rows = released(
        tmp_path,
        mart__section_use_month=[
            row | {"section": "b", "uses": 900, "person_days": person_days},
            row | {"section": "c", "uses": 900, "person_days": 60},
        ],
    )["section_use_month"]
    assert cells(rows, measure="person_days")["b"] == told
    assert cells(rows, measure="uses") == {
        SMALL: "dominance", "b": "dominance", "c": "dominance", TOWN: "1,800",
    }  # fmt: skip


def test_on_how_many_days_a_vendor_counted_is_not_told_of_what_is_not_shown(tmp_path: Path) -> None:
    """The days of a section of one person are that person's; a row of its own would be there only if they used it."""
    row = {"tool": "chat", "source": "mm", "month": MONTH, "state": "final", "uses": None}
    rows = released(
        tmp_path,
        mart__section_use_month=[
            row | {"section": section, "days": days, "person_days": person_days}
            for section, days, person_days in (("b", 20, 50), ("c", 3, 3), ("tiny", 2, 2))
        ],
    )["section_use_month"]
    assert {one["section"]: (one["days"], one["withheld_because"]) for one in rows} == {
        "b": (20, None),
        "c": (None, "dominance"),
        SMALL: (None, "dominance"),
        TOWN: (20, None),
    }


def test_a_vendors_person_days_are_hidden_where_people_are_counted_too(tmp_path: Path) -> None:
    """Two counts of one tool would be held against each other."""
    row = {"tool": "chat", "source": "mm", "month": MONTH, "days": 20, "state": "final"}
    use = {
        "tool": "chat",
        "month": MONTH,
        "active_days": 30,
        "assigned_days": 100,
        "state": "final",
    }
    rows = released(
        tmp_path,
        mart__section_use_month=[row | {"section": "b", "uses": None, "person_days": 50}],
        mart__use_month=[use | {"section": section} for section in SIZES],
        core__requirement_day=[{"need": "chat", "day_on": day, "state": "final"} for day in DAYS],
    )["section_use_month"]
    assert cells(rows)["b"] == "protects_other"


def held(came: dict[str, int], *, day_on: date = DAYS[0]) -> list[Row]:
    """A training of the book: how many came of each section."""
    return [
        {"training": "t", "section": s, "tool": None, "day_on": day_on, "attended": attended}
        for s, attended in came.items()
    ]


def test_training_coverage_is_a_band_and_the_towns_is_no_sharper(tmp_path: Path) -> None:
    """Of a section of which nobody came there is no row; the small ones are one group."""
    rows = released(
        tmp_path,
        raw__training=held({"a": 4, "b": 2, "tiny": 4}),
        core__town=[settled_town()],
        core__section_path=[stays_itself(section) for section in SIZES],
    )["training_coverage"]
    found = cells(rows)
    assert found.keys() == {SMALL, "b", TOWN}
    assert (found[SMALL], found["b"]) == ("70〜100%", "17〜100%")
    assert found[TOWN] is not None


def settled_town() -> Row:
    """What the settings say, all of it."""
    days = ("closing_on", "base_from", "base_to")
    factors = ("yen_per_sheet", "grams_per_sheet", "co2_grams_per_sheet", "sheets_per_tree")
    return {
        "today": date(2025, 5, 10),
        **dict.fromkeys(days, date(2026, 3, 31)),
        "paper_base_year": 2024,
        "paper_ratio": 0.5,
        **dict.fromkeys(factors, 1.0),
        **dict.fromkeys(("yen_source", "grams_source", "co2_source", "tree_source"), "x"),
    }


def stays_itself(section: str) -> Row:
    """A section that no other takes over."""
    days = {"from_on": date(2020, 1, 1), "to_on": date(2030, 1, 1)}
    return {"section": section, "becomes": section, **days}


def test_trainings_are_listed_by_group_and_only_where_somebody_came(tmp_path: Path) -> None:
    """Of a section of one person a line would say that this person came; so would the state of its cell."""
    came = {"a": None, "b": 2, "c": 0, "tiny": 1}
    rows = released(
        tmp_path,
        raw__training=[
            {"training": "t", "section": s, "tool": None, "day_on": DAYS[0], "attended": attended}
            for s, attended in came.items()
            if attended is not None
        ],
        core__town=[settled_town()],
        core__section_path=[stays_itself(section) for section in SIZES],
    )
    assert sorted(row["section"] for row in rows["training"]) == [SMALL, "b"]
    covered = {row["section"]: row for row in rows["training_coverage"]}
    assert covered.keys() == {SMALL, "b", TOWN}
    assert covered[SMALL]["low"] == 10.0


def test_a_training_of_when_a_section_was_small_is_listed_of_the_small_ones(tmp_path: Path) -> None:
    """Its line would say of three people that one of them came, however many there are today."""
    held = {"before": date(2024, 11, 5), "since": DAYS[0]}
    assigned = [
        {
            "staff": staff, "section": section, "to_on": None,
            "from_on": date(2025, 1, 6) if section == "b" and staff > "b2" else date(2020, 4, 1),
        }
        for section in SIZES for staff in people(section)
    ]  # fmt: skip
    rows = released(
        tmp_path,
        raw__assignment=assigned,
        raw__training=[
            {"training": name, "section": "b", "tool": None, "day_on": day_on, "attended": 2}
            for name, day_on in held.items()
        ],
        core__town=[settled_town()],
        core__section_path=[stays_itself(section) for section in SIZES],
    )
    assert {row["training"]: row["section"] for row in rows["training"]} == {
        "before": SMALL,
        "since": "b",
    }
