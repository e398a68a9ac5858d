"""The audit log of Cybozu Office and Garoon in the forms that `hirogari map` recognises."""

from __future__ import annotations

from connectors.contract.messages import Message
from connectors.io.tables.action_words import sorted_out
from connectors.io.tables.known_exports import Draft, ExportTable, KnownExport, folded

_MODULES = {
    "calendar": ("schedule", "スケジュール"),
    "chat": ("message", "メッセージ", "bulletin", "掲示板", "space", "スペース", "people"),
    "files": ("cabinet", "ファイル管理", "file", "ファイル"),
    "mail": ("mail", "メール"),
}
"""Parts of the names of modules, folded, by tool."""


def _audit_log(table: ExportTable) -> Draft:
    modules = table.words(table.pick("モジュール", "module", "アプリケーションid"))
    apps = {
        module: tool
        for module in modules
        for tool, names in _MODULES.items()
        if any(name in folded(module) for name in names)
    }
    known, unknown = sorted_out(table.words(table.pick("アクション", "action", "イベントid")))
    entry = {"name": "cybozu", "kind": "cybozu", "files": [str(table.path)], "apps": apps, "events": known}  # fmt: skip
    others = [module for module in modules if module not in apps]
    note = Message(
        "this is Cybozu's audit log; modules that stand for no tool: {modules}",
        modules=", ".join(others) or "-",
    )
    return Draft([entry], (note,), unknown)


EXPORTS = (
    KnownExport(
        (
            ("日時", "モジュール", "アクション", "ユーザー"),
            ("module", "action", "user"),
            ("アプリケーションid", "イベントid"),
        ),
        _audit_log,
    ),
)
