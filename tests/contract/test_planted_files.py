"""The rule about files is seen to catch a wrong reader for each way in which a file may be broken.

The right one reads a mapped CSV; each wrong one makes one mistake that a reader of files can make.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest

from connectors.contract.errors import SkipPart
from connectors.contract.shape import to_table
from connectors.contract.streams import Batch, Finding
from connectors.io.logs.file_source import ExportedFiles
from tests.contract import file_rules, rules
from tests.contract.peer import CANARY
from tests.contract.peers import mapped_csv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.contract.streams import Connector, Stream, Window
    from connectors.io.logs.file_source import Record


class TakesAnEmptyFileForQuietDays(ExportedFiles):
    """Vouches for every day it was asked for, whatever the file holds."""

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        if any(path.stat().st_size == 0 for path in self.files()):
            yield from (Batch(day, to_table(stream.shape, [])) for day in window.days)
        else:
            yield from super().fetch(stream, window)


class _ReadsOn(ExportedFiles):
    """Reads a file that it should set aside, once it has put it right in its own way."""

    def mended(self, content: bytes) -> bytes:
        """Return what it reads instead."""
        raise NotImplementedError

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        yield from replace(self, read=self._read_on).fetch_as_it_is(stream, window)

    def fetch_as_it_is(self, stream: Stream, window: Window) -> Iterator[Batch]:
        yield from super().fetch(stream, window)

    def _read_on(self, path: Path, stream: Stream) -> Iterator[Record]:
        content = path.read_bytes()
        mended = self.mended(content)
        if mended != content:
            path.write_bytes(mended)
        yield from self.read(path, stream) if mended else ()
        path.write_bytes(content)


class TakesAWebPageForNothing(_ReadsOn):
    """Finds no row in a log-in page, and is content."""

    def mended(self, content: bytes) -> bytes:
        return b"" if content.startswith(b"<!DOCTYPE") else content


class ReadsACutFile(_ReadsOn):
    """Takes what stands before the cut for the whole."""

    def mended(self, content: bytes) -> bytes:
        return content if content.endswith(b"\n") else content[: content.rfind(b"\n") + 1]


class ReplacesWhatItCannotDecode(_ReadsOn):
    """Decodes with a sign in place of what is not text."""

    def mended(self, content: bytes) -> bytes:
        return content.removesuffix(b"\x81\xff\xfe\n")


class ReadsAnySize(_ReadsOn):
    """Reads a file to its end, however far off that is."""

    def mended(self, content: bytes) -> bytes:
        return content.rstrip(b"\0")


class ChecksNothing(ExportedFiles):
    """Says that all is well without looking."""

    def check(self) -> Iterator[Finding]:
        yield Finding(is_ok=True, thing="files", place=self.name)


class TellsTheLine(ExportedFiles):
    """Shows the line that it cannot read."""

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        try:
            yield from super().fetch(stream, window)
        except SkipPart as error:
            raise SkipPart(f"cannot read {CANARY}", place=error.place, next_step="look") from None


PLANTED = {
    TakesAnEmptyFileForQuietDays: "an empty file vouches for days",
    TakesAWebPageForNothing: "success with a file that was _web_page",
    ReadsACutFile: "success with a file that was _cut",
    ReplacesWhatItCannotDecode: "success with a file that was _foreign_bytes",
    ReadsAnySize: "success with a file that was _enormous",
    ChecksNothing: "check misses",
    TellsTheLine: "an error shows content",
}


class _PlantedPeer(mapped_csv.Peer):
    def __init__(self, folder: Path, wrong: type[ExportedFiles]) -> None:
        super().__init__(folder)
        self._wrong = wrong

    def connector(self) -> Connector:
        right = cast("ExportedFiles", super().connector())
        return self._wrong(**{name: getattr(right, name) for name in right.__dataclass_fields__})


@pytest.mark.parametrize(
    ("wrong", "said"), PLANTED.items(), ids=lambda value: getattr(value, "__name__", "")
)
def test_the_rule_about_files_catches(
    wrong: type[ExportedFiles], said: str, tmp_path: Path
) -> None:
    """It fails on the wrong reader, for what is wrong with it."""
    assert (rules.a_broken_file_is_never_success,) == rules.FILE
    with pytest.raises(AssertionError, match=said):
        rules.a_broken_file_is_never_success(_PlantedPeer(tmp_path, wrong))


def test_every_way_to_spoil_a_file_has_its_wrong_reader() -> None:
    """Empty, cut, foreign, wrongly encoded or enormous: none of them is left to trust."""
    said = " ".join(PLANTED.values())
    assert [spoil.__name__ for spoil in file_rules.SPOILS if spoil.__name__ not in said] == [
        "_emptied"
    ]
    assert "empty" in said
