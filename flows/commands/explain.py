"""Formats what `hirogari explain` prints about a measure.

The output holds exact rows of the warehouse. It is for the operator and must never go onto a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connectors.contract.messages import NOTHING, Message, enumerated
from dashboards.text.words import Words
from flows.messages import state_word
from flows.night.last_release import require_warehouse
from warehouse.facts.store import open_store
from warehouse.release.explain import explain
from warehouse.release.tables.cell_tables import CELL_TABLES, value_of
from warehouse.release.tables.cells import RULES
from warehouse.release.tables.release import read_release

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from flows.settings.settings import Settings
    from warehouse.policy import Floors
    from warehouse.release.explain import Explanation, Input
    from warehouse.release.tables.release import Release


RELEASED_AS = {"segment_week": "segment_month"}
"""Measure → its release table where the names differ (a month's last week is published); either name is accepted."""
_KEYS = (
    "section", "tool", "pair", "what", "measure", "segment", "milestone", "training", "kind", "source",
    "maker", "unit", "item", "fiscal_year", "month", "week_on",
)  # fmt: skip
"""Key columns of the release tables, as far as a table has them."""


def explain_lines(
    settings: Settings, metric: str, section: str | None, month: date | None
) -> Iterator[str]:
    """Yield the lines on a measure: definition, columns, file, inputs, exact rows, and published cells.

    A measure derived from released values has only published cells, no exact rows. With a month, the withheld cells
    of its inputs follow. Rows and cells are printed only for a section or a month.

    Args:
        settings: the town's settings.
        metric: the measure or its release table.
        section: a section's code, `_small` or `_town`; all of them if None.
        month: the month's first day; all months if None.

    Raises:
        NotExplained: there is no such measure; the message lists the known ones.
        NothingYet: nothing has been read.
    """
    require_warehouse(settings)
    metric = {table: name for name, table in RELEASED_AS.items()}.get(metric, metric)
    with open_store(settings.warehouse, read_only=True) as store:
        explanation = explain(store, metric, section=section, month=month)
        release = read_release(store)
    yield f"{explanation.metric} {explanation.title}"
    yield from (f"  {line}" for line in explanation.definition.splitlines() if line.strip())
    yield Message("one row: {grain}", grain=explanation.grain)
    yield from (f"  {name}: {words}" for name, words in explanation.columns.items() if words)
    yield Message("made by: {file}", file=explanation.file)
    yield from _inputs(explanation, month)
    if section or month:
        if not explanation.is_published:
            yield from _cells(explanation)
        if release is not None:
            words = Words(settings.town.language, settings.town.fiscal_year_start)
            yield from _published(release, words, metric, section, month)
            if month:
                yield from _withheld_inputs(release, words, explanation, section, month)


def _inputs(explanation: Explanation, month: date | None) -> Iterator[str]:
    span = f"{month:%Y-%m}" if month else Message("all months")
    yield Message("counted from (whole town hall, {span}):", span=span)
    for one in explanation.inputs:
        yield _input_line(one)
    for need, day_on in explanation.missing_days:
        yield Message("  missing: {day} ({need})", day=day_on, need=need)


def _input_line(one: Input) -> Message:
    file = f" ({one.file})" if one.file else ""
    if one.is_deleted:
        return Message(
            "  {table}: {rows:,} rows{file}, older ones deleted by age: what was counted from them is kept",
            table=one.table,
            rows=one.rows,
            file=file,
        )
    return Message("  {table}: {rows:,} rows{file}", table=one.table, rows=one.rows, file=file)


def _cells(explanation: Explanation) -> Iterator[str]:
    """Yield the exact rows of the warehouse, which only the operator may see."""
    yield Message(
        "in the warehouse, exact, not to be passed on{state}:", state=_states(explanation)
    )
    for cell in explanation.cells:
        yield "  " + ", ".join(f"{name} {_said(value)}" for name, value in cell.items())
    if not explanation.cells:
        yield Message("  no row")


def _states(explanation: Explanation) -> Message:
    if not explanation.states:
        return NOTHING
    states = enumerated(state_word(state) for state in explanation.states)
    return Message(" (state: {states})", states=states)


def _said(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.4g}" if isinstance(value, float) and value != int(value) else str(value)


def _published(
    release: Release, words: Words, metric: str, section: str | None, month: date | None
) -> Iterator[str]:
    """Yield the cells as published, with the rule behind each withheld one."""
    table = RELEASED_AS.get(metric, metric)
    if table not in release.tables:
        return
    yield Message("published:")
    rows = _rows(release, table, section, month)
    yield from (
        f"  {_place(row)}: {_seen(table, row, words, release.policy.floors)}" for row in rows
    )
    if not rows:
        yield Message("  no row")


def _withheld_inputs(
    release: Release, words: Words, explanation: Explanation, section: str | None, month: date
) -> Iterator[str]:
    """Yield the withheld cells of the inputs: they are why a measure derived from released values may be undecided."""
    hidden = [
        f"  {table} {_place(row)}: {_seen(table, row, words, release.policy.floors)}"
        for table in sorted(explanation.made_of)
        for row in _rows(release, table, section, month)
        if row.get("withheld_because")
    ]
    if hidden:
        yield Message("withheld values that it is made of:")
        yield from hidden


def _rows(
    release: Release, table: str, section: str | None, month: date | None
) -> list[dict[str, Any]]:
    return [
        row
        for row in release.tables[table].to_pylist()
        if (not section or row.get("section", section) == section)
        and (not month or _first(row, month) == month)
    ]


def _place(row: dict[str, Any]) -> str:
    return " ".join(str(row[name]) for name in _KEYS if row.get(name) is not None)


def _first(row: dict[str, Any], month: date) -> date:
    """Return the first day of a row's month; `month` for a row without one, so that it is listed too."""
    day: date | None = row.get("month") or row.get("week_on")
    return day.replace(day=1) if day else month


def _floors(reason: str, floors: Floors, words: Words) -> str:
    """Return the minimum group sizes of the settings if the reason is a small group; empty otherwise."""
    if reason not in {"small_group", "no_break_down"}:
        return ""
    sentence = words.gettext(
        "The minimum is {section} people for a section and {merged} for merged sections.",
        section=floors.section,
        merged=floors.merged,
    )
    return f" {sentence}"


def _rule(reason: str, words: Words) -> str:
    """Return the number of the rule in warehouse/release/DISCLOSURE.md and the reason's code."""
    numbers = [str(number) for number in RULES[reason]]
    if not numbers:
        return words.pgettext(
            "behind a reason", " (no rule, but the records: {reason})", reason=reason
        )
    rules = words.pgettext("numbers of rules", " or ").join(numbers)
    return words.pgettext(
        "behind a reason", " (rule {rules}: {reason})", rules=rules, reason=reason
    )


def _seen(table: str, row: dict[str, Any], words: Words, floors: Floors) -> str:
    reason = row.get("withheld_because")
    if reason:
        return f"{words.reason(reason)}{_rule(reason, words)}{_floors(reason, floors, words)}"
    if table in CELL_TABLES:
        return words.shown(value_of(table, row)) or "nothing yet"
    return ", ".join(f"{name} {_said(value)}" for name, value in row.items() if name not in _KEYS)
