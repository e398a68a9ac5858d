"""The lines of a release: cells about what people did that are shown together, month after month.

A line is one tool's head counts, one pair of documents or meetings, one source's sheets, one measure of work, the
breadth, one count of a vendor, one training, or overtime. A month of a line is shown on one night, in all its tables and groups
at once. What is not counted from people (books but that of overtime, life counters, bought paper) is no line and may
change at any time; `history/changed_books.py` tells the operator of books whose final months did.

Each kind of line is declared once, in `KINDS`. No field has a default, because each decides what is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ANY_TOOL = "any tool"
"""Users of any tool: they are of one tool only where no other is measured."""
PRINTING = "printing "
"""Prefix of the needs that stand for the print logs whose jobs are a side of the documents; the log's name follows."""
_SOURCE = "source "


class DailyAmount(NamedTuple):
    """A quantity of which each person has an amount a day."""

    name: str
    need: str
    """SQL of the need that says which days arrived; `''` stands for all needs of the line."""
    table: str
    column: str


class LateRecords(NamedTuple):
    """How records that arrive after a month was shown are judged."""

    rule: Literal["counts", "sheets", "hours", "shares", "shares_of_meetings"]
    """The rule of `history/differencing.py`."""
    amounts: tuple[DailyAmount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineKind:
    """One kind of line."""

    name: str
    """The line's name, followed by the values of `columns`."""
    columns: tuple[str, ...]
    table: str
    """The release table on which a correction is checked; for a tool, its shares of person-days."""
    mart: str
    """The table with the state of its sections, and the query of it: line, month, state."""
    states: str
    needs: Callable[[str, str], bool]
    """Whether the numbers of a line are based on a need: (line, need) → bool."""
    users: str | None
    """The tool whose users a cell proves besides the head counts, or `ANY_TOOL`; None where it proves none."""
    late: LateRecords | None
    """None where there are no daily records of people, or where `history/corrections.py` judges person-days."""

    def of(self, row: Mapping[str, Any]) -> str:
        """Return the line of a row."""
        return " ".join((self.name, *(row[column] for column in self.columns)))


def is_of_tool(need: str) -> bool:
    """Whether it is the need of a tool's curve."""
    return not need.startswith((PRINTING, _SOURCE))


def _needs_its_tool(line: str, need: str) -> bool:
    return need == tool_of(line)


def _needs_its_source(line: str, need: str) -> bool:
    return need == f"{_SOURCE}{source_of(line)}"


def _needs_every_tool(_: str, need: str) -> bool:
    return is_of_tool(need)


def _needs_meetings(_: str, need: str) -> bool:
    return need == "meetings"


USE = LineKind(
    name="use",
    columns=("tool",),
    table="use_month",
    mart="mart.use_month",
    states="select 'use ' || tool, month, state from mart.use_month",
    needs=_needs_its_tool,
    users=None,
    late=None,
)
"""A tool's head counts: use, activation, habits, segments and retention."""
DOCUMENTS = LineKind(
    name="documents",
    columns=(),
    table="paper_digital_month",
    mart="mart.paper_digital_month",
    states="select pair, month, state from mart.paper_digital_month where pair = 'documents'",
    needs=lambda _, need: need == "files" or need.startswith(PRINTING),
    users="files",
    late=LateRecords(
        "counts",
        (
            DailyAmount("digital", "'files'", "core.handling_day", "handlings"),
            DailyAmount("paper", f"'{PRINTING}' || p.source", "core.print_day", "jobs"),
        ),
    ),
)
MEETINGS = LineKind(
    name="meetings",
    columns=(),
    table="paper_digital_month",
    # A book of meetings is not counted from people: the pair is a line only where meetings were attended online.
    mart="mart.outside_month",
    states="select 'meetings', month, state from mart.outside_month",
    needs=_needs_meetings,
    users="meetings",
    late=LateRecords(
        "counts", (DailyAmount("digital", "'meetings'", "core.opened_day", "meetings"),)
    ),
)
SHEETS = LineKind(
    name="sheets",
    columns=("source",),
    table="paper_month",
    mart="mart.paper_month",
    states="select 'sheets ' || source, month, state from mart.paper_month where kind = 'printed'",
    needs=_needs_its_source,
    users=None,
    late=LateRecords(
        "sheets", (DailyAmount("sheets", f"'{_SOURCE}' || p.source", "core.print_day", "sheets"),)
    ),
)
"""A source's printed sheets."""
OUT_OF_HOURS = LineKind(
    name="work out_of_hours",
    columns=(),
    table="work_month",
    mart="mart.work_month",
    states="select 'work out_of_hours', month, state from mart.work_month",
    needs=_needs_every_tool,
    users=ANY_TOOL,
    late=LateRecords(
        "shares",
        (
            DailyAmount("whole", "''", "core.hours_day", "uses"),
            DailyAmount("part", "''", "core.hours_day", "uses_out_of_hours"),
        ),
    ),
)
MEETING_HOURS = LineKind(
    name="work meeting_hours",
    columns=(),
    table="work_month",
    mart="mart.work_month",
    states="select 'work meeting_hours', month, case when meeting_minutes is null then 'none' else state end "
    "from mart.work_month",
    needs=_needs_meetings,
    users="meetings",
    late=LateRecords(
        "hours", (DailyAmount("seconds", "'meetings'", "core.meeting_day", "seconds"),)
    ),
)
OUTSIDE = LineKind(
    name="outside",
    columns=(),
    table="outside_month",
    mart="mart.outside_month",
    states="select 'outside', month, state from mart.outside_month",
    needs=_needs_meetings,
    users="meetings",
    late=LateRecords(
        "shares_of_meetings",
        (
            DailyAmount("whole", "'meetings'", "core.opened_day", "meetings"),
            DailyAmount("part", "'meetings'", "core.opened_day", "with_guests"),
        ),
    ),
)
BREADTH = LineKind(
    name="breadth",
    columns=(),
    table="breadth_month",
    mart="mart.breadth_month",
    states="select 'breadth', month, state from mart.breadth_month",
    needs=_needs_every_tool,
    users=None,
    late=None,
)
COUNTED = LineKind(
    name="counted",
    columns=("tool", "source", "measure"),
    table="section_use_month",
    mart="mart.section_use_month",
    states="select 'counted ' || tool || ' ' || source || ' ' || measure, month, state "
    "from mart.section_use_month, (values ('uses'), ('person_days')) as of_each(measure)",
    needs=_needs_its_source,
    users=None,
    late=None,
)
"""A vendor's anonymous count."""
TRAINING = LineKind(
    name="training",
    columns=("training",),
    table="training_coverage",
    mart="core.training",
    states="select 'training ' || training, date_trunc('month', min(day_on))::date, 'final' from core.training "
    "where section is not null group by training",
    needs=lambda *_: False,
    users=None,
    late=None,
)
"""A training's attendance."""
OVERTIME = LineKind(
    name="overtime",
    columns=(),
    table="overtime_month",
    mart="mart.overtime_month",
    # The book may change until it is final, so its months wait until then.
    states="select 'overtime', month, 'final' from mart.overtime_month group by month having bool_and(state = 'final')",
    needs=lambda *_: False,
    users=None,
    late=None,
)
"""The hours of the book of overtime, which are those of people though it names nobody."""
KINDS = (
    USE, DOCUMENTS, MEETINGS, SHEETS, OUT_OF_HOURS, MEETING_HOURS, OUTSIDE, BREADTH, COUNTED, TRAINING, OVERTIME,
)  # fmt: skip
PAIRS = {"documents": DOCUMENTS, "meetings": MEETINGS}
"""Pairs with a side that is counted from people; every other pair is of a book."""
WORK = {"out_of_hours": OUT_OF_HOURS, "meeting_hours": MEETING_HOURS}
"""Measures of work."""


def kind_of(line: str) -> LineKind:
    """Return the kind of a line."""
    return next(
        kind
        for kind in KINDS
        if (line.startswith(f"{kind.name} ") if kind.columns else line == kind.name)
    )


def of_tool(tool: str) -> str:
    """Return the line of a tool's head counts."""
    return USE.of({"tool": tool})


def tool_of(line: str) -> str | None:
    """Return the tool of a line of head counts; None for other lines."""
    return line.removeprefix("use ") if line.startswith("use ") else None


def source_of(line: str) -> str | None:
    """Return the source of a line of sheets or vendor counts; None for other lines."""
    kind = kind_of(line)
    if "source" not in kind.columns:
        return None
    return line.removeprefix(f"{kind.name} ").split(" ")[kind.columns.index("source")]
