"""Key pairs of service accounts: new each time, since a key is no part of the simulation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey


def make_key() -> RSAPrivateKey:
    """Make a service account's key pair."""
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415 - 0.1 s, only to serve

    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def private_pem(key: RSAPrivateKey) -> str:
    """Return the private key as the vendors' consoles hand it out."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - only to serve

    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
