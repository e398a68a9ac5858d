"""Looks for words in everything below a folder, the way somebody would who wants to find them.

Not only in the bytes as they are: in UTF-16, in what is packed (zip, gzip, the streams of PDF and PNG,
Parquet, DuckDB), and in what mail encodes.
"""

from __future__ import annotations

import base64
import gzip
import io
import quopri
import re
import zipfile
import zlib
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{12,}(?:\r?\n[A-Za-z0-9+/]+)*={0,2}")
_DEEP = 4
_PIECE = 1 << 14
_BEGINNING, _BITS, _CHUNK = 8, 22, 1 << 20
"""So many bytes of a word are looked at first, in so many bits, and so much of a text at a time."""


def find_words(folder: Path, words: Iterable[str]) -> dict[str, set[str]]:
    """Return word → the files below the folder in which it stands, in whatever form."""
    return find_in(sorted(one for one in folder.rglob("*") if one.is_file()), words, folder)


def find_in(paths: Iterable[Path], words: Iterable[str], folder: Path) -> dict[str, set[str]]:
    """The same for some files; they are named as below the folder."""
    found: dict[str, set[str]] = {}
    sieve = _Sieve(words)
    for path in paths:
        data = path.read_bytes()
        for text in chain(_unpacked(data, _DEEP), _tables(path, data)):
            for word in sieve.words_in(text):
                found.setdefault(word, set()).add(str(path.relative_to(folder)))
    return found


class _Sieve:
    """Looks for thousands of words at once: few places of a text begin as any of them does."""

    def __init__(self, words: Iterable[str]) -> None:
        forms = {form: word for word in words for form in _forms(word)}
        self._width = min(_BEGINNING, *map(len, forms)) if forms else _BEGINNING
        self._beginning: dict[bytes, list[tuple[bytes, str]]] = {}
        for form, word in forms.items():
            self._beginning.setdefault(form[: self._width], []).append((form, word))
        self._is_known = np.zeros(1 << _BITS, dtype=bool)
        for beginning in self._beginning:
            self._is_known[self._marks(beginning)] = True

    def _marks(self, text: bytes | memoryview) -> NDArray[np.uint32]:
        """A number for what begins at each place; equal beginnings have equal ones."""
        numbers = np.frombuffer(text, dtype=np.uint8).astype(np.uint32)
        count = len(numbers) - self._width + 1
        marks = np.zeros(max(0, count), dtype=np.uint32)
        for place in range(self._width if count > 0 else 0):
            marks = marks * np.uint32(0x01000193) + numbers[place : place + count]
        marks ^= marks >> np.uint32(32 - _BITS)
        return marks & np.uint32((1 << _BITS) - 1)

    def words_in(self, text: bytes) -> set[str]:
        """The words that stand in it."""
        found = set()
        for first in range(0, len(text), _CHUNK):
            part = memoryview(text)[first : first + _CHUNK + self._width - 1]
            for place in (np.flatnonzero(self._is_known[self._marks(part)]) + first).tolist():
                for form, word in self._beginning.get(text[place : place + self._width], ()):
                    if text.startswith(form, place):
                        found.add(word)
        return found


def _forms(word: str) -> Iterator[bytes]:
    """The word in each encoding that can carry it."""
    for form in ("utf-8", "utf-16-le", "utf-16-be", "cp932"):
        with suppress(UnicodeEncodeError):
            yield word.encode(form)


def _unpacked(data: bytes, deep: int) -> Iterator[bytes]:
    """The bytes, and those of everything that is packed in them."""
    yield data
    if not deep:
        return
    for inner in _inner(data):
        yield from _unpacked(inner, deep - 1)


def _inner(data: bytes) -> Iterator[bytes]:
    if zipfile.is_zipfile(io.BytesIO(data)):
        # By chance other files end as a zip does.
        with suppress(zipfile.BadZipFile, ValueError), zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield from (packed.read(name) for name in packed.namelist())
    if data.startswith(b"\x1f\x8b"):
        yield gzip.decompress(data)
    view = memoryview(data)
    for match in _PACKED.finditer(data):
        yield _inflated(view[match.start() :])
    for match in _BASE64.finditer(data):
        text = b"".join(match[0].split()).rstrip(b"=")
        yield base64.b64decode(text + b"=" * (-len(text) % 4)) if len(text) % 4 != 1 else b""
    if re.search(rb"=[0-9A-F]{2}", data):
        yield quopri.decodestring(data)


def _inflated(packed: memoryview) -> bytes:
    """What a stream that begins here holds; b"" where it is none. In small pieces, for what follows it is long."""
    stream, pieces = zlib.decompressobj(), []
    with suppress(zlib.error):
        for first in range(0, len(packed), _PIECE):
            pieces.append(stream.decompress(packed[first : first + _PIECE]))
            if stream.eof:
                break
    return b"".join(pieces)


def _tables(path: Path, data: bytes) -> Iterator[bytes]:
    """The cells of files that pack each column in a way of its own."""
    if data.startswith(b"PAR1"):
        yield repr(pq.read_table(path).to_pylist()).encode()
    if data[8:12] == b"DUCK":
        with duckdb.connect(str(path), read_only=True) as database:
            names = database.sql("select schema_name, table_name from duckdb_tables()").fetchall()
            for schema, table in names:
                yield repr(database.sql(f'from "{schema}"."{table}"').fetchall()).encode()
