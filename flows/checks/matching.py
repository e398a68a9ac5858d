"""Checks on a sample of a few thousand rows how many of a source's accounts are on the roster.

The sample is read before the first night, and nothing is landed or kept. Account names are never shown, only their
form: `aaa…@aaa….aa` in the log beside `000000` in the roster is enough to see what is wrong.
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from connectors.contract.messages import NOTHING, Message
from connectors.contract.streams import TOKYO, Finding, Window
from connectors.io.logs.line_forms import form_of
from connectors.roster.identity import Gate, Key
from connectors.roster.roster_model import comparable

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    import pyarrow as pa

    from connectors.contract.streams import Batch, Connector, Stream
    from connectors.roster.roster_model import Roster

FEW_MATCHES = 0.9
"""Minimum share of accounts (or rows) on the roster; below it, adoption curves say little about sections."""
_MOST_ROWS, _MOST_BATCHES = 3_000, 500
_WHOLE_FILES = 366
"""Streams with at least this many days per slice are files: reading all days costs no more than reading one."""
_ASKED, _IN_FILES = timedelta(days=7), timedelta(days=3_650)
"""Days sampled before today: of a service that is queried, and of files."""


def match_findings(connector: Connector, roster: Roster) -> Iterator[Finding]:
    """Yield one finding per stream with a staff column: how many of its sampled accounts are on the roster.

    A stream without any account in the sample has no finding. Nothing is landed or kept.
    """
    for stream in connector.streams:
        if "staff" in stream.shape.landed.names:
            known, strangers = _sample(connector, stream, roster)
            if known or strangers:
                yield _finding(connector.name, stream, roster, known, strangers)


def _sample(connector: Connector, stream: Stream, roster: Roster) -> tuple[set[str], set[str]]:
    """Return the accounts of the sampled rows: those on the roster, and those that are not."""
    today = datetime.now(TOKYO).date()
    reach = _IN_FILES if stream.slice_days >= _WHOLE_FILES else _ASKED
    # Any key will do: nothing pseudonymised leaves this function.
    gate = Gate(roster, Key(1, bytes(32)))
    known: set[str] = set()
    strangers: set[str] = set()
    rows = 0
    with closing(_batches(connector, stream, Window(today - reach, today))) as batches:
        for batch in batches:
            unknown = gate.strangers(stream, batch.rows, batch.day_on)
            strangers |= unknown
            known |= _accounts(stream, batch.rows) - unknown
            rows += batch.rows.num_rows
            if rows >= _MOST_ROWS:
                break
    return known - strangers, strangers


def _batches(connector: Connector, stream: Stream, window: Window) -> Generator[Batch, None, None]:
    try:
        yield from islice(connector.fetch(stream, window), _MOST_BATCHES)
    except Exception:  # noqa: BLE001 - the source's own check and the night report it
        return


def _accounts(stream: Stream, rows: pa.Table) -> set[str]:
    is_ours = (
        [not one for one in rows["is_guest"].to_pylist()]
        if "is_guest" in rows.column_names
        else None
    )
    found: set[str] = set()
    for column in stream.shape.columns:
        if column.kind == "account":
            names = rows[column.name].to_pylist()
            ours = (
                names
                if is_ours is None
                else [name for name, one in zip(names, is_ours, strict=True) if one]
            )
            found |= {comparable(name) for name in ours if name and comparable(name)}
    return found


def _finding(
    source: str, stream: Stream, roster: Roster, known: set[str], strangers: set[str]
) -> Finding:
    of_all = len(known) + len(strangers)
    is_ok = len(known) >= FEW_MATCHES * of_all
    thing = Message(
        "the roster has {count} of the {total} accounts in the log", total=of_all, count=len(known)
    )
    if strangers and not is_ok:
        here, there = _usual_form(strangers), _usual_form({one.account for one in roster.aliases})
        thing = Message(
            "{thing}; the unknown names look like {here}, those in the roster like {there}",
            thing=thing,
            here=here,
            there=there,
        )
    return Finding(
        is_ok,
        thing,
        f"source {source}, stream {stream.name}",
        NOTHING if is_ok else _next_step(roster, strangers),
    )


def _next_step(roster: Roster, strangers: set[str]) -> Message:
    ours = {_domain(one.account) for one in roster.aliases}
    if all(_domain(one) and _domain(one) not in ours for one in strangers):
        return Message(
            "the part after the @ is in no address of the roster: add the addresses with the log's domain to its accounts"
        )
    return Message(
        "add the names as the log writes them to the roster's accounts; until then the days count as missing"
    )


def _domain(account: str) -> str:
    return account.partition("@")[2]


def _usual_form(names: set[str]) -> str:
    forms = Counter(form_of(name) for name in sorted(names))
    return forms.most_common(1)[0][0] if forms else "-"
