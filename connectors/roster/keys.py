"""The key behind every pseudonym: made at first use, mode 0600, versioned, and changed without a gap.

A new version does not replace the old secret in the reckoning, it is put on top of it: with two
versions a pseudonym is `HMAC(second, HMAC(first, text))`. What the warehouse holds can so be taken
from one version to the next without knowing who or what stands behind it (a file, a meeting, someone
who left the roster long ago), and a day read again afterwards gives the same pseudonyms. Whoever has
an old copy of the key file cannot reckon one of the new pseudonyms.
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
"""How much of the hash is kept: 128 bits, no two people or files in one town will share it."""

_FINGERPRINT_OF = "\x00hirogari-key-fingerprint"
"""No staff number, account or title is this."""
_HEADING = "hirogari-key"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_MOST_BYTES = 65_536


class KeyRefused(SourceError):
    """The key of the pseudonyms cannot be used as it is."""


@dataclass(frozen=True, slots=True)
class Key:
    """The secret behind every pseudonym, and its version."""

    version: int
    secret: bytes = field(repr=False)
    earlier: tuple[bytes, ...] = field(default=(), repr=False)
    """The secrets of the versions before, oldest first."""

    def pseudonym(self, text: str) -> str:
        """Return the first 32 hex digits of `HMAC-SHA-256(key, text)`, through all versions."""
        return self.finish(self.begin(text))

    def begin(self, text: str) -> hmac.HMAC:
        """Return the hash of what begins with `text`; a copy of it costs less than a new one."""
        return hmac.new([*self.earlier, self.secret][0], text.encode(), "sha256")

    def finish(self, begun: hmac.HMAC) -> str:
        """Return the pseudonym of what was begun, taken through the versions since."""
        pseudonym = begun.hexdigest()[:HEX_DIGITS]
        for secret in [*self.earlier, self.secret][1:]:
            pseudonym = _step(secret, pseudonym)
        return pseudonym

    def taken_on(self, pseudonym: str) -> str:
        """Return what a pseudonym of the version before is in this version."""
        return _step(self.secret, pseudonym)

    @property
    def fingerprint(self) -> str:
        """What tells this key from any other and gives nothing of it away."""
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
    """Read the key file; make it (mode 0600) if there is none and nothing depends on one yet.

    Args:
        path: the key file.
        has_pseudonyms: whether the warehouse holds anything made with a key.
        version: the version that the warehouse names; None if it has not noted one yet. A change of
            keys that was cut short after the warehouse had moved is finished here.
        fingerprint: that of the key behind what the warehouse holds; None if it has not noted one yet.

    Raises:
        KeyRefused: others can read the file, it is damaged, another key than that of the warehouse, or
            missing although the warehouse already holds pseudonyms that only it can go on making.
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
    if has_pseudonyms and version is not None and key.version != version:
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
    if has_pseudonyms and fingerprint is not None and key.fingerprint != fingerprint:
        raise KeyRefused(
            Message("this is another key than the one behind the warehouse"),
            place=str(path),
            next_step=Message(
                "put back the key file that goes with this warehouse; with another everyone would become a new person"
            ),
        )
    return key


def _is_next_in_use(path: Path, version: int | None, fingerprint: str | None) -> bool:
    """Whether the version that waits is the warehouse's, and the key file is of the one before or not there."""
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
        # Before its rights: nobody is to be told to change those of another file.
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
    """Return rights and words of what lies there, which may be anything."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            # A pipe would be waited for, perhaps for ever.
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
    """Write a new secret: whole or not at all, readable by its owner alone from the first byte on.

    If another process makes the key first, that one stays.
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
    """Return where a new version waits until the warehouse has moved to it."""
    return path.with_name(f"{path.name}.next")


def write_next_key(path: Path, key: Key) -> None:
    """Put a new version beside the key file; the one in use stays in use."""
    _write_aside(path, key).replace(next_file(path))
    _sync(path.parent)


def switch_key(path: Path) -> None:
    """Let the version that waits be the one in use."""
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
