"""Release tables that are computed from other release tables: grain, columns with their types and meaning.

`warehouse/release/derived` fills them from released values alone, so they disclose nothing more. `hirogari explain`
prints the grain and the description of each column. Rates and changes are in per cent, differences of rates in points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from connectors.contract.messages import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

Column = tuple[str, pa.DataType, str]
"""Name, type, and what it holds."""


@dataclass(frozen=True, slots=True)
class DerivedTable:
    """What one derived release table holds."""

    grain: str
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pa.Schema:
        """The columns' names and types, in order."""
        return pa.schema([(name, kind) for name, kind, _ in self.columns])


_TEXT, _WHOLE, _NUMBER, _DAY, _FLAG = (
    pa.string(), pa.int64(), pa.float64(), pa.date32(), pa.bool_(),
)  # fmt: skip
_SECTION = ("section", _TEXT, "the section, or the group that it is published in")
_TOOL = ("tool", _TEXT, "what staff do")
_MONTH = ("month", _DAY, "first of the month")
_STATE = (
    "state",
    _TEXT,
    "final, provisional or incomplete, as the released values it is made from",
)
_REACH = (
    "reach",
    _TEXT,
    "reached, almost (within the rounding) or below; null where a band holds the target",
)
_UNCOMPARED = "reorganised where the base does not have the same sections"

TABLES: Mapping[str, DerivedTable] = {
    "milestone": DerivedTable(
        "one section, one tool, one milestone that was or may have been reached",
        (
            _SECTION,
            _TOOL,
            ("milestone", _WHOLE, "per cent of the section activated: 16, 50 or 84"),
            ("month", _DAY, "first month in which the band's low end was there; null: not surely yet"),
            ("possible_month", _DAY, "first month in which the band's high end was there"),
            ("place", _WHOLE, "which section was there first; null for the whole town hall"),
            _STATE,
        ),
    ),
    "normal_month": DerivedTable(
        "one section, one tool, one month with a target",
        (
            _SECTION,
            _TOOL,
            _MONTH,
            ("target", _NUMBER, "the use rate to reach by the end of the fiscal year, per cent"),
            _REACH,
            ("is_met", _FLAG, "null where the rounding, a band or a withheld month leaves it open"),
            ("has_action", _FLAG, "an action for the tool was under way, here or for the whole town hall"),
            ("is_normal", _FLAG, "met in this month and the two before, with no action in them; null: open"),
            _STATE,
        ),
    ),
    "target_month": DerivedTable(
        "one section, one tool with a target, in the newest month shown",
        (
            _SECTION,
            _TOOL,
            _MONTH,
            ("rate", _NUMBER, "use rate, per cent; null where only a bound is known"),
            ("target", _NUMBER, "the use rate to reach by the end of the fiscal year, per cent"),
            ("distance", _NUMBER, "rate - target, in points"),
            _REACH,
            ("months_left", _WHOLE, "months until the fiscal year ends"),
            ("pace", _NUMBER, "points a month, over the three months before"),
            ("pace_needed", _NUMBER, "points a month; 0 when the target is reached or almost"),
            ("is_on_pace", _FLAG, "null where the rounding of the rates allows both answers"),
            _STATE,
        ),
    ),
    "curve_fit": DerivedTable(
        "one section, one tool: when 80 % have begun, on record or by estimate from three fits to the bands",
        (
            _SECTION,
            _TOOL,
            (
                "refused",
                _TEXT,
                "too_few_months, not_half_yet, no_shape, nobody_new, perhaps_reached, too_wide or not_shown; null if a month is told",
            ),
            ("reached_month", _DAY, "first month at whose end 80 % had certainly begun"),
            ("first_month", _DAY, "if 80 % will begin: first month of the 95 % interval"),
            ("last_month", _DAY, "last month of that interval"),
        ),
    ),
    "replacement_month": DerivedTable(
        "one section, one month after the months that it is held against",
        (
            _SECTION,
            _MONTH,
            ("base_from", _DAY, "first month of the base; the first ones shown where the base period is withheld"),
            ("base_to", _DAY, "last month of the base"),
            ("digital_low", _NUMBER, "change of digital documents a head and working day, at least, per cent"),
            ("digital_high", _NUMBER, "likewise, at most"),
            ("paper_low", _NUMBER, "change of print jobs a head and working day, at least, per cent"),
            ("paper_high", _NUMBER, "likewise, at most"),
            ("digital_then", _NUMBER, "digital documents a head and working day in the base: the middle of what the rounding leaves"),
            ("digital_now", _NUMBER, "likewise in the month"),
            ("paper_then", _NUMBER, "print jobs a head and working day in the base, likewise"),
            ("paper_now", _NUMBER, "likewise in the month"),
            ("digital_moves", _TEXT, "up, level (within 10 %), down, or open: more than one is possible"),
            ("paper_moves", _TEXT, "likewise"),
            ("verdict", _TEXT, "replaced, added, untouched or shrunk; open: more than one is possible"),
            ("uncompared_because", _TEXT, _UNCOMPARED),
            _STATE,
            ("withheld_because", _TEXT, "why this month's documents are withheld"),
        ),
    ),
    "verdict": DerivedTable(
        "one line of the action book that was acted on and names a series",
        (
            ("action", _TEXT, "its number in the book"),
            ("title", _TEXT, "its title; lines with one title and one series are judged together"),
            ("series", _TEXT, "the series by which it is judged"),
            ("section", _TEXT, "its section as the book names it; null for the whole town hall"),
            ("started", _DAY, "first of the month in which it was acted on"),
            ("judged_after", _DAY, "sixth month after the last start that is judged: the verdict falls when it is final, and stays"),
            ("compared", _TEXT, "by_lot where the order of sections was drawn and kept, with_others, or own_past where nothing else is left"),
            (
                "answer",
                _TEXT,
                "changed (as wanted), reversed, not_shown, own_past (a difference, never a claim) or too_early",
            ),
            ("reason", _TEXT, "what stops a claim or a verdict; null where the interval alone does"),
            ("change", _NUMBER, "the change, in points of a share or in per cent of an amount"),
            ("low", _NUMBER, "the 95 % interval's low end"),
            ("high", _NUMBER, "the 95 % interval's high end"),
            ("smallest", _NUMBER, "a change smaller than this could not have been told"),
            ("treated", _WHOLE, "sections compared in which it began"),
            ("controls", _WHOLE, "sections with which they are compared"),
            ("p", _NUMBER, "two-sided; several verdicts are corrected together"),
        ),
    ),
    "alert": DerivedTable(
        "one thing that somebody should look at now",
        (
            ("kind", _TEXT, "use_fell, paper_rose, source_stale or source_absent (nothing of it ever arrived)"),
            ("section", _TEXT, "null for a source"),
            ("tool", _TEXT, "null where it is not about a tool"),
            ("source", _TEXT, "null where it is not about a source"),
            ("month", _DAY, "null for a source"),
            ("value", _NUMBER, "use rate in per cent, sheets a head, or working days without data"),
            ("value_high", _NUMBER, "upper end, where what is shown leaves a range; else null"),
            ("before", _NUMBER, "what it is held against; null for a source"),
            ("before_high", _NUMBER, "upper end, where what is shown leaves a range; else null"),
        ),
    ),
    "paper_difference_month": DerivedTable(
        "one section, one month in which sheets bought and sheets printed are both shown",
        (
            _SECTION,
            _MONTH,
            ("bought", _NUMBER, "sheets bought: the exact sum of the books, rounded once"),
            ("printed_low", _NUMBER, "sheets printed, at least"),
            ("printed_high", _NUMBER, "sheets printed, at most"),
            ("low", _NUMBER, "bought less printed, at least; negative: more printed than bought"),
            ("high", _NUMBER, "bought less printed, at most"),
            ("why", _TEXT, "stock (more printed than bought), unknown_sheets, not_logged, or rounding (either)"),
            _STATE,
        ),
    ),
    "book_change": DerivedTable(
        "one count of the books, one section, one month: alone, or with the two months before it",
        (
            ("what", _TEXT, "paper, a pair of paper_digital_month, or what of book_month"),
            ("measure", _TEXT, "sheets, share, or measure of book_month"),
            _SECTION,
            _MONTH,
            ("months", _WHOLE, "1, or 3 with the two months before"),
            ("now", _NUMBER, Message("counts {unit}", unit="of all books together, rounded once; null for shares")),
            ("before", _NUMBER, "the same a year before, of the same sections"),
            ("change", _NUMBER, "whole per cent, of a share whole points; null without a year before"),
        ),
    ),
    "paper_year": DerivedTable(
        "one section, one fiscal year of the purchase book",
        (
            _SECTION,
            ("fiscal_year", _WHOLE, "the year in which it began"),
            ("months", _WHOLE, "months of it with sheets"),
            ("sheets", _NUMBER, "sheets bought: the exact sum of the months shown, rounded once"),
            ("base_year", _WHOLE, "the fiscal year that it is held against"),
            ("base_sheets", _NUMBER, "of the same sections in the same months; null where one is not shown"),
            ("change", _NUMBER, "per cent"),
            ("fewer", _NUMBER, "sheets fewer than in the base year, round; negative: more"),
            ("uncompared_because", _TEXT, f"{_UNCOMPARED}, or not_shown"),
            ("target", _NUMBER, "the change to be reached, per cent"),
            ("yen", _NUMBER, "what the sheets cost, by paper_factor"),
            ("kilograms", _NUMBER, "what they weigh, by paper_factor"),
            ("co2_kilograms", _NUMBER, "what making and burning them gives off, by paper_factor"),
            ("trees", _NUMBER, "what they take, by paper_factor"),
            _STATE,
        ),
    ),
    "series_target_year": DerivedTable(
        "one target of a series for a fiscal year",
        (
            _SECTION,
            ("series", _TEXT, "the series, as table verdict names it"),
            ("fiscal_year", _WHOLE, "the year in which it began"),
            ("better", _TEXT, "more or less: the direction that the town wants"),
            ("level", _NUMBER, "what a month is to reach; shares in per cent; null for a change"),
            ("change", _NUMBER, "the change to be reached: points of shares, else per cent; null for a level"),
            ("base_year", _WHOLE, "the fiscal year that a change is held against"),
            ("first_month", _DAY, "the first month that counts; null where there is none"),
            ("last_month", _DAY, "the last; for a level the month itself"),
            ("months", _WHOLE, "months that count: final, shown, and known in the base year as well"),
            ("low", _NUMBER, "where the level or the change lies at least, as a reader can compute it"),
            ("high", _NUMBER, "and at most"),
            ("reach", _TEXT, "reached or below; null where nothing is known or the rounding leaves both open"),
        ),
    ),
    "plan_evidence": DerivedTable(
        "one item of the town's plan",
        (
            ("item", _TEXT, "the item's number in the book"),
            ("evidence", _TEXT, "residents, work, used, built or none"),
            ("reason", _TEXT, "why it is built or none; null elsewhere"),
            ("series", _TEXT, "the series, as table verdict names it; null for none"),
            ("better", _TEXT, "more or less: the direction that the town wants"),
            ("first_month", _DAY, "the first of the twelve months compared; null where none are"),
            ("last_month", _DAY, "the last of them"),
            ("low", _NUMBER, "the change from before it began: points of shares, else per cent; lower end of the 95 % interval"),
            ("high", _NUMBER, "its upper end"),
            ("newest_month", _DAY, "the newest final month of the series"),
            ("newest_low", _NUMBER, "where its value lies at least"),
            ("newest_high", _NUMBER, "and at most"),
            ("reach", _TEXT, "reached or below; null without a target, or where both are open"),
        ),
    ),
    "plan_series_month": DerivedTable(
        "one series that the plan names and one final month, in the whole town hall",
        (
            ("series", _TEXT, "the series, as table verdict names it"),
            _MONTH,
            ("low", _NUMBER, "where its value lies at least, as a reader can compute it"),
            ("high", _NUMBER, "and at most"),
        ),
    ),
    "cadence": DerivedTable(
        "one section with actions; the whole town hall counts all actions",
        (
            _SECTION,
            ("actions", _WHOLE, "actions in the book"),
            ("checked", _WHOLE, "of these, gone round the whole loop"),
            ("open", _WHOLE, "not checked yet"),
            ("overdue", _WHOLE, "open and past the day by which they were to be checked"),
            ("cadence_days", _NUMBER, "median days from observed to checked; null if none is checked"),
        ),
    ),
    "hours_month": DerivedTable(
        "one section, one month with an action under way; the whole town hall adds up all actions",
        (
            _SECTION,
            _MONTH,
            ("hours_saved", _NUMBER, "the action book's estimates, from the month after an action was taken"),
            ("hours_added", _NUMBER, "likewise, hours that the actions add"),
            ("net_hours", _NUMBER, "hours_saved - hours_added"),
            ("actions", _WHOLE, "actions that the estimates come from"),
        ),
    ),
}  # fmt: skip
"""Release table → what it holds."""

DERIVED: Mapping[str, pa.Schema] = {name: table.schema for name, table in TABLES.items()}
"""Release table → its columns, in order."""
