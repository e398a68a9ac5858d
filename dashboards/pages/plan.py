"""Makes the page 計画と証拠: the items of the town's plan by the evidence that there is of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.card.figure import DataTable, Figure, TableCell
from dashboards.cards.card.page import Card, Judgement, Lane, Page, section_file
from dashboards.pages.glossary import term_link
from dashboards.read.plan import EVIDENCE
from dashboards.sentences.action_verdicts import series_name
from dashboards.sentences.plan_words import (
    decided_word,
    evidence_name,
    evidence_words,
    for_whom_word,
    level_words,
    target_words,
)

if TYPE_CHECKING:
    from dashboards.read.plan import Measure, Plan, PlanItem
    from dashboards.read.series.cells import Cells
    from dashboards.text.words import Words

_SHOWS = frozenset({"residents", "work", "used"})
"""Evidence that an item does what it is for."""


def plan_page(plan: Plan, cells: Cells, words: Words) -> Page:
    """Return the page of a plan that has items; a kind of evidence of which there is none has no lane."""
    names = {section.code: section.name for section in cells.all_sections}
    measured = {item.measure.series: item.measure for item in plan.items if item.measure}
    links = {
        series: f"#{_table_key(place)}"
        for place, series in enumerate(measured, 1)
        if series in plan.months
    }
    lanes = []
    for evidence in EVIDENCE:
        own = [item for item in plan.items if item.evidence == evidence]
        if own:
            cards = tuple(_card(item, names, links, words) for item in own)
            lanes.append(Lane(evidence_name(evidence, words), cards))
    note = words.gettext(
        "Evidence is what the numbers of the whole town hall show, as far as their rounding and noise allow. It says that a number changed, not that the item changed it."
    )
    return Page(
        "plan.html",
        "plan.html",
        words.pgettext("page", "Plan and evidence"),
        plan_sentence(plan, words),
        (note,),
        figures=_months(plan, measured, words),
        lanes=tuple(lanes),
        links_title=words.gettext("The words"),
        links=tuple(term_link(key, words) for key in ("interval", "point")),
    )


def plan_sentence(plan: Plan, words: Words) -> str:
    """Return how many items there are, and of how many there is which evidence."""
    counts = [(one, sum(item.evidence == one for item in plan.items)) for one in EVIDENCE]
    told = words.listed(
        words.gettext("{evidence} {count}", evidence=evidence_name(one, words), count=count)
        for one, count in counts
        if count
    )
    return words.gettext("Of {count} items of the plan: {told}.", count=len(plan.items), told=told)


def _card(item: PlanItem, names: dict[str, str], links: dict[str, str], words: Words) -> Card:
    facts = [names.get(item.section or "", words("town")), for_whom_word(item, words)]
    facts.append(decided_word(item, words))
    if item.is_of_state:
        facts.append(words.gettext("from the state's plan"))
    answer, known = evidence_words(item, words)
    kind = "changed" if item.evidence in _SHOWS else "reversed" if item.reason == "against" else ""
    return Card(
        item.number,
        item.title,
        tuple(facts),
        (item.purpose, *_measure_lines(item, words), *_due(item, words)),
        item.is_late,
        section_file(item.section) if item.section in names else "",
        (Judgement(kind, answer, "", known),),
        links.get(item.measure.series, "") if item.measure else "",
    )


def _measure_lines(item: PlanItem, words: Words) -> list[str]:
    if item.measure is None:
        return [words.gettext("Measure: {measure}", measure=item.words)] if item.words else []
    name = series_name(item.measure.series, words)
    lines = [words.gettext("Measure: {measure}", measure=name)]
    if target := target_words(item.measure, words):
        there = {"reached": words.gettext("Reached"), "below": words.gettext("Not reached yet")}
        said = there.get(item.reach or "", words.gettext("cannot be told yet"))
        lines.append(words.gettext("Target: {target} ({reached})", target=target, reached=said))
    return lines


def _due(item: PlanItem, words: Words) -> list[str]:
    if item.due_on is None:
        return []
    month = words.month(item.due_on)
    if item.is_late:
        return [words.gettext("Due: {month} (that month is over)", month=month)]
    return [words.gettext("Due: {month}", month=month)]


def _months(plan: Plan, measured: dict[str, Measure], words: Words) -> tuple[Figure, ...]:
    """Return the card with the months of each series, on which the evidence rests."""
    tables = tuple(
        DataTable(
            _table_key(place),
            series_name(series, words),
            (words("month"), words("town")),
            tuple(
                (words.month(month), (TableCell(level_words(known, measure, words)),))
                for month, known in reversed(plan.months[series])
            ),
        )
        for place, (series, measure) in enumerate(measured.items(), 1)
        if series in plan.months
    )
    if not tables:
        return ()
    title = words.gettext("The numbers that the evidence rests on, by month")
    note = words.gettext("Final months of the whole town hall, as far as their rounding tells.")
    return (Figure("plan-months", title, note, tables=tables),)


def _table_key(place: int) -> str:
    return f"plan-series-{place}-table"
