"""Gate 1: replaces every person and thing in a batch by a keyed pseudonym before the batch is stored.

A person's pseudonym is `HMAC-SHA-256(key, staff number)`; the roster's dated aliases map an account to a staff number.
Documents, meetings, printers and event identities become keyed hashes as well. An account without a matching roster
line is counted as unmatched; its owner must never be guessed, and nothing identifying may pass in clear text.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from connectors.contract.errors import StopSource
from connectors.contract.messages import Message
from connectors.roster.keys import HEX_DIGITS, Key, KeyRefused, make_key, open_key
from connectors.roster.roster_model import comparable, login_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from connectors.contract.shape import Column, Shape
    from connectors.contract.streams import Stream
    from connectors.roster.roster import Alias, Roster

__all__ = ["HEX_DIGITS", "Gate", "Key", "KeyRefused", "make_key", "open_key"]


class Gate:
    """Pseudonymises the batches of every source before they enter the warehouse, for one roster and one key."""

    def __init__(self, roster: Roster, key: Key, forgotten: frozenset[str] = frozenset()) -> None:
        """Compute each staff number's pseudonym once.

        Args:
            roster: staff, sections and accounts.
            key: the key of the pseudonyms.
            forgotten: pseudonyms of people who asked to be forgotten; their rows are never admitted again.
        """
        self._key = key
        self._forgotten = forgotten
        self._sections = frozenset(
            name for section in roster.sections for name in (section.section, section.name)
        )
        self._staff = {
            number: key.pseudonym(number)
            for number in {alias.staff_no for alias in roster.aliases}
            | {assignment.staff_no for assignment in roster.assignments}
        }
        self._aliases: dict[str, list[Alias]] = {}
        self._logins: dict[str, list[Alias]] = {}
        """Accounts that the roster writes with a leading domain, by the log-on name without it."""
        for alias in sorted(roster.aliases, key=lambda one: one.period.from_on or date.min):
            self._aliases.setdefault(alias.account, []).append(alias)
            if "\\" in alias.account:
                self._logins.setdefault(login_of(alias.account), []).append(alias)
        self._domains = _domains(roster)
        table = "\n".join(
            f"{alias.account}\t{alias.staff_no}\t{alias.period.from_on}\t{alias.period.to_on}"
            for alias in roster.aliases
        )
        self._fingerprint = key.pseudonym(f"aliases:{table}")

    @property
    def fingerprint(self) -> str:
        """A keyed hash of the alias table; it changes when an account's owner or period changes."""
        return self._fingerprint

    @property
    def key_version(self) -> int:
        """The version of the key that makes the pseudonyms."""
        return self._key.version

    def staff_of(self, staff_no: str) -> str:
        """Return the pseudonym of a staff number, whether or not it is on the roster."""
        return self._staff.get(staff_no) or self._key.pseudonym(staff_no)

    def staff_behind(self, account: str, day_on: date, *, is_login: bool = False) -> str | None:
        """Return the pseudonym of the account's owner on that day; None if the roster names no single owner.

        Sources write the same log-on name in several forms. With `is_login`, a domain that only the source or only the
        roster writes is ignored; if both write a domain, the two must be equal.
        """
        found = self._alias(comparable(account), day_on)
        if found is None and is_login:
            plain = login_of(account)
            is_plain = plain == comparable(account)
            found = self._alias(plain, day_on, self._logins if is_plain else self._aliases)
        return self._staff[found.staff_no] if found else None

    def _alias(
        self, account: str, day_on: date, among: Mapping[str, list[Alias]] | None = None
    ) -> Alias | None:
        """Return the account's alias on that day, provided that all its aliases of that day belong to one person."""
        dated = (self._aliases if among is None else among).get(account, ())
        held = [alias for alias in dated if alias.period.holds(day_on)]
        return held[0] if len({alias.staff_no for alias in held}) == 1 else None

    def thing(self, column: str, value: str) -> str:
        """Return the pseudonym of a document, meeting, printer or event."""
        return self._key.pseudonym(f"thing:{column}:{value}")

    def _things(self, column: str) -> Callable[[str], str]:
        """Return a faster `thing` for one column: the hash of the common prefix is computed once.

        Most of the hashing of a batch is spent on things.
        """
        begun = self._key.begin(f"thing:{column}:")

        def thing(value: str) -> str:
            mac = begun.copy()
            mac.update(value.encode())
            return self._key.finish(mac)

        return thing

    def admit(self, stream: Stream, rows: pa.Table, day_on: date) -> pa.Table:
        """Return the rows as they may be stored: the shape's landed schema plus the column `is_unmatched`.

        `is_unmatched` is true where a row names an account that the roster assigns to nobody on that day. Guests are
        not staff: their `staff` is null and they are not unmatched. Rows of forgotten people are left out.

        Raises:
            StopSource: a row names a section that the roster does not have; a section cell is free text and may
                contain a person's name.
            ValueError: the connector broke its contract (wrong schema, or rows of another source-day).
        """
        shape = stream.shape
        if rows.schema != shape.arriving:
            raise ValueError(
                f"stream {stream.name} does not yield the schema of shape {shape.name}"
            )
        if rows.num_rows and pc.unique(rows["day_on"]).to_pylist() != [day_on]:
            raise ValueError(f"stream {stream.name} files rows of another day under {day_on}")
        if "section" in rows.column_names:
            self._check_sections(stream, rows["section"])
        rows = self.with_guests(rows, day_on)
        columns = [self._admitted(stream, column, rows, day_on) for column in shape.columns]
        admitted = pa.Table.from_arrays(
            [*columns, _unmatched(shape, rows, columns)],
            schema=shape.landed.append(pa.field("is_unmatched", pa.bool_())),
        )
        return self._without_forgotten(admitted)

    def with_guests(self, rows: pa.Table, day_on: date) -> pa.Table:
        """Return the rows with `is_guest` filled in where the source leaves it null.

        An account is a guest if its address is neither on the roster nor in one of the roster's mail domains. If the
        rows contain no account of the roster at all, nobody is marked as a guest: the town then evidently uses other
        addresses than the roster's, and the accounts are unknown.
        """
        if "is_guest" not in rows.column_names or not rows["is_guest"].null_count:
            return rows
        place = rows.column_names.index("is_guest")
        accounts = rows["account"].to_pylist()
        ours = {one for one in set(accounts) if one and self.staff_behind(one, day_on)}
        decided = [
            bool(ours) and one not in ours and self._is_foreign(one)
            if is_guest is None
            else is_guest
            for one, is_guest in zip(accounts, rows["is_guest"].to_pylist(), strict=True)
        ]
        return rows.set_column(place, rows.schema.field(place), pa.array(decided, pa.bool_()))

    def _is_foreign(self, account: str | None) -> bool:
        _name, at, domain = comparable(account or "").rpartition("@")
        is_own = any(domain == one or domain.endswith(f".{one}") for one in self._domains)
        return bool(at) and bool(self._domains) and not is_own

    def strangers(self, stream: Stream, rows: pa.Table, day_on: date) -> set[str]:
        """Return the accounts in the rows that the roster assigns to nobody on that day, guests excluded."""
        found: set[str] = set()
        rows = self.with_guests(rows, day_on)
        ours = rows.filter(pc.invert(_guests(rows)))
        for column in stream.shape.columns:
            if column.kind == "account":
                names = {
                    comparable(name) for name in pc.unique(ours[column.name]).to_pylist() if name
                }
                found |= {
                    name
                    for name in names
                    if name and not self.staff_behind(name, day_on, is_login=stream.has_logins)
                }
        return found

    def _check_sections(self, stream: Stream, sections: pa.ChunkedArray) -> None:
        if unknown := set(pc.unique(sections).to_pylist()) - self._sections - {None}:
            raise StopSource(
                Message(
                    "{count} sections that the roster's list does not have", count=len(unknown)
                ),
                place=f"stream {stream.name}",
                next_step=Message(
                    "`hirogari check` names them: write each as in the list of sections"
                ),
            )

    def _without_forgotten(self, rows: pa.Table) -> pa.Table:
        """Leave out the rows of people who asked to be forgotten, as if the source had never named them."""
        if not self._forgotten or "staff" not in rows.column_names:
            return rows
        theirs = pc.is_in(rows["staff"], pa.array(sorted(self._forgotten), pa.string()))
        return rows.filter(pc.invert(theirs))

    def _admitted(
        self, stream: Stream, column: Column, rows: pa.Table, day_on: date
    ) -> pa.ChunkedArray:
        values = rows[column.name]
        if column.kind == "plain":
            return values
        if column.kind == "thing":
            return _replaced(values, self._things(column.name))
        is_login = stream.has_logins
        staff = _replaced(
            values, lambda account: self.staff_behind(account, day_on, is_login=is_login)
        )
        return pc.if_else(_guests(rows), pa.scalar(None, pa.string()), staff)


_FEW = 0.05
"""A domain with a smaller share of the roster's addresses is private: others with that domain may be guests."""


def _domains(roster: Roster) -> frozenset[str]:
    """Return the mail domains of the town hall: those with a share of at least `_FEW` of the roster's addresses."""
    addresses = {alias.account for alias in roster.aliases if "@" in alias.account}
    counts = Counter(address.rpartition("@")[2] for address in addresses)
    return frozenset(one for one, count in counts.items() if count >= _FEW * len(addresses))


def _replaced(values: pa.ChunkedArray, replace: Callable[[str], str | None]) -> pa.ChunkedArray:
    """Replace each value; `replace` is called once per distinct value."""
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
