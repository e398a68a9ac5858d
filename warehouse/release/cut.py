"""Gate 2, the window: what may leave the warehouse, made from the mart tables and nothing else.

The rules, one place each; warehouse/release/DISCLOSURE.md says them in plain words:
1. groups (`groups.py`): frozen rosters by quarter, small sections merged, else no break-down;
2. person-days (`person_days.py`): whole per cent, coded ends;
3. head counts (`head_counts.py`): bands of at least three counts; the town in steps of 5 per cent;
4. paper (`paper_cells.py`): round sheets, nobody with more than half;
5. nothing by person, hour or printer: there is no release table for it;
6. withheld is null with a reason, never 0. And a month that runs is not shown: from one night to the
   next it would show one day.
Rule 7 is `audit.py`; rule 8, between two releases, `frozen_months.py` and `corrections.py`. No argument lowers a floor; `Floors` can only raise them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from warehouse.months import quarter_of
from warehouse.policy import USUAL
from warehouse.release.audit.audit import ReleaseRefused, check_release
from warehouse.release.derived import derive
from warehouse.release.derived.released_view import Seen
from warehouse.release.derived.terms import read_terms
from warehouse.release.history.carry_forward import carry_over
from warehouse.release.history.corrections import let_stand, told_corrections
from warehouse.release.history.freezing import freeze, read_frozen_months
from warehouse.release.history.late_months import read_late_months
from warehouse.release.publishing import (
    note_shown,
    read_freshness,
    read_frozen,
    read_history,
    read_refused,
    read_sections,
    shown_of,
    write_release,
)
from warehouse.release.release_context import Cut
from warehouse.release.rules.coverage_release import cut_coverage
from warehouse.release.rules.declared import read_office
from warehouse.release.rules.head_release import cut_heads
from warehouse.release.rules.paper_release import cut_documents, cut_paper
from warehouse.release.rules.plain_counts import cut_plain_counts
from warehouse.release.rules.town_counts import cut_town_counts
from warehouse.release.rules.use_release import cut_use
from warehouse.release.rules.work_release import cut_work
from warehouse.release.suppression import Attempt, Holding
from warehouse.release.tables.coverage import read_served
from warehouse.release.tables.groups import Roster, read_assignments
from warehouse.release.tables.release import SMALL, Release, table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date, datetime

    from warehouse.facts.store import Store
    from warehouse.policy import Policy
    from warehouse.release.release_context import Refused
    from warehouse.release.tables.coverage import Served
    from warehouse.release.tables.frozen_months import FrozenMonths, LineMonth, Told
    from warehouse.release.tables.published_cell import Shown
    from warehouse.town import Town


@dataclass(frozen=True, slots=True)
class _Night:
    """What every cut of one night's release is made from."""

    store: Store
    town: Town
    today: date
    released_at: datetime
    policy: Policy
    tell: Callable[[str], None]
    roster: Roster
    history: Sequence[Shown]
    is_draft: bool


def cut_release(
    store: Store,
    *,
    town: Town,
    today: date,
    released_at: datetime,
    policy: Policy = USUAL,
    is_draft: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> Release:
    """Cut the release from the marts as they are, write `release.*` in one transaction and return it.

    Args:
        store: the warehouse, models built.
        town: what the settings say of the town.
        today: the release counts up to yesterday; months that are not over are not shown.
        released_at: the instant that pages name.
        policy: what else of the settings the release carries; groups are as large as it asks.
        is_draft: the town has not opened its pages: this is for the operator alone, bound by nothing that
            was shown, and nothing later is bound by it.
        tell: takes a line on what stays as it was shown.
    """
    history = [] if is_draft else read_history(store)
    kept = {} if is_draft else read_frozen(store)
    roster = Roster(read_assignments(store), policy.floors, kept)
    night = _Night(store, town, today, released_at, policy, tell, roster, history, is_draft)
    frozen = read_frozen_months(store, today, is_draft=is_draft)
    changed = frozen.changed_since(roster)
    if months := {month for month, _ in changed}:
        tell(
            f"release: {len(months)} months stay as they were shown, for the roster was changed for them afterwards"
        )
    release, shown, served, refused = _cut_with_corrections(night, frozen, changed)
    release = replace(release, policy=policy, is_draft=is_draft)
    groups = {
        quarter_of(month): dict(roster.groups(month) or {})
        for month in sorted({one.month for one in shown})
    }
    with store.transaction():
        write_release(store, release)
        if not is_draft:
            note_shown(store, release, groups)
            freeze(store, served, _known_days(store, served.frozen), refused)
    return release


def _cut_with_corrections(
    night: _Night, frozen: FrozenMonths, changed: AbstractSet[tuple[date, date]]
) -> tuple[Release, list[Shown], Served, set[LineMonth]]:
    """Cut with those corrections of shown months whose differences may be told; return those too that may not."""
    asked = frozen.corrections(changed)
    corrected: Told = dict.fromkeys(asked)
    while True:
        anew = frozen.without(corrected)
        served = read_served(night.store, night.roster, anew, changed)
        known_days = _known_days(night.store, served.frozen)
        told: Told = {}
        try:
            release, shown = _cut_what_may_go_out(night, served, known_days)
        except ReleaseRefused:
            # No correction stops a night: what was shown goes on standing.
            if not corrected:
                raise
        else:
            told = told_corrections(night.store, corrected, frozen, release, served, known_days)
            if told == corrected:
                return release, shown, served, asked - told.keys()
        corrected = told


def _cut_what_may_go_out(
    night: _Night, served: Served, known_days: Mapping[tuple[str, date], Sequence[date]]
) -> tuple[Release, list[Shown]]:
    """Cut what the gate lets through (`suppression.py`)."""
    passed: set[Hashable] = set()

    def attempt(
        refused: AbstractSet[Refused], silent: AbstractSet[str], doubted: AbstractSet[str]
    ) -> Attempt:
        cut = Cut(
            night.store,
            night.today,
            night.roster,
            known_days,
            refused,
            night.town.launched_on,
            served,
        )
        release = _cut_all(cut, night)
        shown = shown_of(release)
        try:
            check_release(
                [one for one in shown if one.tool not in silent],
                set(night.history) - set(shown),
                night.roster,
                known_days,
                passed,
                rosters=served.rosters({one.tool for one in shown}),
                doubted=doubted,
                launched_on=night.town.launched_on,
            )
        except ReleaseRefused as refusal:
            return Attempt(release, cut, shown, refusal)
        return Attempt(release, cut, shown, None)

    # A draft binds nothing, so what was held in one is asked for anew.
    refused = set() if night.is_draft else read_refused(night.store)
    found = Holding(attempt, night.history, night.tell).run(refused)
    return _with_derived(night.store, found.release, found.cut), list(found.shown)


def _with_derived(store: Store, release: Release, cut: Cut) -> Release:
    """Add what is worked out from the release alone, once the gate has let it through.

    Only sums and changes of books, behind which nobody stands, are taken of exact counts before they are rounded.
    """
    terms = replace(
        read_terms(store, release.town, release.as_of), bought=cut.bought, books=cut.books
    )
    late = read_late_months(store, cut.served.frozen, cut.rows)
    derived = derive(Seen(release.tables), terms)
    return replace(release, tables={**release.tables, **derived, "late_month": late})


def _cut_all(cut: Cut, night: _Night) -> Release:
    cut.earlier = {(one.table, one.tool, one.month, one.section): one for one in night.history}
    for (table, *_), rows in cut.served.frozen.rows.items():
        cut.rows[table].extend(rows)
    cut_paper(cut)
    cut_documents(cut)
    cut_work(cut)
    let_stand(cut.rows, cut.served.frozen)
    carry_over(cut.store, cut.rows)
    cut_plain_counts(cut)
    cut_coverage(cut)
    cut_use(cut)
    cut_heads(cut)
    cut_town_counts(cut)
    as_of = cut.today - timedelta(days=1)
    has_small = any(row.get("section") == SMALL for rows in cut.rows.values() for row in rows)
    tables = {
        **{name: table_of(name, rows) for name, rows in cut.rows.items()},
        **read_sections(cut.store, has_small=has_small),
        **read_freshness(cut.store, as_of),
        **read_office(cut.store, cut.groups, cut.today, show_roles=night.policy.show_roles),
    }
    return Release.of(night.town, as_of, night.released_at, tables)


def _known_days(store: Store, frozen: FrozenMonths) -> dict[tuple[str, date], Sequence[date]]:
    """Return (tool, month) → working days on which it is known whether the tool was used, in order.

    Of a frozen month those that its numbers rest on.
    """
    known = defaultdict(list)
    for tool, month, day_on in store.rows(
        "select n.need, c.month, c.day_on from core.calendar c join core.need_day n using (day_on) "
        "where c.is_working_day and n.state in ('final', 'provisional') order by c.day_on"
    ):
        known[tool, month].append(day_on)
    return known | frozen.tool_days()
