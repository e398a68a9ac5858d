"""The few shapes (table schemas) in which every vendor's facts arrive and are stored: one table `raw.<shape>` each.

A shape declares its columns, describes each in words, and marks those that Gate 1 replaces by pseudonyms. Tools and
actions are declared here once; a vendor's own words must stay in that vendor's folder.
"""

from __future__ import annotations

from typing import Literal, get_args

import pyarrow as pa

from connectors.contract.book_shapes import ACTION, PAPER_BOUGHT, PLAN_ITEM, TALLY, TASK, TRAINING
from connectors.contract.shape import DAY, EVENT, Column, Shape

Tool = Literal["files", "chat", "meetings", "calendar", "mail"]
TOOLS: tuple[Tool, ...] = get_args(Tool)
"""Tools by what staff do with them, whoever the vendor is: a town that changes vendor keeps its adoption curve."""

USE_ACTIONS = ("sent", "created", "edited", "viewed", "uploaded", "downloaded", "joined")
"""A person's own actions that count as use."""

OTHER_ACTIONS = ("managed", "printed")
"""Actions that are stored but do not count as use: moving or deleting a file, and printing it."""

HANDLING_ACTIONS = ("viewed", "edited", "uploaded", "downloaded")
"""Actions on a file that count as a digital handling, once per person, file and day."""

_TIME = pa.timestamp("us", tz="UTC")

USE = Shape(
    "use",
    "One action of one member of staff in a tool, or a day's count of them where the vendor counts.",
    (
        EVENT,
        DAY,
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
        EVENT,
        DAY,
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
        EVENT,
        DAY,
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
        EVENT,
        DAY,
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
        EVENT,
        DAY,
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
    PLAN_ITEM,
)
