"""Tables that count things: documents, sheets, work, and counts of books and vendors."""

from __future__ import annotations

import pyarrow as pa

from warehouse.release.tables.cell_tables import forms
from warehouse.release.tables.cell_tables.cell_table import MONTH, CellTable, HistoryItem
from warehouse.release.tables.publication_lines import (
    COUNTED,
    OUTSIDE,
    OVERTIME,
    PAIRS,
    SHEETS,
    WORK,
)

_SECTION = ("section", pa.string())
_WORK = {"out_of_hours": forms.IN_STEPS, "meeting_hours": forms.HOURS_A_HEAD}
_BOOKS = {"count": forms.COUNT, "hours": forms.HOURS_OF_BOOK}

# digital ÷ (digital + paper); the counts behind it are rounded, where they may be shown. Books: the share of the
# exact counts, in whole per cent. Where a count is of people: the range of the share that the rounded counts leave.
PAPER_DIGITAL_MONTH = CellTable(
    name="paper_digital_month",
    columns=(
        _SECTION,
        ("pair", pa.string()),
        MONTH,
        ("digital", pa.float64()),
        ("paper", pa.float64()),
    ),
    key=("pair",),
    withheld_with=("digital", "paper"),
    item=("pair",),
    history_item=HistoryItem("", ("pair",)),
    form=lambda row: forms.SHARE_OF_ROUNDED if row["pair"] in PAIRS else forms.IN_PER_CENTS,
    line=lambda row: PAIRS.get(row["pair"]),
    audit="users",
    is_carried=True,
    sums="shares_of_counts",
    charted="sets_months",
)
# Sheets by source; `kind` is bought, printed or counter.
PAPER_MONTH = CellTable(
    name="paper_month",
    columns=(
        _SECTION,
        MONTH,
        ("source", pa.string()),
        ("kind", pa.string()),
        ("quality", pa.string()),
    ),
    key=("kind", "source"),
    withheld_with=(),
    item=("source",),
    history_item=HistoryItem("", ("source",)),
    form=lambda row: forms.PRINTED if row["kind"] == "printed" else forms.COUNT,
    # The history names the source alone.
    line=lambda row: SHEETS if row.get("kind", "printed") == "printed" else None,
    audit="nothing",
    is_carried=True,
    sums="counts",
    charted="sets_months",
)
# Work. `measure` is out_of_hours (per cent of uses outside 8:30-17:15 or on closed days, steps of 5) or
# meeting_hours (hours in online meetings per head, in half hours).
WORK_MONTH = CellTable(
    name="work_month",
    columns=(_SECTION, ("measure", pa.string()), MONTH),
    key=("measure",),
    withheld_with=(),
    item=("measure",),
    history_item=HistoryItem("", ("measure",)),
    form=lambda row: _WORK[row["measure"]],
    line=lambda row: WORK[row["measure"]],
    audit="users",
    is_carried=True,
    sums="no",
    charted="within_months",
)
# Hours of overtime per head, in half hours, from the book. Shown once a month is final.
OVERTIME_MONTH = CellTable(
    name="overtime_month",
    columns=(_SECTION, MONTH),
    key=(),
    withheld_with=(),
    item=(),
    history_item=HistoryItem("overtime", ()),
    form=lambda _: forms.HOURS_A_HEAD,
    line=lambda _: OVERTIME,
    audit="nothing",
    is_carried=False,
    sums="no",
    charted="within_months",
)
# Online meetings with at least one guest ÷ online meetings: per cent, steps of 5.
OUTSIDE_MONTH = CellTable(
    name="outside_month",
    columns=(_SECTION, MONTH),
    key=(),
    withheld_with=(),
    item=(),
    history_item=HistoryItem("meetings", ()),
    form=lambda _: forms.IN_STEPS,
    line=lambda _: OUTSIDE,
    audit="users",
    is_carried=True,
    sums="no",
    charted="within_months",
)
# Increases of life counters, by maker and unit, never summed: impressions or sheets, rounded.
COUNTER_MONTH = CellTable(
    name="counter_month",
    columns=(
        ("source", pa.string()),
        ("maker", pa.string()),
        ("unit", pa.string()),  # impressions or sheets
        MONTH,
        ("printers", pa.int64()),
        ("resets", pa.int64()),
    ),
    key=("source", "maker", "unit"),
    withheld_with=(),
    item=("source", "maker", "unit"),
    history_item=HistoryItem("", ("source", "maker", "unit")),
    form=lambda _: forms.COUNT,
    line=lambda _: None,
    audit="nothing",
    is_carried=False,
    sums="no",
    charted="otherwise",
)
# Vendors' counts without people. `measure` is uses or person_days (people per day, summed), rounded.
SECTION_USE_MONTH = CellTable(
    name="section_use_month",
    columns=(
        _SECTION,
        ("tool", pa.string()),
        ("source", pa.string()),
        ("measure", pa.string()),
        MONTH,
        ("days", pa.int64()),  # days that the count covers; null where it is withheld
    ),
    key=("tool", "source", "measure"),
    withheld_with=("days",),
    item=("tool", "source", "measure"),
    history_item=HistoryItem("", ("tool", "source", "measure")),
    form=lambda _: forms.COUNT,
    line=lambda _: COUNTED,
    audit="nothing",
    is_carried=False,
    sums="no",
    charted="otherwise",
)
# Faxes (count), runs (count) and hours of automation, from the books; rounded.
BOOK_MONTH = CellTable(
    name="book_month",
    columns=(
        _SECTION,
        ("what", pa.string()),  # fax, automation, tasks, or an own count
        ("measure", pa.string()),  # count or hours
        MONTH,
    ),
    key=("what", "measure"),
    withheld_with=(),
    item=("what", "measure"),
    history_item=HistoryItem("", ("what", "measure")),
    form=lambda row: _BOOKS[row["measure"]],
    line=lambda _: None,
    audit="nothing",
    is_carried=False,
    sums="counts",
    charted="within_months",
)
