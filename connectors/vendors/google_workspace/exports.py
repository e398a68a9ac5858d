"""Google's exports that `hirogari map` recognises: the Drive log of the admin console, and a form's answers."""

from __future__ import annotations

from connectors.contract.errors import SkipPart
from connectors.contract.messages import Message
from connectors.io.tables.action_words import sorted_out
from connectors.io.tables.known_exports import Draft, ExportTable, KnownExport, mapped


def _drive_log(table: ExportTable) -> Draft:
    columns = {
        "time": table.pick("日付", "date"),
        "account": table.pick("アクター", "actor"),
        "action": table.pick("イベント", "event"),
        "document": table.pick("ドキュメントid", "documentid"),
    }
    known, unknown = sorted_out(table.words(columns["action"]))
    note = Message(
        "this is Google's Drive log from the admin console: it runs newest first and ends at a number of rows, so let each download overlap the one before by two days"
    )
    return Draft([mapped(table, "files", columns, actions=known)], (note,), unknown)


def _forms(table: ExportTable) -> Draft:
    names = ("メールアドレス", "ユーザー名", "emailaddress", "username")
    if not any(name in table.names for name in names):
        raise SkipPart(
            Message("this form's answers do not say who gave them"),
            place=table.path.name,
            next_step=Message("let the form collect addresses, then save its answers anew"),
        )
    columns = {
        "time": table.pick("タイムスタンプ", "timestamp"),
        "account": table.pick(*names),
    }
    note = Message("these are a Google form's answers: each is taken for one thing created")
    return Draft([mapped(table, "files", columns, action="created")], (note,))


EXPORTS = (
    KnownExport(
        (
            ("日付", "ドキュメントid", "イベント", "アクター"),
            ("date", "documentid", "event", "actor"),
        ),
        _drive_log,
    ),
    KnownExport(
        (("タイムスタンプ",), ("timestamp", "emailaddress"), ("timestamp", "username")), _forms
    ),
)
