"""Builds the newsletter as a mail message: HTML, plain text, pictures and the PDF. It sends nothing."""

from __future__ import annotations

import hashlib
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from dashboards.newsletter.formats.letter import make_letter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dashboards.newsletter.issue import Issue

DOMAIN = "hirogari.invalid"
"""Domain for identifiers of parts and messages; it does not exist, so the host's own name does not appear."""


def _headers(issue: Issue, digest: str, sender: str, recipients: Sequence[str]) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = issue.title
    if sender:
        message["From"] = sender
    if recipients:
        message["To"] = ", ".join(recipients)
    message["Date"] = format_datetime(issue.released_at)
    message["Message-ID"] = f"<{issue.stem}.{digest[:24]}@{DOMAIN}>"
    message["Content-Language"] = issue.language
    if not recipients:
        message["X-Unsent"] = "1"
    return message


def make_message(
    issue: Issue,
    *,
    pdf: bytes,
    pictures: Mapping[str, bytes],
    sender: str = "",
    recipients: Sequence[str] = (),
) -> EmailMessage:
    """Return the message. It contains no addresses but those given.

    Date and Message-ID come from the release, so the same release gives the same message. Opened as a file it is a
    draft (X-Unsent), to be addressed by hand.

    Args:
        issue: the month's issue.
        pdf: the issue as PDF.
        pictures: pictures of the charts, from `letter_pictures`.
        sender: address of the sender; "" for none.
        recipients: addresses of the recipients.
    """
    text = make_text(issue)
    html = make_letter(issue, {name: f"cid:{name}@{DOMAIN}" for name in pictures})
    content = b"\0".join([text.encode(), html.encode(), pdf, *pictures.values()])
    digest = hashlib.sha256(content).hexdigest()
    message = _headers(issue, digest, sender, recipients)
    message.set_content(text, cte="base64")
    message.add_alternative(html, subtype="html", cte="base64")
    letter = message.get_payload()[1]  # type: ignore[index] # two parts were just added
    for name, png in pictures.items():
        letter.add_related(  # type: ignore[union-attr] # it is the HTML part
            png,
            "image",
            "png",
            cid=f"<{name}@{DOMAIN}>",
            disposition="inline",
            filename=f"{name}.png",
        )
    message.add_attachment(pdf, "application", "pdf", filename=f"{issue.stem}.pdf")
    for number, part in enumerate(p for p in message.walk() if p.is_multipart()):
        part.set_boundary(f"=_{digest[:24]}_{number}")
    return message


def make_text(issue: Issue) -> str:
    """Return the letter's plain-text part: every sentence, and the numbers of each chart."""
    return "\n".join(_lines(issue)) + "\n"


def _lines(issue: Issue) -> Iterator[str]:
    yield from (issue.title, issue.dated, "", issue.headline, "", *issue.lead, "")
    if not issue.state.is_final:
        yield from (f"■ {issue.state_title}", *issue.state.reasons, "")
    for chart in issue.charts:
        header, rows = chart.table
        yield f"■ {chart.title}"
        for row in rows:
            values = zip(header[1:], row[1:], strict=True)
            yield f"  {row[0]}: " + ", ".join(f"{name} {value}" for name, value in values)
        yield from (f"  {chart.note}", "")
    yield from (f"■ {issue.word_title} {issue.word.word}", f"  {issue.word.meaning}", "")
    if issue.training:
        yield from (f"■ {issue.training_title}", f"  {issue.training}", "")
    yield from (f"■ {issue.form.title}", f"  {issue.form.introduction}")
    yield from (f"  - {question}" for question in issue.form.questions)
    yield from ("", *issue.about)
