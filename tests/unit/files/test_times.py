"""A written time is one instant: its own offset counts, and what can be read in two ways is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from connectors.io.tables.times import LOCAL_TIMES, local_instant, plain_form

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("text", "form", "utc"),
    [
        ("2025-04-08 00:30:00.123 +0000 UTC", "%Y-%m-%d %H:%M:%S.%f %z UTC", "2025-04-08 00:30:00.123"),
        ("2025-04-08 00:30:00.123456789 +0000 UTC", "%Y-%m-%d %H:%M:%S.%f %z UTC", "2025-04-08 00:30:00.123456"),
        ("2025-04-08 00:30:00 +0900 JST", "%Y-%m-%d %H:%M:%S %z %Z", "2025-04-07 15:30:00"),
        ("2025-04-08 00:30:00 UTC", "%Y-%m-%d %H:%M:%S UTC", "2025-04-08 00:30:00"),
        ("2025-04-08 00:30:00 UTC", "%Y-%m-%d %H:%M:%S %Z", "2025-04-08 00:30:00"),
        ("2025-04-08 00:30:00 GMT", "%Y-%m-%d %H:%M:%S GMT", "2025-04-08 00:30:00"),
        ("2025-04-08T00:30:00Z", "%Y-%m-%dT%H:%M:%SZ", "2025-04-08 00:30:00"),
        ("2025-04-08T00:30:00+09:00", "%Y-%m-%dT%H:%M:%S%z", "2025-04-07 15:30:00"),
        ("2025-04-08T00:30:00-05:00", "%Y-%m-%dT%H:%M:%S%z", "2025-04-08 05:30:00"),
        ("20250408T003000+0000", "%Y%m%dT%H%M%S%z", "2025-04-08 00:30:00"),
        ("2025/04/10 9:05:00 午前 GMT+9", "%Y/%m/%d %I:%M:%S %p GMT+9", "2025-04-10 00:05:00"),
        ("2025/04/10 1:05:00 午後 GMT+9", "%Y/%m/%d %I:%M:%S %p GMT+9", "2025-04-10 04:05:00"),
        ("2025/04/10 12:05:00 午後 GMT+9", "%Y/%m/%d %I:%M:%S %p GMT+9", "2025-04-10 03:05:00"),
        ("2025/04/10 12:05:00 午前 GMT+9", "%Y/%m/%d %I:%M:%S %p GMT+9", "2025-04-09 15:05:00"),
        ("2025/04/10 午後0:05", "%Y/%m/%d %p%I:%M", "2025-04-10 03:05:00"),
        ("2025年4月10日 午後1時5分", "%Y年%m月%d日 %p%I時%M分", "2025-04-10 04:05:00"),
        ("Apr 10, 2025, 1:05:00 PM", "%b %d, %Y, %I:%M:%S %p", "2025-04-10 04:05:00"),
        ("2025-04-10 1:05 p.m.", "%Y-%m-%d %I:%M %p", "2025-04-10 04:05:00"),
        ("Thu Apr 10 09:05:00 JST 2025", "%a %b %d %H:%M:%S %Z %Y", "2025-04-10 00:05:00"),
        ("２０２５／０４／１０　０９：０５", "%Y/%m/%d %H:%M", "2025-04-10 00:05:00"),
        ("2025/04/10(木) 09:05", "%Y/%m/%d(%a) %H:%M", "2025-04-10 00:05:00"),
        ("2025-04-10 09:05:00 UTC+09:00", "%Y-%m-%d %H:%M:%S %Z%z", "2025-04-10 00:05:00"),
    ],
)  # fmt: skip
def test_the_offset_of_the_text_counts(text: str, form: str, utc: str) -> None:
    """However it is written, and wherever the form has it."""
    assert local_instant(text, (form,), TOKYO) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2025/04/10 午前9:05:00", "2025-04-10 00:05:00"),
        ("2025-04-10 09:05:00", "2025-04-10 00:05:00"),
        ("2025-04-10 09:05:00 +0000 UTC", "2025-04-10 09:05:00"),
        ("2025-04-10 09:05:00.5+00:00", "2025-04-10 09:05:00.500"),
        ("2025/04/10 9:05:00 午後 GMT+9", "2025-04-10 12:05:00"),
        ("2025年4月10日 9時5分30秒", "2025-04-10 00:05:30"),
        ("20250410090500", "2025-04-10 00:05:00"),
    ],
)
def test_usual_forms_need_no_setting(text: str, utc: str) -> None:
    """Clock words and zones stand apart from the form."""
    assert local_instant(text, LOCAL_TIMES, TOKYO) == datetime.fromisoformat(utc).replace(
        tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2025-04-10 9:05", "%Y-%m-%d %I:%M"),
        ("2025-04-10 13:05 午後", "%Y-%m-%d %I:%M %p"),
        ("2025-04-10 09:05:00 +0900 UTC", "%Y-%m-%d %H:%M:%S %z UTC"),
        ("2025-04-10 09:05:00 PST", "%Y-%m-%d %H:%M:%S PST"),
        ("20250410090500UTC", "%Y%m%d%H%M%S%Z"),
        ("2025-04-10 09:00-10:00", "%Y-%m-%d %H:%M"),
        ("04/10/2025 09:00", "%Y-%m-%d %H:%M"),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(text: str, form: str) -> None:
    """Hours of twelve without a half, two zones, a zone that nobody knows, a span."""
    with pytest.raises(ValueError, match=r"^(has|no|names|can) "):
        local_instant(text, (form,), TOKYO)


def test_a_form_is_judged_when_the_settings_are_read() -> None:
    """Not at night."""
    with pytest.raises(ValueError, match="time zone"):
        plain_form("%Y-%m-%d %H:%M:%S EST")
