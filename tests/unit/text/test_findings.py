"""Every branch of the sentences about what the release has worked out, and what none of them claims."""

from __future__ import annotations

from datetime import date
from itertools import product

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
from dashboards.pages.board import effects_title
from dashboards.read.outcomes import Effect, Fit, Hours, Pace, Quadrant, Year
from dashboards.read.series.cell import Cell
from dashboards.read.series.cells import Cells
from dashboards.sentences.findings import (
    effect_sentence,
    expected_sentence,
    habitual_sentence,
    pace_sentence,
    quadrant_sentence,
)
from dashboards.sentences.paper_words import year_sentence
from dashboards.text.words import HOURS, Words
from tests.releases import EVERYTHING, make_release, month_list
from warehouse.release.tables.cell_tables import known_between
from warehouse.release.tables.coding import Value
from warehouse.release.tables.release import TOWN

JA, EN = Words("ja"), Words("en")
MONTHS = month_list(date(2025, 1, 1), 14)
AS_OF = date(2026, 2, 27)


def pace(**changed: object) -> Pace:
    """Six points short, five months left, too slow; or as changed."""
    usual: dict[str, object] = {
        "month": MONTHS[-1],
        "target": 80.0,
        "distance": -6.0,
        "reach": "below",
        "months_left": 5,
        "pace": 0.4,
        "pace_needed": 1.2,
        "is_on_pace": False,
    }
    return Pace(**(usual | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, ""),
        (
            pace(),
            (
                "ファイル共有は目標80%まであと6ポイント、年度の残りは5か月です。"
                "この3か月の動きは月に0〜+0.7ポイント、要るのは月に+1.1〜+1.3ポイント。この調子では足りません。"
            ),
        ),
        (
            pace(pace=1.5, is_on_pace=True),
            (
                "ファイル共有は目標80%まであと6ポイント、年度の残りは5か月です。"
                "この3か月の動きは月に+1.0〜+1.7ポイント、要るのは月に+1.1〜+1.3ポイント。この調子なら届きます。"
            ),
        ),
        (
            pace(pace=-0.4),
            (
                "ファイル共有は目標80%まであと6ポイント、年度の残りは5か月です。"
                "この3か月の動きは月に−0.7〜0ポイント、要るのは月に+1.1〜+1.3ポイント。この調子では足りません。"
            ),
        ),
        (
            pace(pace=None),
            "ファイル共有は目標80%まであと6ポイント、年度の残りは5か月です。",
        ),
        (pace(distance=1.0, reach="reached"), "ファイル共有は目標80%に届いています。"),
        (pace(distance=0.0, reach="almost"), "ファイル共有は目標80%とほぼ同じです。"),
        (pace(distance=None), "ファイル共有は目標80%にまだ届いていません。"),
        (
            pace(distance=None, reach=None),
            "ファイル共有が目標80%に届いたかは、幅でしか分からないので言えません。",
        ),
    ],
)
def test_the_pace_is_told_against_what_is_needed(given: Pace | None, said: str) -> None:
    """Reached, about there, on pace, too slow, falling, pace unknown, bounds that tell and do not, no target."""
    assert pace_sentence(given, "files", JA) == said


def fit(
    goal: date | None, low: date | None = None, high: date | None = None, why: str | None = None
) -> Fit:
    """A fit with its interval, or why there is none."""
    return Fit(why, goal, low, high)


JUNE, MARCH, JANUARY = date(2026, 6, 1), date(2026, 3, 1), date(2027, 1, 1)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, ""),
        (fit(None), ""),
        (
            fit(JUNE, MARCH, JANUARY),
            "チャットを8割の職員が使い始めるのは、この広がり方が続けば令和8年6月ごろの見込みです（早くて令和8年3月、遅くて令和9年1月）。",
        ),
        (
            fit(JUNE, MARCH),
            "チャットを8割の職員が使い始めるのは、この広がり方が続けば令和8年6月ごろの見込みです（早くて令和8年3月、遅いほうは分からない）。",
        ),
        (
            fit(JUNE),
            "チャットを8割の職員が使い始めるのは、この広がり方が続けば令和8年6月ごろの見込みです。",
        ),
        (
            fit(date(2025, 6, 1), date(2025, 5, 1), date(2025, 8, 1)),
            "チャットは、見積もりでは令和7年6月ごろ、すでに8割の職員が使い始めています（早くて令和7年5月、遅くて令和7年8月）。",
        ),
        (
            fit(date(2025, 6, 1), date(2025, 5, 1), JUNE),
            (
                "チャットは、見積もりでは令和7年6月ごろ、すでに8割の職員が使い始めています（早くて令和7年5月、遅くて令和8年6月）。"
                "幅の遅いほうまではまだ来ていないので、確かではありません。"
            ),
        ),
        (
            fit(None, why="not_half_yet"),
            "チャットを8割の職員が使い始める時期は、まだ言えません（まだ半分の職員が使い始めていないため）。",
        ),
        (
            fit(None, why="too_few_months"),
            "チャットを8割の職員が使い始める時期は、まだ言えません（記録がまだ短いため）。",
        ),
        (
            fit(None, why="no_shape"),
            "チャットを8割の職員が使い始める時期は、まだ言えません（広がり方がまだ形になっていないため）。",
        ),
        (
            fit(None, why="not_shown"),
            "チャットを8割の職員が使い始める時期は、まだ言えません（人が特定されないよう公表していない月があるため）。",
        ),
    ],
)
def test_a_date_ahead_is_an_estimate_with_its_interval_or_a_refusal(
    given: Fit | None, said: str
) -> None:
    """Ahead, behind, half open, without an interval, and each reason why it cannot be told."""
    assert expected_sentence(given, "chat", AS_OF, JA) == said


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
    standing = Quadrant(MONTHS[0], 59.0, 62.0, -25.0, -25.0, "up", "down", verdict, "final")  # type: ignore[arg-type]  # any word of a verdict
    assert quadrant_sentence("福祉課", standing, JA) == (
        "福祉課の令和7年1月は、基準の時期とくらべて一人あたりの電子の書類の件数が+59〜+62%、紙に印刷した件数が−25%（枚数の動きとは別です）。"
        f"「{word}」にあたります。"
    )
    assert "まだ言えません" in quadrant_sentence("福祉課", None, JA)


def effect(**changed: object) -> Effect:
    """Nine points more in four sections than in six others, or as changed."""
    usual: dict[str, object] = {
        "kind": "training",
        "tool": "files",
        "method": "difference_in_differences",
        "reason": None,
        "change": 9.0,
        "low": 3.0,
        "high": 15.0,
        "treated": 4,
        "compared": 6,
    }
    return Effect(**(usual | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            effect(),
            "ファイル共有の研修：した4課を、まだの6課とくらべて、利用日率の動きは+9ポイント（95%の幅は+3〜+15）。高いほうへの差です。",
        ),
        (
            effect(change=-9.0, low=-15.0, high=-3.0),
            "ファイル共有の研修：した4課を、まだの6課とくらべて、利用日率の動きは−9ポイント（95%の幅は−15〜−3）。低いほうへの差です。",
        ),
        (
            effect(left_out=2),
            (
                "ファイル共有の研修：した4課を、まだの6課とくらべて、利用日率の動きは+9ポイント（95%の幅は+3〜+15）。高いほうへの差です。"
                "ほかの2課は、統合などで一部だけがしたか、前後の月がそろわないので、どちらにも数えていません。"
            ),
        ),
        (
            effect(low=-2.0),
            "ファイル共有の研修：した4課を、まだの6課とくらべて、利用日率の動きは+9ポイント（95%の幅は−2〜+15）。差があるとは言えません。",
        ),
        (
            effect(kind="action", method="interrupted_series", compared=0),
            "ファイル共有の取り組み：くらべる課がないので前の動きの延長とくらべて、利用日率の動きは+9ポイント（95%の幅は+3〜+15）。高いほうへの差です。",
        ),
        *(
            (
                effect(method="cannot_say", reason=reason, change=None, low=None, high=None),
                f"ファイル共有の研修で何が変わったかは、まだ言えない（{why}ため）。",
            )
            for reason, why in (
                ("too_few_sections", "比べる課が足りない"),
                ("too_few_months", "前後の月が足りない"),
                ("not_bounded", "公表している幅が広すぎる"),
            )
        ),
    ],
)
def test_what_changed_is_told_against_what_and_how_sure(given: Effect, said: str) -> None:
    """Up, down, across zero, without a section to compare with, and each reason for saying nothing."""
    assert effect_sentence(given, JA) == said


def year(**changed: object) -> Year:
    """Seven months of fiscal 2025, a fifth less than in the base year; or as changed."""
    usual: dict[str, object] = dict.fromkeys(("yen", "kilograms", "co2_kilograms", "trees"))
    usual |= {
        "fiscal_year": 2025,
        "months": 7,
        "sheets": 8000.0,
        "base_year": 2024,
        "base_sheets": 10000.0,
        "change": -20.0,
        "target": -30.0,
        "state": "final",
    }
    return Year(**(usual | changed))  # type: ignore[arg-type]


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


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            [effect(change=9.0, low=3.0), effect(change=9.0, low=-3.0)],
            "何が変わったか：くらべられたもの2件（差がはっきりしたもの1件）",
        ),
        (
            [effect(change=9.0, low=-3.0), effect(method="cannot_say", change=None)],
            "何が変わったか：くらべられたもの1件（差がはっきりしたもの0件）、まだ言えないもの1件",
        ),
        ([effect(method="cannot_say", change=None)], "何が変わったか：まだ言えないもの1件"),
    ],
)
def test_what_could_be_compared_is_not_said_to_differ(given: list[Effect], said: str) -> None:
    """An interval across 0 is compared and no plain difference."""
    assert effects_title(given, JA) == said


CAUSAL = ("効果", "おかげ", "によって", "thanks", "effect of", "led to", "because")


def test_nothing_that_was_worked_out_is_called_a_cause() -> None:
    """In either language, whatever the numbers."""
    effects = [
        *(effect(change=c, low=low) for c, low in product((9.0, -9.0), (-20.0, 3.0))),
        *(effect(method=m, reason="too_few_months") for m in ("cannot_say", "interrupted_series")),
    ]
    said = [effect_sentence(one, words) for one in effects for words in (JA, EN)]
    for words in (JA, EN):
        said += [
            pace_sentence(pace(), "files", words),
            expected_sentence(fit(JUNE, MARCH, JANUARY), "files", AS_OF, words),
            year_sentence(year(), words),
        ]
    assert not [line for line in said for word in CAUSAL if word in line]
