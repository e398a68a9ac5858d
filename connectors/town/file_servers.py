"""The same work with files as Samba's vfs_full_audit and Nextcloud's admin_audit write it down.

A town that keeps its files on its own server has one of these logs instead of Google Drive's: what
the members did is the same, so one truth holds for each of them.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from connectors.contract import TOKYO
from connectors.town.google_parameters import document
from connectors.town.identifiers import code, ip_address
from connectors.town.workdays import month_of, months_later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from connectors.town.days import Act
    from connectors.town.raising import Town

SAMBA_FILES, NEXTCLOUD_FILES = "samba/audit.log*", "nextcloud/audit.log*"

_OLD_NEXTCLOUD_MONTHS = 2
"""So many months at the start were written before an update, with times in the older format."""
_MOST_READS = 4
"""A file is read in pieces: one action is up to so many lines."""
_OPERATION = {
    "view": "pread_send",
    "download": "pread_send",
    "print": "openat",
    "edit": "pwrite_send",
    "create": "pwrite_send",
    "upload": "pwrite_send",
    "rename": "renameat",
    "move": "renameat",
    "trash": "unlinkat",
}
_MESSAGE = {
    "view": "accessed",
    "download": "accessed",
    "edit": "written to",
    "create": "created",
    "upload": "written to",
    "trash": "deleted",
}


def write_samba(town: Town, folder: Path) -> None:
    """Write the audit log of the file server, `full_audit:prefix = %T|%u|%I|%m|%S`, month by month."""
    _write_months(town, folder, "samba", _samba_lines)


def write_nextcloud(town: Town, folder: Path) -> None:
    """Write Nextcloud's audit log as JSON lines, month by month; times have two formats."""
    _write_months(town, folder, "nextcloud", _nextcloud_lines)


def _write_months(
    town: Town,
    folder: Path,
    vendor: str,
    lines_of: Callable[[Town, date, list[Act]], Iterable[str]],
) -> None:
    folder /= vendor
    folder.mkdir(exist_ok=True)
    known = {person.staff_no for person in town.staff}
    months: dict[date, list[Act]] = {month: [] for month in town.months}
    for day in town.share_of(vendor):
        months[month_of(day.on)] += [
            act for act in day.acts if act.tool == "files" and act.who in known
        ]
    for month, acts in months.items():
        turned_on = months_later(month, 1)
        name = "audit.log" if turned_on > town.today else f"audit.log-{turned_on:%Y%m%d}"
        acts.sort(key=lambda act: act.at_ms)
        (folder / name).write_text("".join(lines_of(town, month, acts)), encoding="utf-8")


def _samba_lines(town: Town, _: date, acts: list[Act]) -> Iterator[str]:
    logons = {person.staff_no: person.logon for person in town.staff}
    for act in acts:
        logon = logons[act.who]
        at = _moment(act.at_ms).astimezone(TOKYO)
        prefix = f"{logon}|{ip_address(act.who)}|pc-{logon}|{act.section}"
        path = f"/srv/share/{act.section}/{document(town.seed, act.thing).title}"
        yield f"{at:%Y/%m/%d %H:%M:%S}|{prefix}|create_file|ok|0x12019f|file|open|{path}\n"
        operation = _OPERATION[act.verb]
        if operation == "renameat":
            path += f"|{path}.old"
        for piece in range(1 + act.thing % _MOST_READS if operation.startswith("p") else 1):
            # The pieces of one read follow each other within the second.
            told = at + timedelta(milliseconds=piece)
            yield f"{told:%Y/%m/%d %H:%M:%S}|{prefix}|{operation}|ok|{path}\n"


def _nextcloud_lines(town: Town, month: date, acts: list[Act]) -> Iterator[str]:
    logons = {person.staff_no: person.logon for person in town.staff}
    is_old = month in town.months[:_OLD_NEXTCLOUD_MONTHS]
    for number, act in enumerate(acts):
        verb = _MESSAGE.get(act.verb)
        if verb is None:
            continue
        at = _moment(act.at_ms)
        found = document(town.seed, act.thing)
        path = f"/{act.section}/{found.title}"
        address = f"/remote.php/dav/files/{logons[act.who]}{path}"
        entry: dict[str, object] = {
            "reqId": code(20, "request", town.seed, month, number),
            "level": 1,
            "time": f"{at:%B %d, %Y %H:%M:%S}" if is_old else at.isoformat(timespec="seconds"),
            "remoteAddr": ip_address(act.who),
            "user": logons[act.who],
            "app": "admin_audit",
            "method": "GET" if verb == "accessed" else "PUT",
            "url": address,
            "message": f'File {verb}: "{path}"'
            if is_old
            else f'File with id "{act.thing + 1}" {verb}: "{path}"',
            "userAgent": "Mozilla/5.0 (Windows) mirall/3.13.0 (Nextcloud)",
            "version": "26.0.9.1" if is_old else "30.0.4.1",
        }
        if not is_old:
            entry["data"] = {"app": "admin_audit"}
        yield json.dumps(entry, ensure_ascii=False) + "\n"


def _moment(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms // 1000, UTC)
