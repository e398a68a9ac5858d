"""Rule 3 for trainings: the share of the staff of that day who attended; cut once and never again.

A band cut anew each night against that night's roster would move with every hire and disclose something about the
people in it. The band also stays in the month in which it was shown: cut for another day, the same people would appear
in other bands. In a listed group at least one person attended; nothing is disclosed about the other groups.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.months import month_end
from warehouse.release.tables.bands import MIN_VALUES, Band, as_shown, band_town, runs
from warehouse.release.tables.cells import show, withhold
from warehouse.release.tables.publication_lines import TRAINING
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from warehouse.release.release_context import ReleaseContext
    from warehouse.release.tables.cells import Reason, Row

TABLE = "training_coverage"
_BOOK = """
select training, section, min(day_on), max(attended)::bigint from core.training
where section is not null group by training, section order by all
"""
_OPEN = MIN_VALUES - 1


@dataclass(frozen=True, slots=True)
class TrainingCoverage:
    """The cut `training_coverage`."""

    tables: Mapping[str, list[Row]]


def cut_training_coverage(context: ReleaseContext) -> TrainingCoverage:
    """Cut `training_coverage` from the book of trainings."""
    is_built = context.has("core.training")
    came: dict[str, dict[str, int]] = defaultdict(dict)
    held_on: dict[str, date] = {}
    for training, section, day_on, attended in context.store.rows(_BOOK) if is_built else ():
        came[training][section] = attended
        held_on[training] = min(day_on, held_on.get(training, day_on))
    frozen = context.frozen
    rows: list[Row] = []
    shown_in = dict([*frozen.frozen_on, *frozen.unpublished])
    for training, sections in came.items():
        month, day_on = shown_in.get(_line(training)), held_on[training]
        if month is None:
            rows += _cut_training(context, training, day_on, sections)
        elif not frozen.is_frozen(_line(training), month):
            day_in_month = max(month, min(day_on, month_end(month)))
            rows += _cut_training(context, training, day_in_month, sections)
    return TrainingCoverage({TABLE: rows})


def _line(training: str) -> str:
    return TRAINING.of({"training": training})


def _cut_training(
    context: ReleaseContext, training: str, day_on: date, sections: Mapping[str, int]
) -> list[Row]:
    month = day_on.replace(day=1)
    groups, people = context.groups(month), Counter(context.roster.group_by_staff(day_on).values())
    everyone = len(context.roster.on(day_on))
    counts: Counter[str] = Counter()
    for section, attended in sections.items():
        counts[groups.get(section, TOWN)] += attended
    of_town = min(counts.total(), everyone)
    # Attendance from a section that had nobody on the roster that day counts in the town's total only.
    of_groups = {group: min(counts[group], people[group]) for group in people if counts[group]}
    bands = {group: _band(count, people[group]) for group, count in of_groups.items()}
    is_refused = (TABLE, _line(training), month) in context.refused
    why: Reason | None = "gate" if is_refused else context.not_yet(_line(training), month)
    least = sum(band.least if band else 1 for band in bands.values()) if bands else 1
    most = sum(band.most if band else people[group] for group, band in bands.items())
    latest = least + _OPEN * (len(bands) - 1) if bands else everyone
    town = band_town(max(of_town, least), everyone, least, most or everyone, latest)
    cells = {group: _cell(why, band, people[group]) for group, band in bands.items()}
    cells[TOWN] = _cell(why, town, everyone)
    key = {"training": training, "month": month}
    return [{**key, "section": group, **cell} for group, cell in cells.items()]


def _band(count: int, people: int) -> Band | None:
    """Return the run of 1..people that holds a count; the last run is one count wider.

    Somebody may have left without being taken off the roster yet; a reader who knows this rules out the highest count.
    """
    for first, last in runs(1, people - 1):
        if first <= count <= last or last == people - 1:
            return as_shown(first, last + (last == people - 1), people)
    return None


def _cell(why: Reason | None, band: Band | None, people: int) -> Row:
    if why:
        return withhold(why, n=people, state="final")
    if band is None:
        return withhold("few_values", n=people, state="final")
    return show(band.value, n=people, state="final")
