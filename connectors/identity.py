"""Gate 1: whoever and whatever comes in leaves here as a keyed pseudonym, or does not leave.

A person is `HMAC-SHA-256(key, staff number)`; the staff number comes from the roster through dated
aliases. An account that no roster line explains is counted and never guessed. Documents, meetings,
printers and the identities of events become keyed hashes as well.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from connectors.errors import SourceError
from connectors.roster import comparable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from connectors.contract import Column, Shape, Stream
    from connectors.roster import Alias, Roster

HEX_DIGITS = 32
"""How much of the hash is kept: 128 bits, no two people or files in one town will share it."""

_HEADING = "hirogari-key"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class KeyRefused(SourceError):
    """The key of the pseudonyms cannot be used as it is."""


@dataclass(frozen=True, slots=True)
class Key:
    """The secret behind every pseudonym, and its version."""

    version: int
    secret: bytes = field(repr=False)

    def pseudonym(self, text: str) -> str:
        """Return the first 32 hex digits of `HMAC-SHA-256(key, text)`."""
        return self.begin(text).hexdigest()[:HEX_DIGITS]

    def begin(self, text: str) -> hmac.HMAC:
        """Return the hash of what begins with `text`; a copy of it costs less than a new one."""
        return hmac.new(self.secret, text.encode(), "sha256")


def open_key(path: Path, *, has_pseudonyms: bool) -> Key:
    """Read the key file; make it (mode 0600) if there is none and nothing depends on one yet.

    Raises:
        KeyRefused: others can read the file, it is damaged, or it is missing although the warehouse
            already holds pseudonyms that only it can go on making.
    """
    if not path.exists():
        if has_pseudonyms:
            raise KeyRefused(
                "the key file is missing, but the warehouse already holds pseudonyms made with it",
                place=str(path),
                next_step="put the key file back; with a new key everyone would become a new person",
            )
        make_key(path, version=1)
    with path.open("rb") as file:
        mode = os.fstat(file.fileno()).st_mode
        if mode & _OTHERS:
            raise KeyRefused(
                f"the key file is open to others (mode {stat.S_IMODE(mode):04o})",
                place=str(path),
                next_step=f"run: chmod 600 {path}",
            )
        words = file.read(4096).split()
    try:
        heading, version, digits = (word.decode("ascii") for word in words)
        key = Key(int(version), bytes.fromhex(digits))
        if (
            heading != _HEADING
            or key.version < 1
            or len(key.secret) != hashlib.sha256().digest_size
        ):
            raise ValueError  # noqa: TRY301 - every way of being damaged ends in the one message below
    except ValueError:
        raise KeyRefused(
            "the key file is damaged", place=str(path), next_step="put it back from its back-up"
        ) from None
    return key


def make_key(path: Path, *, version: int) -> None:
    """Write a new secret: whole or not at all, readable by its owner alone from the first byte on.

    If another process makes the key first, that one stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{_HEADING} {version}\n{secrets.token_hex(32)}\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            return
    finally:
        aside.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class Gate:
    """The door between a source and the warehouse, for one roster and one key."""

    def __init__(self, roster: Roster, key: Key) -> None:
        """Compute each staff number's pseudonym once."""
        self._key = key
        self._staff = {
            number: key.pseudonym(number)
            for number in {alias.staff_no for alias in roster.aliases}
            | {assignment.staff_no for assignment in roster.assignments}
        }
        self._aliases: dict[str, list[Alias]] = {}
        for alias in sorted(roster.aliases, key=lambda one: one.period.from_on or date.min):
            self._aliases.setdefault(alias.account, []).append(alias)
        table = "\n".join(
            f"{alias.account}\t{alias.staff_no}\t{alias.period.from_on}\t{alias.period.to_on}"
            for alias in roster.aliases
        )
        self._fingerprint = key.pseudonym(f"aliases:{table}")

    @property
    def fingerprint(self) -> str:
        """A keyed hash of the alias table: changes when an account's owner or period changes."""
        return self._fingerprint

    @property
    def key_version(self) -> int:
        """The version of the key behind the pseudonyms."""
        return self._key.version

    def staff_of(self, staff_no: str) -> str:
        """Return the pseudonym of a staff number, whether or not it is on the roster."""
        return self._staff.get(staff_no) or self._key.pseudonym(staff_no)

    def staff_behind(self, account: str, day_on: date) -> str | None:
        """Return the pseudonym of whoever had the account on that day; None if nobody known had it."""
        dated = self._aliases.get(comparable(account), ())
        found = next((alias for alias in dated if alias.period.holds(day_on)), None)
        return self._staff[found.staff_no] if found else None

    def thing(self, column: str, value: str) -> str:
        """Return the pseudonym of a document, meeting, printer or event."""
        return self._key.pseudonym(f"thing:{column}:{value}")

    def _things(self, column: str) -> Callable[[str], str]:
        """Return `thing` for many values of one column, which are most of all hashing."""
        begun = self._key.begin(f"thing:{column}:")

        def thing(value: str) -> str:
            mac = begun.copy()
            mac.update(value.encode())
            return mac.hexdigest()[:HEX_DIGITS]

        return thing

    def admit(self, stream: Stream, rows: pa.Table, day_on: date) -> pa.Table:
        """Return the rows as they may be stored: the shape's landed schema and `is_unmatched`.

        `is_unmatched` means that an account was given which no roster line explains on that day.
        Guests are nobody of ours: their staff is null and they are not unmatched.

        Raises:
            ValueError: the connector broke its contract (schema, or rows of another source-day).
        """
        shape = stream.shape
        if rows.schema != shape.arriving:
            raise ValueError(
                f"stream {stream.name} does not yield the schema of shape {shape.name}"
            )
        if rows.num_rows and pc.unique(rows["day_on"]).to_pylist() != [day_on]:
            raise ValueError(f"stream {stream.name} files rows of another day under {day_on}")
        columns = [self._admitted(column, rows, day_on) for column in shape.columns]
        return pa.Table.from_arrays(
            [*columns, _unmatched(shape, rows, columns)],
            schema=shape.landed.append(pa.field("is_unmatched", pa.bool_())),
        )

    def _admitted(self, column: Column, rows: pa.Table, day_on: date) -> pa.ChunkedArray:
        values = rows[column.name]
        if column.kind == "plain":
            return values
        if column.kind == "thing":
            return _replaced(values, self._things(column.name))
        staff = _replaced(values, lambda account: self.staff_behind(account, day_on))
        return pc.if_else(_guests(rows), pa.scalar(None, pa.string()), staff)


def _replaced(values: pa.ChunkedArray, replace: Callable[[str], str | None]) -> pa.ChunkedArray:
    """Replace each value; each distinct one is computed once."""
    encoded = values.combine_chunks().dictionary_encode()
    replaced = pa.array([replace(value) for value in encoded.dictionary.to_pylist()], pa.string())
    return pa.chunked_array([replaced.take(encoded.indices)])


def _guests(rows: pa.Table) -> pa.Array:
    if "is_guest" not in rows.column_names:
        return pa.repeat(pa.scalar(value=False), rows.num_rows)
    return pc.fill_null(rows["is_guest"].combine_chunks(), pa.scalar(value=False))


def _unmatched(shape: Shape, rows: pa.Table, columns: list[pa.ChunkedArray]) -> pa.Array:
    unmatched = pa.repeat(pa.scalar(value=False), rows.num_rows)
    for column, staff in zip(shape.columns, columns, strict=True):
        if column.kind == "account":
            named = pc.greater(pc.utf8_length(pc.utf8_trim_whitespace(rows[column.name])), 0)
            named = pc.fill_null(named, pa.scalar(value=False))
            unmatched = pc.and_(pc.and_(named, pc.is_null(staff)), pc.invert(_guests(rows)))
    return unmatched
