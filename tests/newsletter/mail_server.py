"""A real mail server on loopback that takes nothing before TLS and the log-in, and keeps what it took."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from flows.mail import Mail

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
