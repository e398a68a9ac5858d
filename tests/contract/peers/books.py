"""The books that sections keep: one small book each, in Excel's CSV of Japan (CP932) or UTF-8."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from connectors.contract.streams import Window
from connectors.vendors.registry import module_of
from tests.contract.peer import HOSTILE, UNDECLARED, FilePeer, Truth

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from connectors.contract.streams import Connector

SECTIONS = ("総務課", "税務課①㈱髙﨑", *HOSTILE)
_APRIL, _MAY, _JUNE = date(2025, 4, 1), date(2025, 5, 1), date(2025, 6, 1)


class _BookPeer(FilePeer):
    """A book with a header, its rows and the truth they tell."""

    window = Window(_APRIL, date(2025, 7, 1))
    is_streamed = False
    header: ClassVar[tuple[str, ...]]
    stream: ClassVar[str]
    columns: ClassVar[tuple[str, ...]]

    @property
    def files(self) -> tuple[Path, ...]:
        return (self.folder / "book.csv",)

    def connector(self) -> Connector:
        module = module_of(self.kind)
        given: dict[str, Any] = {"name": "book", "kind": self.kind, "file": self.files[0]}
        return module.connect(module.Settings(**given))

    def _rows(self) -> list[tuple[object, ...]]:
        raise NotImplementedError

    def _facts(self) -> list[tuple[object, ...]]:
        raise NotImplementedError

    def _days(self) -> frozenset[date]:
        return frozenset({_APRIL, _MAY, _JUNE})

    def truth(self) -> dict[str, Truth]:
        return {self.stream: Truth(self.columns, Counter(self._facts()), self._days())}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        rows = self._rows()
        if order:
            order.shuffle(rows)
        header = (*self.header, *((self.new_field,) if new_field else ()))
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows((*row, *((UNDECLARED,) if new_field else ())) for row in rows)
        self.files[0].write_bytes(out.getvalue().encode("utf-8-sig"))

    def enlarge(self, size: int) -> None:
        raise NotImplementedError


class _TallyPeer(_BookPeer):
    sides: ClassVar[tuple[str, ...]]
    columns = ("day_on", "section", "side", "count")

    def _facts(self) -> list[tuple[object, ...]]:
        return [
            (month, section, side, float(number * 10 + place))
            for number, section in enumerate(SECTIONS)
            for month in ((_APRIL, _JUNE) if number else (_APRIL,))
            for place, side in enumerate(self.sides)
        ]

    def _rows(self) -> list[tuple[object, ...]]:
        return [
            (
                f"令和7年{month.month}月" if number % 2 else f"{month:%Y-%m}",
                section,
                *tuple(number * 10 + place for place in range(len(self.sides))),
            )
            for number, section in enumerate(SECTIONS)
            for month in ((_APRIL, _JUNE) if number else (_APRIL,))
        ]


def _tally(kind: str, words: tuple[str, ...], sides: tuple[str, ...]) -> type[_TallyPeer]:
    said = {"kind": kind, "stream": kind, "header": ("年月", "課", *words), "sides": sides}
    return type(kind, (_TallyPeer,), said)


_BOTH = ("digital", "paper")
Approvals = _tally("approvals", ("電子決裁", "紙決裁"), _BOTH)
Filings = _tally("filings", ("オンライン", "窓口・郵送"), _BOTH)
Meetings = _tally("meetings", ("オンライン参加あり", "対面のみ"), _BOTH)
Inspections = _tally("inspections", ("オンライン", "現地"), _BOTH)
Minutes = _tally("minutes", ("AI議事録", "手作業"), _BOTH)
Fax = _tally("fax", ("送受信枚数",), ("count",))
Automation = _tally("automation", ("実行回数", "時間"), ("count", "hours"))
Overtime = _tally("overtime", ("時間", "人数"), ("hours", "people"))


class Counts(_BookPeer):
    kind = "counts"
    stream = "counts"
    header = ("年月", "課", "数えるもの", "値", "単位", "よい方向")
    columns = ("day_on", "section", "pair", "side", "count", "unit", "better")

    def _facts(self) -> list[tuple[object, ...]]:
        return [
            (month, section, "count 電話の数", "count", 7.0 * number, "件", "less")
            for number, section in enumerate(SECTIONS)
            for month in (_APRIL, _JUNE)
        ]

    def _rows(self) -> list[tuple[object, ...]]:
        return [
            (f"{month:%Y-%m}", section, "電話の数", value, unit, "減るほうがよい")  # type: ignore[str-format]
            for month, section, _pair, _side, value, unit, _better in self._facts()
        ]


class PaperBought(_BookPeer):
    kind = "paper_bought"
    stream = "paper_bought"
    header = ("年月", "課", "枚数")
    columns = ("day_on", "section", "sheets")

    def _facts(self) -> list[tuple[object, ...]]:
        return [
            (month, section, 500 * number)
            for number, section in enumerate(SECTIONS)
            for month in (_APRIL, _JUNE)
        ]

    def _rows(self) -> list[tuple[object, ...]]:
        return [(f"{month:%Y/%m}", *rest) for month, *rest in self._facts()]  # type: ignore[str-format]


class Trainings(_BookPeer):
    kind = "trainings"
    stream = "trainings"
    header = ("日付", "研修", "課", "ツール", "参加人数")
    columns = ("day_on", "training", "section", "tool", "attended")

    def _facts(self) -> list[tuple[object, ...]]:
        return [
            (_APRIL + timedelta(days=9 * number), f"研修{number}", section, "chat", number)
            for number, section in enumerate(SECTIONS)
        ]

    def _rows(self) -> list[tuple[object, ...]]:
        return [
            (day, training, section, "チャット", attended)
            for day, training, section, _tool, attended in self._facts()
        ]

    def _days(self) -> frozenset[date]:
        return frozenset(self.window.days)


class Actions(_BookPeer):
    kind = "actions"
    stream = "actions"
    header = ("番号", "件名", "課", "種類", "観察", "決定", "結果", "減る時間")
    columns = (
        "day_on",
        "action",
        "title",
        "section",
        "type",
        "decided_on",
        "result",
        "hours_saved",
    )

    def _facts(self) -> list[tuple[object, ...]]:
        return [
            (
                _APRIL + timedelta(days=number),
                str(number),
                title,
                "税務課",
                "reform",
                _MAY,
                "continue",
                1.5,
            )
            for number, title in enumerate(SECTIONS)
        ]

    def _rows(self) -> list[tuple[object, ...]]:
        return [
            (number, title, section, "改革", day, decided, "続ける", hours)
            for day, number, title, section, _type, decided, _result, hours in self._facts()
        ]

    def _days(self) -> frozenset[date]:
        return frozenset(self.window.days)


class Plan(_BookPeer):
    kind = "plan"
    stream = "plan"
    header = (
        "番号", "取り組み", "何がよくなるか", "だれのため", "課", "決めた人", "目標", "目標の見方", "決めた年月",
    )  # fmt: skip
    columns = (
        "item", "title", "purpose", "for_whom", "section", "decided_by", "target", "target_is", "day_on",
    )  # fmt: skip
    _purpose = "待つ時間が短くなる"

    def _items(self) -> list[tuple[str, str, float, date]]:
        """Number, title, how much less is wanted, and the month of the decision."""
        return [
            (str(number), title, 7.5 * number, (_APRIL, _JUNE)[number % 2])
            for number, title in enumerate(SECTIONS)
        ]

    def _facts(self) -> list[tuple[object, ...]]:
        return [
            (number, title, self._purpose, "residents", "税務課", "mayor", -less, "change", month)
            for number, title, less, month in self._items()
        ]

    def _rows(self) -> list[tuple[object, ...]]:
        return [
            (
                number,
                title,
                self._purpose,
                "住民",
                "税務課",
                "町長",
                f"△{less}%",
                "前からの増減",
                f"{month:%Y-%m}",
            )
            for number, title, less, month in self._items()
        ]


class Tasks(_BookPeer):
    kind = "tasks"
    stream = "tasks"
    header = ("業務", "課", "ひと月の時間", "区分", "いつから", "なくした押印の数")
    columns = ("day_on", "task", "section", "from_on", "became", "hours", "stamps")

    def _facts(self) -> list[tuple[object, ...]]:
        return [
            (month, f"業務{number}", section, month, *line)
            for number, section in enumerate(SECTIONS)
            for month, line in (
                (_APRIL, ("kept", 7.5 * number, None)),
                (_JUNE, ("abolished", None, number)),
            )
        ]

    def _rows(self) -> list[tuple[object, ...]]:
        words = {"kept": "続ける", "abolished": "なくした"}
        return [
            (task, section, hours, words[became], f"{month:%Y-%m}", stamps)  # type: ignore[str-format, index]
            for month, task, section, _from, became, hours, stamps in self._facts()
        ]
