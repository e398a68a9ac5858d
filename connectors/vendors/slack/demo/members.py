"""The demo town's chat as Slack's member analytics: one CSV per whole month, one row per member, no days or addresses.

Every other file keeps Slack's name; the rest were renamed by hand. Days are UTC days. The members include a
guest, a bot, and former members with zeros only.
"""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from connectors.demo_town.simulate.identifiers import code
from connectors.demo_town.simulate.workdays import midnight_ms, month_of, months_later, utc_day
from connectors.vendors.slack.demo.web_api import WORDS

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from connectors.demo_town.for_vendors.town import DemoTown

_HEADER = (
    "Name", "What I Do", "User ID", "Username", "Account type", "Account created (UTC)", "Claimed Date (UTC)",
    "Deactivated date (UTC)", "Days active", "Days active (Desktop)", "Messages posted",
    "Messages posted in channels", "Reactions added", "Last active (UTC)",
)  # fmt: skip
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SAVED_AFTER_DAYS = 3


def write_slack_members(town: DemoTown, folder: Path) -> None:
    """Write `slack/…csv`, one file for each month that is over."""
    (folder / "slack").mkdir(exist_ok=True)
    days: dict[tuple[date, str], set[date]] = {}
    counts: Counter[tuple[date, str, str]] = Counter()
    for day in town.share_of("slack_members"):
        for act in day.acts:
            if act.tool == "chat":
                on = utc_day(act.at_ms)
                days.setdefault((month_of(on), act.who), set()).add(on)
                counts[month_of(on), act.who, act.verb] += 1
    for month in town.months:
        if months_later(month, 1) > town.today:
            continue
        rows = [_OUTSIDE]
        for person in town.staff:
            active = days.get((month, person.staff_no), set())
            messages, attached, reactions = (
                counts[month, person.staff_no, verb] for verb in (*WORDS, "reaction_added")
            )
            is_gone = person.section_on(month) is None
            rows.append(
                (
                    person.name, "", f"U{code(10, 'slack', town.seed, person.staff_no)}", person.logon,
                    "Member", "2024-04-01", "2024-04-01", str(month) if is_gone else "", len(active),
                    len(active), messages + attached, messages, reactions, str(max(active, default="")),
                )
            )  # fmt: skip
        _save(folder / "slack" / _name(month), (*rows, _ROBOT), month)


_OUTSIDE = ("外部の人, ゲスト", "", "U0", "guest", "Guest", "", "", "", 9, 9, 40, 40, 1, "")
_ROBOT = ("防災", "", "UB", "bosai", "Bot", "", "", "", 28, 0, 300, 300, 0, "")


def _name(month: date) -> str:
    if month.month % 2:
        return f"slack-members-{month:%Y-%m}.csv"
    last = months_later(month, 1) - timedelta(days=1)
    name = _MONTHS[month.month - 1]
    return (
        f"Kasumizawa Member Analytics {name} 1, {month.year} - {name} {last.day}, {last.year}.csv"
    )


def _save(path: Path, rows: tuple[tuple[object, ...], ...], month: date) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_HEADER)
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode("utf-8-sig"))
    saved_at = midnight_ms(months_later(month, 1)) // 1000 + _SAVED_AFTER_DAYS * 86_400
    os.utime(path, (saved_at, saved_at))
