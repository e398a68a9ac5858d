"""Splits 課別 for many sections into groups that fit a screen, with a page for each group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.card.figure import Figure
from dashboards.cards.card.page import Page, section_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dashboards.read.series.cells import PublishedGroup
    from dashboards.text.words import Words

MOST_TOGETHER = 30
"""Maximum number of sections shown without groups."""
_GROUP = 20


def group_file(number: int) -> str:
    """Return the file name of a group's page; groups are numbered from 1."""
    return f"sections-{number}.html"


def groups_of(sections: Sequence[PublishedGroup]) -> list[Sequence[PublishedGroup]]:
    """Return the sections in the order of the roster, in groups that fit a screen."""
    return [sections[k : k + _GROUP] for k in range(0, len(sections), _GROUP)]


def group_figures(sections: Sequence[PublishedGroup], words: Words) -> tuple[Figure, ...]:
    """Return a card for each group with the links to its page and to each of its sections."""
    return tuple(
        Figure(
            f"group-{number}",
            _span(group, words),
            links=(
                (
                    group_file(number),
                    words.gettext("Compare these sections"),
                ),
                *((section_file(s.code), s.name) for s in group),
            ),
        )
        for number, group in enumerate(groups_of(sections), start=1)
    )


def group_pages(
    sections: Sequence[PublishedGroup],
    figures: Callable[[Sequence[PublishedGroup]], tuple[Figure, ...]],
    words: Words,
) -> tuple[Page, ...]:
    """Return the page of each group; `figures` makes the cards that compare its sections."""
    groups = groups_of(sections)
    pages = []
    for number, group in enumerate(groups, start=1):
        beside = [
            (group_file(k), _span(groups[k - 1], words))
            for k in (number - 1, number + 1)
            if 1 <= k <= len(groups)
        ]
        pages.append(
            Page(
                group_file(number),
                "sections.html",
                _span(group, words),
                words.gettext(
                    "{count} sections: {span}.", count=len(group), span=_span(group, words)
                ),
                figures=figures(group),
                crumbs=(("sections.html", words.pgettext("page", "Sections")),),
                links_title=words.gettext("These sections and those beside"),
                links=(*((section_file(s.code), s.name) for s in group), *beside),
            )
        )
    return tuple(pages)


def _span(group: Sequence[PublishedGroup], words: Words) -> str:
    return words.gettext("{first} – {last}", first=group[0].name, last=group[-1].name)
