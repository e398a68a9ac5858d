"""Makes the card of groups between replacing paper and adding to it: a picture and its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.card.figure import DataTable, Drawing, Figure, Legend, TableCell, inline_svg
from dashboards.cards.card.parts import basis
from dashboards.cards.card.young import with_pictures_of
from dashboards.charts.quadrant import (
    LEVEL,
    QUADRANT_HALF,
    QUADRANT_NARROW,
    Place,
    draw_quadrant,
    furthest,
    quadrant_points,
)
from dashboards.read.differences import signed_range
from dashboards.sentences.findings import VERDICTS, quadrant_sentence, verdict_word
from dashboards.text.catalogue import gettext_noop
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from dashboards.charts.drawing.drawing import Size
    from dashboards.read.outcomes import Quadrant
    from dashboards.read.series.cells import Cells
    from dashboards.read.targets import Targets
    from dashboards.text.words import Words

_MOVES = {
    "up": gettext_noop("↑ up"),
    "level": gettext_noop("→ level"),
    "down": gettext_noop("↓ down"),
    "open": gettext_noop("cannot be told"),
}
_MOST_NAMED = 20
"""Maximum number of groups with names in the picture; more names would cover the points."""


def quadrant_figure(
    cells: Cells, targets: Targets, words: Words, *, own: str = ""
) -> Figure | None:
    """Return the picture of all groups; None if none has a verdict. `own` is the section to highlight.

    Args:
        cells: the released series.
        targets: targets and actions.
        words: the language.
        own: code of the section to highlight; "" for none.
    """
    found = _quadrants(cells, targets, words)
    if not found or (own and own not in {code for code, _, _ in found}):
        return None
    places = _places(found, own)
    featured = next((f for f in found if f[0] == (own or TOWN)), found[0])
    summary = quadrant_sentence(featured[1], featured[2], words)
    table = _table(cells, targets, words, own)
    names = [name for _, name, _ in found]
    drawings = tuple(
        Drawing(_picture(places, names, table, summary, size, words), use)
        for size, use in ((QUADRANT_HALF, "wide"), (QUADRANT_NARROW, "narrow"))
    )
    figure = Figure(
        "quadrant",
        _title(featured, words) if own else counted_words(found, words),
        words.gettext(
            "Documents per head and working day against the base: the first months with numbers, which may differ between sections and the whole town hall. Grey: level (±{level}%). A point is the middle of what the round counts leave.",
            level=LEVEL,
        ),
        drawings,
        legends=(*_legends(own, words), *_beyond_legend(places, words)),
        tables=(table,),
        terms=("replacement", "kaizen-kaikaku"),
        basis=basis(cells, words, cells.pair(featured[0], "documents")),
        is_half=True,
    )
    return with_pictures_of(figure, len(found))


def _places(found: Sequence[tuple[str, str, Quadrant]], own: str) -> list[Place]:
    is_named = len(found) <= _MOST_NAMED
    return [
        Place(
            name if code in {own, TOWN} or (is_named and not own) else "",
            quadrant.paper.middle,
            quadrant.digital.middle,
            "own" if code == own else "town" if code == TOWN else "other",
        )
        for code, name, quadrant in found
    ]


def _picture(
    places: list[Place], names: list[str], table: DataTable, summary: str, size: Size, words: Words
) -> Markup:
    """Return the quadrant, with each point linked to its row of the table if it has one.

    Args:
        places: the groups to draw.
        names: name of the group of each place, as in the table.
        table: the data table.
        summary: text that a screen reader reads for the picture.
        size: size of the picture in pixels.
        words: the language.
    """
    rows = [name for name, _ in table.rows]
    points = zip(names, quadrant_points(places, size), strict=True)
    return inline_svg(
        draw_quadrant(places, {key: verdict_word(key, words) for key in VERDICTS}, words, size),
        size,
        summary,
        table=table.key,
        columns=(1, 2, 3),
        spots=[(*point, rows.index(name)) for name, point in points if name in rows],
    )


def _quadrants(cells: Cells, targets: Targets, words: Words) -> list[tuple[str, str, Quadrant]]:
    return [
        (code, name, quadrant)
        for code, name in _groups(cells, words)
        if (quadrant := targets.outcomes.quadrant(code)) is not None
    ]


def _groups(cells: Cells, words: Words) -> list[tuple[str, str]]:
    return [*((s.code, s.name) for s in cells.sections), (TOWN, words("town"))]


def _legends(own: str, words: Words) -> tuple[Legend, ...]:
    other = Legend(
        "hollow",
        words.pgettext("beside this one", "Sections") if own else words.gettext("Sections"),
    )
    town = Legend("square", words("town"))
    mine = Legend("full", words.gettext("This section"))
    return (mine, other, town) if own else (other, town)


def _beyond_legend(places: list[Place], words: Words) -> tuple[Legend, ...]:
    """Return the legend of the arrows, if any point lies beyond the edge."""
    limit = furthest(places)
    if not any(place.beyond(limit) for place in places):
        return ()
    text = words.gettext(
        "↑, → = off the scale (set at +{furthest:g}%, with the figure)", furthest=limit
    )
    return (Legend("none", text),)


def _title(featured: tuple[str, str, Quadrant], words: Words) -> str:
    _, name, quadrant = featured
    if quadrant.verdict == "open":
        return words.gettext("{name}: replacement or addition cannot be told", name=name)
    verdict = verdict_word(quadrant.verdict, words)
    return words.gettext("{name} is at “{verdict}”", name=name, verdict=verdict)


def counted_words(found: list[tuple[str, str, Quadrant]], words: Words) -> str:
    """Return how many sections have each verdict."""
    parts = []
    for key in VERDICTS:
        count = sum(quadrant.verdict == key for code, _, quadrant in found if code != TOWN)
        if count:
            verdict = verdict_word(key, words)
            parts.append(words.gettext("{verdict}: {count}", verdict=verdict, count=count))
    if not parts:
        return words.gettext("How paper and digital moved")
    listed = words.listed(parts)
    return listed[:1].upper() + listed[1:]


def _moved(quadrant: Quadrant, words: Words) -> tuple[TableCell, TableCell]:
    """Return the change of each side, with the number a head and working day then and now."""
    digital, paper = (
        TableCell(
            words.beside(words.gettext(_MOVES[way]), f"{signed_range(change, words)}%"),
            mark=words.gettext("({then:.1f} to {now:.1f})", then=then, now=now),
        )
        for way, change, then, now in (
            (quadrant.digital_moves, quadrant.digital, quadrant.digital_then, quadrant.digital_now),
            (quadrant.paper_moves, quadrant.paper, quadrant.paper_then, quadrant.paper_now),
        )
    )
    return digital, paper


def _table(cells: Cells, targets: Targets, words: Words, own: str) -> DataTable:
    """Return the verdict of every section and of the town hall; on a section's page only its own and the town hall's."""
    rows: list[tuple[str, tuple[TableCell, ...]]] = []
    for code, name in _groups(cells, words):
        if own not in {"", code} and code != TOWN:
            continue
        quadrant = targets.outcomes.quadrant(code)
        if quadrant is None:
            unlike = words("unlike") if targets.outcomes.is_reorganised(code) else ""
            unknown = TableCell(unlike or words.gettext("cannot be told yet"), "none")
            rows.append((name, (unknown,) * 3))
            continue
        verdict = TableCell(verdict_word(quadrant.verdict, words), "text")
        rows.append((name, (*_moved(quadrant, words), verdict)))
    return DataTable(
        "quadrant-table",
        words.gettext("Table: replacement and addition by section"),
        (
            words("section"),
            words.gettext("Digital (documents)"),
            words.gettext("Paper (print jobs)"),
            words.gettext("Standing"),
        ),
        tuple(rows),
        (words.gettext("In brackets: number a head and working day, in the base and now."),),
    )
