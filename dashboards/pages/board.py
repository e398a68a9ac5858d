"""Makes the page やってみて、どうだった: the actions on an OODA board, each judged by its own measure."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from dashboards.cards.card.page import Card, Judgement, Lane, Page, section_file
from dashboards.pages.glossary import term_link
from dashboards.read.joint_actions import joint_actions
from dashboards.read.targets import STEPS
from dashboards.sentences.action_verdicts import (
    answer_word,
    series_name,
    verdict_rule,
    verdict_sentence,
    verdict_size,
    verdicts_sentence,
)
from dashboards.text.catalogue import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.read.action_verdicts import ActionVerdict
    from dashboards.read.joint_actions import JointAction
    from dashboards.read.series.cells import Cells
    from dashboards.read.targets import Action, Targets
    from dashboards.text.words import Words

_STEPS = {
    "observed": gettext_noop("Observed"),
    "oriented": gettext_noop("Oriented"),
    "decided": gettext_noop("Decided"),
    "acted": gettext_noop("Acted"),
    "checked": gettext_noop("Checked"),
}
_TYPES = {"improvement": gettext_noop("improvement"), "reform": gettext_noop("reform")}
_RESULTS = {
    "continue": gettext_noop("go on"),
    "stop": gettext_noop("stop"),
    "change": gettext_noop("change"),
}


def board_page(targets: Targets, cells: Cells, words: Words) -> Page:
    """Return the page of actions; a step at which no action stands has no lane."""
    names = {section.code: section.name for section in cells.all_sections}
    actions = joint_actions(targets.actions)
    judged = [(action, _verdicts(action, targets)) for action in actions]
    lanes = []
    for step in STEPS:
        cards = tuple(
            _card(action, verdicts, names, words)
            for action, verdicts in judged
            if action.step == step
        )
        if cards:
            lanes.append(Lane(words.gettext(_STEPS[step]), cards))
    verdicts = [verdict for _, found in judged for verdict in found]
    judgement = verdicts_sentence(verdicts, words)
    rule = verdict_rule(words) if judgement else ""
    lead = (judgement, rule, cadence_sentence(actions, words))
    return Page(
        "actions.html",
        "actions.html",
        words.pgettext("page", "What was tried"),
        board_sentence(actions, words),
        tuple(text for text in lead if text),
        lanes=tuple(lanes),
        links_title=words.gettext("The words"),
        links=tuple(term_link(key, words) for key in ("verdict", "interval", "point", "ooda")),
    )


def step_word(step: str, words: Words) -> str:
    """Return the name of a step of the OODA loop; "" for an unknown step."""
    return words.gettext(_STEPS[step]) if step in _STEPS else ""


def board_sentence(actions: Sequence[JointAction], words: Words) -> str:
    """Return how many actions there are, how many have been checked and how many are overdue."""
    checked = sum(action.step == "checked" for action in actions)
    overdue = sum(action.is_overdue for action in actions)
    count = len(actions)
    if overdue:
        return words.gettext(
            "{checked} of {count} actions have been checked; {overdue} are overdue.",
            checked=checked,
            count=count,
            overdue=overdue,
        )
    return words.gettext(
        "{checked} of {count} actions have been checked; none is overdue.",
        checked=checked,
        count=count,
    )


def cadence_sentence(actions: Sequence[JointAction], words: Words) -> str:
    """Return the median number of days from observed to checked."""
    days = [action.days for action in actions if action.days is not None]
    if not days:
        return words.gettext("How long a round takes cannot be told yet.")
    return words.gettext(
        "From observing to checking: a median of {median:.0f} days ({count} actions).",
        median=median(days),
        count=len(days),
    )


def _verdicts(action: JointAction, targets: Targets) -> tuple[ActionVerdict, ...]:
    """Return the verdicts on the lines of an action, each once: lines that are judged together have the same."""
    found = (targets.verdicts.get(line.number) for line in action.lines)
    return tuple(dict.fromkeys(verdict for verdict in found if verdict is not None))


def _card(
    action: JointAction,
    verdicts: Sequence[ActionVerdict],
    names: dict[str, str],
    words: Words,
) -> Card:
    first = action.lines[0]
    is_one = len(action.lines) == 1
    facts = [_where(first, names, words)] if is_one else []
    if first.tool:
        facts.append(words(first.tool))
    if first.type in _TYPES:
        facts.append(words.gettext(_TYPES[first.type]))
    if first.role and is_one:
        facts.append(first.role)
    return Card(
        "".join(line.mark for line in action.lines),
        first.title,
        tuple(facts),
        (
            *_aims(first, words),
            *(_dates(first, words) if is_one else _sections(action, names, words)),
        ),
        action.is_overdue,
        section_file(first.section) if is_one and first.section in names else "",
        tuple(
            Judgement(
                v.answer, answer_word(v, words), verdict_size(v, words), verdict_sentence(v, words)
            )
            for v in verdicts
        ),
    )


def _where(action: Action, names: dict[str, str], words: Words) -> str:
    return names.get(action.section or "", words("town")) if action.section else words("town")


def _aims(action: Action, words: Words) -> list[str]:
    """Return what an action is expected to change, and by which measure it is judged."""
    lines = []
    if action.hypothesis:
        lines.append(words.gettext("Expected: {hypothesis}", hypothesis=action.hypothesis))
    if action.measure:
        measure = series_name(action.series, words) if action.series else action.measure
        lines.append(words.gettext("Measure: {measure}", measure=measure))
        if action.series is None:
            lines.append(words.gettext("No number has this name, so it is not judged."))
    if action.freed_for:
        lines.append(words.gettext("Hours saved are used for: {use}", use=action.freed_for))
    return lines


def _dates(action: Action, words: Words) -> list[str]:
    """Return since when an action stands at its step, and its result or when it is to be checked."""
    lines = []
    if action.step in action.dates:
        day = words.day(action.dates[action.step])
        lines.append(words.gettext("Here since {day}", day=day))
    return [*lines, *_end(action, words)]


def _end(action: Action, words: Words) -> list[str]:
    if action.result in _RESULTS:
        return [words.gettext("Result: {result}", result=words.gettext(_RESULTS[action.result]))]
    if action.due_on is None:
        return []
    due = words.day(action.due_on)
    late = words.note(words.gettext("overdue")) if action.is_overdue else ""
    return [words.gettext("To be checked by {due}{late}", due=due, late=late)]


def _sections(action: JointAction, names: dict[str, str], words: Words) -> list[str]:
    """Return one line for each section in which the action began or is to begin."""
    lines = []
    for line in action.lines:
        begun = line.dates.get("acted")
        when = (
            words.gettext("not begun yet")
            if begun is None
            else words.gettext("since {month}", month=words.month(begun.replace(day=1)))
        )
        lines.append(
            words.titled(_where(line, names, words), words.listed([when, *_end(line, words)]))
        )
    return lines
