"""Expected results: each measure of a town, counted from the simulated days without a connector, SQL or a key.

Each function counts one measure exactly as the warehouse defines it, so that the marts can be compared with it.
Sections are given by code, months by their first day.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from connectors.demo_town.simulate.workdays import day_of_ms, is_working_day, month_of, utc_day
from connectors.vendors.mattermost import demo as mattermost
from connectors.vendors.nextcloud.demo.server_info import active_people
from connectors.vendors.slack.demo import web_api as slack

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from connectors.demo_town.for_vendors.town import DemoTown

Cell = tuple[str, str, date]
"""Section, tool, month."""

NOT_USE = frozenset(
    {"print", "rename", "move", "trash", "notification_triggered", "print_preview_event"}
)
"""Verbs that are not use: printing, tidying up, and notifications that merely arrive."""


@dataclass(frozen=True, slots=True)
class UseMonth:
    """Person-days on working days; the use rate is `active_days` ÷ `assigned_days`."""

    active_days: int
    assigned_days: int


@dataclass(frozen=True, slots=True)
class Activation:
    """People as of the month's last simulated day; the adoption curve is `activated` ÷ `assigned`."""

    activated: int
    assigned: int


@dataclass(frozen=True, slots=True)
class Printed:
    """Printed jobs, sides and sheets; `known_sheets` leaves out jobs whose log does not tell the sheets."""

    jobs: int
    impressions: int
    sheets: int
    known_sheets: int


def uses(town: DemoTown, vendors: Collection[str] | None = None) -> Iterator[tuple[date, str, str]]:
    """Yield day, staff number and tool of every use that the town's vendors (or the given ones) record.

    Outsiders are left out. The day is the vendor's own: Microsoft's begins at nine in the morning.
    """
    known = {person.staff_no for person in town.staff}
    for vendor in town.choice.vendors if vendors is None else vendors:
        demo_vendor = town.choice.declared[vendor]
        if not demo_vendor.names_people:
            continue
        day_told = utc_day if demo_vendor.has_utc_days else day_of_ms
        last = town.today - timedelta(days=demo_vendor.lag_days)
        for day in town.share_of(vendor):
            for act in day.acts:
                is_use = (
                    act.verb in demo_vendor.recorded_verbs
                    if demo_vendor.recorded_verbs
                    else act.verb not in NOT_USE
                )
                if is_use and act.who in known and (on := day_told(act.at_ms)) <= last:
                    yield on, act.who, act.tool
            for call in day.calls:
                if call.who is not None and (on := day_told(call.joined_ms)) <= last:
                    yield on, call.who, "meetings"


def active_days(
    town: DemoTown, vendors: Collection[str] | None = None
) -> set[tuple[date, str, str]]:
    """Return day, staff number and tool of every active day, including days that are not working days."""
    return set(uses(town, vendors))


def assigned(town: DemoTown) -> dict[date, dict[str, str]]:
    """Return, for each simulated day, staff number → section of everyone on the roster."""
    found: dict[date, dict[str, str]] = {}
    for day in town.days:
        found[day.on] = {
            person.staff_no: section
            for person in town.staff
            if (section := person.section_on(day.on)) is not None
        }
    return found


def use_months(town: DemoTown) -> dict[Cell, UseMonth]:
    """Count active and assigned person-days on working days since the launch, by section, tool and month."""
    roster = assigned(town)
    days: Counter[tuple[str, date]] = Counter()
    for on, sections in roster.items():
        if is_working_day(on):
            for section in sections.values():
                days[section, month_of(on)] += 1
    active: Counter[Cell] = Counter()
    for on, who, tool in active_days(town):
        if is_working_day(on) and who in roster[on]:
            active[roster[on][who], tool, month_of(on)] += 1
    return {
        (section, tool, month): UseMonth(active[section, tool, month], count)
        for (section, month), count in days.items()
        for tool in town.choice.tools
    }


def activation_months(town: DemoTown) -> dict[Cell, Activation]:
    """Count the members of each section on the month's last simulated day, and those who had used the tool by then."""
    first: dict[tuple[str, str], date] = {}
    for on, who, tool in active_days(town):
        if on >= town.launched_on:
            first[who, tool] = min(first.get((who, tool), on), on)
    roster = assigned(town)
    found: dict[Cell, Activation] = {}
    for month in town.months:
        last_on = max(on for on in roster if month_of(on) == month)
        members: dict[str, list[str]] = defaultdict(list)
        for who, section in roster[last_on].items():
            members[section].append(who)
        for section, people in members.items():
            for tool in town.choice.tools:
                begun = sum(1 for who in people if first.get((who, tool), town.today) <= last_on)
                found[section, tool, month] = Activation(begun, len(people))
    return found


def print_months(
    town: DemoTown, *, servers: Collection[str] | None = None, logged_only: bool = False
) -> dict[tuple[str, date], Printed]:
    """Count jobs, sides and sheets by section and month.

    Args:
        town: the demo town.
        servers: limits the count to these print servers.
        logged_only: leaves out the day whose PaperCut file is missing.
    """
    cells: dict[tuple[str, date], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for day in town.days:
        for job in day.jobs:
            server = town.choice.print_server(job.section)
            if server is None or (servers is not None and server not in servers):
                continue
            demo_vendor = town.choice.declared[server]
            if logged_only and demo_vendor.is_missing_a_day and day.on == town.lost_on:
                continue
            on = utc_day(job.at_ms) if demo_vendor.has_utc_days else day.on
            cell = cells[job.section, month_of(on)]
            cell[0] += 1
            cell[1] += job.impressions
            cell[2] += job.sheets
            cell[3] += job.sheets * demo_vendor.records_sheets(job)
    return {key: Printed(*counts) for key, counts in cells.items()}


def handling_months(
    town: DemoTown, vendors: Collection[str] | None = None
) -> dict[tuple[str, date], int]:
    """Count digital handlings by section and month, once per person, file and day.

    Only vendors that name the file are counted: counts that name no file are a different measure.
    """
    roster = assigned(town)
    handled = {
        (day.on, act.who, act.thing)
        for vendor in (town.choice.vendors if vendors is None else vendors)
        if (demo_vendor := town.choice.declared[vendor]).names_files
        for day in town.share_of(vendor)
        for act in day.acts
        if act.tool == "files"
        and act.verb in demo_vendor.handlings
        and (demo_vendor.recorded_verbs is None or act.verb in demo_vendor.recorded_verbs)
    }
    found: Counter[tuple[str, date]] = Counter()
    for on, who, _ in handled:
        if who in roster[on]:
            found[roster[on][who], month_of(on)] += 1
    return dict(found)


def bought_months(town: DemoTown) -> dict[tuple[str, date], int]:
    """Return the sheets bought by section and month."""
    return {(line.section, line.month): line.sheets for line in town.purchases}


def tallied_months(town: DemoTown, pair: str) -> dict[tuple[str, date], tuple[int | None, int]]:
    """Return digital and paper counts of a book by section and month; digital is None if the book has none."""
    return {
        (line.section, line.month): (line.digital, line.paper)
        for line in town.tallies
        if line.pair == pair
    }


def fax_and_automation_months(
    town: DemoTown, what: str
) -> dict[tuple[str, date], tuple[int, float | None]]:
    """Return amount and hours by section and month (`what`: fax, automation); hours is None if the book has none."""
    return {
        (line.section, line.month): (line.amount, line.hours)
        for line in town.fax_and_automation
        if line.what == what
    }


def counted_days(town: DemoTown, vendor: str) -> dict[tuple[str | None, date], int]:
    """Return a vendor's anonymous counts by section (None: the whole town hall) and day.

    Mattermost counts posts as far back as it reaches, Jitsi counts meetings that began, Nextcloud counts people for the
    last night only.
    """
    found: Counter[tuple[str | None, date]] = Counter()
    since = town.choice.since(vendor, town.since)
    for day in town.share_of(vendor):
        if vendor == "mattermost" and day.on >= since:
            found.update(
                (act.section, day.on)
                for act in day.acts
                if act.tool == "chat" and act.verb in mattermost.POSTS
            )
        if vendor == "jitsi" and day.calls:
            found[None, day.on] = len({call.meeting for call in day.calls})
    if vendor == "nextcloud_people":
        found[None, town.today - timedelta(days=1)] = active_people(town, town.today)
    return dict(found)


def slack_months(town: DemoTown) -> dict[date, tuple[int, int]]:
    """Return messages and person-days (UTC days) of Slack's member analytics for each month that is over."""
    running = month_of(town.today)
    acts = [
        (utc_day(act.at_ms), act)
        for day in town.share_of("slack_members")
        for act in day.acts
        if act.tool == "chat"
    ]
    found = dict.fromkeys((month for month in town.months if month < running), (0, 0))
    for month in found:
        mine = [(on, act) for on, act in acts if month_of(on) == month]
        messages = sum(act.verb in slack.WORDS for _, act in mine)
        found[month] = messages, len({(on, act.who) for on, act in mine})
    return found


def trained(town: DemoTown) -> dict[tuple[date, str, str], int]:
    """Return the number of attendees of each training, by day, section and tool."""
    return {(line.on, line.section, line.tool): len(line.attended) for line in town.trainings}


def overdue(town: DemoTown, due_days: int) -> set[str]:
    """Return the numbers of the unchecked actions that were observed more than `due_days` days ago."""
    return {
        action.number
        for action in town.actions
        if not action.is_checked
        and action.steps[0] is not None
        and (town.today - action.steps[0]).days > due_days
    }
