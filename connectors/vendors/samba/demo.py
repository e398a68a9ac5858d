"""The demo town's file use as Samba's vfs_full_audit logs it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from connectors.demo_town.for_vendors.contract import HANDLINGS, DemoVendor
from connectors.demo_town.for_vendors.documents import document_title
from connectors.demo_town.for_vendors.shares import Line, each_day, logons, write_months
from connectors.demo_town.simulate.identifiers import ip_address
from connectors.demo_town.simulate.workdays import local_time

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from connectors.demo_town.for_vendors.town import DemoTown
    from connectors.demo_town.simulate.days import Act

_MOST_READS = 4
"""A file is read in pieces: one action is logged as up to this many lines."""
_PROGRAMS_RUN_AT_MS = 10_800_000
"""03:00, in ms after midnight: when the backup logs in."""
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


def write_samba(town: DemoTown, folder: Path) -> None:
    """Write the file server's audit log month by month, with `full_audit:prefix = %T|%u|%I|%m|%S`."""
    write_months(town, folder, "samba", _lines)


def _lines(town: DemoTown, month: date, acts: list[Act]) -> Iterator[Line]:
    accounts = logons(town)
    for at_ms in each_day(town, month, _PROGRAMS_RUN_AT_MS):
        prefix = f"{local_time(at_ms):%Y/%m/%d %H:%M:%S}|root|10.24.0.9|backup|IPC$"
        yield at_ms, f"{prefix}|connect|ok|IPC$\n"
    for act in acts:
        logon = accounts[act.who]
        at = local_time(act.at_ms)
        prefix = f"{logon}|{ip_address(act.who)}|pc-{logon}|{act.section}"
        path = f"/srv/share/{act.section}/{document_title(town.seed, act.thing)}"
        yield (
            act.at_ms,
            f"{at:%Y/%m/%d %H:%M:%S}|{prefix}|create_file|ok|0x12019f|file|open|{path}\n",
        )
        operation = _OPERATION[act.verb]
        if operation == "renameat":
            path += f"|{path}.old"
        for piece in range(1 + act.thing % _MOST_READS if operation.startswith("p") else 1):
            # The pieces of one read are milliseconds apart.
            logged_at = at + timedelta(milliseconds=piece)
            yield act.at_ms, f"{logged_at:%Y/%m/%d %H:%M:%S}|{prefix}|{operation}|ok|{path}\n"


VENDORS = {
    "samba": DemoVendor(
        kind="samba",
        about="files; one action is several lines",
        source="share",
        settings='files = ["town/samba/audit.log*"]',
        tools=("files",),
        handlings=HANDLINGS | {"create"},  # there a created file looks like a written one
        write=write_samba,
    )
}
