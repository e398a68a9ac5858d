"""Sends the newsletter written for a month. Refuses while the pages are a draft; does not write the newsletter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message
from flows.mail import send_letter
from flows.night.last_release import NothingYet, last_release
from flows.night.newsletter_draft import newsletter_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from flows.settings.settings import Settings


class NotOpened(Mendable):
    """The town has not opened its pages yet, so the newsletter is a draft."""


class NoMailSettings(Mendable):
    """The settings name no mail server."""


def send_newsletter(settings: Settings, month: date, *, is_dry_run: bool) -> Iterator[Message]:
    """Test the mail server and, unless it is a dry run, send the letter; yield what was done.

    Raises:
        NoMailSettings, MailError, NotOpened: nothing was sent to anyone.
    """
    if not is_dry_run and _is_draft(settings):
        raise NotOpened(
            Message("the pages are not opened yet, and a newsletter goes to all staff"),
            place=str(settings.file),
            next_step=Message(
                "once numbers and roster are right: hirogari open, then hirogari run"
            ),
        )
    if settings.mail is None:
        raise NoMailSettings(
            Message("the settings name no mail server"),
            place=str(settings.file),
            next_step=Message("add [mail] with host, sender and recipients"),
        )
    letter = newsletter_folder(settings, month) / f"newsletter-{month:%Y-%m}.eml"
    tried = send_letter(letter, settings.mail, is_dry_run=True)
    yield Message("dry run: the server would take it for {count} addresses", count=tried.accepted)
    if not is_dry_run:
        sent = send_letter(letter, settings.mail, is_dry_run=False)
        yield Message(
            "sent to {count} addresses, refused for {refused}",
            count=sent.accepted,
            refused=sent.refused,
        )


def _is_draft(settings: Settings) -> bool:
    try:
        return last_release(settings).is_draft
    except NothingYet:
        return False
