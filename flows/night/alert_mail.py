"""Sends the alerts not sent yet in one letter, from the release alone.

Alerts are recorded as sent only after the mail server accepted the letter. A night killed between the two may send
an alert twice, but never loses one.
"""

from __future__ import annotations

from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING

from connectors.contract.messages import Message
from dashboards.alert_letter import alert_letter
from flows.mail import send_message
from warehouse.lifecycle.alerts_sent import forget_ended, note_sent, unsent_alerts
from warehouse.release.tables.release import read_release

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from flows.mail import Mail
    from warehouse.facts.store import Store


def send_alerts(
    store: Store, mail: Mail | None, now: datetime, *, is_dry_run: bool = False
) -> Iterator[Message]:
    """Send the last release's alerts not sent yet in one letter; yield what was done.

    Does nothing without mail settings, an address for alerts or a release. A dry run tests the mail server, even
    without a new alert, and records nothing as sent.

    Args:
        store: the warehouse with the last release.
        mail: the mail settings; None: the town sends no mail.
        now: the date of the letter and of the record.
        is_dry_run: test the mail server only.

    Raises:
        MailError: the server refuses; the next night tries again.
    """
    release = read_release(store)
    if mail is None or not mail.alerts_to or release is None:
        return
    alerts = release.tables["alert"].to_pylist()
    forget_ended(store, alerts)
    new = unsent_alerts(store, alerts)
    if not new and not is_dry_run:
        return
    letter = alert_letter(release, new)
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = make_msgid(domain=mail.sender.partition("@")[2])
    sent = send_message(letter, mail, mail.alerts_to, is_dry_run=is_dry_run)
    if is_dry_run:
        yield Message(
            "the server would take {count} alerts for {addresses} addresses; nothing was sent",
            count=len(new),
            addresses=sent.accepted,
        )
        return
    note_sent(store, new, now)
    yield Message(
        "{count} alerts sent to {addresses} addresses, refused for {refused}",
        count=len(new),
        addresses=sent.accepted,
        refused=sent.refused,
    )
