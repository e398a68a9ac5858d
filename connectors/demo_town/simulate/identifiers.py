"""Generates identifiers in place of the vendors'; each depends on its arguments alone, so that runs are repeatable."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import cache
from hashlib import blake2b


def random_int64(*parts: object) -> int:
    """Return a pseudo-random signed 64-bit number that depends on the arguments alone."""
    text = "/".join(map(str, parts)).encode()
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big", signed=True)


@cache
def code(length: int, *parts: object) -> str:
    """Return an identifier of `length` URL-safe characters that depends on the arguments alone."""
    text = "/".join(map(str, parts)).encode()
    return urlsafe_b64encode(blake2b(text, digest_size=48).digest()).decode()[:length]


@cache
def ip_address(who: str) -> str:
    """Return the IP address of a person in the town's network; for an empty `who`, one in a documentation range."""
    number = random_int64("ip", who) & 0xFFFF
    return f"10.24.{number >> 8}.{number & 0xFF}" if who else f"203.0.113.{number & 0xFF}"
