"""A message keeps its template and values until somebody reads it, also in the warehouse."""

from __future__ import annotations

import pickle
from datetime import date

from connectors.contract.errors import SkipPart
from connectors.contract.messages import (
    NOTHING,
    Message,
    joined,
    listed,
    message_of,
    read_stored,
    stored,
)
from flows.messages import in_language

LINE = Message("line {number} {why}", number=3, why=Message("no time in a known form"))
IN_JAPANESE = in_language(LINE, "ja")


def test_a_message_is_its_english_text_and_rendered_with_its_values() -> None:
    """A value that is a message is put into the language as well."""
    assert LINE == "line 3 no time in a known form"
    assert IN_JAPANESE.startswith("3 行目: ")
    assert "known" not in IN_JAPANESE
    assert in_language("a vendor's own words", "ja") == "a vendor's own words"
    assert in_language(NOTHING, "ja") == ""


def test_what_the_warehouse_holds_is_rendered_when_it_is_shown() -> None:
    """Values come back as numbers and messages; a day as its text."""
    assert in_language(read_stored(stored(LINE)), "ja") == IN_JAPANESE
    dated = Message("records from {first} to {last}", first=date(2026, 4, 1), last="{odd}")
    assert read_stored(stored(dated)) == dated
    assert pickle.loads(pickle.dumps(dated)) == dated


def test_a_reason_of_before_is_shown_as_it_stands() -> None:
    """Rows without values, and texts that only look like what we store."""
    for text in ("line 3 no time in a known form", "{odd}", '{"template": 1}', "[1]"):
        assert in_language(read_stored(text), "ja") == text
    assert in_language(read_stored("no known reason"), "ja") != "no known reason"


def test_joined_messages_are_each_rendered() -> None:
    """Lines, lists, and an error put into a message."""
    error = SkipPart(LINE, place="a.log", next_step=NOTHING)
    assert in_language(joined("\n", [LINE, "as it is"]), "ja") == f"{IN_JAPANESE}\nas it is"
    assert in_language(listed([LINE, LINE]), "ja") == f"{IN_JAPANESE}。{IN_JAPANESE}"
    assert in_language(Message("{thing}", thing=error), "ja").startswith(f"{IN_JAPANESE} [a.log]")
    assert message_of(ValueError("plain")) == "plain"
