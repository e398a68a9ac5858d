"""A demo town whose nights are run by the command while its last days, an account and a transfer come late.

The vendors' logs end before the month does until the last night; a person's accounts and another's transfer are
not in the roster until then. The reader's knowledge and the truth are both counted from the simulated days.
"""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from connectors.demo_town import expected, simulate_town
from connectors.demo_town.files import STAFF, write_town_files
from connectors.demo_town.server import TownServer
from connectors.demo_town.simulate.workdays import is_working_day, month_of
from dashboards.export import write_csv
from flows.demo_settings.settings import write_settings
from flows.night.last_release import last_release
from flows.settings.settings import load_settings
from tests.command import hirogari
from tests.privacy.differencing import Night, read_night
from tests.privacy.random_town import RandomTown, month_after

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.demo_town import DemoTown
    from tests.privacy.differencing import Line

TODAY = date(2026, 5, 12)
MONTH = date(2026, 4, 1)
NIGHTS = (date(2026, 5, 1), date(2026, 5, 11))
"""The month is waited for on the first, and shown as it is on the other; what was late comes on `TODAY`."""
VENDORS = VENDOR_LOGS = ("nextcloud", "cups")
"""Their logs stand in folders of their names."""
KINDS = ("days", "account", "transfer")
_LATE_DAYS, _LARGE = 2, 9
DAY = timedelta(days=1)


@dataclass(frozen=True)
class LateTown:
    """A demo town and what of it comes late."""

    town: DemoTown
    ends_on: date
    """The vendors' logs hold this day and none after it until it is copied again."""
    unmatched: str
    """Whose accounts the roster does not know."""
    moved: str
    """Who moved at the month's beginning, which nobody entered."""

    def roster(self, night: date, come: str) -> tuple[Line, ...]:
        """Return the roster as it was kept on a night, or with the transfer if that has come."""
        lines: list[Line] = []
        for person in self.town.staff:
            posts = [post for post in person.posts if post.from_on < night]
            if person.staff_no == self.moved and come != "transfer":
                stays = next(
                    post for post in posts if post.from_on < MONTH <= month_after_end(post.to_on)
                )
                posts = [post for post in posts if post.from_on < MONTH and post is not stays]
                posts.append(replace(stays, to_on=None))
            lines += [(person.staff_no, post.section, post.from_on, post.to_on) for post in posts]
        return tuple(lines)

    def lay(self, folder: Path, night: date, come: str) -> None:
        """Write the town's files as they are on a night; of what is late only one kind has come."""
        after = night if come == "days" else min(night, self.ends_on + DAY)
        for log in VENDOR_LOGS:
            shutil.rmtree(folder / log, ignore_errors=True)
        told = tuple(day for day in self.town.days if day.on < after)
        write_town_files(replace(self.town, today=after, days=told), folder)
        accounts = {row["staff_no"]: row["accounts"] for row in _rows(folder / STAFF)}
        if come != "account":
            accounts[self.unmatched] = ""
        with (folder / STAFF).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("staff_no", "section", "from", "to", "accounts"))
            for staff, section, from_on, to_on in self.roster(night, come):
                writer.writerow((staff, section, from_on, to_on or "", accounts[staff]))

    def night(self, on: date, come: str, export: Path) -> Night:
        """Return what the reader has of a night."""
        ends_on = on if come == "days" else self.ends_on
        return Night(
            on,
            read_night(export),
            self.roster(on, come),
            lambda month: [day for day in working_days(month) if day <= ends_on],
            frozenset() if come == "account" else frozenset({self.unmatched}),
        )

    def truth(self) -> RandomTown:
        """Return what the town's people did, as a random town says it."""
        lines = list(self.roster(TODAY, "transfer"))
        there = {(staff, day) for day, at in expected.assigned(self.town).items() for staff in at}
        uses = {
            (who, on) for on, who, tool in expected.active_days(self.town) if tool == "files"
        } & there
        sheets = Counter[tuple[str, date]]()
        for day in self.town.days:
            for job in day.jobs:
                sheets[job.who, day.on] += job.sheets * job.has_sides
        return RandomTown(self.town.seed, list(self.town.months), lines, {"files": uses}, sheets)


def raise_demo_town(seed: int) -> LateTown:
    """Raise a town of two months; late are keen users of large sections, so that there is something to learn."""
    town = simulate_town(seed, 2, TODAY, VENDORS)
    at = expected.assigned(town)
    before, after = at[MONTH - DAY], at[month_after(MONTH) - DAY]
    sizes = Counter(after.values())
    uses = Counter(
        who
        for on, who, tool in expected.active_days(town)
        if tool == "files" and month_of(on) == MONTH and sizes[after.get(who, "")] >= _LARGE
    )
    # Who only follows a section that was merged is moved by nobody's line.
    movers = {
        who: sizes[before[who]] >= _LARGE
        for who in sorted(before.keys() & after.keys())
        if before[who] != after[who] and sizes[before[who]]
    }
    moved = max(movers, key=lambda who: (movers[who], uses[who]))
    unmatched = max(sorted(uses.keys() - movers.keys()), key=lambda who: uses[who])
    return LateTown(town, working_days(MONTH)[-1 - _LATE_DAYS], unmatched, moved)


def begin(demo: LateTown, folder: Path) -> list[Night]:
    """Run the nights before anything late comes; return what was published."""
    (folder / "town").mkdir(parents=True)
    found = []
    for night in NIGHTS:
        demo.lay(folder / "town", night, "")
        with TownServer(demo.town) as server:
            server.write_access(folder / "town")
            write_settings(folder, night)
        run(folder, night)
        found.append(demo.night(night, "", export(folder)))
    return found


def run(folder: Path, night: date) -> None:
    """Run a night by the command."""
    done = hirogari("run", "-s", folder / "hirogari.toml", "--today", str(night))
    assert done.returncode == 0, done.stdout + done.stderr


def export(folder: Path) -> Path:
    """Write what is published as CSV, as the command does; return the folder of the files."""
    into = folder / "out"
    shutil.rmtree(into, ignore_errors=True)
    write_csv(last_release(load_settings(folder / "hirogari.toml")), into)
    return into


def working_days(month: date) -> list[date]:
    """Return the town's own: it keeps public holidays."""
    days = (month_after(month) - month).days
    return [day for k in range(days) if is_working_day(day := month + timedelta(days=k))]


def month_after_end(to_on: date | None) -> date:
    """Return a day after a post's last."""
    return date.max if to_on is None else to_on + timedelta(days=1)


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))
