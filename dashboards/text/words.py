"""The words of pages and newsletter in Japanese and English: one table, one word a thing."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from dashboards.text.catalogue import Catalogue
from dashboards.text.source_words import FACTOR_SOURCES, KINDS, STREAMS
from warehouse.release.tables.release import NOT_YET, SMALL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_REIWA_BEFORE = 2018
"""Reiwa 1 is 2019; fiscal 令和元年度 is the one that began in April 2019."""

_TERMS: dict[str, tuple[str, str]] = {
    "files": ("ファイル共有", "File sharing"),
    "chat": ("チャット", "Chat"),
    "meetings": ("オンライン会議", "Online meetings"),
    "calendar": ("予定表", "Calendar"),
    "mail": ("メール", "Mail"),
    "documents": ("文書の扱い", "Documents"),
    "paper_bought": ("紙の購入", "Paper bought"),
    "approvals": ("電子決裁率", "Electronic approvals"),
    "filings": ("オンライン利用率", "Online filings"),
    "pair_meetings": ("会議のオンライン率", "Online meetings"),
    "inspections": ("視察のオンライン化", "Online site inspections"),
    "minutes": ("議事録の自動作成", "Minutes by machine"),
    "bought": ("買った紙", "bought"),
    "printed": ("印刷した紙", "printed"),
    "counter": ("複合機のカウンター", "printer counters"),
    "digital": ("電子", "Digital"),
    "paper": ("紙", "Paper"),
    "town": ("全庁", "Whole town hall"),
    "final": ("確定", "final"),
    "provisional": ("暫定", "provisional"),
    "incomplete": ("欠測あり", "incomplete"),
    "none": ("まだない", "not yet"),
    "gap": ("欠測", "missing"),
    "failed": ("取得できず", "failed"),
    "unread": ("まだ読んでいない", "not read yet"),
    "running": ("月の途中", "month not over"),
    "withheld": ("非公表", "withheld"),
    "unlike": ("くらべられない", "not comparable"),
    "use_rate": ("利用日率", "Use rate"),
    "activated": ("使ったことのある職員", "Staff who have used it"),
    "month": ("月", "Month"),
    "section": ("課", "Section"),
    "sheets": ("枚", "sheets"),
    "mark_provisional": ("暫", "p"),
    "mark_incomplete": ("欠", "i"),
}

_SIDES: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "filings": (("オンライン", "窓口・郵送"), ("Online", "Counter")),
    "meetings": (("オンライン", "会議室"), ("Online", "In the room")),
    "inspections": (("オンライン", "現地"), ("Online", "On site")),
    "minutes": (("機械", "手書き"), ("By machine", "By hand")),
}

_REASONS: dict[str, tuple[str, str]] = {
    "small_group": (
        "人数が少ないので「小規模課」にまとめています",
        "the section is small and counted with other small sections",
    ),
    "no_break_down": (
        "どうまとめても人数が少なく、課ごとには出せません",
        "too few people for any break-down by section",
    ),
    "dominance": (
        "ひとりの分が半分を超えるか、ごく少ないか、引き算でそれが分かってしまいます",
        "one person makes up, or may make up, more than half; or there is little, or subtraction would tell of either",
    ),
    "protects_other": (
        "全庁の数から引き算すると、ほかの課の出せない数が分かってしまいます",
        "it would give away another section's withheld figure by subtraction",
    ),
    "reorganised": (
        "課の統合や再編があり、同じ課どうしでくらべられる数字がありません",
        "sections were merged, split or renamed, and no number is of the same ones",
    ),
    "running_month": (
        "月の途中です。月が終わると出ます",
        "the month is not over yet",
    ),
    "waiting": (
        "届いていない日があります。そろうか、10日たつと出ます",
        "days of it have not come in yet: it is shown when they have, or after ten days",
    ),
    "unpublished": (
        "いちど出したあとで、取り下げました",
        "it was shown once and has been taken back",
    ),
    "too_few_days": (
        "数えられる日が少なすぎます",
        "too few days to count",
    ),
    "sheets_unknown": (
        "記録から枚数が分かりません",
        "the records do not tell the number of sheets",
    ),
    "few_values": (
        "どう区切っても、人数がほぼ分かってしまいます",
        "any band would almost tell how many people it is",
    ),
    "few_meetings": (
        "会議が10回に満たず、割合にすると1回の会議が見えてしまいます",
        "fewer than 10 meetings: a share would show a single one",
    ),
    "few_printers": (
        "同じメーカーの機器が3台に満たず、ひとりの機器かもしれません",
        "fewer than 3 devices of that maker: they may be one person's",
    ),
    "unserved": (
        "この課(まとめた課のどれか)の人の記録を持つデータ源がありません。0%ではありません",
        "no source holds records of this section's people, or of one merged with it: it is not 0%",
    ),
    "gate": (
        "前に出した数とあわせて計算すると、人数や個人のことが分かってしまいます",
        "together with earlier figures it would tell a head count or of a person",
    ),
}

_ENGLISH_SHOWN = (
    (re.compile(r"^(.+)未満$"), r"under \1"),
    (re.compile(r"^(.+)以上$"), r"\1 or more"),
    (re.compile(r"^約(.+)$"), r"about \1"),
    (re.compile("〜"), "–"),
    (re.compile("枚$"), " sheets"),
)
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


def plain(text: str) -> str:
    """Return `text` without control and direction characters, which could hide what it says."""
    return "".join(c for c in text if unicodedata.category(c) not in _INVISIBLE).strip()


class Words(Catalogue):
    """Terms, dates and values in one language."""

    def __init__(self, language: str, fiscal_year_start: int = 4) -> None:
        """`fiscal_year_start` is the month in which the fiscal year begins."""
        super().__init__(language)
        self.fiscal_year_start = fiscal_year_start

    def __call__(self, term: str) -> str:
        """Return the word for `term`; KeyError for one that is not in the table."""
        return _TERMS[term][self.language == "en"]

    def pick(self, japanese: str, english: str) -> str:
        """Return the text of the two in this language."""
        return english if self.language == "en" else japanese

    def pick_lines(self, japanese: tuple[str, ...], english: tuple[str, ...]) -> tuple[str, ...]:
        """Return the paragraphs of the two in this language."""
        return english if self.language == "en" else japanese

    def label(self, term: str) -> str:
        """Return the word for `term` as it stands alone, in a legend or a head: with a capital."""
        word = self(term)
        return word[:1].upper() + word[1:]

    def count_of(self, some: int, every: int) -> str:
        """Return 4／8, or 4 of 8."""
        return self.pick(f"{some}／{every}", f"{some} of {every}")

    def beside(self, text: str, note: str) -> str:
        """Return a text with its note in brackets: 増（+12%）, or up (+12%)."""
        return self.pick(f"{text}（{note}）", f"{text} ({note})")

    def pair(self, pair: str) -> str:
        """Return the name of a pair's digital share."""
        return self("pair_meetings" if pair == "meetings" else pair)

    def sides(self, pair: str) -> tuple[str, str]:
        """Return what a pair's digital and paper sides are called."""
        if pair in _SIDES:
            return _SIDES[pair][self.language == "en"]
        return self("digital"), self("paper")

    def group(self, section: str, name: str) -> str:
        """Return a section's name; the merged small sections are named in this language."""
        return self.pick(plain(name), "Small sections") if section == SMALL else plain(name)

    def kind(self, kind: str) -> str:
        """Return what a kind of source is called; an unknown one keeps its own name."""
        return self.pick(*KINDS[kind]) if kind in KINDS else plain(kind)

    def knows_kind(self, kind: str) -> bool:
        """Tell whether a kind of source has a word of its own."""
        return kind in KINDS

    def factor_source(self, source: str) -> str:
        """Return where a factor of paper comes from; a town's own words stay as they are."""
        return self.pick(plain(source), FACTOR_SOURCES.get(source, plain(source)))

    def stream(self, stream: str) -> str:
        """Return what a stream of a source holds; an unknown one keeps its own name."""
        return self.pick(*STREAMS[stream]) if stream in STREAMS else plain(stream)

    def reason(self, word: str) -> str:
        """Return why a value is withheld, for a reader; an unknown rule is named as it is."""
        why = self.pick(*_REASONS[word]) if word in _REASONS else plain(word)
        passing = dict.fromkeys(NOT_YET, "running") | {"reorganised": "unlike"}
        what = self(passing.get(word, "withheld"))
        return self.pick(f"{what}：{why}。", f"{what}: {why}.")

    def shown(self, shown: str | None) -> str:
        """Return a released value as a reader of this language reads it."""
        text = shown or ""
        if self.language == "en":
            for pattern, english in _ENGLISH_SHOWN:
                text = pattern.sub(english, text)
        return text

    def with_unit(self, shown: str | None, japanese: str, english: str) -> str:
        """Return a released value with its unit: 「0.5時間未満」, not 「0.5未満時間」."""
        if self.language == "en":
            return f"{self.shown(shown)} {english}"
        text = shown or ""
        for end in ("未満", "以上"):
            if text.endswith(end):
                return f"{text.removesuffix(end)}{japanese}{end}"
        return text + japanese

    def fiscal_year(self, day: date, *, short: bool = False) -> str:
        """Return 令和7年度 (short: R7) or FY2025 (short: FY25)."""
        year = day.year - (day.month < self.fiscal_year_start)
        if self.language == "en":
            return f"FY{year % 100:02d}" if short else f"FY{year}"
        reiwa = year - _REIWA_BEFORE
        if reiwa < 1:
            return f"{year}" if short else f"{year}年度"
        if short:
            return f"R{reiwa}"
        return f"令和{'元' if reiwa == 1 else reiwa}年度"

    def month(self, day: date, *, short: bool = False) -> str:
        """Return 令和8年3月 (short: R8.3) or Mar 2026 (short: 2026-03)."""
        if self.language == "en":
            return f"{day:%Y-%m}" if short else f"{_MONTHS_EN[day.month - 1]} {day.year}"
        year = _reiwa_year(day)
        if short:
            return f"R{day.year - _REIWA_BEFORE}.{day.month}" if "令和" in year else f"{day:%Y.%m}"
        return f"{year}{day.month}月"

    def day(self, day: date) -> str:
        """Return 令和8年3月31日 or 31 Mar 2026."""
        if self.language == "en":
            return f"{day.day} {self.month(day)}"
        return f"{self.month(day)}{day.day}日"

    def axis_labels(
        self, months: Sequence[date], *, short: bool, width: float = 0
    ) -> dict[int, str]:
        """Return the fiscal year's name by the position of the month in which it begins to show.

        The first year is left out where the second begins too soon for both: within four months (two
        if short), or within the pixels that its name needs on an axis `width` pixels wide.
        """
        labels = {
            at: self.fiscal_year(month, short=short)
            for at, month in enumerate(months)
            if at == 0 or month.month == self.fiscal_year_start
        }
        if not labels:
            return labels
        starts = sorted(labels)
        room = 2.0 if short else 4.0
        if width:
            room = max(room, len(labels[0]) * _LETTER * len(months) / width)
        if len(starts) > 1 and starts[1] < room:
            del labels[0]
        if len(months) - max(labels) < room and len(labels) > 1:
            labels[max(labels)] = ""
        return labels


_LETTER = 8.0
"""Pixels of a letter on an axis, with the room around it."""


def _reiwa_year(day: date) -> str:
    """Return 令和8年; 平成 and before are written with the western year."""
    reiwa = day.year - _REIWA_BEFORE
    if (day.year, day.month) < (_REIWA_BEFORE + 1, 5):
        return f"{day.year}年"
    return f"令和{'元' if reiwa == 1 else reiwa}年"
