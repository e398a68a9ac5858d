"""Sentences about pace and dates ahead: each branch, and none that claims a cause."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from dashboards.sentences.findings import (
    expected_sentence,
    pace_sentence,
)
from dashboards.sentences.paper_words import year_sentence
from tests.unit.text.outcomes import AS_OF, EN, JA, JANUARY, MARCH, fit, pace, year

if TYPE_CHECKING:
    from dashboards.read.outcomes import Pace, ReleasedFit


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


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, ""),
        (fit(), ""),
        (
            fit(MARCH, JANUARY),
            "チャットを使い始めた職員が80%に届くなら令和8年3月〜令和9年1月の見込みです（95%の幅）。届くかどうかは、この記録からは言えません。",
        ),
        (
            fit(MARCH, MARCH),
            "チャットを使い始めた職員が80%に届くなら令和8年3月の見込みです（95%の幅）。届くかどうかは、この記録からは言えません。",
        ),
        (
            fit(date(2026, 1, 1), MARCH),
            (
                "チャットを使い始めた職員が80%に届くなら令和8年1月〜令和8年3月の見込みです（95%の幅）。届くかどうかは、この記録からは言えません。"
                "もう届いているかもしれません。"
            ),
        ),
        (
            fit(reached=date(2025, 6, 1)),
            "チャットは、記録では令和7年6月までに8割の職員が使い始めました。",
        ),
        (
            fit(why="nobody_new"),
            "チャットを8割の職員が使い始める時期は、まだ言えません（この3か月、新しく使い始めた人が見られないため）。",
        ),
        (
            fit(why="perhaps_reached"),
            "チャットを8割の職員が使い始める時期は、まだ言えません（もう届いたかどうかが幅でしか分からないため）。",
        ),
        (
            fit(why="too_wide"),
            "チャットを8割の職員が使い始める時期は、まだ言えません（見込みの幅が1年半を超えるため）。",
        ),
        (
            fit(why="not_half_yet"),
            "チャットを8割の職員が使い始める時期は、まだ言えません（まだ半分の職員が使い始めていないため）。",
        ),
        (
            fit(why="too_few_months"),
            "チャットを8割の職員が使い始める時期は、まだ言えません（記録がまだ短いため）。",
        ),
        (
            fit(why="no_shape"),
            "チャットを8割の職員が使い始める時期は、まだ言えません（広がり方がまだ形になっていないため）。",
        ),
        (
            fit(why="not_shown"),
            "チャットを8割の職員が使い始める時期は、まだ言えません（人が特定されないよう公表していない月があるため）。",
        ),
    ],
)
def test_months_ahead_hold_if_it_comes_and_a_month_on_record_is_told(
    given: ReleasedFit | None, said: str
) -> None:
    """Ahead, one month, perhaps behind, on record, and each reason why it cannot be told."""
    assert expected_sentence(given, "chat", AS_OF, JA) == said


CAUSAL = ("効果", "おかげ", "によって", "thanks", "effect of", "led to", "because")


def test_nothing_that_was_worked_out_is_called_a_cause() -> None:
    """In either language, whatever the numbers."""
    said: list[str] = []
    for words in (JA, EN):
        said += [
            pace_sentence(pace(), "files", words),
            expected_sentence(fit(MARCH, JANUARY), "files", AS_OF, words),
            year_sentence(year(), words),
        ]
    assert not [line for line in said for word in CAUSAL if word in line]
