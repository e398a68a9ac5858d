"""The few shapes (table schemas) in which every vendor's facts arrive and are stored: one table `raw.<shape>` each.

A shape declares its columns, describes each in words, and marks those that Gate 1 replaces by pseudonyms. Tools and
actions are declared here once; a vendor's own words must stay in that vendor's folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import pyarrow as pa

Tool = Literal["files", "chat", "meetings", "calendar", "mail"]
TOOLS: tuple[Tool, ...] = get_args(Tool)
"""Tools by what staff do with them, whoever the vendor is: a town that changes vendor keeps its adoption curve."""

USE_ACTIONS = ("sent", "created", "edited", "viewed", "uploaded", "downloaded", "joined")
"""A person's own actions that count as use."""

OTHER_ACTIONS = ("managed", "printed")
"""Actions that are stored but do not count as use: moving or deleting a file, and printing it."""

HANDLING_ACTIONS = ("viewed", "edited", "uploaded", "downloaded")
"""Actions on a file that count as a digital handling, once per person, file and day."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a shape; `account` and `thing` columns are replaced by keyed pseudonyms at Gate 1."""

    name: str
    type: pa.DataType
    words: str
    kind: Literal["plain", "account", "thing"] = "plain"
    is_later: bool = False
    """The column was added later: it is null in rows landed before, whose content hash leaves it out."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The schema in which facts of many vendors are stored: one table `raw.<name>` per shape."""

    name: str
    words: str
    columns: tuple[Column, ...]

    @property
    def arriving(self) -> pa.Schema:
        """The schema that a connector yields: accounts and things in clear text."""
        return pa.schema([(column.name, column.type) for column in self.columns])

    @property
    def landed(self) -> pa.Schema:
        """The schema after Gate 1: `account` has become `staff`; staff and things are pseudonyms."""
        return pa.schema(
            [
                ("staff" if column.kind == "account" else column.name, column.type)
                for column in self.columns
            ]
        )


_TIME = pa.timestamp("us", tz="UTC")
_EVENT = Column(
    "event",
    pa.string(),
    "the identity of the row at its source; two rows with one are one",
    "thing",
)
_DAY = Column(
    "day_on", pa.date32(), "the source-day (Asia/Tokyo) under which it is filed and replaced"
)

USE = Shape(
    "use",
    "One action of one member of staff in a tool, or a day's count of them where the vendor counts.",
    (
        _EVENT,
        _DAY,
        Column("occurred_at", _TIME, "when; null where the vendor gives only the day"),
        Column("account", pa.string(), "who, as the vendor names them; null if nobody", "account"),
        Column("tool", pa.string(), "one of TOOLS"),
        Column("action", pa.string(), "one of USE_ACTIONS or OTHER_ACTIONS"),
        Column(
            "vendor_action", pa.string(), "the vendor's own word for the action, never free text"
        ),
        Column(
            "document", pa.string(), "the file it was done to; null where there is none", "thing"
        ),
        Column("uses", pa.int64(), "how many; 1 where each action is a row"),
    ),
)
ATTENDANCE = Shape(
    "attendance",
    "One connection of one participant to one online meeting; a rejoin is a further row.",
    (
        _EVENT,
        _DAY,
        Column("meeting", pa.string(), "the meeting", "thing"),
        Column("account", pa.string(), "who; null for guests and for rooms", "account"),
        Column("started_at", _TIME, "when the participant joined"),
        Column("ended_at", _TIME, "when the participant left"),
        Column(
            "is_guest",
            pa.bool_(),
            "from outside the town hall; where the source does not say, the roster's domains do",
        ),
    ),
)
PRINT_JOB = Shape(
    "print_job",
    "One job that put something on paper, or a person's day of them where the vendor counts.",
    (
        _EVENT,
        _DAY,
        Column("printed_at", _TIME, "when the job ended; null where the vendor gives only the day"),
        Column("account", pa.string(), "who; null where the log does not say", "account"),
        Column("printer", pa.string(), "the queue or device; null for a day's count", "thing"),
        Column("impressions", pa.int64(), "printed sides, over all copies; null if unknown"),
        Column("sheets", pa.int64(), "sheets of paper, over all copies; null if unknown"),
        Column("copies", pa.int64(), "copies; null if unknown"),
        Column("quality", pa.string(), "of `sheets`: measured, derived or unknown"),
        Column("jobs", pa.int64(), "how many jobs; null where the row is one"),
    ),
)
COUNTER = Shape(
    "counter",
    "One reading of a printer's life counter; only differences within one device mean anything.",
    (
        _EVENT,
        _DAY,
        Column("counted_at", _TIME, "when it was read"),
        Column("printer", pa.string(), "the device", "thing"),
        Column("maker", pa.string(), "the maker, since units differ between makers"),
        Column("unit", pa.string(), "impressions or sheets"),
        Column("count", pa.int64(), "the counter's value"),
        Column(
            "device",
            pa.string(),
            "its serial number; null if it tells none",
            "thing",
            is_later=True,
        ),
    ),
)
SECTION_USE = Shape(
    "section_use",
    "A day's (or month's) uses of a tool, counted by the vendor for a section or the whole town hall: no person.",
    (
        _EVENT,
        _DAY,
        Column("section", pa.string(), "section code or name; null for the whole town hall"),
        Column("tool", pa.string(), "one of TOOLS"),
        Column("uses", pa.int64(), "how many uses; null if the vendor gives only people"),
        Column(
            "people",
            pa.int64(),
            "how many people, of a month those of each day added up; null if the vendor gives only uses",
        ),
    ),
)
PAPER_BOUGHT = Shape(
    "paper_bought",
    "Paper bought by one section in one month, from the purchase book.",
    (
        _EVENT,
        _DAY,
        Column("section", pa.string(), "section code, or the section's name as written"),
        Column("sheets", pa.int64(), "sheets bought, in A4"),
    ),
)
TALLY = Shape(
    "tally",
    "A count kept by hand by one section: one side of a paper-and-digital pair, FAXes, automation.",
    (
        _EVENT,
        _DAY,
        Column("section", pa.string(), "section code, or the section's name as written"),
        Column(
            "pair",
            pa.string(),
            "approvals, filings, meetings, inspections, minutes, fax, automation or overtime; `count ` and the name of an own count",
        ),
        Column(
            "side",
            pa.string(),
            "digital or paper; for automation and fax `count` or `hours`; for overtime `hours`, `people` or `longest`",
        ),
        Column("count", pa.float64(), "how many"),
        Column("unit", pa.string(), "of an own count; else null", is_later=True),
        Column("better", pa.string(), "more or less, of an own count; else null", is_later=True),
    ),
)
TRAINING = Shape(
    "training",
    "A training held, and how many of a section attended.",
    (
        _EVENT,
        _DAY,
        Column("training", pa.string(), "the training's short name"),
        Column("section", pa.string(), "section code, or the section's name as written"),
        Column("tool", pa.string(), "the tool trained; null for all"),
        Column("attended", pa.int64(), "how many of the section attended"),
    ),
)
ACTION = Shape(
    "action",
    "One action of the OODA loop: observed, oriented, decided, acted, checked. Filed on its first day.",
    (
        _EVENT,
        _DAY,
        Column("action", pa.string(), "the action's number in the book"),
        Column("title", pa.string(), "the action in a few words, as it may be published"),
        Column("section", pa.string(), "section code or name; null for the whole town hall"),
        Column("tool", pa.string(), "the tool it concerns; null for none"),
        Column("owner_role", pa.string(), "the owner's role, never a name"),
        Column("type", pa.string(), "improvement (改善) or reform (改革)"),
        Column("hypothesis", pa.string(), "what was expected"),
        Column("measure", pa.string(), "the number that would show it"),
        Column("observed_on", pa.date32(), "date of that step; null if not yet"),
        Column("oriented_on", pa.date32(), "date of that step; null if not yet"),
        Column("decided_on", pa.date32(), "date of that step; null if not yet"),
        Column("acted_on", pa.date32(), "date of that step; null if not yet"),
        Column("checked_on", pa.date32(), "date of that step; null if not yet"),
        Column("result", pa.string(), "continue, stop or change; null if not yet"),
        Column("hours_saved", pa.float64(), "estimated hours saved a month; null if not estimated"),
        Column("hours_added", pa.float64(), "estimated hours added a month; null if not estimated"),
        Column(
            "series",
            pa.string(),
            "the series that `measure` names; `count ` and its words where it can only be an own count",
            is_later=True,
        ),
        Column(
            "lot_seed",
            pa.int64(),
            "seed of the lot that gave the order of sections; null: no lot",
            is_later=True,
        ),
        Column("lot_from", pa.date32(), "first of the month of its first wave", is_later=True),
        Column("lot_waves", pa.int64(), "its number of waves", is_later=True),
        Column(
            "freed_for",
            pa.string(),
            "what the hours saved are used for; may be published",
            is_later=True,
        ),
    ),
)
TASK = Shape(
    "task",
    "One line of the list of tasks: what a task takes from one month on. Not about people.",
    (
        _EVENT,
        _DAY,
        Column("task", pa.string(), "the task in a few words, as it may be published"),
        Column("section", pa.string(), "section code, or the section's name as written"),
        Column("from_on", pa.date32(), "first of the month from which the line holds"),
        Column("became", pa.string(), "kept, less, automated or abolished"),
        Column(
            "hours", pa.float64(), "hours a month from then on; of an abolished task those before"
        ),
        Column("stamps", pa.int64(), "seals that are no longer needed; null if not counted"),
    ),
)
SHAPES = (
    USE,
    ATTENDANCE,
    PRINT_JOB,
    COUNTER,
    SECTION_USE,
    PAPER_BOUGHT,
    TALLY,
    TRAINING,
    ACTION,
    TASK,
)


def to_table(shape: Shape, rows: list[dict[str, object]]) -> pa.Table:
    """Build the Arrow table of a shape from rows; a column that a row leaves out is null.

    Raises:
        ValueError: a row has a key that is not a column of the shape.
    """
    known = {column.name for column in shape.columns}
    for row in rows:
        if not row.keys() <= known:
            msg = f"shape {shape.name} has no column {min(row.keys() - known)!r}"
            raise ValueError(msg)
    return pa.Table.from_pylist(rows, schema=shape.arriving)
