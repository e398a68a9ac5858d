"""Sentences about a fiscal year's paper: against its base year, its target, or why it cannot be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.sentences.findings import fiscal_year_word, signed
from warehouse.release.groups.succession import REORGANISED

if TYPE_CHECKING:
    from dashboards.read.outcomes import Year
    from dashboards.text.words import Words

_YEAR_NOTES = {
    "provisional": ("（暫定）", " (provisional)"),
    "incomplete": ("（記録のない月があります）", " (some months are missing)"),
}


def year_sentence(year: Year | None, words: Words) -> str:
    """Return the sheets bought this fiscal year against the base year's same months, and the aim."""
    if year is None or year.sheets is None:
        return words.pick("紙の購入の記録は、まだありません。", "No paper purchases yet.")
    name = fiscal_year_word(year.fiscal_year, words)
    note = words.pick(*_YEAR_NOTES.get(year.state, ("", "")))
    start = words.pick(
        f"{name}の{year.months}か月に買った紙は{year.sheets:,.0f}枚です{note}。",
        f"{year.sheets:,.0f} sheets were bought in {year.months} months of {name}{note}.",
    )
    if year.base_year is None or year.base_year == year.fiscal_year:
        return start
    if year.change is None:
        return start + words.pick("", " ") + uncompared(year, words) + words.pick("。", ".")
    base = fiscal_year_word(year.base_year, words)
    start += words.pick(
        f"基準の{base}の同じ月とくらべて{signed(year.change)}%。",
        f" Against the same months of {base}: {signed(year.change)}%.",
    )
    return start + _aim_sentence(year, words)


def uncompared(year: Year, words: Words) -> str:
    """Return why a year has no change against its base year, and that its target waits for one."""
    base = fiscal_year_word(year.base_year or year.fiscal_year, words)
    if year.uncompared_because == REORGANISED:
        why = words.pick(
            "課の統合や再編があり、同じ課どうしの数字がないため",
            "sections were reorganised, and no number is of the same ones",
        )
    elif year.base_sheets == 0:
        why = words.pick("同じ月に買った紙が0枚のため", "no paper was bought in the same months")
    else:
        why = words.pick(
            "同じ月の記録がそろっていないため", "not all of the same months have a number"
        )
    told = words.pick(
        f"基準の{base}とはくらべられません（{why}）", f"It cannot be compared with {base} ({why})"
    )
    if year.target is None:
        return told
    aim = signed(year.target)
    return told + words.pick(
        f"。目標の{aim}%に届いたかも、まだ言えません",
        f"; whether the target of {aim}% is met cannot be told yet",
    )


def _aim_sentence(year: Year, words: Words) -> str:
    """Return where the change lies to its target, nothing without one."""
    if year.change is None or year.target is None or year.reach is None:
        return ""
    aim = signed(year.target)
    if year.reach == "reached":
        return words.pick(f"目標の{aim}%に届いています。", f" The target of {aim}% is met.")
    if year.reach == "almost":
        return words.pick(f"目標の{aim}%とほぼ同じです。", f" That is about the target of {aim}%.")
    missing = max(1, round(year.change - year.target))
    return words.pick(
        f"目標の{aim}%まで、あと{missing}ポイントです。",
        f" {missing} point{'' if missing == 1 else 's'} from the target of {aim}%.",
    )
