"""The rows of LINE WORKS' audit logs: messages sent, and tasks on files.

Viewing a file is in no log. A program on the person's computer uploads by itself, and its rows stand beside the
person's.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from connectors.demo_town.for_vendors.documents import document_title
from connectors.demo_town.simulate.identifiers import code
from connectors.demo_town.simulate.names import SUBJECTS
from connectors.demo_town.simulate.workdays import day_of_ms, local_time, month_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from connectors.demo_town.for_vendors.town import DemoTown
    from connectors.demo_town.simulate.days import Act

TASKS = {
    "edit": "Edit file",
    "create": "Copy",
    "upload": "Upload",
    "download": "Download",
    "rename": "Edit name",
    "move": "Move",
    "trash": "Delete",
}
"""Verb of the simulation → task; viewing and printing are in no log."""
_UPLOADS_BY_ITSELF_EVERY = 11


class Log(NamedTuple):
    """One audit log: the demo vendor whose acts it shows, its language, columns and verbs, and its row writer."""

    vendor: str
    language: str
    columns: tuple[str, ...]
    verbs: frozenset[str]
    rows: Callable[[DemoTown, Act], Iterator[tuple[str, ...]]]

    def acts(self, town: DemoTown) -> list[Act]:
        """Return the acts that the log shows, in order of time."""
        known = {person.staff_no for person in town.staff}
        return sorted(
            (
                act
                for day in town.share_of(self.vendor)
                for act in day.acts
                if act.verb in self.verbs and act.who in known
            ),
            key=lambda act: act.at_ms,
        )


def _who(town: DemoTown, act: Act) -> str:
    person = next(one for one in town.staff if one.staff_no == act.who)
    return f"{person.name}({person.address_on(day_of_ms(act.at_ms))})"


def _said(town: DemoTown, act: Act) -> Iterator[tuple[str, ...]]:
    room = code(20, "room", town.seed, act.section, act.thing % 5)
    text = f"{SUBJECTS[act.thing % len(SUBJECTS)]}の件、\n確認しました"
    yield _time(act), _who(town, act), act.section, room, text


def _handled(town: DemoTown, act: Act) -> Iterator[tuple[str, ...]]:
    title, who = document_title(town.seed, act.thing), _who(town, act)
    updates = f"old_{title}" if act.verb == "rename" else ""
    if act.thing % _UPLOADS_BY_ITSELF_EVERY == 0:
        yield (
            _time(act),
            who,
            "Auto-upload",
            f"scan{act.thing}.pdf",
            "",
            "Drive Explorer",
            "Success",
        )
    yield _time(act), who, TASKS[act.verb], title, updates, "Web browser", "Success"


def _time(act: Act) -> str:
    return f"{local_time(act.at_ms):%Y-%m-%d %H:%M:%S}"


_TALK = ("日時", "送信者", "受信者", "トークルームID", "トーク")
_DRIVE = ("Date", "User", "Task", "Original", "Updates", "Service Type", "Status")
LOGS = {
    "message": Log("lineworks", "ja_JP", _TALK, frozenset({"message_posted"}), _said),
    "drive": Log("lineworks_drive", "en_US", _DRIVE, frozenset(TASKS), _handled),
}
"""Service → its log, as the API gives it."""
_SAVED = LOGS["message"]._replace(vendor="lineworks_saved")


def write_saved(town: DemoTown, folder: Path) -> None:
    """Write the talk log as it is saved by hand in the admin screen, newest first, one file per month."""
    (folder / "lineworks").mkdir(exist_ok=True)
    months: dict[date, list[Act]] = {month: [] for month in town.months}
    for act in _SAVED.acts(town):
        months[month_of(day_of_ms(act.at_ms))].append(act)
    for month, acts in months.items():
        path = folder / "lineworks" / f"talk_{month:%Y%m}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_SAVED.columns)
            writer.writerows(row for act in reversed(acts) for row in _SAVED.rows(town, act))
