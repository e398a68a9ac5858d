"""Lines of `hirogari check`: a trial read, told as well or as what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.errors import SourceError
from connectors.contract.streams import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from connectors.contract.errors import Mendable
    from connectors.contract.messages import Message


def finding_of(error: Mendable) -> Finding:
    """Return what an error says as a line of `check`: every look that fails goes through here."""
    return Finding(is_ok=False, thing=error.thing, place=error.place, next_step=error.next_step)


def try_out(thing: Message, place: str, attempt: Callable[[], object]) -> Iterator[Finding]:
    """Yield `thing` as well if the attempt works, else what its error says."""
    try:
        attempt()
    except SourceError as error:
        yield finding_of(error)
    else:
        yield Finding(is_ok=True, thing=thing, place=place)
