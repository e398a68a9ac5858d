"""What a vendor's folder declares in `demo`: which tools it serves in the demo town, and how it tells of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from connectors.demo_town.for_vendors.town import Town
    from connectors.demo_town.simulate.days import Job

HANDLINGS = frozenset({"view", "edit", "upload", "download"})
"""What makes one digital handling of a file, once per person, file and day."""
NO_NAMES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: a status, the body (JSON unless the headers say otherwise), further headers."""

    status: int
    body: bytes
    headers: Mapping[str, str]


class Host(NamedTuple):
    """What a vendor's server is built from."""

    town: Town
    address: str
    """The base address of the town's server, without a slash at its end."""
    folder: Path | None = None
    """The town's folder, where an earlier run of the same town may have written; None if nowhere."""


class VendorServer:
    """A vendor of the town that answers on loopback. Each overrides what it does."""

    @property
    def files(self) -> Mapping[str, str]:
        """Name → text of what it lays beside the town's files, readable by the owner alone: secrets, ports."""
        return NO_NAMES

    @property
    def names(self) -> Mapping[str, str]:
        """Further names, without the `$`, that its `settings` may use, with their text in TOML."""
        return NO_NAMES

    def start(self) -> None:
        """Begin to answer what does not come by HTTP."""

    def stop(self) -> None:
        """End what `start` began."""

    def answers(self, path: str) -> bool:  # noqa: ARG002 - for those that override it
        """Whether the path is one of this vendor's."""
        return False

    def answer(self, path: str, query: Mapping[str, str], token: str) -> Answer:  # noqa: ARG002
        """Answer a GET; `token` is the bearer token that came with it."""
        return NOT_FOUND

    def grant(self, path: str, form: str, login: str) -> Answer:  # noqa: ARG002 - as above
        """Answer a request for a token; `login` is its header Authorization."""
        return NOT_FOUND


NOT_FOUND = Answer(404, b'{"error":"not found"}', {})


def _tells_sheets(_job: Job) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoVendor:
    """A vendor of the demo town: one way into one kind of source.

    Writers lay files into the town's folder, servers answer on loopback; a vendor has one or the other.
    """

    kind: str
    """The kind of source that reads it, as in `vendor.toml`."""
    about: str
    """What it tells of, and what makes it hard to read: one line of the list of vendors."""
    settings: str
    """The entry's lines below `name` and `kind`, in TOML. Filled in are `$address` of the server, `$since` (the town's
    first day), `$begins` (the vendor's), `$sections` (as a list), `$subject` and the names of its server."""
    source: str | None = None
    """The name of the source in the settings, where it is not the vendor's."""
    tools: tuple[str, ...] = ()
    """The tools that it serves, with `printing`; none if it only stands beside others."""
    reach_days: int | None = None
    """How far back it answers; None for ever."""
    has_utc_days: bool = False
    """Its days begin at nine in the morning in Japan."""
    lag_days: int = 1
    """Days after which its report of a day is whole."""
    names_people: bool = True
    """False: it counts for a section or the whole town hall, so that it gives no curve."""
    names_files: bool = True
    """False: its counts of handlings name no file."""
    tells: frozenset[str] | None = None
    """The verbs of the simulation that it tells of; None for every use."""
    handlings: frozenset[str] = HANDLINGS
    """The verbs that are a handling of a file in its log."""
    tells_sheets: Callable[[Job], bool] = _tells_sheets
    """Whether its log tells how many sheets a job took."""
    write: Callable[[Town, Path], None] | None = None
    """Write its logs and exports into the town's folder."""
    serve: Callable[[Host], VendorServer] | None = None
    """Build its server. Vendors with the same function share one."""
