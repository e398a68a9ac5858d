"""What a connector's peer offers the conformance suite: the same truth, served well or badly.

A peer is the other side of a connector: a loopback server that answers as the vendor does, or the
files the vendor's program writes. It is small: it tells one truth, can tell it in another order, with
a further field, or at length, and says what the connector owes for it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tests.loopback import Answer, Loopback, Request

if TYPE_CHECKING:
    import random
    from collections import Counter
    from datetime import date
    from pathlib import Path

    from connectors.contract.streams import Connector, Window

CANARY = "カナリア"
"""Stands in names, titles and secrets of every peer: it may never stand in a message."""

UNDECLARED = "欄外の覚え書き"
"""What stands in a field that nobody declared and that is left unread."""

HOSTILE = (
    '<script>alert("カナリア")</script>',
    "=cmd|' /C calc カナリア'!A0",
    "\u202eカナリア\u202c@example.jp",
    'カナリア,"二重""引用',
    "𠮷田カナリア①㈱髙﨑@example.jp",
)
"""Accounts and titles as an attacker, or a careless administrator, might write them."""


@dataclass(frozen=True)
class Truth:
    """What a stream owes for the peer's window: its rows, told apart by `columns`, and its days."""

    columns: tuple[str, ...]
    rows: Counter[tuple[object, ...]]
    days: frozenset[date]
    """The days the source vouches for."""
    partial: frozenset[date] = frozenset()
    """The days that the source itself calls not whole."""


class Peer(ABC):
    """One source on the other side of a connector."""

    kind: ClassVar[str]
    way: ClassVar[str] = ""
    """Which way in, where a kind has several (by API, by file)."""
    window: ClassVar[Window]
    hostile: ClassVar[tuple[str, ...]] = HOSTILE
    """The hostile strings that stand in its truth; a vendor's format may not be able to carry all."""
    new_field: ClassVar[str | None] = "あたらしい列"
    """The name under which `tell(new_field=True)` sends a further field; None if the format has no names."""

    def __init__(self, folder: Path) -> None:
        """Keep files below `folder`."""
        self.folder = folder

    @abstractmethod
    def connector(self) -> Connector:
        """Build the connector through its own `Settings` and `connect`, pointed at this peer."""

    @abstractmethod
    def truth(self) -> dict[str, Truth]:
        """What each stream owes."""

    @abstractmethod
    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        """Serve or write the truth, its records shuffled by `order`, with a field nobody declared."""

    def close(self) -> None:  # noqa: B027 - a peer of files starts nothing
        """End what was started."""


class FilePeer(Peer):
    """A source that is a file, or several."""

    holds_text: ClassVar[bool] = True
    """Whether it is a text file whose last line may be cut and whose encoding may be wrong."""
    is_streamed: ClassVar[bool] = True
    """Whether it may be of any size; a table that people keep is refused beyond a limit instead."""
    can_end_anywhere: ClassVar[bool] = False
    """A log that is being written may end in mid-line: what stands before still counts."""

    @property
    @abstractmethod
    def files(self) -> tuple[Path, ...]:
        """The files the connector reads."""

    @abstractmethod
    def enlarge(self, size: int) -> None:
        """Write about `size` bytes of the same kind of records, all within the window."""


class ServerPeer(Peer):
    """A source that is a server on loopback."""

    has_tokens: ClassVar[bool] = False
    """Whether access tokens expire and are fetched anew."""
    answers_html_with: ClassVar[str] = "text/html"

    def __init__(self, folder: Path) -> None:
        """Start answering."""
        super().__init__(folder)
        self.server = Loopback(self.answer, is_data=self.is_data)
        self.server.__enter__()

    @abstractmethod
    def answer(self, request: Request) -> Answer:
        """Answer as the vendor does."""

    def is_data(self, request: Request) -> bool:
        """Whether the request asks for data, rather than for a token."""
        del request
        return True

    def close(self) -> None:
        """Stop answering."""
        self.server.__exit__(None, None, None)
