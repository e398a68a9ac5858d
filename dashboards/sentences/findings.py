"""Sentences about what the release has worked out: pace, expected dates, standings, effects, paper, work.

As in `sentences`, nothing is told that was not released, an estimate is called one, and only a
comparison with sections that were not treated is set beside what was tried.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dashboards.read.cells import newest
from dashboards.read.differences import signed_range
from dashboards.sentences.sentences import state_note
from warehouse.release.tables.rounding import Range

if TYPE_CHECKING:
    from dashboards.read.cells import Series
    from dashboards.read.outcomes import Effect, Fit, Pace, Standing
    from dashboards.text.words import Words

VERDICTS = {
    "replaced": ("置き換え", "replacement"),
    "added": ("上乗せ", "addition"),
    "untouched": ("手つかず", "untouched"),
    "shrunk": ("縮小", "shrinking"),
    "open": ("どちらとも言えない", "open"),
}
_REFUSED = {
    "too_few_months": ("記録がまだ短い", "the record is still short"),
    "not_half_yet": ("まだ半分の職員が使い始めていない", "fewer than half have begun"),
    "no_shape": ("広がり方がまだ形になっていない", "its spread has no shape yet"),
    "not_shown": ("人が特定されないよう公表していない月がある", "some months are withheld"),
}
_CANNOT_SAY = {
    "too_few_sections": ("比べる課が足りない", "too few sections to compare with"),
    "too_few_months": ("前後の月が足りない", "too few months before and after"),
    "not_bounded": ("公表している幅が広すぎる", "the released bands are too wide"),
}
_ASSURED = 95


def verdict_word(verdict: str, words: Words) -> str:
    """Return 置き換え, 上乗せ, 手つかず or 縮小."""
    return words.pick(*VERDICTS[verdict])


def signed(value: float) -> str:
    """Return a whole number with its sign, +9 or −3; nothing moved is ±0."""
    return "±0" if round(value) == 0 else f"{value:+,.0f}".replace("-", "−")


def pace_sentence(pace: Pace | None, tool: str, words: Words) -> str:
    """Return how far the target is and whether the pace of the last months reaches it."""
    name = words(tool)
    if pace is None:
        return ""
    if pace.reach != "below" or pace.distance is None:
        return _stands_at(pace, name, words)
    missing = max(1, round(-pace.distance))
    start = words.pick(
        f"{name}は目標{pace.target:.0f}%まであと{missing}ポイント、年度の残りは{pace.months_left}か月です。",
        f"{name}: {missing} points short of {pace.target:.0f}%, with {pace.months_left} months left.",
    )
    if pace.pace is None or pace.pace_needed is None:
        return start
    told = words.pick(
        f"この3か月の動きは月に{_points(pace.moved, words)}ポイント、要るのは月に{_points(pace.needed, words)}ポイント。",
        f" It moved {_points(pace.moved, words)} points a month; {_points(pace.needed, words)} are needed.",
    )
    end = {
        True: words.pick("この調子なら届きます。", " At this pace it will be reached."),
        False: words.pick("この調子では足りません。", " At this pace it will not be reached."),
        None: words.pick(
            "届くかどうかは、どちらとも言えません。",
            " Whether that will reach it cannot be told.",
        ),
    }[pace.is_on_pace]
    return start + told + end


def _stands_at(pace: Pace, name: str, words: Words) -> str:
    """Return where a rate stands that is at its target, about there, or of which only a bound is known."""
    aim = f"{pace.target:.0f}%"
    return {
        "reached": words.pick(
            f"{name}は目標{aim}に届いています。", f"{name} is at its target of {aim}."
        ),
        "almost": words.pick(
            f"{name}は目標{aim}とほぼ同じです。", f"{name} is about at its target of {aim}."
        ),
        "below": words.pick(
            f"{name}は目標{aim}にまだ届いていません。", f"{name} is below its target of {aim}."
        ),
        None: words.pick(
            f"{name}が目標{aim}に届いたかは、幅でしか分からないので言えません。",
            f"{name}: whether the target of {aim} is met cannot be told from the band.",
        ),
    }[pace.reach]


def _points(known: Range | None, words: Words) -> str:
    """Return points a month in tenths, as wide as whole per cents leave them: +0.6〜+1.4."""
    if known is None:
        return words("none")
    ends = (end / 10 for end in Range(10 * known.low, 10 * known.high).told())
    told = (f"{end:+.1f}".replace("-", "−") if end else "0" for end in ends)
    return words.pick("〜", " to ").join(dict.fromkeys(told))


def expected_sentence(fit: Fit | None, tool: str, as_of: date, words: Words) -> str:
    """Return when four in five will have begun, with its interval, or why that cannot be told."""
    name = words(tool)
    if fit is None or (fit.refused is None and fit.goal_on is None):
        return ""
    if fit.refused is not None or fit.goal_on is None:
        why = words.pick(*_REFUSED.get(fit.refused or "", (fit.refused or "", fit.refused or "")))
        return words.pick(
            f"{name}を8割の職員が使い始める時期は、まだ言えません（{why}ため）。",
            f"{name}: when four in five will have begun cannot be told yet ({why}).",
        )
    ends = _interval(fit, words)
    if fit.goal_on <= as_of:
        is_sure = fit.goal_high_on is not None and fit.goal_high_on <= as_of
        open_end = words.pick(
            "幅の遅いほうまではまだ来ていないので、確かではありません。",
            " The latest estimate lies ahead or is not known, so this is not sure.",
        )
        return words.pick(
            f"{name}は、見積もりでは{words.month(fit.goal_on)}ごろ、すでに8割の職員が使い始めています{ends}。",
            f"{name}: by estimate, four in five had already begun about {words.month(fit.goal_on)}{ends}.",
        ) + ("" if is_sure else open_end)
    return words.pick(
        f"{name}を8割の職員が使い始めるのは、この広がり方が続けば{words.month(fit.goal_on)}ごろの見込みです{ends}。",
        f"{name}: if it goes on like this, four in five will have begun about {words.month(fit.goal_on)}{ends}.",
    )


def _interval(fit: Fit, words: Words) -> str:
    low, high = fit.goal_low_on, fit.goal_high_on
    if low is None and high is None:
        return ""
    if high is None:
        assert low is not None  # noqa: S101 - one of the two is known here
        return words.pick(
            f"（早くて{words.month(low)}、遅いほうは分からない）",
            f" ({words.month(low)} at the earliest; the latest is not known)",
        )
    first = words.month(low) if low is not None else "?"
    return words.pick(
        f"（早くて{first}、遅くて{words.month(high)}）",
        f" ({first} at the earliest, {words.month(high)} at the latest)",
    )


def habitual_sentence(series: Series, tool: str, words: Words) -> str:
    """Return what share of staff uses a tool out of habit, nothing where that is not released."""
    cell = newest(series)
    if cell is None:
        return ""
    return words.pick(
        f"{words(tool)}が習慣になった職員（12週のうち9週以上使う人）は、{words.month(cell.month)}に{words.shown(cell.shown)}です{state_note(cell, words)}。",
        f"{words(tool)} is a habit (used in 9 of 12 weeks) of {words.shown(cell.shown)} of staff in {words.month(cell.month)}{state_note(cell, words)}.",
    )


def standing_sentence(
    name: str, standing: Standing | None, words: Words, *, is_reorganised: bool = False
) -> str:
    """Return where a group stands between replacing paper and adding to it, and by how much."""
    if standing is None and is_reorganised:
        return words.pick(
            f"{name}が置き換えか上乗せかは、言えません（課の統合や再編があり、基準の時期に同じ課どうしの数字がありません）。",
            f"{name}: replacement or addition cannot be told (sections were reorganised: no number of the base period is of the same ones).",
        )
    if standing is None:
        return words.pick(
            f"{name}が置き換えか上乗せかは、まだ言えません（基準の時期か、いまの記録が足りません）。",
            f"{name}: replacement or addition cannot be told yet (records of the base period or of now are missing).",
        )
    verdict = verdict_word(standing.verdict, words)
    digital, paper = (signed_range(one, words) for one in (standing.digital, standing.paper))
    is_open = standing.verdict == "open"
    end_ja = (
        "丸めた件数からは、どれにあたるとも言えません" if is_open else f"「{verdict}」にあたります"
    )
    end_en = "the round counts do not tell which this is" if is_open else f"this is {verdict}"
    return words.pick(
        f"{name}の{words.month(standing.month)}は、基準の時期とくらべて一人あたりの電子の書類の件数が{digital}%、紙に印刷した件数が{paper}%（枚数の動きとは別です）。{end_ja}。",
        f"{name}, {words.month(standing.month)} against the base period, per head: documents in digital form {digital}%, print jobs {paper}% (jobs, not sheets); {end_en}.",
    )


def effect_name(effect: Effect, words: Words) -> str:
    """Return what was tried, on which tool."""
    kind = words.pick("研修", "trainings") if effect.kind == "training" else ""
    kind = kind or words.pick("取り組み", "actions")
    return words.pick(f"{words(effect.tool)}の{kind}", f"{words(effect.tool)}: {kind}")


def effect_sentence(effect: Effect, words: Words) -> str:
    """Return what changed in sections that tried something, compared with what, and how sure."""
    name = effect_name(effect, words)
    if effect.method == "cannot_say" or effect.change is None:
        why = words.pick(*_CANNOT_SAY.get(effect.reason or "", (effect.reason or "",) * 2))
        return words.pick(
            f"{name}で何が変わったかは、まだ言えない（{why}ため）。",
            f"{name}: what changed cannot be told yet ({why}).",
        )
    against = _compared_with(effect, words)
    low, high = effect.low or 0, effect.high or 0
    span = words.pick(
        f"{_ASSURED}%の幅は{signed(low)}〜{signed(high)}",
        f"95% interval {signed(low)} to {signed(high)}",
    )
    if low <= 0 <= high:
        end = words.pick("差があるとは言えません", "a difference cannot be told")
    else:
        end = words.pick(
            f"{'高い' if effect.change > 0 else '低い'}ほうへの差です",
            f"a difference {'upwards' if effect.change > 0 else 'downwards'}",
        )
    told = words.pick(
        f"{name}：{against}、利用日率の動きは{signed(effect.change)}ポイント（{span}）。{end}。",
        f"{name}: {against}, the use rate moved {signed(effect.change)} points ({span}): {end}.",
    )
    if not effect.left_out:
        return told
    return told + words.pick(
        f"ほかの{effect.left_out}課は、統合などで一部だけがしたか、前後の月がそろわないので、どちらにも数えていません。",
        f" {effect.left_out} more count on neither side: done in a part of them (after a merger), or months are missing.",
    )


def _compared_with(effect: Effect, words: Words) -> str:
    if effect.method == "interrupted_series":
        return words.pick(
            "くらべる課がないので前の動きの延長とくらべて",
            "with no section to compare with, against its own earlier course",
        )
    return words.pick(
        f"した{effect.treated}課を、まだの{effect.compared}課とくらべて",
        f"{effect.treated} sections against {effect.compared} not treated",
    )


def fiscal_year_word(year: int, words: Words) -> str:
    """Return what a fiscal year is called, from the year in which it began."""
    return words.fiscal_year(date(year, words.fiscal_year_start, 1))
