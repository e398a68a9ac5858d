"""Which kinds of copier jobs put something on paper: one list of words for every maker.

A job that is only stored (Print Hold, 保存, 蓄積, 親展, 印刷未完) is counted when it is printed; scans, and sent or
forwarded FAXes, are not paper. The words of a column map apply as well. A kind that no word matches is neither:
it is reported.
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
    # A job that waits for its owner at the machine, and is logged again when it is printed.
    ("stored", r"incomplete|未完|未印刷|未出力|print ?hold|プリントホールド|stored print\b"),
    # Stored and printed at once, or printed from storage.
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
    """Return the text for comparison: NFKC-normalised, case-folded, with single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _nothing(kind: str) -> bool | None:  # noqa: ARG001 - there are no settings
    return None


@dataclass(frozen=True, slots=True)
class Kinds:
    """A column map's words beside the common list; a number must equal the kind, a word may be part of it."""

    paper: tuple[str, ...] = ()
    """If not empty, a kind that contains none of these words is not counted, even if the common list would."""
    not_paper: tuple[str, ...] = ()
    said: Callable[[str], bool | None] = _nothing
    """The town's settings for a kind, which take precedence over every list."""

    def judge(self, kind: str) -> str | None:
        """Return `paper`, the reason why it is not paper (stored, FAX, scan …), or None if the kind is unknown."""
        folded = fold(kind)
        said = self.said(kind)
        if said is not None:
            return PAPER if said else "not_paper"
        for word in self.not_paper:
            if _stands_in(word, folded):
                return word
        if any(fold(word) == folded for word in self.paper):
            return PAPER
        verdict_found = next((verdict for verdict, rule in _JUDGED if rule.search(folded)), None)
        if verdict_found not in {None, PAPER}:
            return verdict_found
        if self.paper:
            return PAPER if any(_stands_in(word, folded) for word in self.paper) else None
        return verdict_found


def _stands_in(word: str, folded: str) -> bool:
    return fold(word) == folded if word.isdigit() else fold(word) in folded
