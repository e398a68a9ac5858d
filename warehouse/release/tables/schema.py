"""The columns of the release tables that the rules cut, or that count no people: grain, types, units.

Tables with cells are declared in `cell_tables/`; tables that are computed from these are in `derived_schema.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from warehouse.release.tables.cell_tables import CELL_TABLES
from warehouse.release.tables.cell_tables.cell_table import MONTH

if TYPE_CHECKING:
    from collections.abc import Mapping

CUT: Mapping[str, pa.Schema] = {
    **{name: one.schema for name, one in CELL_TABLES.items()},
    # One row for each published group: sections, the merged small ones, the whole town hall.
    "section": pa.schema(
        [
            ("section", pa.string()),
            ("name", pa.string()),
            ("from_on", pa.date32()),
            ("to_on", pa.date32()),
            ("successor", pa.string()),
            ("position", pa.int64()),
        ]
    ),
    # Shown months for which records arrived later: the rows of `of_table` for that tool, pair, source or measure stay
    # as they were shown on that night. All groups alike, and only where days were missing and arrived.
    "late_month": pa.schema(
        [
            ("of_table", pa.string()),
            ("item", pa.string()),
            MONTH,
            ("shown_on", pa.date32()),
        ]
    ),
    # State of each source-day: final, provisional, incomplete, gap or failed; null: never read.
    "freshness": pa.schema(
        [
            ("source", pa.string()),
            ("kind", pa.string()),
            ("stream", pa.string()),
            ("day_on", pa.date32()),
            ("state", pa.string()),
            ("fetched_at", pa.timestamp("us", tz="UTC")),
        ]
    ),
    # One row for each source: the share of its rows that the roster explains, and the day up to which it is final.
    "source": pa.schema(
        [
            ("source", pa.string()),
            ("kind", pa.string()),
            ("match_share", pa.float64()),
            ("final_to", pa.date32()),
            ("is_stale", pa.bool_()),
            # The tools whose curves it feeds, separated by commas; null for paper, books and counts without people.
            ("tools", pa.string()),
            # The first day it must deliver: the later of its own first day and the day the settings named it; null if
            # unknown.
            ("owed_from", pa.date32()),
        ]
    ),
    # One row for each day on which the source of a tool's numbers, or a paper source, changed: `change` is began or
    # ended.
    "source_change": pa.schema(
        [
            ("source", pa.string()),
            ("kind", pa.string()),
            ("tools", pa.string()),  # as in `source`
            ("day_on", pa.date32()),
            ("change", pa.string()),
        ]
    ),
    # One row for each action of the book (OODA); `step` is the last one taken.
    "action": pa.schema(
        [
            ("action", pa.string()),
            ("title", pa.string()),
            ("section", pa.string()),  # after mergers, as of today; null for the whole town hall
            ("booked_section", pa.string()),  # as in the book: a merger moves nothing before it
            ("tool", pa.string()),
            ("owner_role", pa.string()),
            ("type", pa.string()),  # improvement (改善) or reform (改革)
            ("hypothesis", pa.string()),
            ("measure", pa.string()),
            ("series", pa.string()),  # the series that `measure` names; null for none
            ("step", pa.string()),  # observed, oriented, decided, acted or checked
            ("observed_on", pa.date32()),
            ("oriented_on", pa.date32()),
            ("decided_on", pa.date32()),
            ("acted_on", pa.date32()),
            ("checked_on", pa.date32()),
            ("result", pa.string()),  # continue, stop or change
            ("due_on", pa.date32()),
            ("is_overdue", pa.bool_()),
            ("hours_saved", pa.float64()),  # estimates of the book, per month
            ("hours_added", pa.float64()),
            ("lot_seed", pa.int64()),  # the lot that gave the order of sections; null for none
            ("lot_from", pa.date32()),  # first of the month of its first wave
            ("lot_waves", pa.int64()),
            ("freed_for", pa.string()),  # what the hours saved are used for
        ]
    ),
    # The use rate to reach by the end of a fiscal year; section null: every other section.
    "target": pa.schema(
        [
            ("section", pa.string()),
            ("tool", pa.string()),
            ("fiscal_year", pa.int64()),
            ("per_cent", pa.float64()),
        ]
    ),
    # What a series is to reach in a fiscal year; section null: the whole town hall. Either level or change and base_year.
    "series_target": pa.schema(
        [
            ("section", pa.string()),
            ("series", pa.string()),
            ("fiscal_year", pa.int64()),
            ("better", pa.string()),  # more or less; null: the series' own direction
            ("level", pa.float64()),
            ("change", pa.float64()),
            ("base_year", pa.int64()),
        ]
    ),
    # The hand-over items of a section that are not about people: lead_named and own_action.
    "handover": pa.schema(
        [("section", pa.string()), ("item", pa.string()), ("is_met", pa.bool_())]
    ),
    # One row: the day the office closes, and the target share of documents in digital form.
    "office": pa.schema([("closing_on", pa.date32()), ("paper_per_cent", pa.float64())]),
    # The counts that the town keeps itself, by its own names.
    "own_count": pa.schema(
        [("name", pa.string()), ("unit", pa.string()), ("better", pa.string())]  # more or less
    ),
    # The tasks that were cut down, automated or abolished; not about people. `hours_before` and `hours_now` are per month.
    "task_change": pa.schema(
        [
            ("task", pa.string()),
            ("section", pa.string()),  # as of today
            ("kind", pa.string()),  # less, automated or abolished
            ("from_on", pa.date32()),  # first of the month
            ("hours_before", pa.float64()),  # null where no line of the book states them
            ("hours_now", pa.float64()),
            ("stamps", pa.int64()),  # seals that are no longer needed
        ]
    ),
    # The items of the town's plan; not about people.
    "plan_item": pa.schema(
        [
            ("item", pa.string()),
            ("title", pa.string()),
            ("purpose", pa.string()),  # what gets better
            ("for_whom", pa.string()),  # residents or staff
            ("section", pa.string()),  # as of today; null for the whole town hall
            ("decided_by", pa.string()),  # mayor, office or section
            ("is_of_state", pa.bool_()),  # null if the book does not say
            ("measure", pa.string()),
            ("series", pa.string()),  # that the measure names; null for none
            ("target", pa.float64()),
            (
                "target_is",
                pa.string(),
            ),  # level: of a month; change: from the twelve months before it began
            ("decided_on", pa.date32()),  # these three: the first of a month
            ("due_on", pa.date32()),
            ("began_on", pa.date32()),
        ]
    ),
    # The trainings of the book: which section, when, on which tool (null: all). Not who attended.
    "training": pa.schema(
        [
            ("training", pa.string()),
            ("section", pa.string()),  # after mergers, as of today
            ("held_in", pa.string()),  # the section of that day, or its group
            ("tool", pa.string()),
            ("held_on", pa.date32()),
        ]
    ),
    # What a sheet stands for, and the source of the figure. `per_sheet` is in the quantity's own unit.
    "paper_factor": pa.schema(
        [
            ("quantity", pa.string()),  # yen, kilograms, co2_kilograms or trees
            ("per_sheet", pa.float64()),
            ("source", pa.string()),
        ]
    ),
}
"""Release table → its columns, in order."""
