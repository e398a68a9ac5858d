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
from typing import TYPE_CHECKING

import duckdb
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{12,}(?:\r?\n[A-Za-z0-9+/]+)*={0,2}")
_DEEP = 4


def find_words(folder: Path, words: Iterable[str]) -> dict[str, set[str]]:
    """Return word → the files below the folder in which it stands, in whatever form."""
    found: dict[str, set[str]] = {}
    wanted = list(words)
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        data = path.read_bytes()
        texts = [*_unpacked(data, _DEEP), *_tables(path, data)]
        for word in wanted:
            forms = set(_forms(word))
            if any(form in text for form in forms for text in texts):
                found.setdefault(word, set()).add(str(path.relative_to(folder)))
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
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield from (packed.read(name) for name in packed.namelist())
    if data.startswith(b"\x1f\x8b"):
        yield gzip.decompress(data)
    for match in _PACKED.finditer(data):
        try:
            yield zlib.decompressobj().decompress(data[match.start() :])
        except zlib.error:
            continue
    for match in _BASE64.finditer(data):
        text = b"".join(match[0].split()).rstrip(b"=")
        yield base64.b64decode(text + b"=" * (-len(text) % 4)) if len(text) % 4 != 1 else b""
    if re.search(rb"=[0-9A-F]{2}", data):
        yield quopri.decodestring(data)


def _tables(path: Path, data: bytes) -> Iterator[bytes]:
    """The cells of files that pack each column in a way of its own."""
    if data.startswith(b"PAR1"):
        yield repr(pq.read_table(path).to_pylist()).encode()
    if data[8:12] == b"DUCK":
        with duckdb.connect(str(path), read_only=True) as database:
            names = database.sql("select schema_name, table_name from duckdb_tables()").fetchall()
            for schema, table in names:
                yield repr(database.sql(f'from "{schema}"."{table}"').fetchall()).encode()
