"""The roster as values: staff, sections and accounts, each with its period. This module reads no file."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connectors.contract.messages import Message


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `from_on` to `to_on`, both inclusive; None means open-ended."""

    from_on: date | None
    to_on: date | None

    @property
    def is_reversed(self) -> bool:
        """Whether it ends before it begins."""
        return (self.to_on or date.max) < (self.from_on or date.min)

    def holds(self, day_on: date) -> bool:
        """Whether the day lies in the period."""
        return (self.from_on or date.min) <= day_on <= (self.to_on or date.max)

    def meets(self, other: Period) -> bool:
        """Whether the two periods share a day."""
        return (self.from_on or date.min) <= (other.to_on or date.max) and (
            other.from_on or date.min
        ) <= (self.to_on or date.max)


@dataclass(frozen=True, slots=True)
class Assignment:
    """One member of staff in one section during a period."""

    staff_no: str
    section: str
    period: Period


@dataclass(frozen=True, slots=True)
class Alias:
    """One account of one member of staff during a period; `account` is in the form that `comparable` returns."""

    account: str
    staff_no: str
    period: Period


@dataclass(frozen=True, slots=True)
class Section:
    """One section under one name during a period; its staff move to `successor` when the section ends."""

    section: str
    name: str
    period: Period
    successor: str | None


@dataclass(frozen=True, slots=True)
class Roster:
    """The whole roster; staff of a merged section are already assigned to its successor."""

    assignments: tuple[Assignment, ...]
    aliases: tuple[Alias, ...]
    sections: tuple[Section, ...]
    notes: tuple[Message, ...] = ()
    """Remarks on rows that may not be read as expected, such as a second post that is not counted."""

    @property
    def staff_count(self) -> int:
        """Number of members of staff that the roster names, past and present."""
        return len({assignment.staff_no for assignment in self.assignments})


def comparable(account: str) -> str:
    """Return the form in which accounts are compared: NFKC-normalised, case-folded and trimmed."""
    return unicodedata.normalize("NFKC", account).strip().casefold()


_DOMAIN_BEFORE = re.compile(r"^[^\\/]+[\\/](?=[^\\/]+$)|^[A-Za-z0-9][A-Za-z0-9._-]*\+(?=.)")
_REALM_BEHIND = re.compile(r"(?<=.)@[^@]+$")


def login_of(account: str) -> str:
    r"""Return a log-on name without its domain, in the form that `comparable` returns.

    `TOWN\sato`, `TOWN+sato` and `sato@TOWN.LOCAL` all give `sato`.
    """
    plain = unicodedata.normalize("NFKC", account).strip()
    return comparable(_REALM_BEHIND.sub("", _DOMAIN_BEFORE.sub("", plain)))
