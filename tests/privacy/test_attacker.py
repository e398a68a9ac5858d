"""The attacker draws the conclusions that a reader can draw from published lines."""

from __future__ import annotations

from datetime import date

from tests.privacy.attacker import Attacker
from tests.privacy.published_lines import Read
from tests.privacy.random_town import (
    working_days,
)
from tests.privacy.small_rosters import JANUARY


def test_the_attacker_subtracts_the_shown_sections_from_the_whole() -> None:
    """Of 99 documents 48 and 50 at most are of a and b: two users are among c's nought to three."""
    roster = [(f"{s}{k}", s, date(2020, 1, 1), None) for s in "abc" for k in range(9)]
    for whole, narrowed in ("98.0", False), ("99.0", True):
        reader = Attacker(roster, working_days)
        reader.read([Read("activation_month", "c", "files", JANUARY, 9, "0〜33%")])
        for section, told in (("a", "48.0"), ("b", "50.0"), ("c", None), ("_town", whole)):
            reader.read([Read("paper_digital_month", section, "documents", JANUARY, None, told)])
        assert bool(reader.attack().narrowed) == narrowed


def test_the_attacker_reads_online_meetings_as_users() -> None:
    """A section with online meetings has users, whatever the ratio beside them says."""
    roster = [(f"{s}{k}", s, date(2020, 1, 1), None) for s in "ab" for k in range(9)]
    for told, narrowed in ((None, False), ("12.0", True)):
        reader = Attacker(roster, working_days)
        reader.read([Read("activation_month", "a", "meetings", JANUARY, 9, "0〜22%")])
        reader.read([Read("paper_digital_month", "a", "meetings", JANUARY, None, told)])
        assert bool(reader.attack().narrowed) == narrowed
