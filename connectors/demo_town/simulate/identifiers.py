"""Identifiers that the vendors would have made up: each depends on its arguments and nothing else."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import cache
from hashlib import blake2b


def draw(*parts: object) -> int:
    """Return a signed 64-bit number that depends on nothing but its arguments."""
    text = "/".join(map(str, parts)).encode()
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big", signed=True)


@cache
def code(length: int, *parts: object) -> str:
    """Return an identifier of URL-safe characters that depends on nothing but its arguments."""
    text = "/".join(map(str, parts)).encode()
    return urlsafe_b64encode(blake2b(text, digest_size=48).digest()).decode()[:length]


@cache
def ip_address(who: str) -> str:
    """Return the address from which someone works: the town's network, or a documentation range."""
    number = draw("ip", who) & 0xFFFF
    return f"10.24.{number >> 8}.{number & 0xFF}" if who else f"203.0.113.{number & 0xFF}"
