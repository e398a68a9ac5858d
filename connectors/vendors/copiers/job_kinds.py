"""Which kinds of a copier's jobs put something on paper: one list of words for every maker.

A job that is only stored (Print Hold, 保存, 蓄積, 親展, 印刷未完) is counted when it is printed; scans, sent and forwarded
FAXes are no paper. A column map's own words are weighed as well. A kind that no word knows is neither: it is told.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_PRINTS = r"(?:print|プリント|印刷|出力|コピー|copy|copying|複写)"
_STORES = r"(?:stor(?:e|ed|ing|age)|sav(?:e|ed|ing)|hold|保存|蓄積|保管|保留|ホールド|親展|登録|hdd|box|ボックス|文書)"
_FAX = r"(?:fax|ファクス|ファックス|ファクシミリ)"
_RULES = (
    # A job that waits for somebody at the machine, and is logged again when it is printed.
    ("stored", r"incomplete|未完|未印刷|未出力|print ?hold|プリントホールド|stored print\b"),
    # Stored and printed at once, or printed from where it was stored.
    ("paper", rf"{_STORES}.*{_PRINTS}(?:ing|ed)?[)\s]*$|{_PRINTS}(?:ing)?\s*(?:and|&|\+|/|・|と|及び|および)\s*{_STORES}"),
    ("stored", _STORES),
    ("FAX", rf"{_FAX}.*(?:送信|send|sent|transmi|tx|転送|forward|deliver|配信)|(?:受信|receiv\w*).*(?:転送|forward|deliver|配信)"),
    ("paper", r"受信|receiv|reception|\brx\b"),
    ("FAX", _FAX),
    ("scan", r"scan|スキャン|スキャナ|送信|send|sent|transmi|mail|メール|転送|forward|deliver|配信|download|ダウンロード|twain|取込"),
    ("paper", rf"{_PRINTS}|プリンタ|pdl|report|レポート|リスト|\blist"),
)  # fmt: skip
_JUDGED = tuple((verdict, re.compile(pattern)) for verdict, pattern in _RULES)
PAPER = "paper"


def fold(text: str) -> str:
    """Return the text to compare: full-width as plain, small letters, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _nothing(kind: str) -> bool | None:  # noqa: ARG001 - there are no settings
    return None


@dataclass(frozen=True, slots=True)
class Kinds:
    """A column map's own words beside the list's; a number is a whole kind, a word stands anywhere in it."""

    paper: tuple[str, ...] = ()
    """Where there are some, a kind without any of them is not counted, even if the list would."""
    not_paper: tuple[str, ...] = ()
    said: Callable[[str], bool | None] = _nothing
    """What the town's settings say of a kind goes before every list."""

    def judge(self, kind: str) -> str | None:
        """Return `paper`, a word for why it is none (stored, FAX, scan …), or None: nobody knows."""
        folded = fold(kind)
        said = self.said(kind)
        if said is not None:
            return PAPER if said else "not_paper"
        for word in self.not_paper:
            if _stands_in(word, folded):
                return word
        if any(fold(word) == folded for word in self.paper):
            return PAPER
        told = next((verdict for verdict, rule in _JUDGED if rule.search(folded)), None)
        if told not in {None, PAPER}:
            return told
        if self.paper:
            return PAPER if any(_stands_in(word, folded) for word in self.paper) else None
        return told


def _stands_in(word: str, folded: str) -> bool:
    return fold(word) == folded if word.isdigit() else fold(word) in folded
