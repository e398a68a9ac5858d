"""Creates key pairs of service accounts; they are new in each run, because keys are not part of the simulation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey


def make_rsa_key() -> RSAPrivateKey:
    """Create a service account's key pair (RSA, 2048 bits)."""
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415 - 0.1 s, only to serve

    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def private_pem(key: RSAPrivateKey) -> str:
    """Return the private key in the form in which the vendors' consoles issue it (PKCS #8, PEM)."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - only to serve

    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
