"""The town's truth against what its vendors and files say, read back here in plain Python."""

from __future__ import annotations

import csv
import math
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from connectors.demo_town import DemoTown, expected, simulate_town
from connectors.demo_town.simulate.workdays import days_between, is_working_day
from connectors.roster.roster import read_roster
from connectors.vendors.google_workspace.demo.activities import APPLICATIONS, Activities

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 5, 13)
TOOL_OF = {"drive": "files", "meet": "meetings", "chat": "chat", "calendar": "calendar"}
USE = {
    *("view", "edit", "create", "upload", "download"),
    *("message_posted", "reaction_added", "attachment_upload", "room_created", "conversation_read"),
    *("create_event", "change_event", "change_event_guest_response", "call_ended"),
}


@pytest.fixture(scope="module")
def town() -> DemoTown:
    """Return a town of six months round an April 1, with a running month."""
    return simulate_town(11, 6, TODAY)


def day_in_japan(time: str) -> date:
    """Return the day in Asia/Tokyo of a time as the Reports API writes it."""
    return (datetime.fromisoformat(time).astimezone(UTC) + timedelta(hours=9)).date()


def uses_by_address(town: DemoTown, application: str) -> set[tuple[date, str]]:
    """Return day and address of all uses that the vendor tells of."""
    activities = Activities(town, application)
    found = set()
    for index in range(len(activities.times)):
        activity: dict[str, Any] = activities.write(index)
        address = activity["actor"].get("email")
        if address and activity["events"][0]["name"] in USE:
            found.add((day_in_japan(activity["id"]["time"]), address))
    return found


def test_use_rates_are_those_of_the_vendors_answers_and_the_roster_file(
    town: DemoTown, folder: Path
) -> None:
    """Counting the vendor's JSON by the written roster gives the truth's every cell."""
    roster = read_roster(folder / "staff.csv", folder / "sections.csv")
    owner = {
        (alias.account, day_on): alias.staff_no
        for alias in roster.aliases
        for day_on in days_between(town.since, town.today)
        if alias.period.holds(day_on)
    }
    home: dict[tuple[str, date], str] = {}
    assigned: Counter[tuple[str, date]] = Counter()
    for assignment in roster.assignments:
        for day_on in days_between(town.since, town.today):
            if assignment.period.holds(day_on):
                home[assignment.staff_no, day_on] = assignment.section
                assigned[assignment.section, day_on.replace(day=1)] += is_working_day(day_on)
    active: Counter[expected.Cell] = Counter()
    for application in APPLICATIONS:
        for day_on, address in uses_by_address(town, application):
            staff_no = owner.get((address, day_on))
            if staff_no is not None and is_working_day(day_on):
                section = home[staff_no, day_on]
                active[section, TOOL_OF[application], day_on.replace(day=1)] += 1
    told = expected.use_months(town)
    assert sum(cell.active_days for cell in told.values()) > 2000
    for (section, tool, month), cell in told.items():
        assert cell.active_days == active[section, tool, month]
        assert cell.assigned_days == assigned[section, month]


def test_the_adoption_curve_never_falls_while_nobody_moves(town: DemoTown) -> None:
    """Within a section without leavers the activated only grow, and never exceed the assigned."""
    curve = expected.activation_months(town)
    assert curve
    assert all(0 <= cell.activated <= cell.assigned for cell in curve.values())
    months = [month for month in town.months if month < date(2026, 4, 1)]
    calm = [
        curve["kikaku", "files", month].activated
        for month in months
        if ("kikaku", "files", month) in curve
    ]
    assert calm == sorted(calm)
    assert calm[-1] > 0


def test_a_new_section_starts_with_what_its_people_had_begun(town: DemoTown) -> None:
    """After the merger the successor's activated include those who came: a move loses nothing."""
    curve = expected.activation_months(town)
    before, after = date(2026, 3, 1), date(2026, 4, 1)
    assert ("kankou", "files", before) in curve
    assert ("kankou", "files", after) not in curve
    assert curve["sangyou", "files", after].assigned > curve["sangyou", "files", before].assigned


def test_print_logs_hold_the_jobs_that_were_printed(town: DemoTown, folder: Path) -> None:
    """CUPS and PaperCut together give jobs and impressions; sheets wherever the sides are logged."""
    section_of = logons(folder)
    counted: defaultdict[tuple[str, date], Counter[str]] = defaultdict(Counter)
    for path in sorted((folder / "cups").iterdir()):
        for line in path.read_text("utf-8").splitlines():
            fields = line.split("\t", 15)
            printed_on = datetime.strptime(fields[0], "[%d/%b/%Y:%H:%M:%S %z]").date()
            total, copies, sides = int(fields[5]), int(fields[8]), fields[9]
            cell = counted[section_of[fields[2]][printed_on], printed_on.replace(day=1)]
            per_copy = total // copies
            sheets = copies * (math.ceil(per_copy / 2) if sides.startswith("two") else per_copy)
            cell.update(jobs=1, impressions=total, known=0 if sides == "-" else sheets)
    for path in sorted((folder / "papercut").iterdir()):
        for row in list(csv.reader(path.read_text("cp932").splitlines()))[2:]:
            assert len(row) == 15
            printed_on = datetime.fromisoformat(row[0]).date()
            pages, copies = int(row[2]), int(row[3])
            cell = counted[section_of[row[1]][printed_on], printed_on.replace(day=1)]
            sheets = copies * (math.ceil(pages / 2) if row[11] == "DUPLEX" else pages)
            cell.update(jobs=1, impressions=pages * copies, known=sheets)
    told = expected.print_months(town, logged_only=True)
    assert counted.keys() == told.keys()
    for key, cell in told.items():
        assert counted[key]["jobs"] == cell.jobs
        assert counted[key]["impressions"] == cell.impressions
        assert counted[key]["known"] == cell.known_sheets
    hidden = sum(cell.sheets - cell.known_sheets for cell in told.values())
    assert 0 < hidden < 0.2 * sum(cell.sheets for cell in told.values())


def test_exactly_one_working_day_of_papercut_is_lost(town: DemoTown, folder: Path) -> None:
    """Every day has its file, a holiday too, but for one working day on which people did print."""
    there = {path.stem[-10:] for path in (folder / "papercut").iterdir()}
    missing = [day.on for day in town.days if str(day.on) not in there]
    assert missing == [town.lost_on]
    assert is_working_day(town.lost_on)
    all_of_it = expected.print_months(town)
    logged = expected.print_months(town, logged_only=True)
    month = town.lost_on.replace(day=1)
    assert all_of_it["choumin", month].jobs > logged["choumin", month].jobs


def test_both_purchase_books_say_what_was_bought(town: DemoTown, folder: Path) -> None:
    """The Excel book and the CP932 book are equal, and equal the truth; the running month is not in."""
    sheet = openpyxl.load_workbook(folder / "paper_bought.xlsx").active
    assert sheet is not None
    excel = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    with (folder / "paper_bought_cp932.csv").open(encoding="cp932", newline="") as file:
        text = [tuple(row) for row in csv.reader(file)]
    assert [tuple(map(str, row)) for row in excel] == text
    read = {(section, date.fromisoformat(f"{month}-01")): int(n) for month, section, n in text[1:]}
    assert read == expected.bought_months(town)
    assert max(month for _, month in read) == date(2026, 4, 1)


def test_a_file_is_handled_once_per_person_file_and_day(town: DemoTown) -> None:
    """Handlings equal the distinct (address, document, day) of the vendor's primary events."""
    activities = Activities(town, "drive")
    handled = set()
    for index in range(len(activities.times)):
        activity = activities.write(index)
        event = activity["events"][0]
        if event["name"] in {"view", "edit", "upload", "download"}:
            found = {part["name"]: part.get("value") for part in event["parameters"]}
            day_on = day_in_japan(activity["id"]["time"])
            handled.add((activity["actor"]["email"], found["doc_id"], day_on))
    staff = {address.mail for person in town.staff for address in person.addresses}
    ours = [key for key in handled if key[0] in staff]
    assert sum(expected.handling_months(town).values()) == len(ours)


def test_paper_does_not_fall_where_digital_rises_beside_it() -> None:
    """建設課 adds digital to paper; 総務課, as quick as it, replaces paper."""
    town = simulate_town(1, 18, date(2026, 3, 31))
    months = town.months
    early, late = months[:3], months[-6:-3]
    jobs = expected.print_months(town)
    handled = expected.handling_months(town)

    def mean(cells: dict[tuple[str, date], int], section: str, span: tuple[date, ...]) -> float:
        return sum(cells.get((section, month), 0) for month in span) / 3

    count = {key: cell.jobs for key, cell in jobs.items()}
    for section in ("kensetsu", "soumu"):
        assert mean(handled, section, late) > 1.5 * mean(handled, section, early)
    assert mean(count, "kensetsu", late) > 0.85 * mean(count, "kensetsu", early)
    assert mean(count, "soumu", late) < 0.75 * mean(count, "soumu", early)


def logons(folder: Path) -> dict[str, dict[date, str]]:
    """Return logon → day → section, from the roster file."""
    roster = read_roster(folder / "staff.csv", folder / "sections.csv")
    found: dict[str, dict[date, str]] = defaultdict(dict)
    for alias in roster.aliases:
        for assignment in roster.assignments:
            if assignment.staff_no == alias.staff_no and "@" not in alias.account:
                for day_on in days_between(date(2025, 11, 1), TODAY):
                    if assignment.period.holds(day_on):
                        found[alias.account][day_on] = assignment.section
    return found
