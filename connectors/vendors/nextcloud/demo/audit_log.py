"""The demo town's file use as Nextcloud's admin_audit logs it."""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING

from connectors.demo_town.for_vendors.documents import document_title
from connectors.demo_town.for_vendors.shares import Line, each_day, logons, write_months
from connectors.demo_town.simulate.identifiers import code, ip_address
from connectors.demo_town.simulate.workdays import local_time

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from connectors.demo_town.for_vendors.town import DemoTown
    from connectors.demo_town.simulate.days import Act

_OLD_NEXTCLOUD_MONTHS = 2
"""Number of first months logged by an older version, which writes times in another format."""
_PROGRAMS_RUN_AT_MS = 10_800_000
"""03:00, in ms after midnight: when the backup logs in."""
_BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"
_SYNC = "Mozilla/5.0 (Windows) mirall/3.13.0 (Nextcloud)"
_MESSAGE = {
    "view": "accessed",
    "download": "accessed",
    "edit": "written to",
    "create": "created",
    "upload": "written to",
    "trash": "deleted",
}


def write_nextcloud(town: DemoTown, folder: Path) -> None:
    """Write Nextcloud's audit log as JSON lines, month by month, with two time formats."""
    write_months(town, folder, "nextcloud", _lines)


def _lines(town: DemoTown, month: date, acts: list[Act]) -> Iterator[Line]:
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
    ) -> Line:
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
            path = f"/{act.section}/{document_title(town.seed, act.thing)}"
            with_id = "" if is_old else f' with id "{act.thing + 1}"'
            url = f"/remote.php/dav/files/{accounts[act.who]}{path}"
            method = "GET" if verb == "accessed" else "PUT"
            account, message = accounts[act.who], f'File{with_id} {verb}: "{path}"'
            yield line(act.at_ms, act.who, account, method, url, message)
            if verb == "written to":
                # The sync client of the same computer fetches the file a minute later.
                message = f'File{with_id} accessed: "{path}"'
                yield line(act.at_ms + 60_000, act.who, account, "GET", url, message, _SYNC)
