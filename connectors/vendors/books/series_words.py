"""The words by which the book of actions names a series, its ものさし, and the series that each stands for.

The names on the right are those of the release's series. Own counts have the names that the town gives them in its
book of counts, so they are not listed here.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from connectors.io.tables.cell_parsing import text_of, words_of
from connectors.vendors.books.tools import WORDS as TOOL_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

SERIES_WORDS: Mapping[str, tuple[str, ...]] = {
    **{
        f"use {tool}": (f"利用日率({words[0]})", f"{words[0]}の利用日率", f"{words[0]}の利用")
        for tool, words in TOOL_WORDS.items()
    },
    "ratio documents": ("文書のデジタル率", "紙とデジタルの比率(文書)"),
    "ratio approvals": ("電子決裁率", "電子決裁の割合"),
    "ratio filings": (
        "オンライン利用率",
        "オンライン申請率",
        "オンライン申請の割合",
        "手続きのオンライン利用率",
        "行政手続のオンライン利用率",
        "行政手続きのオンライン利用率",
        "電子申請率",
        "電子申請の割合",
    ),
    "ratio meetings": (
        "オンライン会議の割合",
        "会議のオンライン率",
        "web会議の割合",
        "ウェブ会議の割合",
    ),
    "ratio inspections": ("視察のオンライン率", "視察のオンライン化"),
    "ratio minutes": ("AI議事録の割合", "AI議事録率", "AIで作った議事録の割合"),
    "on_paper approvals": ("紙の決裁の件数", "紙決裁の件数"),
    "on_paper filings": ("窓口・郵送の申請の件数", "窓口の申請の件数"),
    "on_paper meetings": ("対面のみの会議の回数", "対面の会議の回数"),
    "on_paper inspections": ("現地に出向いた回数", "現地の視察の回数"),
    "on_paper minutes": ("手作業の議事録の件数",),
    "printed": (
        "印刷の枚数(1人あたり)",
        "印刷の枚数",
        "印刷枚数",
        "職員1人あたりの印刷枚数",
        "コピー・印刷の枚数",
    ),
    "bought": ("用紙の購入枚数", "購入した用紙の枚数", "コピー用紙の購入枚数"),
    "out_of_hours": ("時間外の利用の割合",),
    "meeting_hours": ("会議の時間(1人あたり)", "会議の時間", "会議時間"),
    "overtime": (
        "超過勤務の時間(1人あたり)",
        "超過勤務の時間",
        "超過勤務時間",
        "残業時間",
        "時間外勤務の時間",
        "時間外勤務時間",
        "職員1人あたりの時間外勤務の時間",
        "職員1人あたりの時間外勤務時間",
    ),
    "task_hours": ("業務にかかる時間", "業務一覧の時間"),
    "faxes": ("FAXの枚数", "FAX枚数", "FAXの送受信枚数", "ファックスの枚数"),
    "automated_runs": ("自動化の実行回数", "RPAの実行回数"),
    "automated_hours": (
        "自動化の時間",
        "自動化で減った時間",
        "RPAで減った時間",
        "RPAによる削減時間",
    ),
}
"""Series → its words; the first is the one to choose in the template."""


def _plain(words: str) -> str:
    """Return the words without what a clerk may write either way: width, case and spaces."""
    return "".join(unicodedata.normalize("NFKC", words).casefold().split())


_SERIES_OF = {
    _plain(words): series for series, spellings in SERIES_WORDS.items() for words in spellings
} | {_plain(series): series for series in SERIES_WORDS}


def series_in(cell: object) -> str | None:
    """Return the series that a cell names; None where it names none of these."""
    words = words_of(cell)
    return None if words is None else _SERIES_OF.get(_plain(words))


def own_count(cell: object) -> str | None:
    """Return the name of the own count that a cell names, in one spelling; None for an empty cell."""
    text = text_of(cell)
    return None if text is None else f"count {' '.join(text.split())}"
