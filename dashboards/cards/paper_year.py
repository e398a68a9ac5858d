"""Paper of a fiscal year in sheets, yen and carbon dioxide, and why bought and printed differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.figure import Drawing, Figure, Legend, Line, Table, TableCell, inline_svg
from dashboards.cards.figures import basis
from dashboards.charts.years import draw_years, year_point, years_size
from dashboards.read.differences import count, signed_range
from dashboards.sentences.findings import fiscal_year_word, signed
from dashboards.sentences.paper_words import uncompared, year_sentence
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.read.cells import Cells
    from dashboards.read.outcomes import Difference, Year
    from dashboards.read.targets import Aims
    from dashboards.text.words import Words

_QUANTITIES = {
    "yen": (("紙代の目安", "円"), ("Cost of paper", "yen")),
    "kilograms": (("重さ", "kg"), ("Weight", "kg")),
    "co2_kilograms": (("二酸化炭素（CO2）の目安", "kg"), ("Carbon dioxide", "kg")),
    "trees": (("木に直すと", "本"), ("In trees", "trees")),
}
_WHYS = {
    "stock": ("買い置きの紙を使った", "paper in stock was used"),
    "unknown_sheets": (
        "両面かどうか分からない印刷がある",
        "some print records do not tell one side from two",
    ),
    "not_logged": (
        "記録に残らない印刷やコピー、買い置き",
        "printing and copying that is not logged, and stock",
    ),
    "rounding": ("差が、丸めた枚数の幅より小さい", "less apart than the rounding of the sheets"),
}


def year_figure(cells: Cells, aims: Aims, words: Words) -> Figure | None:
    """Return the newest fiscal year against the base year's same months, with what it stands for."""
    years = [year for year in aims.outcomes.years(TOWN) if year.sheets is not None]
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
                    # The year is the last bar and the table's first row.
                    spots=[(*year_point(len(rows) - 1, size), 0)],
                ),
                "narrow" if is_narrow else "wide",
            )
        )
    lines = (*_money_lines(year, aims, words), *_source_lines(year, aims, words))
    legends = [Legend("paper", words.pick("買った紙", "Paper bought"))]
    if any(aim is not None for *_, aim in rows):
        legends.append(Legend("dashed", words.pick("目標", "Target")))
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
        return words.pick(
            f"今年度に買った紙は{year.sheets:,.0f}枚（基準の年度とはくらべられない）",
            f"{year.sheets:,.0f} sheets this fiscal year (not comparable with the base year)",
        )
    if year.change is None or year.base_year in {None, year.fiscal_year}:
        return words.pick(
            f"今年度に買った紙は{year.sheets:,.0f}枚", f"{year.sheets:,.0f} sheets this fiscal year"
        )
    return words.pick(
        f"買った紙は、基準の年度の同じ月とくらべて{signed(year.change)}%",
        f"Paper bought: {signed(year.change)}% against the base year's same months",
    )


def _bars(year: Year, words: Words) -> list[tuple[str, float, str, float | None]]:
    unit = words.pick("枚", "")
    rows: list[tuple[str, float, str, float | None]] = []
    if year.base_sheets is not None and year.base_year not in {None, year.fiscal_year}:
        base = words.pick("基準", "base")
        rows.append((base, year.base_sheets, f"{year.base_sheets:,.0f}{unit}", None))
    sheets = year.sheets or 0
    aim = None
    if year.target is not None and rows:
        aim = rows[0][1] * (1 + year.target / 100)
    rows.append((words.pick("今年度", "this year"), sheets, f"{sheets:,.0f}{unit}", aim))
    return rows


def _money_lines(year: Year, aims: Aims, words: Words) -> list[Line]:
    """Return what the year's sheets stand for, and the difference from the base year."""
    out = []
    for quantity, names in _QUANTITIES.items():
        value, factor = getattr(year, quantity), aims.outcomes.factors.get(quantity)
        if value is None or factor is None:
            continue
        name, unit = names[words.language == "en"]
        told = estimated(value)
        text = words.pick(f"{name}：約{told}{unit}", f"{name}: about {told} {unit}")
        if year.fewer is not None and year.base_year != year.fiscal_year:
            less = year.fewer * factor[0]
            way = words.pick("少ない" if less >= 0 else "多い", "less" if less >= 0 else "more")
            text += words.pick(
                f"（基準より約{estimated(abs(less))}{unit}{way}）",
                f" (about {estimated(abs(less))} {unit} {way} than the base)",
            )
        out.append(Line("open", text))
    return out


def estimated(value: float) -> str:
    """Return an estimate in the two digits that its factor is good for: 約140,000円, not 140,875."""
    return f"{float(f'{value:.2g}'):,.0f}"


def _source_lines(year: Year, aims: Aims, words: Words) -> list[Line]:
    said = [
        f"{names[words.language == 'en'][0]}{words.pick('＝', ': ')}{words.factor_source(factor[1])}"
        for quantity, names in _QUANTITIES.items()
        if (factor := aims.outcomes.factors.get(quantity)) and getattr(year, quantity) is not None
    ]
    if not said:
        return []
    text = words.pick("換算の出どころ：", "Sources of the factors: ") + words.pick("、", "; ").join(
        said
    )
    return [Line("level", text)]


def _year_table(years: list[Year], words: Words) -> Table:
    rows = []
    for year in reversed(years):
        change = TableCell(words("none"), "none")
        if year.change is not None:
            change = TableCell(f"{signed(year.change)}%")
        elif year.base_year is not None:
            change = TableCell(words("unlike"), "none")
        sheets = TableCell(
            f"{year.sheets:,.0f}", mark=words(year.state) if year.state != "final" else ""
        )
        quantities = (
            TableCell(words("none"), "none")
            if (value := getattr(year, quantity)) is None
            else TableCell(words.shown(f"約{estimated(value)}"))
            for quantity in _QUANTITIES
        )
        rows.append(
            (
                fiscal_year_word(year.fiscal_year, words),
                (TableCell(f"{year.months}"), sheets, change, *quantities),
            )
        )
    head = [
        words.pick(f"{names[0][0]}（{names[0][1]}）", f"{names[1][0]} ({names[1][1]})")
        for names in _QUANTITIES.values()
    ]
    return Table(
        "paper-year-table",
        words.pick("年度ごとの紙の表", "Table: paper by fiscal year"),
        (
            words.pick("年度", "Fiscal year"),
            words.pick("月数", "Months"),
            words.pick("買った枚数", "Sheets bought"),
            words.pick("基準の年度と", "Against the base year"),
            *head,
        ),
        tuple(rows),
        tuple(
            fiscal_year_word(year.fiscal_year, words)
            + words.pick("：", ": ")
            + uncompared(year, words)
            + words.pick("。", ".")
            for year in reversed(years)
            if year.change is None and year.base_year is not None
        ),
    )


def difference_figure(cells: Cells, aims: Aims, words: Words) -> Figure | None:
    """Return paper bought less paper printed by month, and why they differ; None without both."""
    found = aims.outcomes.differences(TOWN)
    if not found:
        return None
    counts = {why: sum(one.why == why for one in found) for why in _WHYS}
    lines = tuple(
        Line(
            "open",
            words.pick(
                f"{words.pick(*_WHYS[why])}：{count}か月",
                f"{words.pick(*_WHYS[why])}: {count} months",
            ),
        )
        for why, count in counts.items()
        if count
    )
    return Figure(
        "difference",
        _difference_title(found[-1], words),
        words.pick(
            "買った紙と印刷した紙は数え方がちがい、合いません。合わないわけを月ごとに分けると：",
            "Bought and printed are counted in different ways and do not agree. Why, by months:",
        ),
        lines=lines,
        tables=(_difference_table(found, words),),
        terms=("sheets",),
        basis=basis(cells, words, cells.sheets(TOWN, "bought") or ()),
        is_half=True,
    )


def _difference_title(last: Difference, words: Words) -> str:
    """Return by how much more was bought than printed, or the other way, in the newest month."""
    month, told = words.month(last.month), count(last.known, words)
    if last.high < 0:
        return words.pick(
            f"{month}は、印刷した紙が買った紙より約{told}枚多い",
            f"About {told} more sheets printed than bought in {month}",
        )
    if last.low > 0:
        return words.pick(
            f"{month}は、買った紙が印刷した紙より約{told}枚多い",
            f"About {told} more sheets bought than printed in {month}",
        )
    return words.pick(
        f"{month}は、買った紙と印刷した紙のどちらが多いとも言えない",
        f"Whether more was bought or printed in {month} cannot be told",
    )


def _difference_table(found: Sequence[Difference], words: Words) -> Table:
    rows = tuple(
        (
            words.month(one.month),
            (
                TableCell(f"{one.bought:,.0f}"),
                TableCell(count(one.printed, words)),
                TableCell(signed_range(one.known, words)),
                TableCell(words.pick(*_WHYS.get(one.why, (one.why, one.why))), "text"),
            ),
        )
        for one in reversed(found)
    )
    return Table(
        "difference-table",
        words.pick("買った紙と印刷した紙の差の表", "Table: bought against printed"),
        (
            words("month"),
            words.label("bought"),
            words.label("printed"),
            words.pick("差（枚）", "Difference (sheets)"),
            words.pick("考えられるわけ", "Why"),
        ),
        rows,
    )
