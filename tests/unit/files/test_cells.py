"""A cell is read as the one thing it says; what says two things is refused with both."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from connectors.io.tables.cell_parsing import day_in, last_day_in, month_in
from tests.japanese import in_japanese, raises_saying

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("read", "cell", "one", "other"),
    [
        (month_in, 2025.1, "2025年1月", "2025年10月"),
        (month_in, "2025.1", "2025年1月", "2025年10月"),
        (month_in, "２０２５．１", "2025年1月", "2025年10月"),
        (month_in, 45748, "2025-04-01", "2029-04-02"),
        (month_in, "45748", "2025-04-01", "2029-04-02"),
        (day_in, 45748.0, "2025-04-01", "2029-04-02"),
        (day_in, "4/5/2025", "4月5日", "5月4日"),
        (month_in, "05-04-2025", "5月4日", "4月5日"),
        (day_in, "25/4/1", "2025年", "令和25年"),
        (day_in, "7.4.1", "2007年", "令和7年"),
        (month_in, "7.4", "2007年", "令和7年"),
        (month_in, "7/4", "2007年", "令和7年"),
    ],
)
def test_two_readings_are_both_told(
    read: Callable[[object], date | None], cell: object, one: str, other: str
) -> None:
    """Nothing is guessed, and the message says what to choose from."""
    with raises_saying(ValueError, "とも") as raised:
        read(cell)
    assert one in in_japanese(raised.value)
    assert other in in_japanese(raised.value)


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        (2025.4, (2025, 4)),
        (2025.11, (2025, 11)),
        (2025.12, (2025, 12)),
        ("2025.01", (2025, 1)),
        ("2025.10", (2025, 10)),
        (202508, (2025, 8)),
        (202510.0, (2025, 10)),
        ("令和7.4", (2025, 4)),
        ("R7.1", (2025, 1)),
        ("R7.10", (2025, 10)),
        ("令和7年10月分", (2025, 10)),
        (datetime.fromisoformat("2025-10-01"), (2025, 10)),
    ],
)
def test_months_that_say_one_thing(cell: object, month: tuple[int, int]) -> None:
    """A text keeps its zero; of a number only .1 has lost one."""
    assert month_in(cell) == date(*month, 1)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("1985-04-01", date(1985, 4, 1)),
        ("昭和60年4月1日", date(1985, 4, 1)),
        ("S60.4.1", date(1985, 4, 1)),
        ("昭60.4.1", date(1985, 4, 1)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("平31.4.1", date(2019, 4, 1)),
        ("㍻7年4月1日", date(1995, 4, 1)),
        ("1900-04-01", date(1900, 4, 1)),
        ("2025年4月1日(火)", date(2025, 4, 1)),
        ("大正15年4月1日", date(1926, 4, 1)),
    ],
)
def test_days_of_long_careers(cell: str, day: date) -> None:
    """Staff and sections began before 1989."""
    assert day_in(cell) == day


@pytest.mark.parametrize(
    "cell",
    ["9999-12-31", "99991231", 99991231, "2999/12/31", "9999年12月31日", "9999/12/31 00:00:00",
     "99999999", "0000-00-00", "00000000", date(9999, 12, 31), datetime(9999, 12, 31), "", None],  # noqa: DTZ001
)  # fmt: skip
def test_a_day_that_never_comes_is_no_end(cell: object) -> None:
    """Programs that need a date write one."""
    assert last_day_in(cell) is None


@pytest.mark.parametrize("cell", ["令和7年度1月", "2025年度4月", "4月", "第1四半期"])
def test_a_month_of_a_fiscal_year_is_not_read_as_one_of_the_calendar(cell: str) -> None:
    """January of 令和7年度 lies in 2026."""
    with raises_saying(ValueError, "年月として読めません"):
        month_in(cell)


def test_a_last_day_is_a_day() -> None:
    """And a typing error stays one."""
    assert last_day_in("2026-03-31") == date(2026, 3, 31)
    with raises_saying(ValueError, "読めません"):
        last_day_in("31.3.26年")


@pytest.mark.parametrize(("text", "said"), [("04/05/2025", "とも読めます"), ("13/04/2025", "例: ")])
def test_two_readings_are_told_where_there_are_two(text: str, said: str) -> None:
    """No month is the thirteenth."""
    with raises_saying(ValueError, said):
        day_in(text)
