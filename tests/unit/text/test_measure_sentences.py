"""Sentences about habits, paper, hours and other measures say more or less only beyond their rounding."""

from __future__ import annotations

import pytest

from dashboards.cards.hours import hours_title
from dashboards.cards.use.engagement import segment_sentence
from dashboards.cards.use.trends import (
    FAXES,
    MEETING_HOURS,
    OUT_OF_HOURS,
    OUTSIDE,
    MeasureView,
    measure_sentence,
)
from dashboards.read.outcomes import Hours, Quadrant, Year
from dashboards.read.series.cell import Cell
from dashboards.read.series.cells import Cells
from dashboards.sentences.findings import (
    habitual_sentence,
    quadrant_sentence,
)
from dashboards.sentences.paper_words import year_sentence
from dashboards.text.words import HOURS
from tests.releases import EVERYTHING, make_release
from tests.unit.text.outcomes import EN, JA, MONTHS, year
from warehouse.release.tables.cell_tables import known_between
from warehouse.release.tables.coding import Value
from warehouse.release.tables.release import TOWN


def test_a_habit_is_told_with_its_month_and_state() -> None:
    """A band of staff; nothing is said where nothing was released."""
    cell = Cell(MONTHS[3], Value.between(40, 60), 40, 60, "provisional")
    assert habitual_sentence((cell,), "chat", JA) == (
        "チャットが習慣になった職員（12週のうち9週以上使う人）は、令和7年4月に40〜60%です（暫定：あとで変わることがあります）。"
    )
    assert habitual_sentence((Cell(MONTHS[3]),), "chat", JA) == ""


@pytest.mark.parametrize(
    ("verdict", "word"),
    [
        ("replaced", "置き換え"),
        ("added", "上乗せ"),
        ("untouched", "手つかず"),
        ("shrunk", "縮小"),
    ],
)
def test_a_standing_is_told_with_both_changes(verdict: str, word: str) -> None:
    """Which verdict, by how much of each, against the base period."""
    standing = Quadrant(
        MONTHS[0], 59.0, 62.0, -25.0, -25.0, 1.0, 1.6, 4.0, 3.0, "up", "down", verdict, "final"
    )  # type: ignore[arg-type]  # any word of a verdict
    assert quadrant_sentence("福祉課", standing, JA) == (
        "福祉課の令和7年1月は、基準の時期とくらべて一人あたりの電子の書類の件数が+59〜+62%、紙に印刷した件数が−25%（枚数の動きとは別です）。"
        f"「{word}」にあたります。"
    )
    assert "まだ言えません" in quadrant_sentence("福祉課", None, JA)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, "紙の購入の記録は、まだありません。"),
        (
            year(),
            "令和7年度の7か月に買った紙は8,000枚です。基準の令和6年度の同じ月とくらべて−20%。目標の−30%まで、あと10ポイントです。",
        ),
        (
            year(change=-31.0, state="provisional"),
            "令和7年度の7か月に買った紙は8,000枚です（暫定）。基準の令和6年度の同じ月とくらべて−31%。目標の−30%に届いています。",
        ),
        (
            year(target=None),
            "令和7年度の7か月に買った紙は8,000枚です。基準の令和6年度の同じ月とくらべて−20%。",
        ),
        (year(base_year=2025), "令和7年度の7か月に買った紙は8,000枚です。"),
        (
            year(change=None),
            "令和7年度の7か月に買った紙は8,000枚です。基準の令和6年度とはくらべられません（同じ月の記録がそろっていないため）。目標の−30%に届いたかも、まだ言えません。",
        ),
        (
            year(change=None, state="incomplete", target=None),
            "令和7年度の7か月に買った紙は8,000枚です（記録のない月があります）。基準の令和6年度とはくらべられません（同じ月の記録がそろっていないため）。",
        ),
        (
            year(change=None, target=None, uncompared_because="reorganised"),
            "令和7年度の7か月に買った紙は8,000枚です。基準の令和6年度とはくらべられません（課の統合や再編があり、同じ課どうしの数字がないため）。",
        ),
        (year(sheets=None), "紙の購入の記録は、まだありません。"),
    ],
)
def test_a_year_s_paper_is_told_against_the_base_year_and_its_target(
    given: Year | None, said: str
) -> None:
    """Short of it, at it, without a target, in the base year itself, without a record."""
    assert year_sentence(given, JA) == said


def course(measure: MeasureView, was: float | None, now: float | None) -> tuple[Cell, ...]:
    """January 2025 and January 2026 of a measure, as far as known."""

    def cell(at: int, value: float | None) -> Cell:
        if value is None:
            return Cell(MONTHS[at])
        shown = Value.between(value, value, "count" if measure.unit else "per_cent")
        row = {"measure": ("", *measure.key)[-1], "low": value, "high": value}
        known = known_between(measure.table, row)
        return Cell(MONTHS[at], shown, value, value, "final", known=known)

    return cell(0, was), cell(12, now)


@pytest.mark.parametrize(
    ("measure", "was", "now", "said"),
    [
        (OUT_OF_HOURS, 5, None, "全庁の時間外の操作の割合は、令和7年1月に5%でした。"),
        (OUT_OF_HOURS, 5, 10, "全庁の時間外の操作の割合は、令和8年1月に10%でした。1年前（5%）と、ちがうとは言えません。"),
        (OUT_OF_HOURS, 5, 15, "全庁の時間外の操作の割合は、令和8年1月に15%でした。1年前（5%）より多い数です。"),
        (OUTSIDE, 20, 10, "全庁の庁外の人が入ったオンライン会議の割合は、令和8年1月に10%でした。1年前（20%）より少ない数です。"),
        (MEETING_HOURS, 1.0, 2.0, "全庁の一人あたりのオンライン会議の時間は、令和8年1月に2時間でした。1年前（1時間）より多い数です。"),
        (FAXES, 100, 60, "全庁のファックスの通数は、令和8年1月に60通でした。1年前（100通）より少ない数です。"),
        (FAXES, None, None, ""),
    ],
)  # fmt: skip
def test_a_measure_is_more_or_less_only_beyond_its_rounding(
    measure: MeasureView, was: float | None, now: float | None, said: str
) -> None:
    """One step of rounding may be no difference at all."""
    assert measure_sentence(course(measure, was, now), "全庁", measure, JA) == said


def test_a_unit_stands_before_the_word_for_a_bound() -> None:
    """「0.5時間未満」, never 「0.5未満時間」."""
    little = Value(0, 0.5, "below", "tenths")
    assert JA.with_unit(little, HOURS) == "0.5時間未満"
    much = Value(8, 24, "above", "count")
    assert JA.with_unit(much, HOURS) == "8時間以上"
    assert EN.with_unit(little, HOURS) == "under 0.5 hours"


@pytest.mark.parametrize(
    ("net", "said"),
    [
        (9, "取り組みで減った時間は、差し引き月9時間（見積もり）"),
        (-9, "取り組みで増えた時間のほうが月9時間多い（見積もり）"),
        (0, "減った時間と増えた時間は同じ（見積もり）"),
    ],
)
def test_hours_say_that_they_are_estimates(net: float, said: str) -> None:
    """Also where actions add more than they save."""
    assert hours_title(Hours(MONTHS[0], 12, 12 - net, net, 1), JA) == said


def test_segments_tell_of_the_habit_and_of_those_who_do_not_use_it() -> None:
    """In the newest month; nothing is made up where nothing was released."""
    cells = Cells(make_release(EVERYTHING))
    parts = {
        segment: cells.measure("segment_month", TOWN, "files", segment)
        for segment in ("power", "habitual", "novice", "low", "none")
    }
    assert segment_sentence(parts, "files", JA) == (
        "ファイル共有が習慣になった職員は約50%、使っていない職員は約15%です（令和8年3月、5%きざみ）。"
    )
    empty = dict.fromkeys(parts, (Cell(MONTHS[0]),))
    assert segment_sentence(empty, "files", JA).endswith("まだ言えません。")


def test_signs_are_told_and_nothing_moved_is_no_sign() -> None:
    """+9, −3, ±0."""
    assert [JA.signed(value) for value in (9.4, -3.2, 0.3, -0.4)] == ["+9", "−3", "±0", "±0"]
