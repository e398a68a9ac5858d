"""Looks at an unknown export, CSV or Excel, and proposes the settings that read it (`hirogari map FILE`).

The proposal shows column names and, of a column of actions, its few words; no other cell is shown.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from connectors.configuration import IGNORED
from connectors.contract import TOKYO
from connectors.errors import SkipPart
from connectors.mapped_csv import when
from connectors.table_files import read_sheets
from connectors.tabular import HEADER_WITHIN

if TYPE_CHECKING:
    from pathlib import Path

_SAMPLE_ROWS = 2000
_MOST_ACTIONS = 20
_LONGEST_ACTION = 30
_WORDS = {
    "time": ("日時", "時刻", "タイムスタンプ", "送信日", "date", "time", "日付"),
    "account": ("ユーザーid", "ログインid", "アカウント", "メール", "account", "email", "user", "職員番号",
                "ユーザー", "送信者", "氏名"),
    "action": ("操作", "アクション", "イベント", "種別", "action", "event", "type"),
    "quantity": ("件数", "回数", "メッセージ数", "投稿数", "count"),
    "document": ("ファイル名", "ファイル", "パス", "file", "path"),
}  # fmt: skip
_ACTIONS = {
    "sent": ("送信", "投稿", "発言", "返信", "send", "sent", "post", "message", "reply"),
    "created": ("作成", "登録", "追加", "create", "add"),
    "edited": ("編集", "更新", "変更", "edit", "update", "modify"),
    "uploaded": ("アップロード", "upload"),
    "downloaded": ("ダウンロード", "download"),
    "viewed": ("閲覧", "参照", "表示", "view", "open", "read"),
    "joined": ("参加", "join"),
    "managed": ("削除", "移動", "delete", "remove", "move"),
}
_TOOLS = {
    "chat": ("トーク", "チャット", "メッセージ", "chat", "message", "room", "ルーム"),
    "files": ("ファイル", "フォルダ", "file", "folder"),
    "meetings": ("会議", "meeting"),
    "calendar": ("予定", "スケジュール", "calendar", "schedule"),
    "mail": ("件名", "宛先", "subject"),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was found: the settings to copy, and what to look at before using them."""

    settings: str
    notes: tuple[str, ...]


def propose_mapping(path: Path) -> Proposal:
    """Propose the `[[sources]]` entry for an export.

    Raises:
        SkipPart: it is no table, or has no column of times or of accounts that can be told.
    """
    header, rows = _table(path)
    columns = {role: _column(role, header, rows) for role in _WORDS}
    if columns["time"] is None or columns["account"] is None:
        missing = "times" if columns["time"] is None else "accounts"
        raise SkipPart(
            f"no column of {missing} can be told",
            place=path.name,
            next_step="write the settings of kind mapped_csv by hand: columns.time and columns.account",
        )
    words = _words_in(columns["action"], header, rows)
    if not words:
        columns["action"] = None
    tool = _tool(header, words)
    notes = ["look whether tool is right: it is guessed from the column names"]
    if words:
        notes.append("look at each line of actions: what is no action of one's own is ignored")
    if columns["quantity"]:
        notes.append(f"{columns['quantity']} is taken for how many a row counts")
    return Proposal(_settings(path, tool, columns, words), tuple(notes))


def _table(path: Path) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows of the sheet with the widest header, as `mapped_csv` will read them."""
    best: tuple[list[str], list[list[str]]] = ([], [])
    for sheet in read_sheets(path):
        texts = [
            [_text(cell) for cell in line] for line in sheet.lines[: _SAMPLE_ROWS + HEADER_WITHIN]
        ]
        if not texts:
            continue
        filled = [len(_filled(line)) for line in texts[:HEADER_WITHIN]]
        widest = filled.index(max(filled))
        header = [name.strip() for name in texts[widest]]
        if len(_filled(header)) > len(_filled(best[0])):
            rows = [row for row in texts[widest + 1 :] if len(row) == len(header) and _filled(row)]
            best = (header, rows)
    return best


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    return str(cell)


def _filled(row: list[str]) -> list[str]:
    return [cell for cell in row if cell.strip()]


def _column(role: str, header: list[str], rows: list[list[str]]) -> str | None:
    named = [
        name for word in _WORDS[role] for name in header if word in name.casefold().replace(" ", "")
    ]
    for name in named:
        cells = [row[header.index(name)] for row in rows]
        if role == "time" and not (cells and all(map(_is_time, cells))):
            continue
        if role == "quantity" and not all(cell.strip().isdigit() for cell in cells):
            continue
        return name
    if role == "time" and rows:
        readable = (name for n, name in enumerate(header) if all(_is_time(row[n]) for row in rows))
        return next(readable, None)
    return None


def _is_time(cell: str) -> bool:
    try:
        when(cell.strip(), ZoneInfo(TOKYO.key))
    except ValueError:
        return False
    return True


def _words_in(column: str | None, header: list[str], rows: list[list[str]]) -> list[str]:
    if column is None:
        return []
    words = sorted({row[header.index(column)].strip() for row in rows})
    if len(words) > _MOST_ACTIONS or any(len(word) > _LONGEST_ACTION for word in words):
        return []
    return words


def _tool(header: list[str], words: list[str]) -> str:
    text = " ".join((*header, *words)).casefold()
    scores = {tool: sum(text.count(word) for word in said) for tool, said in _TOOLS.items()}
    return max(scores, key=lambda tool: scores[tool])


def _action(word: str) -> str:
    folded = word.casefold()
    return next(
        (action for action, said in _ACTIONS.items() if any(part in folded for part in said)),
        IGNORED,
    )


def _settings(path: Path, tool: str, columns: dict[str, str | None], words: list[str]) -> str:
    def quoted(text: str) -> str:
        # JSON's strings are TOML's basic strings.
        return json.dumps(text, ensure_ascii=False)

    lines = [
        "[[sources]]",
        # Not the file's name: a source's name is shown on the pages, and a file may be called after somebody.
        f"name = {quoted(tool)}",
        'kind = "mapped_csv"',
        f"files = [{quoted(str(path))}]",
        f"tool = {quoted(tool)}",
    ]
    if words:
        pairs = ", ".join(f"{quoted(word)} = {quoted(_action(word))}" for word in words)
        lines.append(f"actions = {{ {pairs} }}")
    else:
        lines.append(f"action = {quoted('sent' if tool in {'chat', 'mail'} else 'viewed')}")
    said = ", ".join(f"{role} = {quoted(name)}" for role, name in columns.items() if name)
    lines.append(f"columns = {{ {said} }}")
    return "\n".join(lines) + "\n"
