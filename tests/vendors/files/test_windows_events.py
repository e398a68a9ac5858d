"""Windows' event logs: real ones read, jobs that make files left out, copies joined once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from connectors.contract.errors import SkipPart
from connectors.contract.streams import Window
from connectors.vendors.windows import print_log as windows
from connectors.vendors.windows.events import read_events
from tests.samples import sample

if TYPE_CHECKING:
    from pathlib import Path

OCTOBER = Window(date(2020, 10, 1), date(2020, 11, 1))


def _read(path: Path, **more: tuple[str, ...]) -> list[dict[str, Any]]:
    connector = windows.connect(windows.Settings(name="p", files=(path,), **more))
    batches = connector.fetch(connector.streams[0], OCTOBER)
    return [row for batch in batches for row in batch.rows.to_pylist()]


def test_a_real_event_of_a_pdf_printer_is_no_paper() -> None:
    """The sample's job went to a file; where a town says that it is paper, it is a job without copies."""
    path = sample("windows_events/event307_korean_pc.xml")
    assert _read(path) == []
    (job,) = _read(path, not_paper=())
    assert (job["account"], job["copies"], job["impressions"]) == ("orseL", None, None)
    assert "zzz.pdf" not in repr(job)


def test_a_real_evtx_is_read_with_the_vendors_format() -> None:
    """Numbers as the sample's name says; times with a zone."""
    path = sample("windows_events/printservice_300_301_316_823_848.evtx")
    events = list(read_events(path, frozenset({300, 301, 316, 823, 848})))
    assert {event.id for event in events} == {300, 301, 316, 823, 848}
    assert all(event.at.tzinfo for event in events)


def test_an_evtx_cut_in_its_head_is_set_aside(tmp_path: Path) -> None:
    """Half a file is no empty log."""
    path = tmp_path / "cut.evtx"
    path.write_bytes(
        sample("windows_events/printservice_300_301_316_823_848.evtx").read_bytes()[:300]
    )
    with pytest.raises(SkipPart, match="cannot be read"):
        list(read_events(path, frozenset({307})))
