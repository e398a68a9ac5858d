"""A tool that reaches some sections alone is shown of these, and says of the others that nothing is known."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.properties.small_town import (
    Assignment,
    Attendance,
    Fact,
    PrintJob,
    Section,
    SmallTown,
    Stream,
    Use,
    at,
    days_between,
    put,
)
from warehouse.engine.build import build_models
from warehouse.facts.store import open_store
from warehouse.release.cut import cut_release
from warehouse.release.tables.release import SMALL, TOWN
from warehouse.town import Town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.release.tables.release import Release

LAUNCH, TODAY, MONTH = date(2025, 10, 1), date(2026, 3, 10), date(2026, 2, 1)
SIZES = {"a": 3, "b": 4, "c": 6, "d": 8, "e": 9, "f": 12}
SERVED = ("a", "c", "d", "f")
"""Of the small sections a, b and c, which are merged, b is not reached."""


def _facts() -> Iterator[Fact]:
    rng = random.Random(3)
    for day in days_between(LAUNCH, TODAY):
        for section, size in SIZES.items():
            for number in range(size):
                staff, moment = f"{section}{number}", at(day, 600)
                if rng.random() < 0.5:
                    yield Use("suite", "files", day, staff, "files", "edited", moment, "x", 1)
                # Of e and b one has an account with the chat's vendor as well.
                if (section in SERVED or number == 0) and rng.random() < 0.6:
                    yield Use("line", "talk", day, staff, "chat", "sent", moment, None, 1)
                    yield Attendance(
                        "line", "call", day, f"{day}{section}", staff, moment, at(day, 660),
                        is_guest=False,
                    )  # fmt: skip
                yield PrintJob("print", "job", day, moment, staff, 2, 2, "measured")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Six sections; files reach everyone, chat and meetings four sections."""
    town = SmallTown(
        today=TODAY,
        launched_on=LAUNCH,
        sections=tuple(Section(section, f"{section}課") for section in SIZES),
        assignments=tuple(
            Assignment(f"{section}{number}", section, date(2020, 4, 1))
            for section, size in SIZES.items()
            for number in range(size)
        ),
        streams=(
            Stream("suite", "files", "use", ("files",), LAUNCH),
            Stream("line", "talk", "use", ("chat",), LAUNCH, sections=SERVED),
            Stream("line", "call", "attendance", ("meetings",), LAUNCH, sections=SERVED),
            Stream("print", "job", "print_job", (), LAUNCH, sections=("a", "b", "c", "d", "e")),
        ),
        facts=tuple(_facts()),
    )
    return _release(tmp_path_factory.mktemp("unserved"), town)


def _release(folder: Path, town: SmallTown) -> Release:
    told = Town("町", LAUNCH, 4)
    with open_store(folder / "warehouse.duckdb") as store:
        put(store, town)
        build_models(store, town=told, closures=(), today=TODAY)
        now = datetime(2026, 3, 10, tzinfo=UTC)
        return cut_release(store, town=told, today=TODAY, released_at=now)


def _cells(release: Release, table: str, **key: str) -> dict[str, dict[str, Any]]:
    """Section → its cell of February; each section has one at most."""
    rows = [
        row
        for row in release.tables[table].to_pylist()
        if row["month"] == MONTH and all(row[name] == value for name, value in key.items())
    ]
    found = {row["section"]: row for row in rows}
    assert len(found) == len(rows)
    return found


@pytest.mark.parametrize("table", ["use_month", "activation_month", "habitual_month"])
def test_whom_no_stream_reaches_is_missing_and_never_0(release: Release, table: str) -> None:
    """Of e with a reason; d and f are shown; and files, which reach everyone, of all."""
    chat = _cells(release, table, tool="chat")
    assert (chat["e"]["coding"], chat["e"]["state"]) == (None, "none")
    assert chat["e"]["withheld_because"] == "unserved"
    assert chat["d"]["coding"] is not None
    assert chat["f"]["coding"] is not None
    assert all(
        row["withheld_because"] != "unserved"
        for row in _cells(release, table, tool="files").values()
    )


@pytest.mark.parametrize("table", ["use_month", "activation_month", "habitual_month"])
def test_the_whole_town_hall_is_those_of_whom_the_tool_is_counted(
    release: Release, table: str
) -> None:
    """Its people are those of d and f: neither b and e, who are not counted, nor a and c, merged with b."""
    assert _cells(release, table, tool="chat")[TOWN]["n"] == SIZES["d"] + SIZES["f"]
    assert _cells(release, table, tool="files")[TOWN]["n"] == sum(SIZES.values())


def test_the_whole_town_halls_rate_is_not_pulled_down_by_those_who_are_not_counted(
    release: Release,
) -> None:
    """About 60 % in d and in f, so about 60 % together."""
    assert 55 <= _cells(release, "use_month", tool="chat")[TOWN]["low"] <= 65


@pytest.mark.parametrize("table", ["use_month", "activation_month", "habitual_month"])
def test_small_sections_are_not_shown_without_one_of_them(release: Release, table: str) -> None:
    """小規模課 of a and c alone would be told apart from that of files; a alone has three people."""
    chat = _cells(release, table, tool="chat")
    assert chat[SMALL]["withheld_because"] == "unserved"
    assert {chat[one]["withheld_because"] for one in "abc"} == {"small_group"}
    assert _cells(release, table, tool="files")[SMALL]["coding"] is not None


def test_what_follows_from_meetings_and_print_logs_is_missing_as_well(release: Release) -> None:
    """Hours in meetings of e; the documents of f, whose printers no log tells of."""
    hours = _cells(release, "work_month", measure="meeting_hours")
    assert (hours["e"]["withheld_because"], hours["d"]["coding"] is not None) == ("unserved", True)
    assert _cells(release, "outside_month")["e"]["withheld_because"] == "unserved"
    documents = _cells(release, "paper_digital_month", pair="documents")
    assert documents["f"]["withheld_because"] == "unserved"
    assert (documents["f"]["digital"], documents["f"]["paper"]) == (None, None)
    assert documents["e"]["coding"] is not None
    assert {row["section"] for row in release.tables["segment_month"].to_pylist()} == {TOWN}
    kept = _cells(release, "retention_month", tool="chat")[TOWN]
    assert kept["withheld_because"] == "unserved"
    people = {
        row["n"] for row in release.tables["segment_month"].to_pylist() if row["tool"] == "chat"
    }
    assert people == {SIZES["d"] + SIZES["f"]}
