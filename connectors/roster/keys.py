"""The pseudonym key: created at first use, file mode 0600, versioned, and rotated without breaking pseudonyms.

A new version does not replace the old secret; it is applied on top of it: with two versions a pseudonym is
`HMAC(second, HMAC(first, text))`. The warehouse can therefore convert its pseudonyms from one version to the next
without knowing who or what they stand for (a file, a meeting, someone who left the roster long ago), and a day that is
read again afterwards yields the same pseudonyms. An old copy of the key file cannot compute a new pseudonym. While the
warehouse holds pseudonyms, a missing key must not be replaced by a new one: everyone would become a new person.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from connectors.contract.errors import SourceError, of_system
from connectors.contract.messages import Message
from connectors.io.new_files import OWN, new_file

if TYPE_CHECKING:
    from pathlib import Path

HEX_DIGITS = 32
"""Hex digits of the hash that are kept: 128 bits, so that no two people or files of a town collide."""

_FINGERPRINT_OF = "\x00hirogari-key-fingerprint"
"""The text whose pseudonym is the key's fingerprint; no staff number, account or title equals it."""
_HEADING = "hirogari-key"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_MOST_BYTES = 65_536


class KeyRefused(SourceError):
    """The key file cannot be used as it is."""


@dataclass(frozen=True, slots=True)
class Key:
    """The secret that makes the pseudonyms, and its version (from 1)."""

    version: int
    secret: bytes = field(repr=False)
    earlier: tuple[bytes, ...] = field(default=(), repr=False)
    """The secrets of earlier versions, oldest first."""

    def pseudonym(self, text: str) -> str:
        """Return the first 32 hex digits of `HMAC-SHA-256(secret, text)`, applied once per key version."""
        return self.finish(self.begin(text))

    def begin(self, text: str) -> hmac.HMAC:
        """Return the HMAC state after the prefix `text`; copying it is cheaper than starting a new one."""
        return hmac.new([*self.earlier, self.secret][0], text.encode(), "sha256")

    def finish(self, begun: hmac.HMAC) -> str:
        """Return the pseudonym of a text begun with `begin`, with every later version applied."""
        pseudonym = begun.hexdigest()[:HEX_DIGITS]
        for secret in [*self.earlier, self.secret][1:]:
            pseudonym = _step(secret, pseudonym)
        return pseudonym

    def taken_on(self, pseudonym: str) -> str:
        """Convert a pseudonym of the previous version to this version."""
        return _step(self.secret, pseudonym)

    @property
    def fingerprint(self) -> str:
        """A value that identifies this key and reveals nothing about its secret."""
        return self.pseudonym(_FINGERPRINT_OF)

    def following(self) -> Key:
        """Return the next version, with a new secret."""
        return Key(
            self.version + 1,
            secrets.token_bytes(hashlib.sha256().digest_size),
            (*self.earlier, self.secret),
        )


def _step(secret: bytes, pseudonym: str) -> str:
    return hmac.new(secret, pseudonym.encode(), "sha256").hexdigest()[:HEX_DIGITS]


def open_key(
    path: Path,
    *,
    has_pseudonyms: bool,
    version: int | None = None,
    fingerprint: str | None = None,
) -> Key:
    """Read the key file; create it (mode 0600) if it is missing and the warehouse holds no pseudonyms yet.

    Args:
        path: the key file.
        has_pseudonyms: whether the warehouse holds any pseudonym.
        version: the key version recorded in the warehouse; None if none is recorded yet. If a key rotation was
            interrupted after the warehouse had moved to the new version, it is completed here.
        fingerprint: the fingerprint of the warehouse's key; None if none is recorded yet.

    Raises:
        KeyRefused: other accounts can read the file, it is damaged, it holds another key than the warehouse's, or it
            is missing although the warehouse holds pseudonyms.
    """
    if _is_next_in_use(path, version, fingerprint):
        switch_key(path)
    if not path.exists():
        if has_pseudonyms:
            raise KeyRefused(
                Message(
                    "the key file is missing, but the warehouse already holds pseudonyms made with it"
                ),
                place=str(path),
                next_step=Message(
                    "put the key file back; with a new key everyone would become a new person"
                ),
            )
        make_key(path, version=version or 1)
    key = _read(path)
    if has_pseudonyms:
        _require_same_key(key, path, version, fingerprint)
    return key


def _require_same_key(key: Key, path: Path, version: int | None, fingerprint: str | None) -> None:
    """Raise KeyRefused unless the key is the one with which the warehouse's pseudonyms were made."""
    if version is not None and key.version != version:
        raise KeyRefused(
            Message(
                "the key file has version {own}, the warehouse was made with version {version}",
                own=key.version,
                version=version,
            ),
            place=str(path),
            next_step=Message(
                "put back the key file of version {version}, or the warehouse that goes with it",
                version=version,
            ),
        )
    if fingerprint is not None and key.fingerprint != fingerprint:
        raise KeyRefused(
            Message("this is another key than the one behind the warehouse"),
            place=str(path),
            next_step=Message(
                "put back the key file that goes with this warehouse; with another everyone would become a new person"
            ),
        )


def _is_next_in_use(path: Path, version: int | None, fingerprint: str | None) -> bool:
    """Whether the waiting key (`.next`) is the warehouse's version and the key file is not, or is missing."""
    waiting = next_file(path)
    if version is None or not waiting.exists():
        return False
    if path.exists() and _read(path).version == version:
        return False
    following = _read(waiting)
    return following.version == version and fingerprint in {None, following.fingerprint}


def _read(path: Path) -> Key:
    mode, words = _opened(path)
    if words and words[0] != _HEADING.encode():
        # Checked before the mode: nobody should be told to chmod a file that is not a key.
        raise _no_key(path)
    if mode & _OTHERS:
        raise KeyRefused(
            Message("the key file is open to others (mode {mode:04o})", mode=stat.S_IMODE(mode)),
            place=str(path),
            next_step=Message("run: chmod 600 {path}", path=path),
        )
    try:
        heading, version, *digits = (word.decode("ascii") for word in words)
        *earlier, secret = (bytes.fromhex(one) for one in digits)
        key = Key(int(version), secret, tuple(earlier))
        if (
            heading != _HEADING
            or key.version < 1
            or {len(one) for one in (*earlier, secret)} != {hashlib.sha256().digest_size}
        ):
            raise ValueError  # noqa: TRY301 - every way of being damaged ends in the one message below
    except ValueError:
        raise KeyRefused(
            Message("the key file is damaged"),
            place=str(path),
            next_step=Message("put it back from its back-up"),
        ) from None
    return key


def _opened(path: Path) -> tuple[int, list[bytes]]:
    """Return the mode and the words of the file at `path`, whatever it is."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            # Reading a pipe could block for ever.
            raise _no_key(path)
        with path.open("rb") as file:
            return os.fstat(file.fileno()).st_mode, file.read(_MOST_BYTES).split()
    except OSError as error:
        refused = of_system(error)
        raise KeyRefused(refused.thing, place=str(path), next_step=refused.next_step) from None


def _no_key(path: Path) -> KeyRefused:
    return KeyRefused(
        Message("this is no key of Hirogari"),
        place=str(path),
        next_step=Message(
            "name a file of its own in [paths] key (it is made if there is none), or put the key back from its back-up"
        ),
    )


def make_key(path: Path, *, version: int) -> None:
    """Write a new secret atomically, readable by its owner alone from the first byte on.

    If another process creates the key first, that key stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = _write_aside(path, Key(version, secrets.token_bytes(hashlib.sha256().digest_size)))
    try:
        os.link(aside, path)
    except FileExistsError:
        return
    finally:
        aside.unlink()
    _sync(path.parent)


def next_file(path: Path) -> Path:
    """Return the path of a new key version that waits until the warehouse has moved to it."""
    return path.with_name(f"{path.name}.next")


def write_next_key(path: Path, key: Key) -> None:
    """Write a new key version beside the key file; the current version stays in use."""
    _write_aside(path, key).replace(next_file(path))
    _sync(path.parent)


def switch_key(path: Path) -> None:
    """Make the waiting key version the current one."""
    next_file(path).replace(path)
    _sync(path.parent)


def _write_aside(path: Path, key: Key) -> Path:
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with new_file(aside, OWN) as file:
        lines = "\n".join(one.hex() for one in (*key.earlier, key.secret))
        file.write(f"{_HEADING} {key.version}\n{lines}\n")
        file.flush()
        os.fsync(file.fileno())
    return aside


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
