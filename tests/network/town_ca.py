"""A town's own CA, and a server on loopback with a certificate signed by it, as a TLS-inspecting proxy presents."""

from __future__ import annotations

import ipaddress
import ssl
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.loopback import Answer, Loopback, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PEM = serialization.Encoding.PEM


@cache
def _authority() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    made = _signed(_named("a town's CA"), key.public_key(), _named("a town's CA"), key, days=9)
    return key, made


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _signed(
    subject: x509.Name,
    public: ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    *,
    days: int,
    names: tuple[str, ...] = (),
) -> x509.Certificate:
    now = datetime.now(UTC)
    is_ca = not names
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=10))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
        )
    )
    if is_ca:
        usage = x509.KeyUsage(
            digital_signature=True, content_commitment=False, key_encipherment=False,
            data_encipherment=False, key_agreement=False, key_cert_sign=True, crl_sign=True,
            encipher_only=False, decipher_only=False,
        )  # fmt: skip
        builder = builder.add_extension(usage, critical=True)
    else:
        alternatives: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
        if "localhost" in names:
            alternatives.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
        builder = builder.add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
    return builder.sign(key, hashes.SHA256())


def ca_in_pem() -> bytes:
    """Return the CA's certificate in PEM, as text."""
    return _authority()[1].public_bytes(PEM)


def ca_in_der() -> bytes:
    """Return the CA's certificate in DER, as Windows exports it."""
    return _authority()[1].public_bytes(serialization.Encoding.DER)


@contextmanager
def tls_server(
    folder: Path,
    answer: Callable[[str], tuple[bytes, str]],
    *,
    name: str = "localhost",
    days: int = 9,
) -> Iterator[str]:
    """Serve over TLS on loopback; yield the address, which is of localhost whatever the certificate's name is.

    Args:
        folder: where the server's key and certificate are written.
        answer: path → body and content type.
        name: the host name in the certificate.
        days: days for which the certificate is still valid; negative: it has expired.
    """
    authority, ca = _authority()
    key = ec.generate_private_key(ec.SECP256R1())
    made = _signed(_named(name), key.public_key(), ca.subject, authority, days=days, names=(name,))
    file = folder / f"{name}.pem"
    private = key.private_bytes(
        PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(PEM))

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)

    def at_path(request: Request) -> Answer:
        body, kind = answer(request.path)
        return Answer(body, content_type=kind)

    with Loopback(at_path, tls=context) as server:
        yield server.url
