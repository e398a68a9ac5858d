"""Staff, sections and accounts, each for a while: what a roster says once it is read."""

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
    """Days from `from_on` to `to_on`, both in; None is open."""

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
    """One member of staff in one section for a while."""

    staff_no: str
    section: str
    period: Period


@dataclass(frozen=True, slots=True)
class Alias:
    """One account of one member of staff, as compared (see `comparable`), for a while."""

    account: str
    staff_no: str
    period: Period


@dataclass(frozen=True, slots=True)
class Section:
    """One section under one name for a while; `successor` takes over its people when it ends."""

    section: str
    name: str
    period: Period
    successor: str | None


@dataclass(frozen=True, slots=True)
class Roster:
    """The whole roster; assignments already follow merged sections into their successors."""

    assignments: tuple[Assignment, ...]
    aliases: tuple[Alias, ...]
    sections: tuple[Section, ...]
    notes: tuple[Message, ...] = ()
    """What was read otherwise than somebody may think: a second post that is not counted."""

    @property
    def staff_count(self) -> int:
        """How many members of staff the roster names, whenever they were there."""
        return len({assignment.staff_no for assignment in self.assignments})


def comparable(account: str) -> str:
    """Return the form in which accounts are compared: NFKC, case folded, trimmed."""
    return unicodedata.normalize("NFKC", account).strip().casefold()


_DOMAIN_BEFORE = re.compile(r"^[^\\/]+[\\/](?=[^\\/]+$)|^[A-Za-z0-9][A-Za-z0-9._-]*\+(?=.)")
_REALM_BEHIND = re.compile(r"(?<=.)@[^@]+$")


def login_of(account: str) -> str:
    r"""Return a log-on name as compared, without its domain: of `TOWN\sato`, `TOWN+sato` or `sato@TOWN.LOCAL`, `sato`."""
    plain = unicodedata.normalize("NFKC", account).strip()
    return comparable(_REALM_BEHIND.sub("", _DOMAIN_BEFORE.sub("", plain)))
