"""Lines of `hirogari check`: a trial read, told as well or as what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.errors import SourceError
from connectors.contract.streams import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def try_out(thing: str, place: str, attempt: Callable[[], object]) -> Iterator[Finding]:
    """Yield `thing` as well if the attempt works, else what its error says."""
    try:
        attempt()
    except SourceError as error:
        yield Finding(is_ok=False, thing=error.thing, place=error.place, next_step=error.next_step)
    else:
        yield Finding(is_ok=True, thing=thing, place=place)
