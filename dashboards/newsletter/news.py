"""What is new this month: sections in which a tool has come a step further, in words and without a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.months import month_before
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dashboards.newsletter.figures import Figures
    from dashboards.newsletter.phrases import Voice

_STEPS = {
    16: ("6人に1人", "one in six"),
    50: ("半分", "half"),
    84: ("6人に5人", "five in six"),
}
_NAMED = 3
"""So many sections are named; of more it is said that there are more."""


def tell_news(figures: Figures, voice: Voice) -> tuple[str, ...]:
    """Return a sentence for each step that was first reached in this final month, the highest first.

    Then one for each tool that became normal (当たり前になった). Sections stand in the town's order.
    """
    return (*_milestones(figures, voice), *_normal(figures, voice))


def _milestones(figures: Figures, voice: Voice) -> list[str]:
    rows = [
        row
        for row in figures.release.tables["milestone"].to_pylist()
        if row["month"] == figures.month and row["state"] == "final"
    ]
    told = []
    for step in sorted(_STEPS, reverse=True):
        share = voice.pick(*_STEPS[step])
        for tool in figures.keys("activation_month"):
            codes = {r["section"] for r in rows if (r["tool"], r["milestone"]) == (tool, step)}
            where = _where(codes, figures, voice)
            if where:
                name = voice.quoted(voice.tool(tool))
                told.append(
                    voice.pick(
                        f"{name}を使ったことのある職員が、{where}で{share}に達しました。",
                        f"{name} has now been used by {share} of the staff of {where}.",
                    )
                )
    return told


def _normal(figures: Figures, voice: Voice) -> list[str]:
    """Return a sentence for each tool that is normal in this month and was not in the one before."""
    is_normal = {
        (row["section"], row["tool"], row["month"]): row["is_normal"]
        for row in figures.release.tables["normal_month"].to_pylist()
        if row["state"] == "final"
    }
    told = []
    for tool in figures.keys("use_month"):
        codes = {
            section
            for section, of, month in is_normal
            if (of, month) == (tool, figures.month)
            and is_normal[section, of, month]
            and _was_normal(is_normal, section, tool, month) is False
        }
        where = _where(codes, figures, voice)
        if where:
            name = voice.quoted(voice.tool(tool))
            told.append(
                voice.pick(
                    f"{where}で、{name}が「当たり前」になりました（取り組みがなくても3か月続けて目標以上）。",
                    f"{name} has become normal in {where}: at the target three months running"
                    " with no action under way.",
                )
            )
    return told


def _was_normal(
    is_normal: dict[tuple[str, str, date], bool | None], section: str, tool: str, month: date
) -> bool | None:
    """Return whether it was normal when that could last be told; None if it never could."""
    before = month_before(month, 1)
    while (section, tool, before) in is_normal:
        if is_normal[section, tool, before] is not None:
            return is_normal[section, tool, before]
        before = month_before(before, 1)
    return None


def _where(codes: set[str], figures: Figures, voice: Voice) -> str:
    """Return the places by name: the town hall alone where it is among them; empty where none is."""
    if TOWN in codes:
        return voice.pick("全庁", "the whole town hall")
    names: Sequence[str] = [s.name for s in figures.sections if s.code in codes]
    listed = voice.pick("、", ", ").join(names[:_NAMED])
    if len(names) > _NAMED:
        listed += voice.pick("ほか", " and others")
    return listed
