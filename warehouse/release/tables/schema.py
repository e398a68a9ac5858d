"""The columns of the release tables that the rules cut, or that count no people: grain, types, units.

Tables that are computed from these are in `derived_schema.py`. A *cell* is the six columns of `CELL`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping

_MONTH = ("month", pa.date32())
CELL = [
    ("n", pa.int64()),  # number of people in the month's frozen roster; null where it is not people
    (
        "shown",
        pa.string(),
    ),  # what a reader sees: "63%", "5%未満", "40〜60%", "1,230"; null if withheld
    (
        "low",
        pa.float64(),
    ),  # the value's ends: per cent 0-100 or sheets; null if withheld or not there yet
    ("high", pa.float64()),
    ("state", pa.string()),  # final, provisional, incomplete or none (「まだない」)
    ("withheld_because", pa.string()),  # the reason's word, null if shown
]

CUT: Mapping[str, pa.Schema] = {
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
    # Use rate (利用日率): active days on working days ÷ assigned working days.
    "use_month": pa.schema([("section", pa.string()), ("tool", pa.string()), _MONTH, *CELL]),
    # Adoption curve: activated ÷ assigned.
    "activation_month": pa.schema([("section", pa.string()), ("tool", pa.string()), _MONTH, *CELL]),
    # digital ÷ (digital + paper); the counts behind it are rounded, where they may be shown. Books: the share of the
    # exact counts, in whole per cent. Where a count is of people: the range of the share that the rounded counts leave.
    "paper_digital_month": pa.schema(
        [
            ("section", pa.string()),
            ("pair", pa.string()),
            _MONTH,
            ("digital", pa.float64()),
            ("paper", pa.float64()),
            *CELL,
        ]
    ),
    # Sheets by source; `kind` is bought, printed or counter.
    "paper_month": pa.schema(
        [
            ("section", pa.string()),
            _MONTH,
            ("source", pa.string()),
            ("kind", pa.string()),
            ("quality", pa.string()),
            *CELL,
        ]
    ),
    # Shown months for which records arrived later: the rows of `of_table` for that tool, pair, source or measure stay
    # as they were shown on that night. All groups alike, and only where days were missing and arrived.
    "late_month": pa.schema(
        [
            ("of_table", pa.string()),
            ("item", pa.string()),
            _MONTH,
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
    # The hand-over items of a section that are not about people: lead_named and own_action.
    "handover": pa.schema(
        [("section", pa.string()), ("item", pa.string()), ("is_met", pa.bool_())]
    ),
    # One row: the day the office closes, and the target share of documents in digital form.
    "office": pa.schema([("closing_on", pa.date32()), ("paper_per_cent", pa.float64())]),
    # Habitual people (習慣): in the last week that ended in the month, active in 9 of 12 weeks. A band.
    # `n`: people with 12 measured weeks.
    "habitual_month": pa.schema([("section", pa.string()), ("tool", pa.string()), _MONTH, *CELL]),
    # The whole town hall's people by segment in that week. Each segment together with the more active ones is cut in
    # steps of 5 per cent: `from_top_low` to `from_top_high`. The cell is the difference of two of these, as wide as
    # their rounding makes it.
    "segment_month": pa.schema(
        [
            ("section", pa.string()),  # always the whole town hall
            ("tool", pa.string()),
            _MONTH,
            ("segment", pa.string()),  # power, habitual, novice, low or none
            ("from_top_low", pa.float64()),
            ("from_top_high", pa.float64()),
            *CELL,
        ]
    ),
    # Share of the people who used a tool in the launch month that used it in this month: per cent, steps of 5.
    "retention_month": pa.schema([("section", pa.string()), ("tool", pa.string()), _MONTH, *CELL]),
    # Tools used per active person of the whole town hall: a number between 1 and 5, one decimal.
    "breadth_month": pa.schema([("section", pa.string()), _MONTH, *CELL]),
    # Work. `measure` is out_of_hours (per cent of uses outside 8:30-17:15 or on closed days, steps of 5) or
    # meeting_hours (hours in online meetings per head, in half hours).
    "work_month": pa.schema([("section", pa.string()), ("measure", pa.string()), _MONTH, *CELL]),
    # Online meetings with at least one guest ÷ online meetings: per cent, steps of 5.
    "outside_month": pa.schema([("section", pa.string()), _MONTH, *CELL]),
    # Increases of life counters, by maker and unit, never summed: impressions or sheets, rounded.
    "counter_month": pa.schema(
        [
            ("source", pa.string()),
            ("maker", pa.string()),
            ("unit", pa.string()),  # impressions or sheets
            _MONTH,
            ("printers", pa.int64()),
            ("resets", pa.int64()),
            *CELL,
        ]
    ),
    # Vendors' counts without people. `measure` is uses or person_days (people per day, summed), rounded.
    "section_use_month": pa.schema(
        [
            ("section", pa.string()),
            ("tool", pa.string()),
            ("source", pa.string()),
            ("measure", pa.string()),
            _MONTH,
            ("days", pa.int64()),  # days that the count covers; null where it is withheld
            *CELL,
        ]
    ),
    # Faxes (count), runs (count) and hours of automation, from the books; rounded.
    "book_month": pa.schema(
        [
            ("section", pa.string()),
            ("what", pa.string()),  # fax or automation
            ("measure", pa.string()),  # count or hours
            _MONTH,
            *CELL,
        ]
    ),
    # People who attended a training ÷ people in the group on its day: a band in per cent. `month`: of its first day.
    "training_coverage": pa.schema(
        [("section", pa.string()), ("training", pa.string()), _MONTH, *CELL]
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
