"""Makes the page 課への引き継ぎ: the days left, and what each section has reached before it continues on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.card.figure import DataTable, Figure, Line, TableCell
from dashboards.cards.card.page import Page, Tile
from dashboards.cards.card.parts import basis
from dashboards.pages.handover_steps import general_step, own_step
from dashboards.text.catalogue import gettext_noop
from warehouse.release.derived.reach import is_reached, reach
from warehouse.release.tables.rounding import count_between

if TYPE_CHECKING:
    from datetime import date

    from dashboards.read.series.cell import Cell
    from dashboards.read.series.cells import Cells, PublishedGroup
    from dashboards.read.targets import Targets
    from dashboards.text.words import Words


TRAINED = 80
"""Per cent of a section's staff who must have come to one training for the item to be reached."""


def handover_page(targets: Targets, cells: Cells, as_of: date, words: Words) -> Page:
    """Return the page on the hand-over.

    Args:
        targets: targets and actions.
        cells: the released series.
        as_of: last day with records.
        words: the language.
    """
    return Page(
        "handover.html",
        "handover.html",
        words.pgettext("page", "Hand-over"),
        countdown_sentence(targets.closing_on, as_of, words),
        (ready_sentence(targets, cells, words),),
        _tiles(targets, cells, as_of, words),
        figures=(_figure(targets, cells, words), _items_figure(targets, cells, words)),
    )


def _tiles(targets: Targets, cells: Cells, as_of: date, words: Words) -> tuple[Tile, ...]:
    """Return the days left, the sections with every item, and the items met out of those that are known."""
    tiles = list(closing_tiles(targets.closing_on, as_of, words))
    every = [section_items(targets, cells, section.code) for section in handed(targets, cells)]
    if not every:
        return tuple(tiles)
    ready = sum(all(value is True for value in items.values()) for items in every)
    values = [value for items in every for value in items.values()]
    met, known = sum(v is True for v in values), sum(v is not None for v in values)
    tiles += [
        Tile(
            words.gettext("Sections with everything"),
            words.sections_of(ready, len(every)),
            words.gettext("all items of the table below"),
        ),
        Tile(
            words.gettext("Items met"),
            words.count_of(met, known),
            words.gettext("{count} unknown", count=len(values) - known),
        ),
    ]
    return tuple(tiles)


def closing_tiles(closing_on: date | None, as_of: date, words: Words) -> tuple[Tile, ...]:
    """Return the tile with the days until the office closes; none without a day, or after it."""
    if closing_on is None or (days := days_left(closing_on, as_of)) <= 0:
        return ()
    left = words.gettext("{days:,} days", days=days)
    note = words.gettext("closes on {day}", day=words.day(closing_on))
    return (Tile(words.gettext("Until the office closes"), left, note),)


def handed(targets: Targets, cells: Cells) -> tuple[PublishedGroup, ...]:
    """Return the sections with hand-over items, in the roster's order."""
    return tuple(section for section in cells.sections if section.code in targets.items)


def days_left(closing_on: date, as_of: date) -> int:
    """Return the number of days from the day on which the pages are made to the closing day.

    `as_of` is the last day with records, one day before the pages are made.
    """
    return (closing_on - as_of).days - 1


def countdown_sentence(closing_on: date | None, as_of: date, words: Words) -> str:
    """Return how many days are left until the office closes."""
    if closing_on is None:
        return words.gettext("No day is set for the office to close.")
    left = days_left(closing_on, as_of)
    day = words.day(closing_on)
    if left > 0:
        return words.gettext("{left:,} days until the office closes on {day}.", left=left, day=day)
    if left == 0:
        return words.gettext("The office closes on {day}.", day=day)
    return words.gettext("The office closed on {day}.", day=day)


def section_items(targets: Targets, cells: Cells, section: str) -> dict[str, bool | None]:
    """Return a section's hand-over items: item → True, False or None (not known)."""
    items: dict[str, bool | None] = {}
    for tool in targets.policy.core_tools:
        items[f"normal_{tool}"] = targets.outcomes.is_normal(section, tool)
    known = targets.items.get(section, {})
    items["lead_named"] = known.get("lead_named")
    items["own_action"] = known.get("own_action")
    items["paper"] = targets.is_paper_met(cells.pair(section, "documents"))
    items["training"] = _is_trained(targets.outcomes.coverage(section, cells.as_of))
    return items


def _is_trained(cell: Cell | None) -> bool | None:
    """Tell whether attendance at a training reached 80 %; None if its band leaves that open."""
    if cell is None or cell.low is None or cell.high is None:
        return None
    return is_reached(reach(*count_between(cell.low, cell.high, cell.n), TRAINED, rounding=0))


HALF_A_YEAR = 6
"""Months within which a section should have had an action of its own.
In a town with a shorter record the texts do not mention this span."""


_ITEMS = {
    "lead_named": gettext_noop("A lead is named"),
    "own_action": gettext_noop("An action of its own"),
    "paper": gettext_noop("Digital share at its aim"),
    "training": gettext_noop("Four in five trained"),
}


def item_word(item: str, cells: Cells, words: Words) -> str:
    """Return the name of a hand-over item."""
    if item.startswith("normal_"):
        tool = words(item.removeprefix("normal_"))
        return words.gettext("{tool} is normal", tool=tool)
    if item == "own_action" and len(cells.months) >= HALF_A_YEAR:
        return words.gettext("An action of its own in six months")
    return words.gettext(_ITEMS[item])


def ready_sentence(targets: Targets, cells: Cells, words: Words) -> str:
    """Return how many sections have reached every item."""
    counted = [
        list(section_items(targets, cells, section.code).values())
        for section in handed(targets, cells)
    ]
    ready = sum(bool(values) and all(value is True for value in values) for values in counted)
    return words.gettext(
        "{ready} of the {count} sections of today have reached all of the below. Small sections that other pages count together are handed over one by one. What rests on withheld figures cannot be told.",
        ready=ready,
        count=len(counted),
    )


def _figure(targets: Targets, cells: Cells, words: Words) -> Figure:
    sections = handed(targets, cells)
    by_section = {s.code: section_items(targets, cells, s.code) for s in sections}
    heads = list(dict.fromkeys(item for items in by_section.values() for item in items))
    met = {
        True: TableCell(words.gettext("● reached"), "met"),
        False: TableCell(words.pgettext("of an item", "not yet"), "none"),
        None: TableCell(words.pgettext("of an item", "cannot be told"), "unknown"),
    }
    known_all = [v for items in by_section.values() for v in items.values() if v is not None]
    rows = []
    for section in sections:
        items = by_section[section.code]
        known = [value for value in items.values() if value is not None]
        count = TableCell(words.count_of(sum(known), len(known)))
        rows.append((section.name, (count, *(met[items.get(item)] for item in heads))))
    table = DataTable(
        "handover-table",
        words.gettext("Hand-over by section"),
        (
            words("section"),
            words.gettext("Met"),
            *(item_word(item, cells, words) for item in heads),
        ),
        tuple(rows),
        is_open=True,
    )
    return Figure(
        "handover-figure",
        words.gettext(
            "{met} of {known} items are met in {sections} sections",
            met=sum(known_all),
            known=len(known_all),
            sections=len(sections),
        ),
        words.gettext(
            "Normal: at the target for three months in a row with no action in them. Sections as in the roster."
        ),
        tables=(table,),
        terms=("normal", "use-rate", "digital-share"),
        basis=basis(cells, words),
    )


def _items_figure(targets: Targets, cells: Cells, words: Words) -> Figure:
    """Return how many sections have each item, the item that the most sections lack first."""
    every = [section_items(targets, cells, section.code) for section in handed(targets, cells)]
    counts, steps = [], {}
    for item in dict.fromkeys(item for items in every for item in items):
        known = [items[item] for items in every if items.get(item) is not None]
        counts.append((sum(value is True for value in known), len(known), item))
        lacks_it = any(value is False for value in known)
        steps[item] = general_step(item, targets, words) if lacks_it else ""
    counts.sort(key=lambda count: count[0] - count[1])
    lines = tuple(
        Line(
            "calm" if known and met == known else "open",
            _with_step(
                words.gettext(
                    "{item}: {met} of {known} sections",
                    item=item_word(item, cells, words),
                    met=met,
                    known=known,
                ),
                steps[item],
                words,
            )
            if known
            else words.gettext(
                "{item}: cannot be told of any section",
                item=item_word(item, cells, words),
            ),
        )
        for met, known, item in counts
    )
    title = words.gettext("By item: how many sections have it")
    if counts and counts[0][0] < counts[0][1]:
        least = item_word(counts[0][2], cells, words)
        title = words.gettext("Most is left of “{least}”", least=least)
    return Figure("items", title, lines=lines)


def _with_step(statement: str, step: str, words: Words) -> str:
    return words.sentence(statement) + words.following(step) if step else statement


def items_figure(cells: Cells, targets: Targets, section: str, words: Words) -> Figure | None:
    """Return the section's hand-over list; None if it has no hand-over items.

    Args:
        cells: the released series.
        targets: targets and actions.
        section: code of the section.
        words: the language.
    """
    if section not in targets.items:
        return None
    items = section_items(targets, cells, section)
    states = {
        True: ("calm", words.gettext("reached")),
        False: ("open", words.pgettext("of an item", "not yet")),
        None: ("open", words.pgettext("of an item", "cannot be told")),
    }
    met, known = (
        sum(one is True for one in items.values()),
        sum(one is not None for one in items.values()),
    )
    title = words.gettext("{met} of {known} hand-over items are met", met=met, known=known)
    if known < len(items):
        hidden = words.gettext("{hidden} more cannot be told", hidden=len(items) - known)
        title += words.note(hidden)
    return Figure(
        "items",
        title,
        lines=tuple(
            Line(
                states[is_met][0],
                _with_step(
                    words.titled(item_word(item, cells, words), states[is_met][1]),
                    own_step(item, cells, targets, section, words) if is_met is False else "",
                    words,
                ),
                "handover.html",
            )
            for item, is_met in items.items()
        ),
        is_half=True,
    )
