"""Lots: the order follows from the seed alone, each section begins once, and enough are left to compare with."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.vendors.books.lot_words import Lot, lot_in, lot_words
from tests.japanese import raises_saying
from warehouse.statistics.contrast import AFTER, LEAST_CONTROLS
from warehouse.statistics.lot import LEAST_SECTIONS, WAVES_APART, draw, most_waves

EXPECTED = (("h", "a", "b"), ("e", "g"), ("c", "d", "f"))
_SECTIONS = [f"{number:02d}課" for number in range(8)]


@given(
    st.sets(st.text(min_size=1, max_size=6), min_size=LEAST_SECTIONS, max_size=20),
    st.integers(1, 9999),
    st.data(),
)
def test_each_section_begins_once_and_three_are_left_to_compare_with(
    sections: set[str], seed: int, data: st.DataObject
) -> None:
    waves = draw(sections, seed, data.draw(st.integers(2, most_waves(len(sections)))))
    assert Counter(one for wave in waves for one in wave) == Counter(sections)
    assert len(waves[-1]) >= LEAST_CONTROLS
    sizes = [len(wave) for wave in waves[:-1]]
    assert min(sizes) >= 1
    assert max(sizes) - min(sizes) <= 1


def test_the_same_seed_gives_the_same_order_however_the_sections_are_listed() -> None:
    """The order is written out: another version of the program must draw it again, or no plan could be followed."""
    assert draw(_SECTIONS, 4821, 2) == draw(reversed([*_SECTIONS, *_SECTIONS]), 4821, 2)
    assert draw("abcdefgh", 4821, 3) == EXPECTED
    assert draw(_SECTIONS, 4821, 2) != draw(_SECTIONS, 4822, 2)


def test_every_section_is_as_often_first_as_any_other() -> None:
    first = Counter(draw(_SECTIONS, seed, 2)[0][0] for seed in range(1, 2001))
    # 250 each; four standard deviations are 59.
    assert all(190 <= first[one] <= 310 for one in _SECTIONS)


def test_a_wave_begins_when_the_months_compared_are_over() -> None:
    assert WAVES_APART == AFTER + 1 == 7


@pytest.mark.parametrize(("sections", "waves"), [(3, 2), (4, 3), (8, 1), (8, 5), (8, 0)])
def test_what_would_leave_nobody_to_compare_with_is_not_drawn(sections: int, waves: int) -> None:
    with pytest.raises(ValueError, match=str(waves)):
        draw(_SECTIONS[:sections], 1, waves)


LOT = Lot(4821, date(2027, 1, 1), 3)


def test_a_cell_is_read_as_it_was_written() -> None:
    written = lot_words(LOT, 2, date(2027, 8, 1))
    assert written == "くじ(種4821、2027年1月から7か月ごとに3回)2回目: 2027年8月に始める"
    assert lot_in(written) == LOT
    # Excel users paste with full-width signs.
    full_width = written.replace("(", chr(0xFF08)).replace(")", chr(0xFF09))
    assert lot_in(full_width) == LOT


@pytest.mark.parametrize("cell", [None, "", "話し合い", "希望した課から"])
def test_another_way_to_decide_is_no_lot(cell: str | None) -> None:
    assert lot_in(cell) is None


@pytest.mark.parametrize(
    "cell", ["くじ", "くじで決めた", "くじ(種4821、2027年13月から7か月ごとに3回)", "くじ(種、3回)"]
)
def test_a_lot_that_nobody_could_draw_again_is_told(cell: str) -> None:
    with raises_saying(ValueError, "書いたとおりのくじではありません"):
        lot_in(cell)
