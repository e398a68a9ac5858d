"""Makes the cards of what is a section's own even where its figures are withheld: actions, hand-over, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.card.figure import Figure, Line
from dashboards.pages.board import step_word
from dashboards.pages.handover import items_figure
from dashboards.sentences.action_verdicts import answer_word, verdict_sentence, verdict_size

if TYPE_CHECKING:
    from dashboards.read.series.cells import Cells
    from dashboards.read.targets import Action, Targets
    from dashboards.text.words import Words


def own_figures(
    cells: Cells, targets: Targets, section: str, words: Words, *, is_small: bool
) -> tuple[Figure, ...]:
    """Return a section's actions, its open hand-over items, and where its figures are counted.

    Trainings of a small section are released of 小規模課 alone, and so are its books.

    Args:
        cells: the released series.
        targets: targets and actions.
        section: code of the section.
        words: the language.
        is_small: whether the section is of today and counted within 小規模課.
    """
    actions = [action for action in targets.actions if action.section == section]
    found = [items_figure(cells, targets, section, words)]
    if actions:
        title = words.gettext("Its actions: {count}", count=len(actions))
        lines = tuple(_line(action, targets, words) for action in actions)
        found.append(Figure("own-actions", title, lines=lines, terms=("ooda",), is_half=True))
    if is_small:
        found.append(
            Figure(
                "counted-together",
                words.gettext("Its figures are counted together"),
                words.gettext(
                    "Use, paper, meetings and trainings of a section with few people are shown together with other small sections, so that nobody can be singled out."
                ),
                terms=("small", "withheld"),
            )
        )
    return tuple(figure for figure in found if figure is not None)


def _line(action: Action, targets: Targets, words: Words) -> Line:
    text = words.gettext(
        "Action {mark} {action}: {step}",
        mark=action.mark,
        action=action.title,
        step=step_word(action.step, words),
    )
    verdict = targets.verdicts.get(action.number)
    if verdict is not None:
        size, rest = verdict_size(verdict, words), verdict_sentence(verdict, words)
        told = words.sentence(size) + words.following(rest) if size else rest
        said = words.titled(answer_word(verdict, words), told)
        text = words.sentence(text) + words.following(said)
    return Line("alert" if action.is_overdue else "calm", text, "actions.html")
