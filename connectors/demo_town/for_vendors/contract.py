"""The declaration of a vendor in its folder's `demo`: the tools it serves in the demo town, and how it records use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from connectors.demo_town.for_vendors.town import DemoTown
    from connectors.demo_town.simulate.days import SimulatedJob

HANDLINGS = frozenset({"view", "edit", "upload", "download"})
"""Verbs that count as a digital handling of a file, once per person, file and day."""
NO_NAMES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP response: status, body (JSON unless the headers say otherwise) and additional headers."""

    status: int
    body: bytes
    headers: Mapping[str, str]


class Host(NamedTuple):
    """The arguments from which a vendor's server is built."""

    town: DemoTown
    address: str
    """The base address of the town's server, without a trailing slash."""
    folder: Path | None = None
    """The town's folder, in which an earlier run of the same town may have written; None if there is none."""


class VendorServer:
    """Base class of a vendor's server on loopback; a vendor overrides the methods that it needs."""

    @property
    def files(self) -> Mapping[str, str]:
        """Name → text of the files that it adds to the town's folder (secrets, ports), readable by the owner alone."""
        return NO_NAMES

    @property
    def names(self) -> Mapping[str, str]:
        """Further placeholders for its `settings`: name without the `$` → text in TOML."""
        return NO_NAMES

    def start(self) -> None:
        """Start answering protocols other than HTTP."""

    def stop(self) -> None:
        """Stop what `start` started."""

    def answers(self, path: str) -> bool:  # noqa: ARG002 - for those that override it
        """Whether the path belongs to this vendor."""
        return False

    def answer(self, path: str, query: Mapping[str, str], token: str) -> Answer:  # noqa: ARG002
        """Answer a GET request; `token` is its bearer token."""
        return NOT_FOUND

    def grant(self, path: str, form: str, login: str) -> Answer:  # noqa: ARG002 - as above
        """Answer a token request; `login` is its Authorization header."""
        return NOT_FOUND


NOT_FOUND = Answer(404, b'{"error":"not found"}', {})


def _records_sheets(_job: SimulatedJob) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoVendor:
    """A vendor of the demo town: one way to supply one kind of source.

    A vendor either writes files into the town's folder (`write`) or answers on loopback (`serve`).
    """

    kind: str
    """The kind of source that reads it, as in `vendor.toml`."""
    about: str
    """What it records, and what makes it hard to read: one line of the list of vendors."""
    settings: str
    """The lines of its settings entry below `name` and `kind`, in TOML, with placeholders.

    The placeholders are `$address` (of the server), `$since` (the town's first day), `$begins` (the vendor's first
    day), `$sections` (a list), `$subject`, and the `names` of its server."""
    source: str | None = None
    """The name of the source in the settings, if it differs from the vendor's name."""
    tools: tuple[str, ...] = ()
    """The tools that it serves, including `printing`; empty if it is only an addition to other vendors."""
    reach_days: int | None = None
    """Number of past days for which it answers; None: without limit."""
    has_utc_days: bool = False
    """Its days are UTC days, which begin at nine in the morning in Japan."""
    lag_days: int = 1
    """Number of days after which its report of a day is complete."""
    names_people: bool = True
    """False: it counts for a section or the whole town hall only, so that its tools get no adoption curve from it."""
    records_outsiders: bool = False
    """It also records the acts of people from outside the town hall."""
    is_missing_a_day: bool = False
    """Its file of the town's day `lost_on` does not exist."""
    names_files: bool = True
    """False: its counts of handlings name no file."""
    recorded_verbs: frozenset[str] | None = None
    """The verbs of the simulation that it records; None: every use."""
    handlings: frozenset[str] = HANDLINGS
    """The verbs that count as a handling of a file in its log."""
    records_sheets: Callable[[SimulatedJob], bool] = _records_sheets
    """Whether its log contains the number of sheets of a job."""
    write: Callable[[DemoTown, Path], None] | None = None
    """Writes its logs and exports into the town's folder."""
    serve: Callable[[Host], VendorServer] | None = None
    """Builds its server. Vendors with the same function share one server."""
