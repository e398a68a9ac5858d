"""The demo town's chat as a tool without a connector exports it: one CSV file per month, in CP932.

The export does not show who read a message. System notices without an account are mixed in.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from connectors.demo_town.for_vendors.contract import DemoVendor
from connectors.demo_town.for_vendors.shares import acts_by_month, each_day
from connectors.demo_town.for_vendors.tables import inline_table
from connectors.demo_town.simulate.names import SUBJECTS
from connectors.demo_town.simulate.workdays import local_time

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from connectors.demo_town.for_vendors.town import DemoTown

WORDS = {
    "message_posted": "メッセージ送信",
    "attachment_upload": "ファイルアップロード",
    "reaction_added": "スタンプ送信",
    "room_created": "ルーム作成",
}
"""Verb of the simulation → word in the export; other verbs are not exported."""
ACTIONS = {
    "メッセージ送信": "sent",
    "ファイルアップロード": "uploaded",
    "スタンプ送信": "sent",
    "ルーム作成": "created",
    "お知らせ": "ignored",
}
COLUMNS = {"time": "送信日時", "account": "ログインID", "action": "操作種別"}
"""The `columns` of the mapped source in the settings."""
_HEADER = ("送信日時", "トークルーム", "送信者名", "ログインID", "操作種別", "メッセージ")
_NOTICE_AT_MS = 25_200_000


def write_logochat(town: DemoTown, folder: Path) -> None:
    """Write `logochat/talk-YYYYMM.csv`."""
    (folder / "logochat").mkdir(exist_ok=True)
    people = {person.staff_no: person for person in town.staff}
    for month, acts in acts_by_month(town, "logochat", "chat").items():
        rows = [*_notices(town, month)]
        for act in acts:
            if act.verb in WORDS:
                person = people[act.who]
                subject = SUBJECTS[act.thing % len(SUBJECTS)]
                row = (
                    f"{local_time(act.at_ms):%Y/%m/%d %H:%M:%S}", f"{act.section} 連絡", person.name,
                    person.logon, WORDS[act.verb], f"{subject}の件、\r\n確認しました",
                )  # fmt: skip
                rows.append((act.at_ms, row))
        # Newest first, as on screen.
        rows.sort(key=lambda row: row[0], reverse=True)
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(_HEADER)
        writer.writerows(row for _, row in rows)
        export = folder / "logochat" / f"talk-{month:%Y%m}.csv"
        export.write_bytes(text.getvalue().encode("cp932", "replace"))


def _notices(town: DemoTown, month: date) -> Iterator[tuple[int, tuple[str, ...]]]:
    for at_ms in each_day(town, month, _NOTICE_AT_MS):
        at = f"{local_time(at_ms):%Y/%m/%d %H:%M:%S}"
        yield at_ms, (at, "全体連絡", "システム", "", "お知らせ", "おはようございます")


VENDORS = {
    "logochat": DemoVendor(
        kind="mapped_csv",
        about="chat, but not who read; CP932, newest first, notices without an account",
        settings=f"""\
files = ["town/logochat/*.csv"]
tool = "chat"
encoding = "cp932"
columns = {inline_table(COLUMNS)}
actions = {inline_table(ACTIONS)}""",
        tools=("chat",),
        recorded_verbs=frozenset(WORDS),
        write=write_logochat,
    )
}
