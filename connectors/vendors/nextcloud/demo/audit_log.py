"""The same work with files as Samba's vfs_full_audit and Nextcloud's admin_audit write it down.

A town that keeps its files on its own server has one of these logs instead of Google Drive's: what
the members did is the same, so one truth holds for each of them.
"""

from __future__ import annotations

import json
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from connectors.demo_town.for_vendors.shares import acts_by_month, each_day, logons, rotated
from connectors.vendors.google_workspace.demo.parameters import document
from connectors.demo_town.simulate.identifiers import code, ip_address
from connectors.demo_town.simulate.workdays import local_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from connectors.demo_town.simulate.days import Act
    from connectors.demo_town.simulation import Town

_OLD_NEXTCLOUD_MONTHS = 2
"""So many months at the start were written before an update, with times in the older format."""
_MOST_READS = 4
"""A file is read in pieces: one action is up to so many lines."""
_PROGRAMS_RUN_AT_MS = 10_800_000
"""Three in the morning: the back-up logs in."""
_BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"
_SYNC = "Mozilla/5.0 (Windows) mirall/3.13.0 (Nextcloud)"
_Line = tuple[int, str]
"""When (ms), and the line."""
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
    lines_of: Callable[[Town, date, list[Act]], Iterable[_Line]],
) -> None:
    (folder / vendor).mkdir(exist_ok=True)
    for month, acts in acts_by_month(town, vendor, "files").items():
        log = folder / vendor / rotated("audit.log", month, town.today)
        lines = sorted(lines_of(town, month, acts), key=lambda line: line[0])
        log.write_text("".join(text for _, text in lines), encoding="utf-8")


def _samba_lines(town: Town, month: date, acts: list[Act]) -> Iterator[_Line]:
    accounts = logons(town)
    for at_ms in each_day(town, month, _PROGRAMS_RUN_AT_MS):
        prefix = f"{local_time(at_ms):%Y/%m/%d %H:%M:%S}|root|10.24.0.9|backup|IPC$"
        yield at_ms, f"{prefix}|connect|ok|IPC$\n"
    for act in acts:
        logon = accounts[act.who]
        at = local_time(act.at_ms)
        prefix = f"{logon}|{ip_address(act.who)}|pc-{logon}|{act.section}"
        path = f"/srv/share/{act.section}/{document(town.seed, act.thing).title}"
        yield (
            act.at_ms,
            f"{at:%Y/%m/%d %H:%M:%S}|{prefix}|create_file|ok|0x12019f|file|open|{path}\n",
        )
        operation = _OPERATION[act.verb]
        if operation == "renameat":
            path += f"|{path}.old"
        for piece in range(1 + act.thing % _MOST_READS if operation.startswith("p") else 1):
            # The pieces of one read follow each other within the second.
            told = at + timedelta(milliseconds=piece)
            yield act.at_ms, f"{told:%Y/%m/%d %H:%M:%S}|{prefix}|{operation}|ok|{path}\n"


def _nextcloud_lines(town: Town, month: date, acts: list[Act]) -> Iterator[_Line]:
    accounts = logons(town)
    is_old = month in town.months[:_OLD_NEXTCLOUD_MONTHS]

    def line(
        at_ms: int,
        who: str,
        account: str,
        method: str,
        url: str,
        message: str,
        agent: str = _BROWSER,
    ) -> _Line:
        at = local_time(at_ms).astimezone(UTC)
        entry: dict[str, object] = {
            "reqId": code(20, "request", town.seed, at_ms, who, url),
            "level": 1,
            "time": f"{at:%B %d, %Y %H:%M:%S}" if is_old else at.isoformat(timespec="seconds"),
            "remoteAddr": ip_address(who),
            "user": account,
            "app": "admin_audit",
            "method": method,
            "url": url,
            "message": message,
            "userAgent": agent,
            "version": "26.0.9.1" if is_old else "30.0.4.1",
        }
        if not is_old:
            entry["data"] = {"app": "admin_audit"}
        return at_ms, json.dumps(entry, ensure_ascii=False) + "\n"

    for at_ms in each_day(town, month, _PROGRAMS_RUN_AT_MS):
        yield line(at_ms, "backup", "backup", "GET", "/login", 'Login successful: "backup"')
    for act in acts:
        if verb := _MESSAGE.get(act.verb):
            path = f"/{act.section}/{document(town.seed, act.thing).title}"
            told = "" if is_old else f' with id "{act.thing + 1}"'
            url = f"/remote.php/dav/files/{accounts[act.who]}{path}"
            method = "GET" if verb == "accessed" else "PUT"
            account, message = accounts[act.who], f'File{told} {verb}: "{path}"'
            yield line(act.at_ms, act.who, account, method, url, message)
            if verb == "written to":
                # The computer on which it was written fetches it by itself a minute later.
                message = f'File{told} accessed: "{path}"'
                yield line(act.at_ms + 60_000, act.who, account, "GET", url, message, _SYNC)
