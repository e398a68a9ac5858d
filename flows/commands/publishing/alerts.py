"""Lists the alerts of the last release, and sends on request those that no night has sent yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message, verbatim
from dashboards.alert_letter import alert_sentences, alert_silence, unseen_changes
from flows.night.alert_mail import send_alerts
from flows.night.last_release import last_release
from warehouse.facts.store import open_store
from warehouse.lifecycle.alerts_sent import unsent_alerts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from flows.settings.settings import Settings


class NoAddress(Mendable):
    """The settings do not say whom alerts are sent to."""


def list_alerts(settings: Settings) -> Iterator[Message]:
    """Yield each alert of the last release, and whether it was sent.

    Raises:
        NothingYet: nothing has been released.
    """
    release = last_release(settings)
    alerts = release.tables["alert"].to_pylist()
    with open_store(settings.warehouse, read_only=True) as store:
        new = unsent_alerts(store, alerts)
    if not alerts:
        yield verbatim(alert_silence(release))
    for alert, sentence in zip(alerts, alert_sentences(release, alerts), strict=True):
        yield (
            Message("not sent: {what}", what=sentence)
            if alert in new
            else Message("sent: {what}", what=sentence)
        )
    if alerts and (unseen := unseen_changes(release)):
        yield verbatim(unseen)


def send_by_hand(settings: Settings, now: datetime, *, is_dry_run: bool) -> Iterator[Message]:
    """Send the alerts not sent yet, or in a dry run do everything but send them; yield what was done.

    Raises:
        NothingYet: nothing has been released.
        NoAddress: the settings name no address.
        MailError: the server refuses.
    """
    last_release(settings)
    if settings.mail is None or not settings.mail.alerts_to:
        raise NoAddress(
            Message("the settings name no address for alerts"),
            place=f"{settings.file}, [mail]",
            next_step=Message('add alerts_to = ["…"], as in the template of `hirogari init`'),
        )
    with open_store(settings.warehouse) as store:
        done = list(send_alerts(store, settings.mail, now, is_dry_run=is_dry_run))
    yield from done or [Message("nothing new to send")]
