"""Makes the page やってみて、どうだった: what changed after trainings and actions, and the actions on an OODA board."""

from __future__ import annotations

from statistics import median
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
from dashboards.cards.card.page import Card, Lane, Page, section_file
from dashboards.cards.card.parts import basis
from dashboards.charts.interval import draw_intervals, interval_points, interval_size
from dashboards.read.targets import STEPS, Action, Targets
from dashboards.sentences.action_verdicts import (
    answer_word,
    series_name,
    verdict_sentence,
    verdicts_sentence,
)
from dashboards.sentences.findings import effect_name, effect_sentence
from dashboards.text.catalogue import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.read.action_verdicts import ActionVerdict
    from dashboards.read.outcomes import ReleasedEffect
    from dashboards.read.series.cells import Cells
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
    """Return the page of actions."""
    names = {section.code: section.name for section in cells.all_sections}
    lanes = []
    for step in STEPS:
        cards = tuple(
            _card(a, targets.verdicts.get(a.number), names, words)
            for a in targets.actions
            if a.step == step
        )
        lanes.append(Lane(words.gettext(_STEPS[step]), cards))
    return Page(
        "actions.html",
        "actions.html",
        words.pgettext("page", "What was tried"),
        board_sentence(targets, words),
        tuple(
            text
            for text in (
                verdicts_sentence(targets.verdicts.values(), words),
                cadence_sentence(targets, words),
            )
            if text
        ),
        figures=effect_figures(targets, cells, words),
        lanes=tuple(lanes),
    )


def step_word(step: str, words: Words) -> str:
    """Return the name of a step of the OODA loop; "" for an unknown step."""
    return words.gettext(_STEPS[step]) if step in _STEPS else ""


def board_sentence(targets: Targets, words: Words) -> str:
    """Return how many actions there are, how many have been checked and how many are overdue."""
    checked = sum(action.step == "checked" for action in targets.actions)
    overdue = sum(action.is_overdue for action in targets.actions)
    count = len(targets.actions)
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


def cadence_sentence(targets: Targets, words: Words) -> str:
    """Return the median number of days from observed to checked."""
    days = [action.days for action in targets.actions if action.days is not None]
    if not days:
        return words.gettext("How long a round takes cannot be told yet.")
    return words.gettext(
        "From observing to checking: a median of {median:.0f} days ({count} actions).",
        median=median(days),
        count=len(days),
    )


def _card(
    action: Action, verdict: ActionVerdict | None, names: dict[str, str], words: Words
) -> Card:
    where = names.get(action.section or "", words("town")) if action.section else words("town")
    facts = [where]
    if action.tool:
        facts.append(words(action.tool))
    if action.type in _TYPES:
        facts.append(words.gettext(_TYPES[action.type]))
    if action.role:
        facts.append(action.role)
    return Card(
        action.mark,
        action.title,
        tuple(facts),
        tuple(_lines(action, words)),
        action.is_overdue,
        section_file(action.section) if action.section in names else "",
        (verdict.answer, answer_word(verdict, words), verdict_sentence(verdict, words))
        if verdict is not None
        else None,
    )


def _lines(action: Action, words: Words) -> list[str]:
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
    if action.step in action.dates:
        day = words.day(action.dates[action.step])
        lines.append(words.gettext("Here since {day}", day=day))
    if action.result in _RESULTS:
        result = words.gettext(_RESULTS[action.result])
        lines.append(words.gettext("Result: {result}", result=result))
    elif action.due_on is not None:
        due = words.day(action.due_on)
        late = words.note(words.gettext("overdue")) if action.is_overdue else ""
        lines.append(words.gettext("To be checked by {due}{late}", due=due, late=late))
    return lines


def effect_figures(targets: Targets, cells: Cells, words: Words) -> tuple[Figure, ...]:
    """Return the card of changes with trainings and actions; no card before the release has any effect."""
    # Effects with a result come first.
    effects = sorted(targets.outcomes.effects, key=lambda effect: effect.change is None)
    if not effects:
        return ()
    lines = tuple(Line(_effect_kind(effect), effect_sentence(effect, words)) for effect in effects)
    table = _effect_table(targets, words)
    drawings = _intervals(targets, effects, table, " ".join(line.text for line in lines), words)
    title = effects_title(effects, words)
    note = words.gettext(
        "Moves over three months before and after, in sections that did against those that did not (points). Before and after alone shows nothing of why and is not given."
    )
    if all(effect.change is None for effect in effects):
        note = words.gettext("Before and after alone shows nothing of why and is not given.")
    return (
        Figure(
            "effects",
            title,
            note,
            drawings,
            lines=lines,
            legends=(
                Legend("digital", words.gettext("Estimate")),
                Legend(
                    "heat-3",
                    words.gettext("95% interval: across 0, no difference can be told"),
                ),
            )
            if drawings
            else (),
            tables=(table,),
            terms=("effect", "interval", "point"),
            basis=basis(cells, words),
        ),
    )


def _intervals(
    targets: Targets,
    effects: Sequence[ReleasedEffect],
    table: DataTable,
    summary: str,
    words: Words,
) -> tuple[Drawing, ...]:
    """Return the wide and the narrow picture of the effects with a result; none if there are none.

    Args:
        targets: the release's effects, in the order of the table.
        effects: the effects, in the order of the picture.
        table: the data table.
        summary: text that a screen reader reads for the picture.
        words: the language.
    """
    named_effects = [(effect_name(one, words), one) for one in effects if one.change is not None]
    rows = [targets.outcomes.effects.index(one) for _, one in named_effects]
    drawings = []
    for is_narrow in (False, True) if named_effects else ():
        size = interval_size(len(named_effects), is_narrow=is_narrow)
        spots = zip(interval_points(named_effects, size), rows, strict=True)
        svg = inline_svg(
            draw_intervals(named_effects, size),
            size,
            summary,
            table=table.key,
            columns=(1, 2, 3),
            spots=[(*point, row) for point, row in spots],
        )
        drawings.append(Drawing(svg, "narrow" if is_narrow else "wide"))
    return tuple(drawings)


def effects_title(effects: Sequence[ReleasedEffect], words: Words) -> str:
    """Return how many effects have a result, how many of these differ from zero, and how many are open."""
    kinds = [_effect_kind(effect) for effect in effects]
    open_ones = kinds.count("open")
    compared = len(kinds) - open_ones
    clear = kinds.count("up") + kinds.count("down")
    parts = []
    if compared:
        parts.append(
            words.gettext(
                "{compared} could be compared ({clear} with a plain difference)",
                compared=compared,
                clear=clear,
            )
        )
    if open_ones:
        parts.append(words.gettext("{open} cannot be told yet", open=open_ones))
    return words.titled(words.gettext("What changed"), words.listed(parts))


def _effect_kind(effect: ReleasedEffect) -> str:
    if effect.change is None or effect.low is None or effect.high is None:
        return "open"
    if effect.low <= 0 <= effect.high:
        return "level"
    return "up" if effect.change > 0 else "down"


def _effect_table(targets: Targets, words: Words) -> DataTable:
    unknown = TableCell(words.gettext("cannot be told yet"), "none")
    rows = []
    for effect in targets.outcomes.effects:
        values = (effect.change, effect.low, effect.high)
        points = [unknown if v is None else TableCell(words.signed(v)) for v in values]
        counts = [TableCell(str(v or 0)) for v in (effect.treated, effect.compared)]
        rows.append((effect_name(effect, words), (*points, *counts)))
    return DataTable(
        "effects-table",
        words.gettext("Table: what changed"),
        (
            words.gettext("What was tried"),
            words.pgettext("column", "Points"),
            words.gettext("95% from"),
            words.gettext("95% to"),
            words.gettext("Sections treated"),
            words.gettext("Compared with"),
        ),
        tuple(rows),
    )
