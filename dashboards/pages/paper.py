"""紙とデジタル: every pair, sheets bought and printed, and each section between replacing and adding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.movement import Movement, movement
from dashboards.pages.figure import Figure, Table, TableCell
from dashboards.pages.page import Page
from dashboards.pages.paper_figures import share_figure, sheets_figure
from dashboards.sentences import share_sentence, sheets_sentence
from warehouse.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboards.cells import Cells
    from dashboards.words import Words

_STANDINGS = {
    "replaced": ("置き換え", "replacement"),
    "added": ("上乗せ", "addition"),
    "untouched": ("手つかず", "untouched"),
    "shrunk": ("縮小", "shrinking"),
}
_MOVES = {
    "up": ("↑ 増えた", "↑ up"),
    "level": ("→ 横ばい", "→ level"),
    "down": ("↓ 減った", "↓ down"),
}


def paper_page(cells: Cells, words: Words) -> Page:
    """Return the page on paper and digital."""
    name = words("town")
    sentence = words.pick(
        "紙と電子をくらべる記録は、まだありません。",
        "There are no records of paper and digital yet.",
    )
    lead = []
    pairs = cells.pairs(TOWN)
    if pairs:
        sentence = share_sentence(cells.pair(TOWN, pairs[0]), name, pairs[0], words)
        lead += [share_sentence(cells.pair(TOWN, p), name, p, words) for p in pairs[1:]]
    bought = cells.sheets(TOWN, "bought")
    if bought is not None:
        lead.append(sheets_sentence(bought, name, "bought", words))
    figures = [share_figure(cells, TOWN, name, pair, words) for pair in pairs]
    sheets = sheets_figure(cells, TOWN, name, words)
    if sheets is not None:
        figures.append(sheets)
    if "documents" in {pair for s in cells.sections for pair in cells.pairs(s.code)}:
        figures.append(_standing_figure(cells, words))
    return Page(
        "paper.html",
        "paper.html",
        words.pick("紙とデジタル", "Paper and digital"),
        sentence,
        tuple(lead),
        figures=tuple(figures),
    )


def standing_words(moved: Movement, words: Words) -> str:
    """Return 置き換え, 上乗せ, 手つかず or 縮小."""
    return words.pick(*_STANDINGS[moved.standing])


def standing_sentence(name: str, moved: Movement | None, words: Words) -> str:
    """Return where a section stands between replacing paper and adding to it, and against when."""
    if moved is None:
        return words.pick(
            f"{name}が置き換えか上乗せかは、まだ言えません（1年前の同じ時期の記録がありません）。",
            f"{name}: replacement or addition cannot be told yet (no records of a year before).",
        )
    span = f"{words.month(moved.first)}{words.pick('〜', '–')}{words.month(moved.last)}"
    digital, paper = (words.pick(*_MOVES[way])[2:] for way in (moved.digital, moved.paper))
    return words.pick(
        f"{name}の{span}は、1年前の同じ時期とくらべて電子は{digital}、紙は{paper}。「{standing_words(moved, words)}」にあたります。",
        f"{name}, {span} against a year before: digital {digital}, paper {paper}; this is {standing_words(moved, words)}.",
    )


def _standing_figure(cells: Cells, words: Words) -> Figure:
    rows: list[tuple[str, tuple[TableCell, ...]]] = []
    counts = dict.fromkeys(_STANDINGS, 0)
    for section in cells.sections:
        moved = movement(cells, section.code)
        if moved is None:
            rows.append(
                (
                    section.name,
                    (TableCell(words.pick("まだ言えない", "cannot be told yet"), "none"),) * 3,
                )
            )
            continue
        counts[moved.standing] += 1
        moves = (words.pick(*_MOVES[moved.digital]), words.pick(*_MOVES[moved.paper]))
        rows.append(
            (section.name, (*map(TableCell, moves), TableCell(standing_words(moved, words))))
        )
    table = Table(
        "standing-table",
        words.pick("課ごとの置き換えと上乗せ", "Replacement and addition by section"),
        (words("section"), words("digital"), words("paper"), words.pick("いまの位置", "Standing")),
        tuple(rows),
        is_open=True,
    )
    return Figure(
        "standing",
        _counted(((words.pick(*_STANDINGS[key]), count) for key, count in counts.items()), words),
        words.pick(
            "最新の確定した3か月の文書の扱いを、一人あたりで1年前の同じ3か月とくらべたもの。1割以内は横ばい。課は名簿の順です。",
            "Documents per head in the newest three final months against the same months a year before; within a tenth is level. Sections as in the roster.",
        ),
        tables=(table,),
        terms=("replacement", "digital-share"),
    )


def _counted(counts: Iterable[tuple[str, int]], words: Words) -> str:
    parts = [
        words.pick(f"{name}は{count}課", f"{name}: {count}") for name, count in counts if count
    ]
    if not parts:
        return words.pick(
            "置き換えか上乗せかは、まだ言えません", "Replacement or addition: not known yet"
        )
    return words.pick("、", ", ").join(parts)
