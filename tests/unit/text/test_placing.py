"""Where the cards of a page stand: two about as high share a row, and the order stays nearly what it was."""

from __future__ import annotations

from markupsafe import Markup

from dashboards.cards.card.figure import Drawing, Figure, Line
from dashboards.cards.card.placing import ALONE, FULL, HALF, height, placed


def _card(key: str, lines: int, *, is_half: bool = True) -> Figure:
    return Figure(key, "見出し", lines=(Line("level", "文"),) * lines, is_half=is_half)


def _places(*figures: Figure) -> list[tuple[str, str]]:
    return [(figure.key, place) for figure, place in placed(figures)]


def test_two_about_as_high_share_a_row() -> None:
    """And a full row between two halves parts them."""
    assert _places(_card("a", 5), _card("b", 4)) == [("a", HALF), ("b", HALF)]
    apart = _places(_card("a", 5), _card("full", 5, is_half=False), _card("b", 5))
    assert apart == [("a", ALONE), ("full", FULL), ("b", ALONE)]


def test_a_short_card_does_not_stand_half_empty_beside_a_long_one() -> None:
    """A few lines take a row as one column, many as two."""
    assert _places(_card("a", 1), _card("b", 9)) == [("a", FULL), ("b", ALONE)]


def test_a_card_that_fits_is_brought_forward_past_two_at_most() -> None:
    """Further down it stays where it is."""
    short, long = _card("s", 1), _card("l", 9)
    assert _places(long, short, _card("m", 9)) == [("l", HALF), ("m", HALF), ("s", FULL)]
    far = _places(long, short, _card("t", 1), _card("u", 1), _card("m", 9))
    assert far[0] == ("l", ALONE)


def test_a_picture_may_stand_beside_a_higher_card_than_a_list_may() -> None:
    """In a row of its own it would stand between two empty sides."""
    picture = Drawing(Markup('<svg xmlns="" width="542" height="300">'))
    drawn, long = Figure("d", "見出し", drawings=(picture,), is_half=True), _card("l", 12)
    few = _card("f", 7)
    share = height(drawn) / height(long)
    assert 0.6 < share < 0.7
    assert abs(height(few) / height(long) - share) < 0.04
    assert _places(drawn, long) == [("d", HALF), ("l", HALF)]
    assert _places(few, long) == [("f", ALONE), ("l", ALONE)]


def test_what_a_card_holds_makes_it_higher() -> None:
    """Its note and the foot count as its lines do."""
    bare = height(_card("a", 2))
    assert height(Figure("a", "見出し", "注", lines=_card("a", 2).lines, basis="名簿")) > bare + 50
