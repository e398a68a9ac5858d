"""Holds the settings that readers of a release must know: group sizes, retention periods, hand-over rules.

A release carries them, so that pages, newsletter, notices and `hirogari explain` state the values in force and never
a constant of the program.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from connectors.contract import shapes
from connectors.contract.messages import Message

RAW_DAYS = 30
"""Days for which raw facts are kept; the settings may only shorten them."""
PERSON_MONTHS = 13
"""Months for which rows of people are kept; the settings may only shorten them."""
TOOLS: Final = shapes.TOOLS
"""The tools (what staff do), in the order of the pages."""
CORE_TOOLS: Final = ("files", "chat", "meetings")
"""Default tools whose use must be normal before a section is handed over."""

MIN_SECTION = 5
"""Minimum people of a section on the frozen roster; a smaller section is never shown alone."""
MIN_MERGED = 10
"""Minimum people of the group into which small sections are merged."""
MIN_SECTIONS = 2
"""Minimum sections in that group."""


@dataclass(frozen=True, slots=True)
class Floors:
    """Minimum group sizes, in people; the settings may raise them, never lower them."""

    section: int = MIN_SECTION
    merged: int = MIN_MERGED

    def __post_init__(self) -> None:
        """Refuse sizes below the program's minimum.

        Raises:
            ValueError: a size is smaller than its minimum.
        """
        for name, floor in (("section", MIN_SECTION), ("merged", MIN_MERGED)):
            if getattr(self, name) < floor:
                msg = Message(
                    "{name} = {count} is below the minimum {floor}: in smaller groups a reader can work out who did and who did not; settings can only raise it",
                    name=name,
                    count=getattr(self, name),
                    floor=floor,
                )
                raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Policy:
    """The settings that every release carries, beyond those of the town (`Town`)."""

    floors: Floors = field(default_factory=Floors)
    """Minimum group sizes to be shown."""
    raw_days: int = RAW_DAYS
    """Days for which raw facts are kept."""
    person_months: int = PERSON_MONTHS
    """Months for which rows of people are kept."""
    core_tools: tuple[str, ...] = CORE_TOOLS
    """Tools whose use must be normal before a section is handed over, in the order of the settings."""
    has_handover: bool = False
    """Whether the settings mention a hand-over; otherwise no page does."""
    show_roles: bool = False
    """Whether pages name the role responsible for an action; a role with one holder identifies that person."""

    def columns(self) -> dict[str, object]:
        """Return column → value of a table with one row."""
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
        """Return the policy from a row of `columns`; a release of a version without policy gets the defaults."""
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
"""The policy without any settings."""


def _int(value: object) -> int:
    return int(str(value))
