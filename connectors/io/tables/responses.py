"""Parses CSV in a vendor's response: columns are found by name and the encoding is verified, never guessed.

A response that is truncated, empty, JSON or a web page is refused.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from connectors.contract.errors import SkipPart, StopSource, StopStream
from connectors.contract.messages import Message
from connectors.io.http.web_pages import is_web_page
from connectors.io.tables.table_files import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_END = "\x1e"
"""End mark appended to the text: if it does not come back as a row of its own, an unclosed quoted cell swallowed it."""


def read_answer(body: bytes, required: Sequence[str], *, place: str) -> Iterator[dict[str, str]]:
    """Yield each row as column name → text.

    Raises:
        StopStream: a required column is missing, or occurs twice.
        StopSource: the body is a web page.
        SkipPart: the body is empty, JSON, neither UTF-8 nor CP932, or a truncated table.
    """
    if is_web_page(body):
        raise StopSource(
            Message("a web page came instead of a table"),
            place=place,
            next_step=Message("renew the credentials, and look whether a proxy stands in between"),
        )
    text = decode(body)
    if not text or "\0" in text:
        raise SkipPart(
            Message("the answer is empty")
            if not body
            else Message("the answer is no text in UTF-8 or CP932"),
            place=place,
            next_step=Message("it is asked for again the next night; if it stays, ask the vendor"),
        )
    if text.lstrip()[:1] in {"{", "["}:
        raise SkipPart(
            Message("JSON came instead of a table"),
            place=place,
            next_step=Message(
                "it is asked for again the next night; if it stays, look at `endpoint` in the settings"
            ),
        )
    yield from _records(_rows(text, place), required, place)


def _records(
    rows: Iterator[list[str]], required: Sequence[str], place: str
) -> Iterator[dict[str, str]]:
    header = _header(next(rows, []), required, place)
    for number, row in enumerate(rows, start=2):
        if row and len(row) != len(header):
            raise _cut_short(
                Message(
                    "row {number} has {count} columns, the header {most}",
                    number=number,
                    count=len(row),
                    most=len(header),
                ),
                place,
            )
        if row:
            yield dict(zip(header, row, strict=True))


def _header(row: Sequence[str], required: Sequence[str], place: str) -> list[str]:
    """Return the column names, the required ones spelled as in `required`.

    Raises:
        StopStream: a required column is missing, or occurs twice.
    """
    names = {_plain(name): name for name in required}
    header = [names.get(_plain(name), name.strip()) for name in row]
    missing = [name for name in required if name not in header]
    if missing:
        raise StopStream(
            Message("the table has no column {name!r}", name=missing[0]),
            place=place,
            next_step=Message(
                "the vendor has renamed it: look for a newer version of this program"
            ),
        )
    if twice := [name for name in required if header.count(name) > 1]:
        raise StopStream(
            Message("the table has two columns {name!r}", name=twice[0]),
            place=place,
            next_step=Message(
                "the vendor has changed it: look for a newer version of this program"
            ),
        )
    return header


def _rows(text: str, place: str) -> Iterator[list[str]]:
    """Yield the rows; a table that ends within a quoted cell is truncated, however many columns its last row has."""
    try:
        for row in csv.reader(io.StringIO(f"{text.rstrip()}\r\n{_END}\r\n", newline="")):
            if row == [_END]:
                return
            yield row
    except csv.Error:
        raise _cut_short(Message("the table has a cell without an end"), place) from None
    raise _cut_short(Message("the table ends within a cell"), place)


def _cut_short(thing: Message, place: str) -> SkipPart:
    return SkipPart(
        thing,
        place=place,
        next_step=Message("the answer was cut short: it is asked for again the next night"),
    )


def _plain(name: str) -> str:
    """Return a column name for comparison: vendors sometimes change the case, or write two blanks."""
    return " ".join(name.split()).casefold()
