"""What `hirogari map` proposes for an export: the entries for the settings, and the result of a trial read."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from connectors.contract.configuration import IGNORED
from connectors.contract.errors import SkipPart, SourceError
from connectors.contract.messages import Message
from connectors.contract.streams import Window
from connectors.roster.roster_model import comparable
from connectors.vendors.registry import known_exports, module_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from connectors.io.tables.known_exports import Draft, Entry, ExportTable

_DAYS = 3650
_MOST_SHOWN = 40
_LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class Proposal:
    """The result: the settings to copy, and notes on what to check before using them."""

    settings: str
    notes: tuple[Message, ...]


@dataclass(slots=True)
class _Trial:
    """The result of reading the file with one entry."""

    rows: int = 0
    accounts: set[str] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    fault: Message | None = None


def known_draft(table: ExportTable) -> Draft | None:
    """Return the entries for an export that a vendor's folder recognises; None for any other export.

    Of two known exports the one with more matching headers is taken.

    Raises:
        SkipPart: the export is known, but has no data by day.
    """
    names = table.names
    best = max(known_exports(), key=lambda known: known.matched(names), default=None)
    return best.draft(table) if best and best.matched(names) else None


def tried(table: ExportTable, draft: Draft, accounts: AbstractSet[str] | None) -> Proposal:
    """Read the file with each entry as the nightly run would, and report the result.

    Args:
        table: the export.
        draft: the entries to try.
        accounts: the roster's accounts in comparable form; None if no roster was found.

    Raises:
        SkipPart: no entry reads a row, or none of the accounts is on the roster.
    """
    notes = list(draft.notes)
    trials = [_try(entry, draft.unknown) for entry in draft.entries]
    for entry, trial in zip(draft.entries, trials, strict=True):
        notes.extend(_trial_notes(entry, trial, len(table.rows), accounts))
    _require_rows(table, trials, accounts)
    if draft.unknown:
        shown = ", ".join(
            json.dumps(one, ensure_ascii=False) for one in draft.unknown[:_MOST_SHOWN]
        )
        notes.append(
            Message(
                "add to {where} what these {count} words are, ignored if no action of one's own; until then the file is set aside: {words}",
                where=_where(draft.entries[0]),
                count=len(draft.unknown),
                words=shown,
            )
        )
    return Proposal("\n".join(map(as_toml, draft.entries)), tuple(notes))


def _require_rows(
    table: ExportTable, trials: Sequence[_Trial], accounts: AbstractSet[str] | None
) -> None:
    """Raise SkipPart if no trial read a row, or none of the accounts is on the roster."""
    if not any(trial.rows for trial in trials):
        reason = next((trial.fault for trial in trials if trial.fault), None)
        rows = len(table.rows)
        raise SkipPart(
            Message("of {rows} rows none would be read: {reason}", rows=rows, reason=reason)
            if reason
            else Message("of {rows} rows none would be read", rows=rows),
            place=table.path.name,
            next_step=Message(
                "save the export anew with some days in it, or write the settings of kind mapped_csv by hand"
            ),
        )
    found = set[str]().union(*(trial.accounts for trial in trials))
    if accounts and found and not found & accounts:
        raise SkipPart(
            Message("of {count} accounts in it none is on the roster", count=len(found)),
            place=table.path.name,
            next_step=Message(
                "add the accounts as this export writes them to the roster, then run this again"
            ),
        )


def _try(entry: Entry, unknown: Sequence[str]) -> _Trial:
    trial = _Trial()
    named = dict(entry)
    if unknown:
        where = _where(entry)
        named[where] = dict.fromkeys(unknown, IGNORED) | named.get(where, {})
    module = module_of(entry["kind"])
    try:
        connector = module.connect(module.Settings(**named))
        for stream in connector.streams:
            first = connector.first_day(stream)
            if first is None:
                continue
            for batch in connector.fetch(stream, Window(first, first + timedelta(days=_DAYS))):
                trial.rows += batch.rows.num_rows
                if batch.rows.num_rows:
                    trial.days.add(batch.day_on)
                    accounts_read = batch.rows["account"].to_pylist()
                    trial.accounts.update(comparable(one) for one in accounts_read if one)
    except SourceError as error:
        trial.fault = error.thing
    return trial


def _where(entry: Entry) -> str:
    """Return the name of the setting in which an entry maps words to actions."""
    return "events" if "events" in entry else "actions"


def _trial_notes(
    entry: Entry, trial: _Trial, rows: int, accounts: AbstractSet[str] | None
) -> Iterator[Message]:
    name = entry["name"]
    if trial.days:
        yield Message(
            "{name} reads {read} of {count} rows, {first} to {last}",
            name=name,
            read=trial.rows,
            count=rows,
            first=min(trial.days),
            last=max(trial.days),
        )
    else:
        yield Message("{name} reads {read} of {count} rows", name=name, read=trial.rows, count=rows)
    if trial.fault:
        yield Message("{name} leaves out a part: {reason}", name=name, reason=trial.fault)
    if accounts is None:
        yield Message(
            "{name} names {count} accounts; give --settings to see how many are on the roster",
            name=name,
            count=len(trial.accounts),
        )
    else:
        matched = len(trial.accounts & accounts)
        yield Message(
            "{name}: {matched} of {count} accounts are on the roster",
            name=name,
            matched=matched,
            count=len(trial.accounts),
        )


def is_word(text: str) -> bool:
    """Whether a cell of an action column is short enough to be a word, and may be shown."""
    return len(text) <= _LONGEST_WORD


def as_toml(entry: Mapping[str, Any]) -> str:
    """Return the entry in TOML, as in the settings."""
    lines = ["[[sources]]"]
    for name, value in entry.items():
        if isinstance(value, dict):
            pairs = ", ".join(f"{_key(key)} = {_quoted(word)}" for key, word in value.items())
            lines.append(f"{name} = {{ {pairs} }}")
        else:
            lines.append(f"{name} = {_quoted(value)}")
    return "\n".join(lines) + "\n"


def _key(key: str) -> str:
    plain = key.replace("_", "a").replace("-", "a")
    return key if plain.isascii() and plain.isalnum() else _quoted(key)


def _quoted(value: object) -> str:
    # Strings and lists of strings are the same in JSON and TOML, except that TOML must escape the delete
    # character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def as_text(cell: object) -> str:
    """Return a cell as the text that the table shows."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    return str(cell)
