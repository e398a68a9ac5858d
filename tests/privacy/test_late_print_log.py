"""A print log that was out when a month was shown and came later: shown once more where its days may be told, and once."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.privacy.laid_nights import publish
from tests.privacy.late_knowledge import Known
from tests.privacy.random_town import (
    TOOL,
    RandomTown,
    month_after,
    raise_random_town,
    working_days,
)
from warehouse.facts.store import open_store
from warehouse.release.history.differencing import disclosable_groups
from warehouse.release.history.gaps import Asked
from warehouse.release.history.late_amounts import Amount, is_distinguishable, read_amounts
from warehouse.release.tables.publication_lines import DOCUMENTS, MEETINGS, OUT_OF_HOURS, SHEETS

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.facts.store import Store

Rows = dict[str, dict[str, str]]
SECTIONS = ("s00", "s01", "s02")
TOWN = "_town"
PRINTED = SHEETS.of({"source": "printers"})


def even_town() -> RandomTown:
    """Three sections of eight, in which everybody prints seven sheets on each working day."""
    town = raise_random_town(1, 4, tools=(TOOL, "meetings"))
    people = {f"{section}p{k}": section for section in SECTIONS for k in range(8)}
    days = [day for month in town.months for day in working_days(month)]
    return replace(
        town,
        assignments=[(who, at, date(2020, 4, 1), None) for who, at in people.items()],
        uses={tool: {(who, day) for who in people for day in days} for tool in town.uses},
        sheets=Counter({(who, day): 7 for who in people for day in days}),
    )


def without(town: RandomTown, late: list[date]) -> RandomTown:
    return replace(
        town,
        uses={
            tool: {use for use in uses if use[1] not in late} for tool, uses in town.uses.items()
        },
        sheets=Counter({key: n for key, n in town.sheets.items() if key[1] not in late}),
    )


def sheets(store: Store, town: RandomTown, night: date, late: list[date], folder: Path) -> Rows:
    """One night on which some days have not come; section → its sheets of the last month."""
    known = Known(night, without(town, late), frozenset(late))
    publish(store, known, own := folder / f"{night}")
    with (own / "paper_month.csv").open(encoding="utf-8-sig", newline="") as file:
        return {
            row["section"]: row
            for row in csv.DictReader(file)
            if row["month"] == f"{town.months[-1]}"
        }


def standing(folder: Path) -> set[tuple[str, str, str]]:
    """Return (table, of what, month) of which a night says that records came after it was shown."""
    with (folder / "late_month.csv").open(encoding="utf-8-sig", newline="") as file:
        return {(row["of_table"], row["item"], row["month"]) for row in csv.DictReader(file)}


def nights(town: RandomTown, late: list[date], folder: Path) -> tuple[Rows, Rows, Rows, Rows]:
    """Section → sheets of the last month: when shown without the late days, with them, a night later, and had nothing been late."""
    first = month_after(town.months[-1])
    on = [first + timedelta(days=k) for k in (0, 10, 11, 12)]
    with open_store(folder / "w.duckdb") as store, open_store(folder / "o.duckdb") as other:
        sheets(store, town, on[0], late, folder)
        before = sheets(store, town, on[1], late, folder)
        after = sheets(store, town, on[2], [], folder)
        again = sheets(store, town, on[3], [], folder)
        return before, after, again, sheets(other, town, on[2], [], folder / "other")


def test_three_weeks_of_a_print_log_that_come_later_are_shown(tmp_path: Path) -> None:
    town = even_town()
    late = working_days(town.months[-1])[-15:]
    before, after, again, whole = nights(town, late, tmp_path)
    assert {row["state"] for row in before.values()} == {"incomplete"}
    assert after == again == whole
    assert not any(
        one[0] == "paper_month"
        for one in standing(tmp_path / f"{month_after(town.months[-1]) + timedelta(days=12)}")
    )
    assert after[TOWN]["shown"] != before[TOWN]["shown"]


def test_a_late_day_on_which_one_person_printed_is_not(tmp_path: Path) -> None:
    """It is asked once, and what was shown stands for good."""
    town = even_town()
    late = working_days(town.months[-1])[-1:]
    for who, day in list(town.sheets):
        if day in late:
            town.sheets[who, day] = 900 if who == "s01p3" else 0
    before, after, again, whole = nights(town, late, tmp_path)
    assert before == after == again
    assert whole[TOWN]["shown"] != before[TOWN]["shown"]
    with open_store(tmp_path / "w.duckdb") as store:
        kept = set(store.rows("select line, month from release.line_kept"))
    assert (PRINTED, town.months[-1]) in kept
    # Of which days came everyone sees in the state of the data: the month says that records did, once they had.
    said = [
        standing(tmp_path / f"{month_after(town.months[-1]) + timedelta(days=k)}") for k in (10, 11)
    ]
    own = ("paper_month", "printers", f"{town.months[-1]}")
    assert [own in one for one in said] == [False, True]


def test_a_section_in_which_one_person_printed_most_of_what_came_stands_with_another(
    tmp_path: Path,
) -> None:
    """The whole town hall less the others would tell of it; the rest is shown."""
    town = even_town()
    late = working_days(town.months[-1])[-15:]
    for day in late:
        town.sheets["s01p3", day] = 50
    before, after, again, whole = nights(town, late, tmp_path)
    assert after == again
    stands = {one for one in SECTIONS if after[one] == before[one]}
    assert "s01" in stands
    assert len(stands) == 2
    for group in {*SECTIONS, TOWN} - stands:
        assert after[group] == whole[group]


def test_a_late_day_together_with_more_than_it_stands(tmp_path: Path) -> None:
    """An account that was matched in the meantime has sheets on the days that were there: the difference is theirs too."""
    town = even_town()
    late = working_days(town.months[-1])[-15:]
    unmatched = replace(town, sheets=Counter(town.sheets))
    for day in working_days(town.months[-1])[:-15]:
        unmatched.sheets["s02p1", day] = 0
        town.sheets["s02p1", day] = 90
    first = month_after(town.months[-1])
    with open_store(tmp_path / "w.duckdb") as store:
        sheets(store, unmatched, first, late, tmp_path)
        before = sheets(store, unmatched, first + timedelta(days=10), late, tmp_path)
        after = sheets(store, town, first + timedelta(days=11), [], tmp_path)
    assert after == before


DAY = date(2025, 1, 15)


@pytest.mark.parametrize(
    ("line", "was_read", "come", "is_told"),
    [
        (PRINTED, False, {"source printers": [DAY]}, True),
        (PRINTED, True, {"source printers": [DAY]}, False),
        (PRINTED, False, {}, False),
        (OUT_OF_HOURS.name, False, {"files": [DAY]}, False),
        (OUT_OF_HOURS.name, False, {"files": [DAY], "chat": [DAY]}, True),
    ],
)
def test_only_days_of_which_nothing_was_there_have_a_difference_of_their_own(
    line: str, was_read: bool, come: dict[str, list[date]], is_told: bool  # noqa: FBT001 - cases
) -> None:  # fmt: skip
    """Of a day that was read in part, or of one of several tools, what came is not known by itself."""
    needs = ("files", "chat", "printing printers", "source printers")
    days = {need: {DAY: Asked(is_whole=True, is_read=True)} for need in needs}
    gaps = {(need, DAY): was_read for need in come}
    assert is_distinguishable(line, gaps, come, days) is is_told


@pytest.mark.parametrize(("jobs", "is_told"), [(45, False), (450, True)])
def test_that_nobody_printed_on_the_late_days_is_told_of_no_small_count(
    jobs: int,
    is_told: bool,  # noqa: FBT001 - a case
    tmp_path: Path,
) -> None:
    """A count under a hundred is exact: that it is the same with all days would say that none was added."""
    people = {f"p{k}": "s00" for k in range(9)}
    with open_store(tmp_path / "w.duckdb") as store:
        store.execute(
            "create table core.print_day as select * from (values ('log', 'p0', date '2025-01-06', ?::int)) "
            "as t(source, staff, day_on, jobs)",
            [jobs],
        )
        store.execute("create table core.handling_day (staff text, day_on date, handlings int)")
        store.execute("create table core.assignment_day (staff text, section text, day_on date)")
        store.append(
            "core.assignment_day", [(one, at, date(2025, 1, 6)) for one, at in people.items()]
        )
        come = {"printing log": [DAY]}
        amounts = read_amounts(store, DOCUMENTS.name, date(2025, 1, 1), {"s00": "s00"}, come)
    assert amounts is not None
    row = {"coding": "exact", "digital": 0.0, "paper": float(jobs)}
    then = {"s00": row, TOWN: row}
    person_days = {side: dict.fromkeys(then, len(people)) for side in amounts}
    assert disclosable_groups(DOCUMENTS.name, then, then, amounts, person_days, {}) == (
        set(then) if is_told else set()
    )


@pytest.mark.parametrize(
    ("person_days", "is_told"), [(20, True), (21, False), (22, False), (23, True), (60, True)]
)
def test_meetings_of_late_days_are_not_told_where_they_may_be_everybody_every_day(
    person_days: int,
    is_told: bool,  # noqa: FBT001 - a case
) -> None:
    """About 300 became about 330, so 21 at least came: of 20 person-days somebody had two, of 21 it may be all of them."""
    by = Counter({f"p{k}": 6 for k in range(5)})
    groups = ("s00", TOWN)
    amount = Amount(
        Counter(dict.fromkeys(groups, 300)),
        Counter(dict.fromkeys(groups, 30)),
        dict.fromkeys(groups, by),
        (DAY,),
    )
    then, now = ({one: {"coding": "exact", "digital": n} for one in groups} for n in (300.0, 330.0))
    at_most = {"digital": dict.fromkeys(groups, person_days)}
    told = disclosable_groups(MEETINGS.name, then, now, {"digital": amount}, at_most, {})
    assert told == (set(groups) if is_told else set())
