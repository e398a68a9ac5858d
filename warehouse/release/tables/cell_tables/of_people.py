"""Tables that say how many people, or on how many person-days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from warehouse.release.tables.cell_tables import forms
from warehouse.release.tables.cell_tables.cell_table import MONTH, CellTable, HistoryItem
from warehouse.release.tables.publication_lines import BREADTH, TRAINING, USE

if TYPE_CHECKING:
    from warehouse.release.tables.cell_tables.cell_table import Charted
    from warehouse.release.tables.cell_tables.forms import Form

_SECTION = ("section", pa.string())
_TOOL = ("tool", pa.string())


def _of_a_tool(name: str, form: Form, charted: Charted) -> CellTable:
    """Declare a table with one cell for each tool: they differ in the form of the number alone."""
    return CellTable(
        name=name,
        columns=(_SECTION, _TOOL, MONTH),
        key=("tool",),
        withheld_with=(),
        item=("tool",),
        history_item=HistoryItem("", ("tool",)),
        form=lambda _: form,
        line=lambda _: USE,
        audit="head_counts",
        is_carried=False,
        sums="no",
        charted=charted,
    )


# Use rate (利用日率): active days on working days ÷ assigned working days.
USE_MONTH = _of_a_tool("use_month", forms.IN_PER_CENTS, "sets_months")
# Adoption curve: activated ÷ assigned.
ACTIVATION_MONTH = _of_a_tool("activation_month", forms.HEAD_COUNT, "sets_months")
# Habitual people (習慣): in the last week that ended in the month, active in 9 of 12 weeks. A band.
# `n`: people with 12 measured weeks.
HABITUAL_MONTH = _of_a_tool("habitual_month", forms.HEAD_COUNT, "within_months")
# The whole town hall's people by segment in that week. Each segment together with the more active ones is cut in
# steps of 5 per cent: `from_top_low` to `from_top_high`. The cell is the difference of two of these, as wide as
# their rounding makes it.
SEGMENT_MONTH = CellTable(
    name="segment_month",
    columns=(
        _SECTION,  # always the whole town hall
        _TOOL,
        MONTH,
        ("segment", pa.string()),  # power, habitual, novice, low or none
        ("from_top_low", pa.float64()),
        ("from_top_high", pa.float64()),
    ),
    key=("tool", "segment"),
    withheld_with=("from_top_low", "from_top_high"),
    item=("tool",),
    history_item=HistoryItem("", ("tool", "segment")),
    form=lambda _: forms.IN_STEPS,
    line=lambda _: USE,
    audit="head_counts",
    is_carried=False,
    sums="no",
    charted="within_months",
)
# Share of the people who used a tool in the launch month that used it in this month: per cent, steps of 5.
RETENTION_MONTH = _of_a_tool("retention_month", forms.IN_PER_CENTS, "within_months")
# Tools used per active person of the whole town hall: a number between 1 and 5, one decimal.
BREADTH_MONTH = CellTable(
    name="breadth_month",
    columns=(_SECTION, MONTH),
    key=(),
    withheld_with=(),
    item=(),
    history_item=HistoryItem("tools", ()),
    form=lambda _: forms.BREADTH,
    line=lambda _: BREADTH,
    audit="nothing",
    is_carried=False,
    sums="no",
    charted="within_months",
)
# People who attended a training ÷ people in the group on its day: a band in per cent. `month`: of its first day.
TRAINING_COVERAGE = CellTable(
    name="training_coverage",
    columns=(_SECTION, ("training", pa.string()), MONTH),
    key=("training",),
    withheld_with=(),
    item=("training",),
    history_item=HistoryItem("training", ("training",)),
    form=lambda _: forms.HEAD_COUNT,
    line=lambda _: TRAINING,
    audit="attendance",
    is_carried=False,
    sums="no",
    charted="otherwise",
)
