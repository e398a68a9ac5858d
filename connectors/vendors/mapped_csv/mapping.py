"""Inspect an unknown export, CSV or Excel, and propose the settings that read it (`hirogari map FILE`).

A proposal is tested on the file before it is shown. It shows column names, counts and the words of the action
column; no other cell may be shown. What the file does not make clear is not proposed.
"""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from connectors.contract.errors import SkipPart
from connectors.contract.messages import Message
from connectors.contract.streams import TOKYO
from connectors.io.tables.action_words import sorted_out
from connectors.io.tables.known_exports import Draft, ExportTable, folded, mapped
from connectors.io.tables.table_files import read_sheets
from connectors.io.tables.tabular import HEADER_WITHIN
from connectors.roster.roster_model import comparable
from connectors.vendors.mapped_csv.connector import account_in, when
from connectors.vendors.mapped_csv.proposals import Proposal, as_text, is_word, known_draft, tried

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

_SAMPLE_ROWS = 2000
_MOST_ACTIONS = 300
_FEW_ACTIONS = 20
"""Maximum number of action words, unless words occur twice on average; otherwise they may be titles."""
_FILLED = 0.9
"""Minimum share of non-empty cells in a column of accounts."""
_WORDS = {
    "time": ("日時", "時刻", "タイムスタンプ", "送信日", "date", "time", "日付"),
    "account": ("ユーザーid", "ログインid", "アカウント", "メールアドレス", "account", "email", "送信者", "アクター", "職員番号",
                "user", "actor", "ユーザー", "利用者", "メール", "氏名"),
    "action": ("操作", "アクション", "イベント", "action", "event", "operation", "種別", "type"),
    "quantity": ("件数", "回数", "メッセージ数", "投稿数", "count"),
    "document": ("ファイルid", "ドキュメントid", "ファイル名", "ファイルパス", "ファイル", "パス", "filename", "path", "file"),
}  # fmt: skip
_NO_ACCOUNT = (
    "サイズ",
    "size",
    "件数",
    "回数",
    "受信者",
    "宛先",
    "種別",
    "type",
    "agent",
    "エージェント",
    "添付",
)
_NO_TIME = ("最終", "最後", "直近", "last", "latest")
"""A person's last visit is not the time of an act: such a row is a person's total over a period."""
_TOOLS = {
    "chat": ("トーク", "チャット", "メッセージ", "chat", "message", "room", "ルーム"),
    "mail": ("件名", "宛先", "受信者", "メールサイズ", "subject", "recipient"),
    "files": ("ファイル名", "ファイル", "フォルダ", "file", "folder"),
    "meetings": ("会議", "meeting"),
    "calendar": ("予定", "スケジュール", "calendar", "schedule"),
}
_SLACK = ("users.json", "channels.json")


def propose_mapping(path: Path, accounts: AbstractSet[str] | None = None) -> Proposal:
    """Propose the `[[sources]]` entries for an export.

    Args:
        path: the export.
        accounts: the roster's accounts in comparable form; None if no roster was found.

    Raises:
        SkipPart: the file is not a table, has no recognisable column of times or of accounts, or no row would
            be read.
    """
    _refuse_other_exports(path)
    table = _table(path)
    return tried(table, known_draft(table) or _draft(table, accounts), accounts)


def _refuse_other_exports(path: Path) -> None:
    """Raise SkipPart with the way to read the data if the export is not a table."""
    if not path.is_file():
        return
    with path.open("rb") as file:
        start = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
    is_slack = start[:1] in {b"[", b"{"} and b'"ts"' in start
    if start[:2] == b"PK" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as parts:
            is_slack = any(name in parts.namelist() for name in _SLACK)
    if is_slack:
        raise SkipPart(
            Message("this is Slack's export of messages"),
            place=path.name,
            next_step=Message(
                'kind = "slack" reads the messages of channels from Slack itself; for counts alone, save the member analytics as CSV for kind = "slack_members"'
            ),
        )
    if start[:1] in {b"[", b"{"}:
        raise SkipPart(
            Message("this is JSON and no table"),
            place=path.name,
            next_step=Message(
                "save it as CSV or Excel; for a log in JSON look whether one of the kinds in hirogari.toml reads it"
            ),
        )


def _draft(table: ExportTable, accounts: AbstractSet[str] | None) -> Draft:
    columns = {
        "time": _time(table),
        "account": _account(table, accounts),
        "action": _action_column(table),
        "quantity": next(_named("quantity", table, _is_counts), None),
        "document": next(_named("document", table, _is_filled), None),
    }
    if columns["time"] is None or columns["account"] is None:
        raise SkipPart(
            Message("no column of times can be told")
            if columns["time"] is None
            else Message("no column of accounts can be told"),
            place=table.path.name,
            next_step=Message(
                "write the settings of kind mapped_csv by hand: columns.time and columns.account"
            ),
        )
    words = table.words(columns["action"]) if columns["action"] else []
    tool = _tool(table, words)
    notes = [Message("look whether tool is right: it is guessed from the column names")]
    known_columns = {role: name for role, name in columns.items() if name}
    if columns["quantity"]:
        notes.append(
            Message("{column} is taken for how many a row counts", column=columns["quantity"])
        )
    if columns["action"] is None:
        action = "sent" if tool in {"chat", "mail"} else "viewed"
        notes.append(
            Message("no column says what was done: every row is taken for the same action")
        )
        return Draft([mapped(table, tool, known_columns, action=action)], notes)
    notes.append(Message("look at each line of actions: what is no action of one's own is ignored"))
    known, unknown = sorted_out(words)
    return Draft([mapped(table, tool, known_columns, actions=known)], notes, unknown)


def _table(path: Path) -> ExportTable:
    """Return the table of the sheet with the widest header, as `mapped_csv` will read it."""
    best = ExportTable(path, (), ())
    for sheet in read_sheets(path):
        texts = [[as_text(cell) for cell in line] for line in sheet.lines]
        if not texts:
            continue
        filled = [len(_filled(line)) for line in texts[:HEADER_WITHIN]]
        widest = filled.index(max(filled))
        header = tuple(name.strip() for name in texts[widest])
        if len(_filled(header)) > len(_filled(best.header)):
            width = len(header)
            rows = [
                [*row, *[""] * (width - len(row))]
                for row in texts[widest + 1 :]
                if len(row) <= width and _filled(row)
            ]
            best = ExportTable(path, header, rows)
    return best


def _filled(row: Sequence[str]) -> list[str]:
    return [cell for cell in row if cell.strip()]


def _named(role: str, table: ExportTable, fits: Callable[[list[str]], bool]) -> Iterator[str]:
    """Yield the columns whose header has a word of the role and whose cells fit, the likeliest first."""
    for word in _WORDS[role]:
        for name in table.header:
            if word in folded(name) and fits(table.column(name)[:_SAMPLE_ROWS]):
                yield name


def _is_filled(cells: list[str]) -> bool:
    return bool(cells) and len(_filled(cells)) >= _FILLED * len(cells)


def _is_counts(cells: list[str]) -> bool:
    return bool(cells) and all(cell.isdigit() for cell in cells)


def _are_times(cells: list[str]) -> bool:
    return bool(cells) and all(map(_is_time, cells))


def _is_time(cell: str) -> bool:
    try:
        when(cell, ZoneInfo(TOKYO.key))
    except ValueError:
        return False
    return True


def _time(table: ExportTable) -> str | None:
    """Return the column with the times of the acts; None if there is none.

    Raises:
        SkipPart: the only times are each person's last visit.
    """
    others = (name for name in table.header if _are_times(table.column(name)[:_SAMPLE_ROWS]))
    found = list(dict.fromkeys((*_named("time", table, _are_times), *others)))
    of_acts = [name for name in found if not any(word in folded(name) for word in _NO_TIME)]
    if found and not of_acts:
        raise SkipPart(
            Message(
                "column {name} tells when somebody was last there, so that each row is one person's total of a whole period",
                name=json.dumps(found[0], ensure_ascii=False),
            ),
            place=table.path.name,
            next_step=Message("export the log of single acts, or a table for each day"),
        )
    return next(iter(of_acts), None)


def _account(table: ExportTable, accounts: AbstractSet[str] | None) -> str | None:
    """Return the column with the most roster accounts, else the likeliest by header and cells."""
    named = [
        name
        for name in _named("account", table, _is_filled)
        if not any(word in folded(name) for word in _NO_ACCOUNT)
    ]
    if accounts:
        found = {
            name: sum(comparable(account_in(cell)) in accounts for cell in table.column(name))
            for name in (*named, *table.header)
            if name
        }
        best = max(found, key=lambda name: found[name], default=None)
        if best is not None and found[best]:
            return best
    return next(iter(named), None)


def _action_column(table: ExportTable) -> str | None:
    """Return the action column; None if there is none.

    Raises:
        SkipPart: a header names such a column, but its words may be titles instead of kinds of acts.
    """
    named = [
        name
        for name in _named("action", table, lambda cells: bool(_filled(cells)))
        # A column of codes, days, times (操作日時) or counts does not hold actions.
        if not all(cell.replace(".", "").isdigit() or _is_time(cell) for cell in table.column(name))
    ]
    for name in named:
        words = table.words(name)
        come_again = 2 * len(words) <= len(table.rows)
        few_enough = len(words) <= (_MOST_ACTIONS if come_again else _FEW_ACTIONS)
        if few_enough and all(map(is_word, words)):
            return name
    if named:
        raise SkipPart(
            Message(
                "column {name} seems to hold actions, but in too many different or too long words",
                name=json.dumps(named[0], ensure_ascii=False),
            ),
            place=table.path.name,
            next_step=Message(
                "write the settings of kind mapped_csv by hand: columns.action and actions"
            ),
        )
    return None


def _tool(table: ExportTable, words: Sequence[str]) -> str:
    text = " ".join((*table.header, *words)).casefold()
    scores = {tool: sum(text.count(word) for word in said) for tool, said in _TOOLS.items()}
    return max(scores, key=lambda tool: scores[tool])
