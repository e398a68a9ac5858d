"""Sends mail through the town's own server: the newsletter once to one list, alerts to the people who act on them.

Errors name the server and its reply code, never an address, a text or a password.
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import SMTP
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from connectors.contract.configuration import SecretFile
from connectors.contract.errors import Mendable, system_errors_at
from connectors.contract.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from email.message import EmailMessage
    from pathlib import Path
    from typing import Self

_SECONDS = 60
_Address = Annotated[str, Field(pattern=r"^[^@\s<>,;]+@[^@\s<>,;]+$")]


class Mail(BaseModel):
    """`[mail]` of the settings: the town's own mail server, and the recipients of newsletter and alerts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    certificate: str | None = None
    """Path of the town's own CA certificate, if it signed the server's certificate; None: the system's CAs."""
    user: str = ""
    password_file: SecretFile | None = None
    sender: _Address
    recipients: tuple[_Address, ...] = Field(min_length=1)
    alerts_to: tuple[_Address, ...] = ()
    """Addresses to which the night sends alerts; empty: alerts appear on the pages only."""

    @model_validator(mode="after")
    def _no_password_in_clear(self) -> Self:
        if self.security == "none" and self.password_file is not None:
            raise ValueError(
                Message("a password is never sent without TLS: security = starttls or tls")
            )
        return self


class MailError(Mendable):
    """The letter was not sent to anyone."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How many recipients the server accepted and refused; in a dry run it was asked, and no text was sent."""

    accepted: int
    refused: int
    is_dry_run: bool


def send_letter(letter: Path, mail: Mail, *, is_dry_run: bool) -> Sent:
    """Address the newsletter's `.eml` file and send it; in a dry run stop before its text.

    A dry run is real up to that point: TLS, the log-in and each recipient are tried on the server.
    A letter that was sent is recorded in a `.sent` file beside it and is not sent again, even if the server
    refused some of its recipients.

    Raises:
        MailError: the letter does not exist, was sent before, or the server refuses it. The message has the server's
            code, never an address or the password.
    """
    message = _read(letter)
    note = letter.with_suffix(".sent")
    if not is_dry_run and note.exists() and note.read_text("utf-8") == message["Message-ID"]:
        raise MailError(
            Message("this letter has already been sent"),
            place=str(letter),
            next_step=Message("to send it again, delete {path}", path=note.name),
        )
    del message["X-Unsent"]
    if is_dry_run:
        return send_message(message, mail, mail.recipients, is_dry_run=True)
    # Written before sending: if the disk were full afterwards, a missing record would let the letter go out twice.
    ready = note.with_name(f".{note.name}")
    with system_errors_at(note.parent):
        ready.write_text(message["Message-ID"], encoding="utf-8")
    try:
        sent = send_message(message, mail, mail.recipients, is_dry_run=False)
        ready.replace(note)
    finally:
        ready.unlink(missing_ok=True)
    return sent


def send_message(
    message: EmailMessage, mail: Mail, recipients: Sequence[str], *, is_dry_run: bool
) -> Sent:
    """Address a message and send it; in a dry run try everything but its text.

    Args:
        message: the mail without From and To, which are set here.
        mail: the mail settings.
        recipients: the addresses to send to.
        is_dry_run: try TLS, log-in and each recipient only.

    Raises:
        MailError: the server refuses, as in `send_letter`.
    """
    message["From"], message["To"] = mail.sender, ", ".join(recipients)
    refused = 0
    with _mail_errors(mail, len(recipients)), _session(mail) as server:
        if is_dry_run:
            _try_addresses(server, mail.sender, recipients)
        else:
            refused = len(server.send_message(message, mail.sender, list(recipients)))
    return Sent(len(recipients) - refused, refused, is_dry_run)


def _read(letter: Path) -> EmailMessage:
    if not letter.is_file():
        raise MailError(
            Message("the letter does not exist yet"),
            place=str(letter),
            next_step=Message("hirogari newsletter --month YYYY-MM writes it"),
        )
    return message_from_bytes(letter.read_bytes(), policy=SMTP)


@contextmanager
def _session(mail: Mail) -> Iterator[smtplib.SMTP]:
    """Open a session with the server, with the TLS and the log-in of the settings."""
    context = ssl.create_default_context(cafile=mail.certificate)
    server = (
        smtplib.SMTP_SSL(mail.host, mail.port, timeout=_SECONDS, context=context)
        if mail.security == "tls"
        else smtplib.SMTP(mail.host, mail.port, timeout=_SECONDS)
    )
    with server:
        if mail.security == "starttls":
            server.starttls(context=context)
        if mail.password_file is not None:
            server.login(mail.user, mail.password_file.get_secret_value().strip())
        yield server


def _try_addresses(server: smtplib.SMTP, sender: str, recipients: Sequence[str]) -> None:
    """Send the server the sender and the recipients, as for a letter, then reset the transaction.

    Raises:
        SMTPSenderRefused, SMTPRecipientsRefused: the server refuses the sender, or any recipient.
    """
    server.ehlo_or_helo_if_needed()
    code, answer = server.mail(sender)
    if code >= 400:  # noqa: PLR2004 - RFC 5321: refused for now (4xx) or for good (5xx)
        raise smtplib.SMTPSenderRefused(code, answer, sender)
    refused = {
        one: answer
        for one, answer in ((one, server.rcpt(one)) for one in recipients)
        if answer[0] >= 400  # noqa: PLR2004 - as above
    }
    server.rset()
    if refused:
        raise smtplib.SMTPRecipientsRefused(refused)


@contextmanager
def _mail_errors(mail: Mail, recipients: int) -> Iterator[None]:
    """Turn the mail library's errors into a `MailError` with the next step, without addresses or secrets."""
    place = f"{mail.host}:{mail.port}"

    def failed(thing: Message, next_step: Message) -> MailError:
        return MailError(thing, place=place, next_step=next_step)

    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise failed(
            Message("the mail server refuses the login ({why})", why=error.smtp_code),
            Message("check user and password_file in [mail]"),
        ) from None
    except smtplib.SMTPRecipientsRefused as error:
        codes = sorted({code for code, _ in error.recipients.values()})
        raise failed(
            Message(
                "the mail server refuses {refused} of {count} recipients ({why})",
                refused=len(error.recipients),
                count=recipients,
                why=", ".join(map(str, codes)),
            ),
            Message("check recipients and alerts_to in [mail]"),
        ) from None
    except smtplib.SMTPSenderRefused as error:
        raise failed(
            Message("the mail server refuses the sender ({why})", why=error.smtp_code),
            Message("check sender in [mail]"),
        ) from None
    except ssl.SSLCertVerificationError:
        raise failed(
            Message("the mail server's certificate is not trusted"),
            Message("name the town's own authority as certificate in [mail]"),
        ) from None
    except (smtplib.SMTPException, OSError) as error:
        raise failed(
            Message("the mail server cannot be used ({why})", why=type(error).__name__),
            Message("check host, port and security in [mail], then try again"),
        ) from None
