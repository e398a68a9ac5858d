"""The demo town's chat and calendar use as Cybozu's audit log: one CSV file per month.

Files alternate by month between Shift_JIS (CP932) and UTF-8. Logins of the administrator, in an application
that is not a tool, are mixed in; `内容` holds titles and text over two lines.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from connectors.demo_town.for_vendors.contract import DemoVendor
from connectors.demo_town.for_vendors.documents import document_title
from connectors.demo_town.for_vendors.shares import acts_by_month, each_day
from connectors.demo_town.for_vendors.tables import inline_table
from connectors.demo_town.simulate.identifiers import ip_address
from connectors.demo_town.simulate.names import ADMINISTRATOR, MEETINGS
from connectors.demo_town.simulate.workdays import local_time

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from connectors.demo_town.for_vendors.town import DemoTown
    from connectors.demo_town.simulate.days import Act
    from connectors.demo_town.simulate.staff import Person

APPS = {"Schedule": "calendar", "Message": "chat"}
"""Application in the log → tool."""
EVENTS = {
    "Add": "created", "Modify": "edited", "Attend": "edited", "Print": "printed", "Send": "sent",
    "Like": "sent", "Browse": "viewed", "Attach": "uploaded", "Create": "created",
}  # fmt: skip
"""Event in the log → action."""
_EVENT_OF = {
    "create_event": "Add",
    "change_event": "Modify",
    "change_event_guest_response": "Attend",
    "print_preview_event": "Print",
    "message_posted": "Send",
    "reaction_added": "Like",
    "conversation_read": "Browse",
    "attachment_upload": "Attach",
    "room_created": "Create",
}
_COLUMNS = (
    "ログ種別", "アプリケーションID", "イベントID", "日時", "ユーザーID", "ユーザー名", "URL", "IPアドレス",
    "内容",
)  # fmt: skip
_LOGIN_AT_MS = 25_200_000


def write_cybozu(town: DemoTown, folder: Path) -> None:
    """Write `cybozu/audit-YYYY-MM.csv`."""
    (folder / "cybozu").mkdir(exist_ok=True)
    people = {person.staff_no: person for person in town.staff}
    talk = acts_by_month(town, "cybozu", "chat")
    for month, entries in acts_by_month(town, "cybozu", "calendar").items():
        event_rows = (
            (act.at_ms, _row(town, act, people[act.who]))
            for act in (*entries, *talk[month])
            # The log has no events for what a person merely receives.
            if act.verb in _EVENT_OF
        )
        rows = [*_logins(town, month), *event_rows]
        rows.sort(key=lambda row: row[0])
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(_COLUMNS)
        writer.writerows(row for _, row in rows)
        # A character that Shift_JIS lacks (𠮷) is saved as a question mark.
        raw = text.getvalue().encode("cp932" if month.month % 2 else "utf-8-sig", "replace")
        (folder / "cybozu" / f"audit-{month:%Y-%m}.csv").write_bytes(raw)


def _row(town: DemoTown, act: Act, person: Person) -> tuple[str, ...]:
    app = next(name for name, tool in APPS.items() if tool == act.tool)
    title = document_title(town.seed, act.thing) if act.tool == "chat" else MEETINGS[act.thing % 7]
    return (
        "情報", app, _EVENT_OF[act.verb], f"{local_time(act.at_ms):%Y/%m/%d %H:%M:%S}",
        person.logon, person.name, f"http://cybozu/ag.cgi?page={app}&id={act.thing}",
        ip_address(act.who), f"タイトル: {title}\n内容: 確認しました",
    )  # fmt: skip


def _logins(town: DemoTown, month: date) -> Iterator[tuple[int, tuple[str, ...]]]:
    for at_ms in each_day(town, month, _LOGIN_AT_MS):
        at = f"{local_time(at_ms):%Y/%m/%d %H:%M:%S}"
        yield at_ms, ("情報", "System", "Login", at, "kanri", ADMINISTRATOR, "", "10.24.0.2", "")


VENDORS = {
    "cybozu": DemoVendor(
        kind="cybozu",
        about="chat, calendar; months in Shift_JIS and in UTF-8, logins between, text over two lines",
        settings=f"""\
files = ["town/cybozu/*.csv"]
apps = {inline_table(APPS)}
events = {inline_table(EVENTS)}""",
        tools=("chat", "calendar"),
        write=write_cybozu,
    )
}
