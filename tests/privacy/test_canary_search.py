"""A search that finds nothing proves something only if it finds what was hidden on purpose."""

from __future__ import annotations

import gzip
import logging
import sqlite3
import traceback
import zipfile
import zlib
from email.message import EmailMessage
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.privacy.canary_search import find_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CANARY = "秘密の文書 canary-4711"


def in_a_log(folder: Path) -> None:
    handler = logging.FileHandler(folder / "night.log", encoding="utf-8")
    log = logging.getLogger("canary")
    log.addHandler(handler)
    log.error("row %s", CANARY)
    log.removeHandler(handler)
    handler.close()


def in_a_traceback(folder: Path) -> None:
    try:
        int(CANARY)
    except ValueError:
        (folder / "stderr").write_text(traceback.format_exc(), encoding="utf-8")


def in_the_orchestrators_database(folder: Path) -> None:
    with sqlite3.connect(folder / "prefect.db") as database:
        database.execute("create table flow_run (parameters text)")
        database.execute("insert into flow_run values (?)", [CANARY])
    database.close()


def in_the_warehouse(folder: Path) -> None:
    with duckdb.connect(str(folder / "warehouse.duckdb")) as database:
        # Enough equal rows that DuckDB keeps them in a dictionary.
        database.execute("create table raw as select ? as title from range(10000)", [CANARY])


def in_a_back_up(folder: Path) -> None:
    pq.write_table(pa.table({"title": [CANARY] * 100}), folder / "raw.parquet", compression="zstd")


def in_a_temporary_folder(folder: Path) -> None:
    with NamedTemporaryFile(dir=folder, delete=False) as file:
        file.write(CANARY.encode("utf-16-le"))


def in_the_words_beside_a_picture(folder: Path) -> None:
    text = b"Comment\x00\x00" + zlib.compress(CANARY.encode())
    chunk = (
        len(text).to_bytes(4, "big")
        + b"zTXt"
        + text
        + zlib.crc32(b"zTXt" + text).to_bytes(4, "big")
    )
    (folder / "chart.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk)


def in_a_pdf(folder: Path) -> None:
    packed = zlib.compress(f"BT ({CANARY}) Tj ET".encode())
    (folder / "report.pdf").write_bytes(b"%PDF-1.7\n1 0 obj stream\n" + packed + b"\nendstream")


def in_a_mail(folder: Path) -> None:
    message = EmailMessage()
    message.set_content("別添")
    message.add_alternative(f"<p>{CANARY}</p>", subtype="html")
    (folder / "newsletter.eml").write_bytes(bytes(message))


def in_a_packed_log(folder: Path) -> None:
    (folder / "night.log.1.gz").write_bytes(gzip.compress(CANARY.encode("cp932")))


def in_a_book(folder: Path) -> None:
    with zipfile.ZipFile(folder / "export.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", f"<t>{CANARY}</t>")


PLACES = [
    in_a_log, in_a_traceback, in_the_orchestrators_database, in_the_warehouse, in_a_back_up,
    in_a_temporary_folder, in_the_words_beside_a_picture, in_a_pdf, in_a_mail, in_a_packed_log, in_a_book,
]  # fmt: skip


@pytest.mark.parametrize("hide", PLACES, ids=lambda one: one.__name__)
def test_the_search_finds_what_was_hidden(hide: Callable[[Path], None], tmp_path: Path) -> None:
    """In whatever way the place packs it; and nothing where nothing was hidden."""
    assert find_words(tmp_path, [CANARY]) == {}
    hide(tmp_path)
    assert find_words(tmp_path, ["never written", CANARY]).keys() == {CANARY}
