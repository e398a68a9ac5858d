"""What the release tables look like that are worked out from other release tables: grain, columns, units.

`warehouse/derived` fills them from released values alone, so they give nothing more away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping

_MONTH = ("month", pa.date32())

DERIVED: Mapping[str, pa.Schema] = {
    # First month in which the activation band's low end was at 16, 50 or 84 % (`month`: surely reached),
    # and in which its high end was (`possible_month`). Null `month`: not surely yet.
    "milestone": pa.schema(
        [
            ("section", pa.string()),
            ("tool", pa.string()),
            ("milestone", pa.int64()),
            _MONTH,
            ("possible_month", pa.date32()),
            ("place", pa.int64()),  # which section was there first; null for the whole town hall
            ("state", pa.string()),
        ]
    ),
    # Against the target: met in this month, and normal (当たり前になった: met three months in a row
    # with no action for the tool under way). Null: the target is within the rounding of what is shown, the
    # band holds it, or a month is not shown.
    "normal_month": pa.schema(
        [
            ("section", pa.string()),
            ("tool", pa.string()),
            _MONTH,
            ("target", pa.float64()),  # per cent
            ("reach", pa.string()),  # reached, almost (within the rounding) or below
            ("is_met", pa.bool_()),
            ("has_action", pa.bool_()),
            ("is_normal", pa.bool_()),
            ("state", pa.string()),
        ]
    ),
    # One row a section and tool with a target: where it stands in the newest month shown. Per cent and
    # points; null where only a bound of the rate is known.
    "target_month": pa.schema(
        [
            ("section", pa.string()),
            ("tool", pa.string()),
            _MONTH,
            ("rate", pa.float64()),
            ("target", pa.float64()),
            ("distance", pa.float64()),  # rate - target
            ("reach", pa.string()),  # reached, almost (within the rounding) or below
            ("months_left", pa.int64()),  # until the fiscal year ends
            ("pace", pa.float64()),  # points a month, over the three months before
            ("pace_needed", pa.float64()),  # 0 when the target is reached or almost
            ("is_on_pace", pa.bool_()),
            ("state", pa.string()),
        ]
    ),
    # When 80 % will have begun: the envelope of three fits, over the bands' lows, middles and highs.
    # An estimate. `refused`: too_few_months, not_half_yet, no_shape or not_shown; null if fitted.
    "curve_fit": pa.schema(
        [
            ("section", pa.string()),
            ("tool", pa.string()),
            ("refused", pa.string()),
            ("goal_on", pa.date32()),
            ("goal_low_on", pa.date32()),  # 95 % interval
            ("goal_high_on", pa.date32()),
        ]
    ),
    # Documents per head and working day against the base period: between which whole per cents the change
    # lies as far as the rounded counts tell, and the verdict replaced (置き換え), added (上乗せ), untouched
    # (手つかず) or shrunk (縮小); open where the rounding allows more than one. Where documents of
    # the base period are withheld, a section is held against its first months that are shown: name them.
    "replacement_month": pa.schema(
        [
            ("section", pa.string()),
            _MONTH,
            ("base_from", pa.date32()),  # first and last month that it is held against
            ("base_to", pa.date32()),
            ("digital_low", pa.float64()),
            ("digital_high", pa.float64()),
            ("paper_low", pa.float64()),
            ("paper_high", pa.float64()),
            (
                "digital_moves",
                pa.string(),
            ),  # up, level (within 10 %), down, or open: more than one of them
            ("paper_moves", pa.string()),
            ("verdict", pa.string()),
            ("uncompared_because", pa.string()),  # reorganised: the base has not the same sections
            ("state", pa.string()),
            ("withheld_because", pa.string()),  # of this month's documents
        ]
    ),
    # What changed with a training or an action, in whole points of the use rate; cannot_say with its
    # reason (「まだ言えない」).
    "effect": pa.schema(
        [
            ("kind", pa.string()),  # training or action
            ("tool", pa.string()),
            ("method", pa.string()),  # difference_in_differences, interrupted_series or cannot_say
            ("reason", pa.string()),  # too_few_sections, too_few_months or not_bounded
            ("change", pa.float64()),
            ("low", pa.float64()),  # 95 % interval
            ("high", pa.float64()),
            ("treated", pa.int64()),  # sections treated
            ("compared", pa.int64()),  # sections not treated
            # On neither side: treated in part, or without months around it. Null where nothing is said.
            ("left_out", pa.int64()),
        ]
    ),
    # What somebody should look at now; `kind` is use_fell, paper_rose, source_stale or
    # source_absent (nothing of it ever arrived).
    "alert": pa.schema(
        [
            ("kind", pa.string()),
            ("section", pa.string()),  # null for a source
            ("tool", pa.string()),
            ("source", pa.string()),
            _MONTH,  # null for a source
            ("value", pa.float64()),  # per cent, sheets a head, or working days without data
            (
                "value_high",
                pa.float64(),
            ),  # where what is shown leaves a range, its upper end; else null
            ("before", pa.float64()),  # the mean of three months before; null for a source
            ("before_high", pa.float64()),
        ]
    ),
    # Sheets bought (exact, and then rounded) less sheets printed (as far as what is shown tells them), and why they
    # differ: stock (printed more than bought), unknown_sheets, not_logged, or rounding (either may be more).
    "paper_difference_month": pa.schema(
        [
            ("section", pa.string()),
            _MONTH,
            ("bought", pa.float64()),
            ("printed_low", pa.float64()),
            ("printed_high", pa.float64()),
            ("low", pa.float64()),  # the difference; negative: more printed than bought
            ("high", pa.float64()),
            ("why", pa.string()),
            ("state", pa.string()),
        ]
    ),
    # What books count against a year before, of the same sections and of the exact counts: whole per cent of a
    # count, whole points of a pair's share.
    "book_change": pa.schema(
        [
            (
                "what",
                pa.string(),
            ),  # paper, a pair of `paper_digital_month`, or `what` of `book_month`
            ("measure", pa.string()),  # sheets, share, or `measure` of `book_month`
            ("section", pa.string()),
            _MONTH,
            ("months", pa.int64()),  # 1, or 3 with the two months before
            ("now", pa.float64()),  # counts of all books together, round; null for shares
            ("before", pa.float64()),
            (
                "change",
                pa.float64(),
            ),  # null where no number of a year before is of the same sections
        ]
    ),
    # Sheets bought in a fiscal year, as shown, against the same months of the base year, and what they
    # stand for by `paper_factor`.
    "paper_year": pa.schema(
        [
            ("section", pa.string()),
            ("fiscal_year", pa.int64()),  # the year in which it began
            ("months", pa.int64()),  # months of it with sheets
            ("sheets", pa.float64()),
            ("base_year", pa.int64()),
            # Of the same sections in the same months of the base year; null where one of them is not shown.
            ("base_sheets", pa.float64()),
            ("change", pa.float64()),  # per cent
            ("fewer", pa.float64()),  # sheets fewer than in the base year, round; negative: more
            # Why there is no change: reorganised (no groups held the same sections) or not_shown.
            ("uncompared_because", pa.string()),
            ("target", pa.float64()),  # the change to be reached, per cent
            ("yen", pa.float64()),
            ("kilograms", pa.float64()),
            ("co2_kilograms", pa.float64()),
            ("trees", pa.float64()),
            ("state", pa.string()),
        ]
    ),
    # The OODA loop's cadence, over the actions of a section; the whole town hall counts all.
    "cadence": pa.schema(
        [
            ("section", pa.string()),
            ("actions", pa.int64()),
            ("checked", pa.int64()),
            ("open", pa.int64()),
            ("overdue", pa.int64()),
            ("cadence_days", pa.float64()),  # median days from observed to checked
        ]
    ),
    # The action book's estimates of hours a month, while an action is under way; the whole town hall
    # adds up all. Always estimates, of the action book.
    "hours_month": pa.schema(
        [
            ("section", pa.string()),
            _MONTH,
            ("hours_saved", pa.float64()),
            ("hours_added", pa.float64()),
            ("net_hours", pa.float64()),
            ("actions", pa.int64()),
        ]
    ),
}
"""Release table → its columns, in order."""
