"""Cuts a release from the marts: the rules in their order, the history laid over them, the audit, the derived tables.

`_cut` is the order of the rules; each takes the results that its cells are cut within, so that a wrong order does not
type-check. README.md lists the steps and says where each question is answered; DISCLOSURE.md explains the rules in
plain words. Nothing else leaves the warehouse. No argument lowers a floor: `Floors` only raises them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from connectors.contract.messages import Message
from warehouse.months import quarter_of
from warehouse.policy import USUAL
from warehouse.release.audit.audit import check_release
from warehouse.release.audit.refusal import ReleaseRefused
from warehouse.release.derived import derive
from warehouse.release.derived.released_view import ReleasedView
from warehouse.release.derived.yardsticks import read_yardsticks
from warehouse.release.groups.roster import GroupedRoster, read_assignments
from warehouse.release.groups.tool_coverage import read_coverage
from warehouse.release.history.changed_books import tell_changed_books
from warehouse.release.history.corrections import allowed_corrections
from warehouse.release.history.freezing import freeze, read_frozen_months
from warehouse.release.history.held import lay_history_over
from warehouse.release.history.uncorrected_months import read_uncorrected_months
from warehouse.release.lower_bounds import LowerBounds
from warehouse.release.office_tables import read_office
from warehouse.release.publishing import (
    note_shown,
    read_freshness,
    read_frozen,
    read_history,
    read_refused,
    released_section_table,
    shown_of,
    write_release,
)
from warehouse.release.release_context import EarlierCells, ReleaseContext
from warehouse.release.rules.activation import cut_head_counts
from warehouse.release.rules.counts_without_people import cut_plain_counts
from warehouse.release.rules.documents import cut_documents
from warehouse.release.rules.overtime import cut_overtime
from warehouse.release.rules.sheets import cut_sheets
from warehouse.release.rules.town_counts import cut_town_counts
from warehouse.release.rules.training_coverage import cut_training_coverage
from warehouse.release.rules.use import cut_use
from warehouse.release.rules.work import cut_work
from warehouse.release.suppression import Attempt, CutRelease, Holding
from warehouse.release.tables.release import SMALL, Release, table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date, datetime

    from warehouse.facts.store import Store
    from warehouse.policy import Policy
    from warehouse.release.groups.frozen_months import CorrectedMonths, FrozenMonths, LineMonth
    from warehouse.release.groups.tool_coverage import Coverage
    from warehouse.release.release_context import Held, Refused
    from warehouse.release.tables.published_cell import PublishedCell
    from warehouse.town import Town


@dataclass(frozen=True, slots=True)
class _Night:
    """The inputs of every cut of one night's release."""

    store: Store
    town: Town
    today: date
    released_at: datetime
    policy: Policy
    tell: Callable[[Message], None]
    roster: GroupedRoster
    history: Sequence[PublishedCell]
    is_draft: bool


def cut_release(
    store: Store,
    *,
    town: Town,
    today: date,
    released_at: datetime,
    policy: Policy = USUAL,
    is_draft: bool = False,
    tell: Callable[[Message], None] = lambda _: None,
) -> Release:
    """Cut the release from the current marts, write `release.*` in one transaction and return it.

    Args:
        store: the warehouse, models built.
        town: what the settings say about the town.
        today: the release counts up to yesterday; months that are not over are not shown.
        released_at: the instant that pages name.
        policy: the other settings that the release carries, including the floors for the size of groups.
        is_draft: the town has not opened its pages: the release is for the operator alone, is not bound by what was
            shown, and does not bind later releases.
        tell: receives a message on what stays as it was shown, and on books that changed what was final.
    """
    history = [] if is_draft else read_history(store)
    kept = {} if is_draft else read_frozen(store)
    roster = GroupedRoster(read_assignments(store), policy.floors, kept)
    night = _Night(store, town, today, released_at, policy, tell, roster, history, is_draft)
    frozen = read_frozen_months(store, today, is_draft=is_draft)
    changed = frozen.changed_since(roster)
    _tell_what_stays(tell, {month for month, _ in changed})
    release, shown, coverage, refused = _cut_with_corrections(night, frozen, changed)
    groups = {
        quarter_of(month): dict(roster.groups(month) or {})
        for month in sorted({one.month for one in shown})
    }
    if not is_draft:
        for one in tell_changed_books(store, release.tables):
            tell(one)
    with store.transaction():
        write_release(store, release)
        if not is_draft:
            note_shown(store, release, groups)
            freeze(store, coverage, _known_days(store, coverage.frozen), refused)
    return release


def _tell_what_stays(tell: Callable[[Message], None], months: AbstractSet[date]) -> None:
    if months:
        tell(
            Message(
                "release: {count} months stay as they were shown, for the roster was changed for them afterwards",
                count=len(months),
            )
        )


def _cut_with_corrections(
    night: _Night, frozen: FrozenMonths, changed: AbstractSet[tuple[date, date]]
) -> tuple[Release, list[PublishedCell], Coverage, set[LineMonth]]:
    """Cut with those corrections whose differences may be disclosed; return the rejected corrections as well."""
    asked = frozen.corrections(changed)
    corrected: CorrectedMonths = dict.fromkeys(asked)
    while True:
        anew = frozen.without(corrected)
        coverage = read_coverage(night.store, night.roster, anew, changed)
        known_days = _known_days(night.store, coverage.frozen)
        allowed: CorrectedMonths = {}
        try:
            audited = _audited(night, coverage, known_days)
        except ReleaseRefused:
            # A correction must not stop a night: without it, what was shown stays.
            if not corrected:
                raise
        else:
            release = _derived(night.store, audited.cut, coverage.frozen)
            allowed = allowed_corrections(
                night.store, corrected, frozen, release, coverage, known_days
            )
            if allowed == corrected:
                return release, list(audited.shown), coverage, asked - allowed.keys()
        corrected = allowed


def _audited(
    night: _Night, coverage: Coverage, known_days: Mapping[tuple[str, date], Sequence[date]]
) -> Attempt:
    """Cut the release and hold cells back until the audit passes (`suppression.py`)."""
    passed: set[Hashable] = set()
    earlier = EarlierCells(night.history)

    def attempt(
        refused: AbstractSet[Refused], silent: AbstractSet[str], doubted: AbstractSet[str]
    ) -> Attempt:
        context = ReleaseContext(
            night.store,
            night.today,
            night.roster,
            known_days,
            refused,
            night.town.launched_on,
            coverage,
            earlier,
        )
        cut = _cut(context, night)
        shown = shown_of(cut.release)
        try:
            check_release(
                [one for one in shown if one.tool not in silent],
                set(night.history) - set(shown),
                night.roster,
                known_days,
                passed,
                rosters=coverage.rosters({one.tool for one in shown}),
                doubted=doubted,
                launched_on=night.town.launched_on,
            )
        except ReleaseRefused as refusal:
            return Attempt(cut, shown, refusal)
        return Attempt(cut, shown, None)

    # A draft binds nothing, so cells that were held back in one are tried again.
    refused = set() if night.is_draft else read_refused(night.store)
    return Holding(attempt, night.history, night.tell).run(refused)


def _cut(context: ReleaseContext, night: _Night) -> CutRelease:
    """Apply the rules in their order. Each step names the results that its cells are cut within."""
    sheets = cut_sheets(context)
    documents = cut_documents(context)
    work = cut_work(context)
    use = cut_use(context)
    held = lay_history_over(context, sheets, documents, work, use)
    bounds = LowerBounds(held)
    heads = cut_head_counts(context, use, bounds)
    town = cut_town_counts(context, use, heads)
    trainings = cut_training_coverage(context)
    counts = cut_plain_counts(context)
    overtime = cut_overtime(context)
    release = _released(context, night, held.adding(heads, town, trainings, counts, overtime))
    return CutRelease(release, sheets.bought, {**documents.books, **counts.books})


def _released(context: ReleaseContext, night: _Night, held: Held) -> Release:
    """Return the held cells as a release, together with its non-numeric tables."""
    as_of = night.today - timedelta(days=1)
    has_small = any(row.get("section") == SMALL for rows in held.tables.values() for row in rows)
    tables = {
        **{name: table_of(name, rows) for name, rows in held.tables.items()},
        **released_section_table(night.store, has_small=has_small),
        **read_freshness(night.store, as_of),
        **read_office(night.store, context.groups, night.today, show_roles=night.policy.show_roles),
    }
    release = Release.of(night.town, as_of, night.released_at, tables, night.policy)
    return replace(release, is_draft=night.is_draft)


def _derived(store: Store, cut: CutRelease, frozen: FrozenMonths) -> Release:
    """Add the tables that are derived from released values alone, after the audit.

    Only sums and changes of books, which are not counted from people, use exact counts before rounding.
    """
    release = cut.release
    terms = replace(
        read_yardsticks(store, release.town, release.as_of), bought=cut.bought, books=cut.books
    )
    late = read_uncorrected_months(store, frozen, release.tables)
    derived = derive(ReleasedView(release.tables), terms)
    return replace(release, tables={**release.tables, **derived, "late_month": late})


def _known_days(store: Store, frozen: FrozenMonths) -> dict[tuple[str, date], Sequence[date]]:
    """Return (tool, month) → working days on which it is known whether the tool was used, in order.

    For a frozen month these are the days that its numbers are based on.
    """
    known = defaultdict(list)
    for tool, month, day_on in store.rows(
        "select n.need, c.month, c.day_on from core.calendar c join core.requirement_day n using (day_on) "
        "where c.is_working_day and n.state in ('final', 'provisional') order by c.day_on"
    ):
        known[tool, month].append(day_on)
    return known | frozen.tool_days()
