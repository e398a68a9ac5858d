"""Makes the cards of a fiscal year's paper in sheets, yen and CO2, and of bought against printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.card.figure import (
    DataTable,
    Drawing,
    Figure,
    Legend,
    Line,
    TableCell,
    inline_svg,
)
from dashboards.cards.card.parts import basis
from dashboards.charts.years import draw_years, year_point, years_size
from dashboards.read.differences import count, signed_range
from dashboards.sentences.findings import fiscal_year_word
from dashboards.sentences.paper_words import uncompared, year_sentence
from dashboards.text.catalogue import gettext_noop
from dashboards.text.words import SHEETS_BARE
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.read.outcomes import Difference, Year
    from dashboards.read.series.cells import Cells
    from dashboards.read.targets import Targets
    from dashboards.text.words import Words

_QUANTITIES = {
    "yen": (gettext_noop("Cost of paper"), gettext_noop("yen")),
    "kilograms": (gettext_noop("Weight"), gettext_noop("kg")),
    "co2_kilograms": (gettext_noop("Carbon dioxide"), gettext_noop("kg")),
    "trees": (gettext_noop("In trees"), gettext_noop("trees")),
}
_WHYS = {
    "stock": gettext_noop("paper in stock was used"),
    "unknown_sheets": gettext_noop("some print records do not tell one side from two"),
    "not_logged": gettext_noop("printing and copying that is not logged, and stock"),
    "rounding": gettext_noop("less apart than the rounding of the sheets"),
}


def year_figure(cells: Cells, targets: Targets, words: Words) -> Figure | None:
    """Return the newest fiscal year against the same months of the base year, with yen, weight, CO2 and trees."""
    years = [year for year in targets.outcomes.years(TOWN) if year.sheets is not None]
    if not years:
        return None
    year = years[-1]
    summary = year_sentence(year, words)
    rows = _bars(year, words)
    table = _year_table(years, words)
    drawings = []
    for is_narrow in (False, True):
        size = years_size(len(rows), is_narrow=is_narrow)
        drawings.append(
            Drawing(
                inline_svg(
                    draw_years(rows, size),
                    size,
                    summary,
                    table=table.key,
                    columns=range(1, len(table.head)),
                    # The year is the last bar and the first row of the table.
                    spots=[(*year_point(len(rows) - 1, size), 0)],
                ),
                "narrow" if is_narrow else "wide",
            )
        )
    lines = (*_money_lines(year, targets, words), *_source_lines(year, targets, words))
    legends = [Legend("paper", words.pgettext("card", "Paper bought"))]
    if any(target is not None for *_, target in rows):
        legends.append(Legend("dashed", words.gettext("Target")))
    return Figure(
        "paper-year",
        _year_title(year, words),
        summary,
        tuple(drawings),
        legends=tuple(legends),
        lines=lines,
        tables=(table,),
        terms=("sheets", "estimate"),
        basis=basis(cells, words, cells.sheets(TOWN, "bought") or ()),
        is_half=True,
    )


def _year_title(year: Year, words: Words) -> str:
    if year.change is None and year.base_year not in {None, year.fiscal_year}:
        return words.gettext(
            "{sheets:,.0f} sheets this fiscal year (not comparable with the base year)",
            sheets=year.sheets,
        )
    if year.change is None or year.base_year in {None, year.fiscal_year}:
        return words.gettext("{sheets:,.0f} sheets this fiscal year", sheets=year.sheets)
    return words.gettext(
        "Paper bought: {change}% against the base year's same months",
        change=words.signed(year.change),
    )


def _bars(year: Year, words: Words) -> list[tuple[str, float, str, float | None]]:
    rows: list[tuple[str, float, str, float | None]] = []
    if year.base_sheets is not None and year.base_year not in {None, year.fiscal_year}:
        base = words.gettext("base")
        rows.append(
            (
                base,
                year.base_sheets,
                words.beside_unit(words.number(year.base_sheets), SHEETS_BARE),
                None,
            )
        )
    sheets = year.sheets or 0
    target = None
    if year.target is not None and rows:
        target = rows[0][1] * (1 + year.target / 100)
    rows.append(
        (
            words.gettext("this year"),
            sheets,
            words.beside_unit(words.number(sheets), SHEETS_BARE),
            target,
        )
    )
    return rows


def _money_lines(year: Year, targets: Targets, words: Words) -> list[Line]:
    """Return what the year's sheets amount to in other units, and the difference from the base year."""
    out = []
    for quantity, names in _QUANTITIES.items():
        value, factor = getattr(year, quantity), targets.outcomes.factors.get(quantity)
        if value is None or factor is None:
            continue
        name, unit = map(words.gettext, names)
        amount = estimated(value)
        text = words.gettext("{name}: about {amount} {unit}", name=name, amount=amount, unit=unit)
        if year.fewer is not None and year.base_year != year.fiscal_year:
            less = year.fewer * factor[0]
            apart = estimated(abs(less))
            note = (
                words.gettext("about {apart} {unit} less than the base", apart=apart, unit=unit)
                if less >= 0
                else words.gettext(
                    "about {apart} {unit} more than the base", apart=apart, unit=unit
                )
            )
            text = words.beside(text, note)
        out.append(Line("open", text))
    return out


def estimated(value: float) -> str:
    """Return an estimate in two significant digits, the precision of its factor: 約140,000円, not 140,875."""
    return f"{float(f'{value:.2g}'):,.0f}"


def _source_lines(year: Year, targets: Targets, words: Words) -> list[Line]:
    said = [
        words.gettext(
            "{what}: {source}",
            what=words.gettext(names[0]),
            source=words.factor_source(factor[1]),
        )
        for quantity, names in _QUANTITIES.items()
        if (factor := targets.outcomes.factors.get(quantity))
        and getattr(year, quantity) is not None
    ]
    if not said:
        return []
    factors = words.clauses(said)
    text = words.gettext("Sources of the factors: {factors}", factors=factors)
    return [Line("open", text)]


def _year_table(years: list[Year], words: Words) -> DataTable:
    rows = []
    for year in reversed(years):
        change = TableCell(words("none"), "none")
        if year.change is not None:
            change = TableCell(f"{words.signed(year.change)}%")
        elif year.base_year is not None:
            change = TableCell(words("unlike"), "none")
        sheets = TableCell(
            words.number(year.sheets or 0), mark=words(year.state) if year.state != "final" else ""
        )
        quantities = (
            TableCell(words("none"), "none")
            if (value := getattr(year, quantity)) is None
            else TableCell(words.about(estimated(value)))
            for quantity in _QUANTITIES
        )
        rows.append(
            (
                fiscal_year_word(year.fiscal_year, words),
                (TableCell(f"{year.months}"), sheets, change, *quantities),
            )
        )
    head = [words.beside(*map(words.gettext, names)) for names in _QUANTITIES.values()]
    return DataTable(
        "paper-year-table",
        words.gettext("Table: paper by fiscal year"),
        (
            words.gettext("Fiscal year"),
            words.gettext("Months"),
            words.gettext("Sheets bought"),
            words.gettext("Against the base year"),
            *head,
        ),
        tuple(rows),
        tuple(
            words.titled(
                fiscal_year_word(year.fiscal_year, words), words.sentence(uncompared(year, words))
            )
            for year in reversed(years)
            if year.change is None and year.base_year is not None
        ),
    )


def difference_figure(cells: Cells, targets: Targets, words: Words) -> Figure | None:
    """Return paper bought minus paper printed by month, with reasons; None without both."""
    found = targets.outcomes.differences(TOWN)
    if not found:
        return None
    counts = {why: sum(one.why == why for one in found) for why in _WHYS}
    lines = tuple(
        Line(
            "open",
            words.gettext("{what}: {count} months", what=words.gettext(_WHYS[why]), count=count),
        )
        for why, count in counts.items()
        if count
    )
    return Figure(
        "difference",
        _difference_title(found[-1], words),
        words.gettext(
            "Bought and printed are counted in different ways and do not agree. Why, by months:"
        ),
        lines=lines,
        tables=(_difference_table(found, words),),
        terms=("sheets",),
        basis=basis(cells, words, cells.sheets(TOWN, "bought") or ()),
        is_half=True,
    )


def _difference_title(last: Difference, words: Words) -> str:
    """Return by how much more was bought than printed, or printed than bought, in the newest month."""
    month, difference = words.month(last.month), count(last.known, words)
    if last.high < 0:
        return words.gettext(
            "About {difference} more sheets printed than bought in {month}",
            difference=difference,
            month=month,
        )
    if last.low > 0:
        return words.gettext(
            "About {difference} more sheets bought than printed in {month}",
            difference=difference,
            month=month,
        )
    return words.gettext(
        "Whether more was bought or printed in {month} cannot be told", month=month
    )


def _difference_table(found: Sequence[Difference], words: Words) -> DataTable:
    rows = tuple(
        (
            words.month(one.month),
            (
                TableCell(words.number(one.bought)),
                TableCell(count(one.printed, words)),
                TableCell(signed_range(one.known, words)),
                TableCell(words.gettext(_WHYS.get(one.why, one.why)), "text"),
            ),
        )
        for one in reversed(found)
    )
    return DataTable(
        "difference-table",
        words.gettext("Table: bought against printed"),
        (
            words("month"),
            words.label("bought"),
            words.label("printed"),
            words.gettext("Difference (sheets)"),
            words.gettext("Why"),
        ),
        rows,
    )
