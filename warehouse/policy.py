"""The settings that a reader must know to read a release: how few, how long, and what a hand-over asks for.

A release carries them, so that pages, newsletter, notices and `hirogari explain` say what is in force and
never what a constant of the program says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from connectors.contract import shapes
from connectors.contract.messages import Message

RAW_DAYS = 30
"""How long a fact is kept by itself; the settings may only shorten it."""
PERSON_MONTHS = 13
"""How long a row of one person and day is kept, likewise."""
TOOLS: Final = shapes.TOOLS
"""What staff do, in the order in which pages list it."""
CORE_TOOLS: Final = ("files", "chat", "meetings")
"""What has to be normal before a section is handed over, unless the settings name other tools."""

MIN_SECTION = 5
"""A section with fewer people on the frozen roster never stands alone."""
MIN_MERGED = 10
"""The small sections together have at least this many people …"""
MIN_SECTIONS = 2
"""… from at least this many sections."""


@dataclass(frozen=True, slots=True)
class Floors:
    """The sizes that groups must have: the town's settings may raise them, never lower them."""

    section: int = MIN_SECTION
    merged: int = MIN_MERGED

    def __post_init__(self) -> None:
        """Refuse anything looser than privacy allows."""
        for name, floor in (("section", MIN_SECTION), ("merged", MIN_MERGED)):
            if getattr(self, name) < floor:
                msg = Message(
                    "{name} = {count} is looser than {floor}: smaller groups let a reader tell who did and who did not; settings can only raise it",
                    name=name,
                    count=getattr(self, name),
                    floor=floor,
                )
                raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Policy:
    """What the settings say beyond the town itself."""

    floors: Floors = field(default_factory=Floors)
    """How many people a group must have to be shown."""
    raw_days: int = RAW_DAYS
    person_months: int = PERSON_MONTHS
    core_tools: tuple[str, ...] = CORE_TOOLS
    """The tools that have to be normal before a section is handed over, in the settings' order."""
    has_handover: bool = False
    """Whether the settings speak of a hand-over at all: without it no page does."""
    show_roles: bool = False
    """Whether pages name the role of whoever looks after an action: where a role has one holder, that is a name."""

    def columns(self) -> dict[str, object]:
        """Return it as the columns of a table of one row."""
        return {
            "section_floor": self.floors.section,
            "merged_floor": self.floors.merged,
            "raw_days": self.raw_days,
            "person_months": self.person_months,
            "core_tools": ",".join(self.core_tools),
            "has_handover": self.has_handover,
            "show_roles": self.show_roles,
        }

    @classmethod
    def of_columns(cls, row: dict[str, object]) -> Policy:
        """Return what `columns` laid out; of a release of before it was carried, what holds without settings."""
        if row.get("section_floor") is None:
            return cls()
        return cls(
            Floors(_int(row["section_floor"]), _int(row["merged_floor"])),
            _int(row["raw_days"]),
            _int(row["person_months"]),
            tuple(tool for tool in str(row["core_tools"]).split(",") if tool),
            bool(row["has_handover"]),
            bool(row.get("show_roles")),
        )


USUAL = Policy()
"""What holds where the settings say nothing."""


def _int(value: object) -> int:
    return int(str(value))
