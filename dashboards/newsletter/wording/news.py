"""Writes sentences on milestones and normal use that are first reached this month. They contain no figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text.catalogue import gettext_noop
from warehouse.months import month_before
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dashboards.newsletter.figures import Figures
    from dashboards.newsletter.wording.phrases import Phrases

_STEPS = {
    16: gettext_noop("one in six"),
    50: gettext_noop("half"),
    84: gettext_noop("five in six"),
}
_NAMED = 3
"""Maximum number of sections named; further ones become "and others"."""


def tell_news(figures: Figures, phrases: Phrases) -> tuple[str, ...]:
    """Return a sentence for each milestone first reached in this final month, the highest first.

    Then one for each tool that became normal (当たり前になった). Sections are in the town's order.
    """
    return (*_milestones(figures, phrases), *_normal(figures, phrases))


def _milestones(figures: Figures, phrases: Phrases) -> list[str]:
    rows = [
        row
        for row in figures.release.tables["milestone"].to_pylist()
        if row["month"] == figures.month and row["state"] == "final"
    ]
    sentences = []
    for step in sorted(_STEPS, reverse=True):
        share = phrases.gettext(_STEPS[step])
        for tool in figures.keys("activation_month"):
            codes = {r["section"] for r in rows if (r["tool"], r["milestone"]) == (tool, step)}
            where = _where(codes, figures, phrases)
            if where:
                name = phrases.quoted(phrases.tool(tool))
                sentences.append(
                    phrases.gettext(
                        "{name} has now been used by {share} of the staff of {where}.",
                        name=name,
                        share=share,
                        where=where,
                    )
                )
    return sentences


def _normal(figures: Figures, phrases: Phrases) -> list[str]:
    """Return a sentence for each tool that is normal this month and was not when that was last known."""
    is_normal = {
        (row["section"], row["tool"], row["month"]): row["is_normal"]
        for row in figures.release.tables["normal_month"].to_pylist()
        if row["state"] == "final"
    }
    sentences = []
    for tool in figures.keys("use_month"):
        codes = {
            section
            for section, of, month in is_normal
            if (of, month) == (tool, figures.month)
            and is_normal[section, of, month]
            and _was_normal(is_normal, section, tool, month) is False
        }
        where = _where(codes, figures, phrases)
        if where:
            name = phrases.quoted(phrases.tool(tool))
            sentences.append(
                phrases.gettext(
                    "{name} has become normal in {where}: at the target three months running with no action under way.",
                    name=name,
                    where=where,
                )
            )
    return sentences


def _was_normal(
    is_normal: dict[tuple[str, str, date], bool | None], section: str, tool: str, month: date
) -> bool | None:
    """Return whether it was normal in the last earlier month for which that is known; None if there is none."""
    before = month_before(month, 1)
    while (section, tool, before) in is_normal:
        if is_normal[section, tool, before] is not None:
            return is_normal[section, tool, before]
        before = month_before(before, 1)
    return None


def _where(codes: set[str], figures: Figures, phrases: Phrases) -> str:
    """Return the places by name: only the town hall if it is among them; "" if there are none."""
    if TOWN in codes:
        return phrases.gettext("the whole town hall")
    names: Sequence[str] = [s.name for s in figures.sections if s.code in codes]
    listed = phrases.listed(names[:_NAMED])
    if len(names) > _NAMED:
        listed = phrases.gettext("{listed} and others", listed=listed)
    return listed
