"""Sends what somebody should look at now to `alerts_to`, each thing once.

What was told is noted in the warehouse after the mail server took it: a night killed between the two
may tell a thing twice, and never not at all.
"""

from __future__ import annotations

from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from dashboards.alert_letter import alert_letter, alert_limits, alert_sentences, alert_silence
from flows.commands.status import last_release
from flows.mail import send_message
from warehouse.facts.store import open_store
from warehouse.lifecycle.alerts_sent import forget_ended, note_told, untold
from warehouse.release.tables.release import read_release

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from flows.mail import Mail
    from flows.settings.settings import Settings
    from warehouse.facts.store import Store


class NobodyToTell(Mendable):
    """The settings do not say whom alerts are sent to."""


def list_alerts(settings: Settings) -> Iterator[str]:
    """Yield what stands in the last release, and whether it was sent.

    Raises:
        NothingYet: nothing has been released.
    """
    release = last_release(settings)
    standing = release.tables["alert"].to_pylist()
    with open_store(settings.warehouse, read_only=True) as store:
        new = untold(store, standing)
    if not standing:
        yield alert_silence(release)
    for alert, sentence in zip(standing, alert_sentences(release, standing), strict=True):
        yield f"{'not sent' if alert in new else 'sent'}: {sentence}"
    if standing and (unseen := alert_limits(release)):
        yield unseen


def send_by_hand(settings: Settings, now: datetime, *, is_dry_run: bool) -> Iterator[str]:
    """Try to send what was not sent yet, or in a dry run everything but that; yield what was done.

    Raises:
        NothingYet: nothing has been released.
        NobodyToTell: the settings name no address.
        MailError: the server refuses.
    """
    last_release(settings)
    if settings.mail is None or not settings.mail.alerts_to:
        raise NobodyToTell(
            "the settings do not say whom alerts are sent to",
            place=f"{settings.file}, [mail]",
            next_step='add alerts_to = ["…"], as in the template of `hirogari init`',
        )
    with open_store(settings.warehouse) as store:
        done = list(send_alerts(store, settings.mail, now, is_dry_run=is_dry_run))
    yield from done or ["nothing new to send"]


def send_alerts(
    store: Store, mail: Mail | None, now: datetime, *, is_dry_run: bool = False
) -> Iterator[str]:
    """Send the last release's alerts that were not told yet in one letter; yield what was done.

    Raises:
        MailError: the server refuses; the next night tries again.
    """
    release = read_release(store)
    if mail is None or not mail.alerts_to or release is None:
        return
    standing = release.tables["alert"].to_pylist()
    forget_ended(store, standing)
    new = untold(store, standing)
    if not new and not is_dry_run:
        return
    letter = alert_letter(release, new)
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = make_msgid(domain=mail.sender.partition("@")[2])
    sent = send_message(letter, mail, mail.alerts_to, is_dry_run=is_dry_run)
    if is_dry_run:
        yield f"the server would take {len(new)} alerts for {sent.accepted} addresses; nothing was sent"
        return
    note_told(store, new, now)
    yield f"{len(new)} alerts sent to {sent.accepted} addresses, refused for {sent.refused}"
