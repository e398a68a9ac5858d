"""What a section may try next, and where it stands with its actions and its hand-over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cells import newest
from dashboards.pages.board import step_word
from dashboards.pages.figure import Figure, Line
from dashboards.pages.handover import item_word, section_items

if TYPE_CHECKING:
    from dashboards.aims import Aims
    from dashboards.cells import Cells
    from dashboards.words import Words

WIDE_GAP = 30.0
"""So many points more people have tried a tool than days are spent with it: worth a talk."""
FEW = 50.0


def next_figure(cells: Cells, aims: Aims, section: str, words: Words) -> Figure | None:
    """Return the card of a section, None where there is nothing to say."""
    lines = [*next_lines(cells, section, words), *_action_lines(aims, section, words)]
    if aims.closing_on is not None or aims.has_targets:
        lines += _item_lines(cells, aims, section, words)
    if not lines:
        return None
    return Figure(
        "next",
        words.pick(
            "つぎにやってみること、引き継ぎまでに", "What to try next, and before the hand-over"
        ),
        lines=tuple(lines),
    )


def next_lines(cells: Cells, section: str, words: Words) -> list[Line]:
    """Return one suggestion for each tool whose figures invite one; it promises no result."""
    out = []
    for tool in cells.tools:
        use, tried = newest(cells.use(section, tool)), newest(cells.activation(section, tool))
        if use is None or tried is None or use.drawn is None:
            continue
        low, high, name = tried.low or 0, tried.high or 0, words(tool)
        if low - use.drawn >= WIDE_GAP and not use.bound:
            text = words.pick(
                f"{name}は、使ったことのある人（{tried.shown}）にくらべて、使う日は{use.shown}です。どんな場面で使うか、課で話してみませんか。",
                f"{name}: {words.shown(tried.shown)} have used it, on {words.shown(use.shown)} of days. Talk over when it could serve.",
            )
        elif high < FEW:
            text = words.pick(
                f"{name}は、使ったことのある人がまだ{tried.shown}です。短い研修や、となりの課の使い方を見ることから始められます。",
                f"{name}: {words.shown(tried.shown)} have used it so far. A short training or a look next door is a start.",
            )
        else:
            continue
        out.append(Line("level", text))
    return out


def _action_lines(aims: Aims, section: str, words: Words) -> list[Line]:
    return [
        Line(
            "alert" if action.is_overdue else "calm",
            f"{action.mark} {action.title}（{step_word(action.step, words)}）",
            "actions.html",
        )
        for action in aims.actions
        if action.section == section
    ]


def _item_lines(cells: Cells, aims: Aims, section: str, words: Words) -> list[Line]:
    """Return what is reached and what is not; what cannot be told is left out."""
    told = {True: words.pick("できた", "reached"), False: words.pick("まだ", "not yet")}
    return [
        Line(
            "calm" if is_met else "open",
            f"{item_word(item, words)}{words.pick('：', ': ')}{told[is_met]}",
            "handover.html",
        )
        for item, is_met in section_items(aims, cells, section).items()
        if is_met is not None
    ]
