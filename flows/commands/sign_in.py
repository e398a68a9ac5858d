"""Signs a person in to a source, for `hirogari sign-in`; the nights that follow use the sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message
from connectors.vendors.registry import module_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.settings.settings import Settings


class NothingToSignInTo(Mendable):
    """There is no such source, or it needs no person's sign-in."""


def run_sign_in(settings: Settings, source: str, tell: Callable[[Message], None]) -> None:
    """Sign in to a source and store the result.

    Raises:
        NothingToSignInTo: there is no such source, or it needs no person's sign-in.
        StopSource: the vendor refuses, or nobody signed in in time.
    """
    mine = next((one for one in settings.sources if one.name == source), None)
    sign_in = getattr(module_of(mine.kind), "sign_in", None) if mine else None
    if mine is None or sign_in is None:
        raise NothingToSignInTo(
            Message("this source needs no sign-in")
            if mine
            else Message("the settings name no such source"),
            place=f"source {source}",
            next_step=Message("name a source of kind universal_print"),
        )
    tell(Message("signed in: {who}", who=sign_in(mine, tell)))
