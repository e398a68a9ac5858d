"""The shapes of what sections write down themselves: counts, purchases, trainings, actions, tasks and the plan."""

from __future__ import annotations

import pyarrow as pa

from connectors.contract.shape import DAY, EVENT, Column, Shape

PAPER_BOUGHT = Shape(
    "paper_bought",
    "Paper bought by one section in one month, from the purchase book.",
    (
        EVENT,
        DAY,
        Column("section", pa.string(), "section code, or the section's name as written"),
        Column("sheets", pa.int64(), "sheets bought, in A4"),
    ),
)
TALLY = Shape(
    "tally",
    "A count kept by hand by one section: one side of a paper-and-digital pair, FAXes, automation.",
    (
        EVENT,
        DAY,
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
        EVENT,
        DAY,
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
        EVENT,
        DAY,
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
        EVENT,
        DAY,
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
PLAN_ITEM = Shape(
    "plan_item",
    "One item of the town's plan: what gets better for whom, who decided it, and what is to show it. Not about people.",
    (
        EVENT,
        DAY,
        Column("item", pa.string(), "the item's number in the book"),
        Column("title", pa.string(), "the item in a few words, as it may be published"),
        Column("purpose", pa.string(), "what gets better, as it may be published"),
        Column("for_whom", pa.string(), "residents or staff"),
        Column("section", pa.string(), "section code or name; null for the whole town hall"),
        Column("decided_by", pa.string(), "mayor, office or section"),
        Column("of_state", pa.string(), "yes or no: from the state's plan; null if not stated"),
        Column("measure", pa.string(), "the number that is to show it"),
        Column(
            "series",
            pa.string(),
            "the series that `measure` names; `count ` and its words where it can only be an own count",
        ),
        Column("target", pa.float64(), "what the series is to reach; null for none"),
        Column(
            "target_is",
            pa.string(),
            "level: of a month; change: from the twelve months before it began",
        ),
        Column("decided_on", pa.date32(), "first of the month in which it was decided"),
        Column("due_on", pa.date32(), "first of the month in which it is due; null for none"),
        Column(
            "began_on", pa.date32(), "first of the month since when it is used; null if not yet"
        ),
    ),
)
