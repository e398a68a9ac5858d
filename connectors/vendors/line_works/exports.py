"""The audit logs of LINE WORKS, saved by hand, which `hirogari map` recognises."""

from __future__ import annotations

from connectors.contract.messages import Message
from connectors.io.tables.known_exports import Draft, ExportTable, KnownExport


def _messages(table: ExportTable) -> Draft:
    return _log(table, "message")


def _sent_mail(table: ExportTable) -> Draft:
    return _log(table, "sent-mail")


def _drive(table: ExportTable) -> Draft:
    return _log(table, "drive")


def _log(table: ExportTable, service: str) -> Draft:
    entry = {"name": "lineworks", "kind": "line_works", "services": [service], "files": [str(table.path)]}  # fmt: skip
    return Draft([entry], (Message("this is an audit log of LINE WORKS"),))


EXPORTS = (
    KnownExport((("日時", "送信者", "トーク"),), _messages),
    KnownExport((("送信日時", "送信者", "件名"),), _sent_mail),
    KnownExport((("date", "user", "task", "original"),), _drive),
)
