"""The newsletter goes out through a real mail server on loopback: TLS, log-in, once."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
import threading
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import ValidationError
from typer.testing import CliRunner

from dashboards.newsletter import write_newsletter
from flows.cli import app
from flows.mail import Mail, MailError, send_letter
from flows.monthly import NoMailSettings
from tests.unit.newsletter.town import MONTH, sketch_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSWORD = "kept-in-a-file-9f3a"
ALL = ("all@town.example", "board@town.example")


class Box:
    """Takes letters, refuses the addresses it is told to, and remembers who logged in."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.asked: list[str] = []
        self.refused: set[str] = set()

    async def handle_RCPT(  # noqa: N802 - the server's own name for it
        self, _server: object, _session: object, envelope: Envelope, address: str, _options: object
    ) -> str:
        """Take or refuse one recipient."""
        self.asked.append(address)
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Take the letter."""
        self.letters.append(envelope.original_content)
        return "250 OK"


def may_log_in(
    _server: object, _session: object, _envelope: object, _way: str, data: object
) -> AuthResult:
    is_right = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
    return AuthResult(success=is_right, handled=is_right)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for 127.0.0.1, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.town.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def port(box: Box, certificate: Path) -> Iterator[int]:
    """A mail server that takes nothing before TLS and the log-in."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def session() -> SMTP:
        return SMTP(
            box,
            hostname="mail.town.example",
            tls_context=context,
            require_starttls=True,
            authenticator=may_log_in,
            auth_required=True,
            loop=loop,
        )

    served = asyncio.run_coroutine_threadsafe(loop.create_server(session, "127.0.0.1", 0), loop)
    server = served.result(timeout=10)
    yield server.sockets[0].getsockname()[1]

    async def end() -> None:
        server.close()
        sessions = asyncio.all_tasks() - {asyncio.current_task()}
        for one in sessions:
            one.cancel()
        await asyncio.gather(*sessions, return_exceptions=True)
        # A transport that is closing needs some turns of the loop to be gone.
        await asyncio.sleep(0.2)

    asyncio.run_coroutine_threadsafe(end(), loop).result(timeout=10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    write_newsletter(sketch_town().release(), MONTH, tmp_path)
    (found,) = tmp_path.glob("*.eml")
    return found


def mail_to(at: int, authority: Path | None, tmp_path: Path, **other: object) -> Mail:
    (tmp_path / "secret").write_text(PASSWORD, encoding="utf-8")
    settings: dict[str, object] = {
        "host": "127.0.0.1",
        "port": at,
        "certificate": str(authority) if authority else None,
        "user": "dx",
        "password_file": tmp_path / "secret",
        "sender": "dx@town.example",
        "recipients": ALL,
    }
    return Mail.model_validate(settings | other)


def test_a_dry_run_tries_everything_but_the_letter_and_then_it_goes_once(
    port: int, box: Box, certificate: Path, letter: Path, tmp_path: Path
) -> None:
    """TLS, log-in and each recipient are real; the letter arrives whole; never a second time."""
    mail = mail_to(port, certificate, tmp_path)
    assert send_letter(letter, mail, is_dry_run=True).accepted == 2
    assert box.asked == list(ALL)
    assert box.letters == []
    assert send_letter(letter, mail, is_dry_run=False).refused == 0
    (arrived,) = box.letters
    message = message_from_bytes(arrived, policy=default)
    written = message_from_bytes(letter.read_bytes(), policy=default)
    assert (message["From"], message["To"]) == ("dx@town.example", ", ".join(ALL))
    assert message["X-Unsent"] is None
    assert message["Message-ID"] == written["Message-ID"]
    parts = [[p.get_payload(decode=True) for p in m.walk()] for m in (message, written)]
    assert parts[0] == parts[1]
    with pytest.raises(MailError, match="sent before"):
        send_letter(letter, mail, is_dry_run=False)
    assert len(box.letters) == 1


def test_refusals_name_what_to_mend_and_never_an_address_or_the_password(
    port: int, box: Box, certificate: Path, letter: Path, tmp_path: Path
) -> None:
    """Wrong password, unknown certificate, unknown recipient, no server, no letter."""
    (tmp_path / "wrong").write_text("not-it", encoding="utf-8")
    told = []
    for other, words in (
        ({"password_file": tmp_path / "wrong"}, "refuses the log-in"),
        ({"certificate": None}, "certificate is not trusted"),
        ({"security": "tls"}, "cannot be used"),
        ({"port": 1}, "cannot be used"),
    ):
        with pytest.raises(MailError, match=words) as caught:
            send_letter(letter, mail_to(port, certificate, tmp_path, **other), is_dry_run=True)
        told.append(str(caught.value))
    box.refused = {ALL[0]}
    with pytest.raises(MailError, match="refuses 1 of 2 recipients") as caught:
        send_letter(letter, mail_to(port, certificate, tmp_path), is_dry_run=True)
    told.append(str(caught.value))
    with pytest.raises(MailError, match="is not there"):
        send_letter(tmp_path / "none.eml", mail_to(port, certificate, tmp_path), is_dry_run=True)
    assert not [line for line in told if "@" in line or PASSWORD in line or "not-it" in line]
    assert box.letters == []


def test_the_command_tries_first_and_then_sends_what_lies_there(
    port: int, box: Box, certificate: Path, letter: Path, tmp_path: Path
) -> None:
    """`--dry-run` sends nothing, `--send` tries and sends; without [mail] it says what to add."""
    folder = tmp_path / "newsletter" / "2026-03"
    folder.mkdir(parents=True)
    letter.rename(folder / letter.name)
    (tmp_path / "secret").write_text(PASSWORD, encoding="utf-8")
    settings = tmp_path / "hirogari.toml"
    basis = (
        '[town]\nname = "みなも町"\nlaunched_on = 2024-04-01\n'
        '[roster]\nstaff = "staff.csv"\nsections = "sections.csv"\n'
    )
    command = ["newsletter", "--month", "2026-03", "-s", str(settings)]
    settings.write_text(basis, encoding="utf-8")
    with pytest.raises(NoMailSettings, match=r"add \[mail\]"):
        CliRunner().invoke(app, [*command, "--dry-run"], catch_exceptions=False)
    settings.write_text(
        f'{basis}[mail]\nhost = "127.0.0.1"\nport = {port}\ncertificate = "{certificate}"\n'
        'user = "dx"\npassword_file = "secret"\nsender = "dx@town.example"\n'
        'recipients = ["all@town.example"]\n',
        encoding="utf-8",
    )
    tried = CliRunner().invoke(app, [*command, "--dry-run"], catch_exceptions=False)
    assert "would take it for 1 addresses" in tried.output
    assert box.letters == []
    sent = CliRunner().invoke(app, [*command, "--send"], catch_exceptions=False)
    assert "sent to 1 addresses, refused for 0" in sent.output
    assert len(box.letters) == 1
    assert "@" not in tried.output + sent.output


def test_settings_keep_a_password_off_an_open_line(tmp_path: Path) -> None:
    """An open line (security = none) with a password is refused; so is an address that is none; no repr tells it."""
    with pytest.raises(ValidationError, match="never sent without TLS"):
        mail_to(25, None, tmp_path, security="none")
    with pytest.raises(ValidationError):
        mail_to(25, None, tmp_path, recipients=["all@town.example\nBcc: x@evil.example"])
    assert PASSWORD not in repr(mail_to(25, None, tmp_path))
