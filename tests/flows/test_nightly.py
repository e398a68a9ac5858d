"""The nightly flow on a real Prefect server: it retries each source alone, and publishes in spite of a failure."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import Retry, StopSource, StopStream
from connectors.vendors import cups
from flows.commands.status import status_json
from flows.settings.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("scheduler")
NOW = datetime(2026, 5, 1, 17, 30, tzinfo=UTC)


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch, scheduler: Path) -> list[Exception]:
    """Errors that the printers' connector raises, in order, before it connects."""
    assert scheduler.exists()
    from flows.night import nightly

    waiting: list[Exception] = []
    connect = cups.connect

    def connect_or_fail(settings: cups.Settings) -> object:
        if waiting:
            raise waiting.pop(0)
        return connect(settings)

    monkeypatch.setattr(cups, "connect", connect_or_fail)
    monkeypatch.setattr(nightly.read_source, "retry_delay_seconds", [0.1, 0.1, 0.1])
    return waiting


def days_with_rows(settings_file: Path) -> dict[str, int]:
    counted: dict[str, int] = {}
    for day in json.loads(status_json(load_settings(settings_file))):
        if day["rows"]:
            counted[day["source"]] = counted.get(day["source"], 0) + 1
    return counted


def night(settings_file: Path) -> tuple[Exception, ...]:
    from flows.night.nightly import run_through_prefect

    return run_through_prefect(settings_file, NOW)


def test_a_source_that_answers_late_is_retried_by_itself(
    town_hall: Path, tries: list[Exception]
) -> None:
    """Two temporary failures are retried, and the night ends complete."""
    busy = [Retry("busy", place="printers", next_step="wait") for _ in range(2)]
    tries.extend(busy)
    assert night(town_hall) == ()
    assert not tries
    assert days_with_rows(town_hall)["printers"] == 30


def test_a_source_that_needs_someone_is_tried_once_and_the_others_publish(
    town_hall: Path, tries: list[Exception]
) -> None:
    """A permanent error gets one attempt; the rest of the night is published."""
    stops = [StopSource("wrong password", place="printers", next_step="set it") for _ in range(2)]
    tries.extend(stops)
    problems = night(town_hall)
    assert [str(problem) for problem in problems] == [str(stops[0])]
    assert len(tries) == 1
    assert days_with_rows(town_hall) == {"paper": 1}
    assert (town_hall.parent / "site/index.html").exists()


def test_a_busy_stream_is_retried_and_what_stopped_another_is_still_told(
    town_hall: Path, tries: list[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The busy stream is tried four times; the last try reports both errors, not only the busy one."""
    from flows.night import steps

    busy = Retry("busy", place="stream a", next_step="wait")
    refused = StopStream("refused", place="stream b", next_step="set it")
    asked: list[str] = []

    def read(_night: object, name: str) -> steps.Reading:
        asked.append(name)
        reading = steps.Reading(name)
        return reading if name == "paper" else reading.with_stop(busy).with_stop(refused)

    assert not tries
    monkeypatch.setattr(steps, "read_source", read)
    assert set(night(town_hall)) == {busy, refused}
    assert asked.count("printers") == 4
    assert asked.count("paper") == 1


def test_an_unforeseen_error_is_told_without_its_words(
    town_hall: Path, tries: list[Exception], scheduler: Path
) -> None:
    """A library's error text may hold a record, so neither the result nor Prefect's database keeps it."""
    tries.append(ValueError("canary-山田花子@example.jp"))
    (problem,) = night(town_hall)
    assert "ValueError" in str(problem)
    assert "canary" not in str(problem)
    with sqlite3.connect(scheduler / "prefect.db") as database:
        dump = "\n".join(database.iterdump())
    assert "read printers" in dump
    assert "canary" not in dump
