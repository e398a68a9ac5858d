"""Gate 1: whoever and whatever comes in leaves here as a keyed pseudonym, or does not leave.

A person is `HMAC-SHA-256(key, staff number)`; the staff number comes from the roster through dated
aliases. An account that no roster line explains is counted and never guessed. Documents, meetings,
printers and the identities of events become keyed hashes as well.
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

    from connectors.contract.shapes import Column, Shape
    from connectors.contract.streams import Stream
    from connectors.roster.roster import Alias, Roster

__all__ = ["HEX_DIGITS", "Gate", "Key", "KeyRefused", "make_key", "open_key"]


class Gate:
    """The door between a source and the warehouse, for one roster and one key."""

    def __init__(self, roster: Roster, key: Key, forgotten: frozenset[str] = frozenset()) -> None:
        """Compute each staff number's pseudonym once; rows of `forgotten` ones never come in again."""
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
        """Accounts that the roster writes with a domain before them, by what stands behind it."""
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
        """A keyed hash of the alias table: changes when an account's owner or period changes."""
        return self._fingerprint

    @property
    def key_version(self) -> int:
        """The version of the key behind the pseudonyms."""
        return self._key.version

    def staff_of(self, staff_no: str) -> str:
        """Return the pseudonym of a staff number, whether or not it is on the roster."""
        return self._staff.get(staff_no) or self._key.pseudonym(staff_no)

    def staff_behind(self, account: str, day_on: date, *, is_login: bool = False) -> str | None:
        """Return the pseudonym of whoever had the account on that day; None if nobody known had it.

        One log-on is written in several forms: a domain before or behind it that the roster does not name is passed
        over, and so is one that only the roster names. Two domains that are both named have to be the same.
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
        """Return the account's line of that day, where all lines of that day are of one person."""
        dated = (self._aliases if among is None else among).get(account, ())
        held = [alias for alias in dated if alias.period.holds(day_on)]
        return held[0] if len({alias.staff_no for alias in held}) == 1 else None

    def thing(self, column: str, value: str) -> str:
        """Return the pseudonym of a document, meeting, printer or event."""
        return self._key.pseudonym(f"thing:{column}:{value}")

    def _things(self, column: str) -> Callable[[str], str]:
        """Return `thing` for many values of one column, which are most of all hashing."""
        begun = self._key.begin(f"thing:{column}:")

        def thing(value: str) -> str:
            mac = begun.copy()
            mac.update(value.encode())
            return self._key.finish(mac)

        return thing

    def admit(self, stream: Stream, rows: pa.Table, day_on: date) -> pa.Table:
        """Return the rows as they may be stored: the shape's landed schema and `is_unmatched`.

        `is_unmatched` means that an account was given which no roster line explains on that day.
        Guests are nobody of ours: their staff is null and they are not unmatched.

        Raises:
            StopSource: a row is of a section that the roster does not know; a cell for a section is free
                text, and somebody's name may stand in it.
            ValueError: the connector broke its contract (schema, or rows of another source-day).
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
        """Return the rows with `is_guest` decided where the source leaves it open (null).

        "Has an address" is not "is ours": somebody whose address is on no line of the roster, and of none of
        its domains, is from outside. Not so where nobody in the rows is ours: then the town's addresses are
        others than the roster's, and who they are is not known.
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
        """Return the accounts in rows that no roster line explains on that day; guests are none of ours."""
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
        """Leave out whoever asked to be forgotten, as if the source had never named them."""
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
"""A domain with a smaller share of the roster's addresses is some people's own, and says nothing of others in it."""


def _domains(roster: Roster) -> frozenset[str]:
    """Return the mail domains of the town hall: those that its roster is written in."""
    addresses = {alias.account for alias in roster.aliases if "@" in alias.account}
    counts = Counter(address.rpartition("@")[2] for address in addresses)
    return frozenset(one for one, count in counts.items() if count >= _FEW * len(addresses))


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
