"""Makes the tiles at the top of a page: name, newest released value, note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.card.page import Tile
from dashboards.cards.use.adoption import reached
from dashboards.pages.handover import closing_tiles, section_items
from dashboards.read.series.cell import UNSERVED, Cell
from dashboards.read.series.cells import newest, year_before
from dashboards.read.series.missing_reason import GAP, NONE, why_none
from dashboards.sentences.action_verdicts import series_name
from dashboards.sentences.findings import fiscal_year_word
from dashboards.sentences.sentences import state_note
from dashboards.text.catalogue import gettext_noop
from dashboards.text.words import SHEETS, Unit
from warehouse.release.groups.succession import REORGANISED
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from dashboards.cards.work_measured import WorkMeasured
    from dashboards.read.series.cells import Cells
    from dashboards.read.targets import Targets
    from dashboards.text.words import Words

_WORK = {
    "less": gettext_noop("Less"),
    "more": gettext_noop("More"),
    "open": gettext_noop("No difference can be told"),
    "too_early": gettext_noop("Too early to say"),
    "reorganised": gettext_noop("Too early to say"),
}
"""Whether a series of hours became less, by what `work_years` found."""


def town_tiles(
    cells: Cells, targets: Targets, measured: WorkMeasured, words: Words
) -> tuple[Tile, ...]:
    """Return up to six tiles: use, sections at the target, digital share, paper bought, work, days to the closing.

    Args:
        cells: the released series.
        targets: targets and actions.
        measured: what was measured of work.
        words: the language.
    """
    tiles = []
    if cells.tools:
        tool = cells.tools[0]
        tiles.append(_use_tile(cells, targets, TOWN, words))
        count = reached(cells, targets, tool)
        if count.known:
            note = words.gettext("by use of {tool}", tool=words.inside(words(tool)))
            if any(section.code == SMALL for section in cells.sections):
                note = words.gettext(
                    "{tool}; small sections are one", tool=words.inside(words(tool))
                )
            name = words.gettext("Sections at the target")
            if count.almost:
                note += words.gettext("; {almost} more about at it", almost=count.almost)
            value = words.sections_of(count.there, count.known)
            tiles.append(Tile(name, value, note))
        else:
            tiles.append(_activated_tile(cells, TOWN, words))
    tiles += _paper_tiles(cells, targets, TOWN, words)[:2]
    tiles += work_tiles(measured, words)
    if targets.policy.has_handover:
        tiles += closing_tiles(targets.closing_on, cells.as_of, words)
    return tuple(tiles)


def work_tiles(measured: WorkMeasured, words: Words) -> tuple[Tile, ...]:
    """Return the tile on whether work became less: the first series of hours, twelve months against twelve."""
    if not measured.years:
        return ()
    known = (year for year in measured.years if year.way in {"less", "more", "open"})
    year = next(known, measured.years[0])
    value, note = words.gettext(_WORK[year.way]), series_name(year.series, words)
    if year.change is not None and year.way != "open":
        value = words.beside(
            value,
            words.joined_range(
                words.signed(round(year.change.low)),
                words.signed(round(year.change.high)),
                spaced=True,
            )
            + "%",
        )
    if year.months is not None:
        span = words.gettext("twelve months to {month}", month=words.month(year.months[1]))
        note = words.facts([note, span])
    return (Tile(words.gettext("Is there less work"), value, note),)


def section_tiles(cells: Cells, targets: Targets, section: str, words: Words) -> tuple[Tile, ...]:
    """Return up to four tiles: use, habit, digital share, and hand-over items met.

    Args:
        cells: the released series.
        targets: targets and actions.
        section: code of the section.
        words: the language.
    """
    tiles = []
    if cells.tools:
        tool = cells.tools[0]
        tiles.append(_use_tile(cells, targets, section, words))
        habit = cells.measure("habitual_month", section, tool)
        if newest(habit) is not None:
            name = words.gettext("{tool}: a habit of", tool=words(tool))
            tiles.append(_tile(name, habit, words))
        else:
            tiles.append(_activated_tile(cells, section, words))
    tiles += _paper_tiles(cells, targets, section, words)[:1]
    if section in targets.items:
        known = list(section_items(targets, cells, section).values())
        met = sum(one is True for one in known)
        hidden = sum(one is None for one in known)
        note = words.gettext("see the list below")
        if hidden:
            note = words.gettext("{hidden} more cannot be told", hidden=hidden)
        count = len(known) - hidden
        name = words.gettext("Hand-over items met")
        tiles.append(Tile(name, words.count_of(met, count), note))
    return tuple(tiles)


def _use_tile(cells: Cells, targets: Targets, section: str, words: Words) -> Tile:
    tool = cells.tools[0]
    series = cells.use(section, tool)
    tile = _tile(words.gettext("{tool}: use rate", tool=words(tool)), series, words)
    cell = newest(series)
    target = targets.target(section, tool, cell.month) if cell else None
    if target is None:
        return tile
    return Tile(
        tile.name,
        tile.value,
        words.gettext("target {target:.0f}% · {note}", target=target, note=tile.note),
    )


def _activated_tile(cells: Cells, section: str, words: Words) -> Tile:
    tool = cells.tools[0]
    name = words.gettext("{tool}: have used it", tool=words(tool))
    return _tile(name, cells.activation(section, tool), words)


def _paper_tiles(cells: Cells, targets: Targets, section: str, words: Words) -> list[Tile]:
    tiles = []
    if "documents" in cells.pairs(section):
        name = words.gettext("Documents: digital share")
        tiles.append(_tile(name, cells.pair(section, "documents"), words))
    years = [year for year in targets.outcomes.years(section) if year.sheets is not None]
    bought = cells.sheets(section, "bought")
    if years and years[-1].change is not None and years[-1].base_year is not None:
        year = years[-1]
        span = fiscal_year_word(year.fiscal_year, words)
        base = fiscal_year_word(years[-1].base_year or year.fiscal_year, words)
        note = words.ngettext(
            "{span}, against the same months of {base}",
            "{span}, against the same months of {base}",
            year.months,
            span=span,
            base=base,
        )
        if year.target is not None:
            target = words.signed(year.target)
            note = words.gettext("target {target}% · {note}", target=target, note=note)
        tiles.append(
            Tile(words.pgettext("card", "Paper bought"), f"{words.signed(year.change or 0)}%", note)
        )
    elif bought is not None:
        tiles.append(_tile(words.pgettext("card", "Paper bought"), bought, words, SHEETS))
    return tiles


def _tile(name: str, series: tuple[Cell, ...], words: Words, unit: Unit | None = None) -> Tile:
    cell = newest(series)
    if cell is None:
        why = why_none(series)
        if why in {GAP, NONE}:
            return Tile(name, words(why), "")
        if why in {UNSERVED, "sheets_unknown"}:
            return Tile(name, words.gettext("not known"), "")
        return Tile(name, words("withheld"), "")
    before = year_before(series, cell)
    note = words.month(cell.month) + state_note(cell, words)
    if before.withheld == REORGANISED:
        note += words.following(words.gettext("· reorganised since a year before"))
    elif before.shown is not None:
        was = words.with_unit(before.shown, unit)
        note += words.following(words.gettext("· a year before {was}", was=was))
    return Tile(name, words.with_unit(cell.shown, unit), note)
