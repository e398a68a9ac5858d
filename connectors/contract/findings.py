"""Lines of `hirogari check`: the result of a trial read, either fine or with the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.errors import SourceError
from connectors.contract.streams import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from connectors.contract.errors import Mendable
    from connectors.contract.messages import Message


def finding_of(error: Mendable) -> Finding:
    """Return an error as a line of `check`; every failed check is reported through this function."""
    return Finding(is_ok=False, thing=error.thing, place=error.place, next_step=error.next_step)


def try_out(thing: Message, place: str, attempt: Callable[[], object]) -> Iterator[Finding]:
    """Yield `thing` as fine if the attempt succeeds, otherwise the error that it raised."""
    try:
        attempt()
    except SourceError as error:
        yield finding_of(error)
    else:
        yield Finding(is_ok=True, thing=thing, place=place)
