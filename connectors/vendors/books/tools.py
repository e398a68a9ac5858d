"""The words that staff use for tools in their books, and the tool that each stands for."""

from __future__ import annotations

from connectors.contract.messages import Message
from connectors.contract.shapes import TOOLS
from connectors.io.tables.cell_parsing import words_of

WORDS = {
    "files": ("ファイル", "ファイル共有", "ドライブ", "共有ドライブ", "ストレージ"),
    "chat": ("チャット",),
    "meetings": ("会議", "オンライン会議", "web会議", "ウェブ会議", "テレビ会議"),
    "calendar": ("カレンダー", "予定表", "予定", "スケジュール"),
    "mail": ("メール", "電子メール"),
}
EVERY = ("全部", "すべて", "共通", "全ツール")


def tool_in(cell: object) -> str | None:
    """Return the tool that a cell names; None for an empty cell and for "all tools".

    Raises:
        ValueError: the cell names no known tool.
    """
    words = words_of(cell)
    if words is None or words.casefold() in EVERY:
        return None
    for tool in TOOLS:
        if words.casefold() in (tool, *WORDS[tool]):
            return tool
    names = "、".join(words[0] for words in WORDS.values())
    raise ValueError(Message("no name of a tool ({words}; empty for all)", words=names))
