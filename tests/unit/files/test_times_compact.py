"""Times in digits alone: as many digits as the form has, or no time at all."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from connectors.io.tables.times import LOCAL_TIMES, local_instant
from connectors.vendors.mapped_csv.connector import when

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("20250410153045", datetime(2025, 4, 10, 6, 30, 45, tzinfo=UTC)),
        ("202504101530", datetime(2025, 4, 10, 6, 30, tzinfo=UTC)),
        ("2025-4-10 9:05", datetime(2025, 4, 10, 0, 5, tzinfo=UTC)),
    ],
)
def test_digits_are_read_as_many_as_the_form_has(text: str, instant: datetime) -> None:
    """A quarter past three is not three minutes past fifteen hours."""
    assert local_instant(text, LOCAL_TIMES, TOKYO) == instant


@pytest.mark.parametrize(
    "text", ["2025041015", "1744264800", "1744264800000", "2025041015304", "20250410153"]
)
def test_other_numbers_are_no_time(text: str) -> None:
    """An hour without its minutes, and seconds since 1970, which would be the year 1744."""
    with pytest.raises(ValueError, match="no time in a known form"):
        local_instant(text, LOCAL_TIMES, TOKYO)


@pytest.mark.parametrize(
    ("form", "text"),
    [("%y%m%d%H%M", "25041015"), ("%Y%m%d %H%M%S", "20250410 93000"), ("%Y%m%d", "2025410")],
)
def test_a_form_of_the_town_is_held_as_strictly(form: str, text: str) -> None:
    """Digits that touch each other tell nothing where one is missing."""
    with pytest.raises(ValueError, match="no time in a known form"):
        local_instant(text, (form,), TOKYO)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("%y%m%d%H%M", "2504101530"),
        ("%Y%m%d %H%M%S", "20250410 153000"),
        ("%Y%m%dT%H%M%S%z", "20250410T153000+0900"),
        ("%d%b%Y %H:%M", "10Apr2025 15:30"),
    ],
)
def test_a_form_of_the_town_is_read(form: str, text: str) -> None:
    """The offset behind the digits does not belong to them."""
    assert local_instant(text, (form,), TOKYO) == datetime(2025, 4, 10, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["01/02/2026 09:00", "1/2/2026", "01-02-2026 9:00:00 AM"])
def test_a_day_of_two_readings_is_told_as_one(text: str) -> None:
    """Whether the month or the day stands first is nothing to guess."""
    with pytest.raises(ValueError, match="month or with the day first"):
        when(text, TOKYO)


@pytest.mark.parametrize("text", ["45757", "45757.375"])
def test_a_serial_number_is_told_as_one(text: str) -> None:
    """A spreadsheet counts days from one of two beginnings."""
    with pytest.raises(ValueError, match="serial number"):
        when(text, TOKYO)


def test_a_day_alone_stays_a_day() -> None:
    """Eight digits are a day."""
    assert when("20250410", TOKYO) == (None, date(2025, 4, 10))
