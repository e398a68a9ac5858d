"""課への引き継ぎ: the days left, and what each section has reached before it goes on by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.pages.figure import Figure, Table, TableCell
from dashboards.pages.page import Page

if TYPE_CHECKING:
    from datetime import date

    from dashboards.aims import Aims
    from dashboards.cells import Cells
    from dashboards.words import Words


def handover_page(aims: Aims, cells: Cells, as_of: date, words: Words) -> Page:
    """Return the page on the hand-over."""
    return Page(
        "handover.html",
        "handover.html",
        words.pick("課への引き継ぎ", "Hand-over"),
        countdown_sentence(aims.closing_on, as_of, words),
        (ready_sentence(aims, cells, words),),
        figures=(_figure(aims, cells, words),),
    )


def countdown_sentence(closing_on: date | None, as_of: date, words: Words) -> str:
    """Return how many days are left until the office closes."""
    if closing_on is None:
        return words.pick(
            "担当室が閉じる日は、決められていません。", "No day is set for the office to close."
        )
    left = (closing_on - as_of).days
    day = words.day(closing_on)
    if left > 0:
        return words.pick(
            f"担当室が閉じる{day}まで、あと{left:,}日です。",
            f"{left:,} days until the office closes on {day}.",
        )
    return words.pick(f"担当室は{day}で閉じました。", f"The office closed on {day}.")


def section_items(aims: Aims, cells: Cells, section: str) -> dict[str, bool | None]:
    """Return what a section has reached: item → yes, no or None (cannot be told)."""
    items: dict[str, bool | None] = {}
    for tool in cells.tools:
        series = cells.use(section, tool)
        if any(aims.target(section, tool, month) is not None for month in cells.months):
            items[f"normal_{tool}"] = aims.is_normal(section, tool, series)
    known = aims.items.get(section, {})
    items["lead_named"] = known.get("lead_named")
    items["own_action"] = known.get("own_action")
    items["paper"] = aims.is_paper_met(cells.pair(section, "documents"))
    return items


def item_word(item: str, words: Words) -> str:
    """Return what an item of the hand-over is called."""
    if item.startswith("normal_"):
        tool = words(item.removeprefix("normal_"))
        return words.pick(f"{tool}が当たり前に", f"{tool} is normal")
    return words.pick(
        *{
            "lead_named": ("中心になる人が決まった", "A lead is named"),
            "own_action": ("半年のうちに自分の取り組み", "An action of its own in six months"),
            "paper": ("電子の割合が目標に届いた", "Digital share at its aim"),
        }[item]
    )


def ready_sentence(aims: Aims, cells: Cells, words: Words) -> str:
    """Return how many sections have reached everything that can be told."""
    counted = [
        list(section_items(aims, cells, section.code).values())
        for section in cells.sections
        if section.code in aims.items
    ]
    ready = sum(bool(values) and all(value is True for value in values) for values in counted)
    return words.pick(
        f"{len(counted)}課のうち{ready}課が、下のすべてに届いています。研修を受けた人の割合は、人が特定されないよう公表しません。",
        f"{ready} of {len(counted)} sections have reached all of the below. Training coverage is not shown, so that nobody can be made out.",
    )


def _figure(aims: Aims, cells: Cells, words: Words) -> Figure:
    sections = [section for section in cells.sections if section.code in aims.items]
    by_section = {s.code: section_items(aims, cells, s.code) for s in sections}
    heads = list(dict.fromkeys(item for items in by_section.values() for item in items))
    met = {
        True: TableCell(words.pick("○ できた", "○ reached")),
        False: TableCell(words.pick("まだ", "not yet"), "none"),
        None: TableCell(words.pick("分からない", "cannot be told"), "none"),
    }
    rows = tuple(
        (section.name, tuple(met[by_section[section.code].get(item)] for item in heads))
        for section in sections
    )
    table = Table(
        "handover-table",
        words.pick("課ごとの引き継ぎの表", "Hand-over by section"),
        (words("section"), *(item_word(item, words) for item in heads)),
        rows,
        is_open=True,
    )
    return Figure(
        "handover-figure",
        words.pick("課ごとに、どこまで来たか", "How far each section has come"),
        words.pick(
            "「当たり前に」は、目標に3か月続けて届き、そのあいだ取り組みのなかったこと。課は名簿の順です。",
            "Normal: at the target for three months in a row with no action in them. Sections as in the roster.",
        ),
        tables=(table,),
        terms=("use-rate", "digital-share"),
    )
