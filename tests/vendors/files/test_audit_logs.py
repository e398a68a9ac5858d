"""File servers' audit logs: the samples go through, packed logs too, and a log without times is refused."""

from __future__ import annotations

import gzip
from datetime import date
from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import SkipPart
from connectors.contract.streams import Window
from connectors.vendors import nextcloud
from connectors.vendors.samba import connector as samba
from tests.samples import sample

if TYPE_CHECKING:
    from pathlib import Path


def test_both_of_nextclouds_times_are_read() -> None:
    """The sample's two log-ins are no use, but its days are vouched for; nothing is read from behind a hole of years."""
    connector = nextcloud.connect(
        nextcloud.Settings(
            name="c", kind="nextcloud", files=(sample("nextcloud/audit_examples.jsonl"),)
        )
    )
    days = list(connector.fetch(connector.streams[0], Window(date(2021, 4, 1), date(2023, 4, 1))))
    assert min(batch.day_on for batch in days) == date(2021, 4, 14)
    assert max(batch.day_on for batch in days) == date(2023, 3, 25)
    assert sum(batch.rows.num_rows for batch in days) == 0
    assert connector.first_day(connector.streams[0]) == date(2023, 3, 25)


def test_a_prefix_without_time_is_refused_and_says_what_to_write() -> None:
    """The sample was logged without %T: no day can be known."""
    connector = samba.connect(
        samba.Settings(
            name="s",
            kind="samba",
            files=(sample("samba/audit_curated_ops.smbdlog.txt"),),
            prefix="%u|%I|%m|%S",
        )
    )
    (finding,) = connector.check()
    assert not finding.is_ok
    assert "%T" in finding.thing


def test_a_packed_log_reads_as_the_plain_one(tmp_path: Path) -> None:
    """Yesterday's log is packed by logrotate; a packed file cut short is set aside."""
    line = "2025/04/01 09:00:00|sato|192.0.2.1|pc|soumu|pread_send|ok|/srv/a.txt\n"
    packed = gzip.compress(line.encode() * 3)
    (tmp_path / "audit.log.1.gz").write_bytes(packed)
    settings = samba.Settings(name="s", kind="samba", files=(tmp_path / "audit.log*",))
    window = Window(date(2025, 4, 1), date(2025, 4, 2))
    connector = samba.connect(settings)
    batches = list(connector.fetch(connector.streams[0], window))
    assert sum(batch.rows.num_rows for batch in batches) == 1
    (tmp_path / "audit.log.1.gz").write_bytes(packed[:-9])
    with pytest.raises(SkipPart, match="cannot be read"):
        list(connector.fetch(connector.streams[0], window))
