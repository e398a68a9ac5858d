"""Every sentence of use, share and sheets: from what numbers it comes, and what it never claims."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboards.read.series.cell import Cell
from dashboards.sentences.sentences import (
    share_sentence,
    sheets_sentence,
    use_sentence,
)
from dashboards.text.words import plain
from tests.unit.text.series_rows import EN, JA, MONTHS, series, sheets
from warehouse.release.tables.coding import Value


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "全庁のチャットの記録は、まだありません。"),
        (
            {"m3": "dominance"},
            "全庁のチャットの数字は、人が特定されないよう公表していません。",
        ),
        (
            {"m3": "unserved"},
            "全庁のチャットは、人ごとの記録がないので分かりません。0%ではありません。",
        ),
        (
            {"m3": "small_group"},
            "全庁は人数が少ないので、チャットは「小規模課」にまとめて数えています。",
        ),
        (
            {"m3": (None, "incomplete")},
            "全庁のチャットは、記録が欠けているので分かりません。0ではありません。",
        ),
        (
            {"m3": "dominance", "m4": "sheets_unknown"},
            "全庁のチャットは、記録に枚数がないので分かりません。0ではありません。",
        ),
        (
            {"m3": "running_month"},
            "全庁のチャットの記録は、まだありません。",
        ),
        (
            {"m13": (40, "final")},
            "全庁では令和8年2月、開庁日の40%でチャットを使いました。比べられる前の月はまだありません。",
        ),
        (
            {"m1": (30, "final"), "m13": (40, "final")},
            "全庁では令和8年2月、開庁日の40%でチャットを使いました。1年前の30%から約9〜11ポイント増えています。",
        ),
        (
            {"m1": (40, "final"), "m13": (30, "final")},
            "全庁では令和8年2月、開庁日の30%でチャットを使いました。1年前の40%から約9〜11ポイント減っています。",
        ),
        (
            {"m1": (40, "final"), "m13": (41, "final")},
            "全庁では令和8年2月、開庁日の41%でチャットを使いました。1年前（40%）とほぼ同じです。",
        ),
        (
            {"m1": (1, "final"), "m13": (41, "final")},
            "全庁では令和8年2月、開庁日の41%でチャットを使いました。1年前は5%未満でした。",
        ),
        (
            {"m4": (10, "final"), "m13": (41, "final")},
            "全庁では令和8年2月、開庁日の41%でチャットを使いました。記録の始まった令和7年5月の10%から約30〜32ポイント増えています。",
        ),
        (
            {"m13": (41, "provisional")},
            "全庁では令和8年2月、開庁日の41%でチャットを使いました（暫定：あとで変わることがあります）。比べられる前の月はまだありません。",
        ),
        (
            {"m12": (38, "final"), "m13": (41, "provisional")},
            "全庁では令和8年1月、開庁日の38%でチャットを使いました。比べられる前の月はまだありません。",
        ),
        (
            {"m13": (41, "incomplete")},
            "全庁では令和8年2月、開庁日の41%でチャットを使いました（記録の欠けた日があります）。比べられる前の月はまだありません。",
        ),
    ],
)
def test_the_use_sentence_says_what_when_and_how_sure(given: dict[str, object], said: str) -> None:
    """One branch a case: nothing, withheld, first, more, less, level, coded end, not final."""
    assert use_sentence(series(**given), "全庁", "chat", JA) == said


def test_the_share_sentence_names_documents_and_other_pairs() -> None:
    """Documents are told as handlings, other pairs by their rate's own name."""
    given = series(m1=(30, "final"), m13=(40, "final"))
    assert share_sentence(given, "福祉課", "documents", JA) == (
        "福祉課では令和8年2月、文書を扱った回数の40%が電子でした。1年前の30%から約9〜11ポイント増えています。"
    )
    assert share_sentence(given, "全庁", "approvals", JA).startswith(
        "全庁の電子決裁率は令和8年2月に40%でした。"
    )
    assert "公表していません" in share_sentence(series(m1="dominance"), "福祉課", "documents", JA)


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (None, None, "まだありません"),
        (None, 900, "900枚でした。"),
        (1000, 700, "前の年の同じ月（1,000枚）より約30%少ない数です。"),
        (1000, 1300, "前の年の同じ月（1,000枚）より約30%多い数です。"),
        (1000, 960, "前の年の同じ月（1,000枚）とほぼ同じです。"),
        (0, 960, "前の年の同じ月は0枚でした。"),
    ],
)
def test_the_sheets_sentence_compares_with_the_same_month_only(
    before: float | None, now: float | None, said: str
) -> None:
    """March is not compared with February: paper has seasons."""
    assert said in sheets_sentence(sheets(before, now), "全庁", "bought", JA)


def test_a_year_before_without_a_record_is_told_only_of_a_record_that_had_begun() -> None:
    """A source of last month has not lived a year; one of which that month is missing has."""
    young = sheets(None, 900)
    assert sheets_sentence(young, "全庁", "bought", JA).endswith("900枚でした。")
    old = (Cell(MONTHS[0], Value.between(800, 800, "count"), 800, 800, "final"), *young[1:])
    assert sheets_sentence(old, "全庁", "bought", JA).endswith("前の年の同じ月の記録はありません。")


CAUSAL = (
    "効果",
    "おかげ",
    "によって",
    "のため増",
    "のため減",
    "because",
    "thanks",
    "effect",
    "led to",
)


def test_no_sentence_claims_a_cause() -> None:
    """Whatever the numbers, nothing is said to have brought anything about."""
    said = [
        tell(series(m1=(a, "final"), m13=(b, "final")), "全庁", what, words)
        for words in (JA, EN)
        for a, b in ((10, 60), (60, 10), (40, 41), (1, 97))
        for tell, what in ((use_sentence, "chat"), (share_sentence, "documents"))
    ]
    assert not [line for line in said for word in CAUSAL if word in line]


def test_english_reads_as_english() -> None:
    """No Japanese letter is left over, coded ends included."""
    line = use_sentence(series(m1=(1, "final"), m13=(41, "final")), "Town", "chat", EN)
    assert (
        line
        == "Town: in Feb 2026, staff used chat on 41% of working days. It was under 5% a year before."
    )


@pytest.mark.parametrize(
    ("day", "year", "short", "month"),
    [
        (date(2019, 3, 1), "2018年度", "2018", "2019年3月"),
        (date(2019, 4, 1), "令和元年度", "R1", "2019年4月"),
        (date(2019, 5, 1), "令和元年度", "R1", "令和元年5月"),
        (date(2026, 3, 31), "令和7年度", "R7", "令和8年3月"),
        (date(2026, 4, 1), "令和8年度", "R8", "令和8年4月"),
    ],
)
def test_years_are_written_as_the_town_hall_writes_them(
    day: date, year: str, short: str, month: str
) -> None:
    """The fiscal year begins in April; Reiwa began in May 2019, fiscal 令和元年度 in April."""
    assert (JA.fiscal_year(day), JA.fiscal_year(day, short=True), JA.month(day)) == (
        year,
        short,
        month,
    )


def test_hidden_characters_leave_a_name() -> None:
    """Control and direction characters could make a name read as another."""
    assert plain("総\u202e務\u0000課\u200b ") == "総務課"


def test_under_ten_sheets_is_said_with_its_unit_and_never_in_per_cent() -> None:
    """「10枚未満」, and by how much that moved nobody knows."""
    few = {"shown": Value(0, 10, "below", "count"), "low": 0.0, "high": 10.0}
    told = sheets_sentence(
        tuple(replace(cell, **few) if cell.shown else cell for cell in sheets(1000, 5)),
        "福祉課", "printed", JA,
    )  # fmt: skip
    assert "10枚未満でした" in told
    assert "前の年の同じ月は10枚未満でした。" in told
    assert "%" not in told
