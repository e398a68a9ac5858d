"""The gate refuses cells that narrow each other, of one release or of two."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.privacy.random_town import (
    TOOL,
    working_days,
)
from tests.privacy.small_rosters import FEBRUARY, JANUARY, heads, one_section, with_habit
from warehouse.policy import Floors
from warehouse.release.audit.audit import check_release
from warehouse.release.audit.refusal import ReleaseRefused
from warehouse.release.groups.roster import GroupedRoster
from warehouse.release.publishing import shown_of
from warehouse.release.rules import head_counts
from warehouse.release.tables.published_cell import PublishedCell, person_days_of
from warehouse.release.tables.release import TOWN, Release, table_of
from warehouse.town import Town


def test_the_gate_refuses_what_an_earlier_release_narrows() -> None:
    """0〜3 before and 2〜5 now leave two counts to what was shown then."""
    roster, _ = one_section()
    now, then = [heads("a", 2, 5), heads("b", 0, 4)], [heads("a", 0, 3)]
    check_release(now, [], roster, {})
    now = [heads("a", 0, 3), heads("a", 0, 3, month=date(2025, 2, 1))]
    check_release(now, [], roster, {})
    with pytest.raises(ReleaseRefused):
        check_release(now, [heads("a", 2, 5), *then], roster, {})


def test_the_gate_refuses_a_leaver_who_is_given_away() -> None:
    """Six to eight of nine, then at most five of the eight who stay: the one who left had begun."""
    months = (date(2025, 1, 1), date(2025, 2, 1))
    people = [("a0", "a", date.min, date(2025, 1, 31))]
    people += [(f"{s}{k}", s, date.min, date.max) for s in "ab" for k in range(1, 10)]
    roster = GroupedRoster(people, Floors())
    before = heads("a", 6, 8, n=10, month=months[0])
    check_release([before, heads("a", 5, 7, month=months[1])], [], roster, {})
    with pytest.raises(ReleaseRefused):
        check_release([before, heads("a", 3, 5, month=months[1])], [], roster, {})


def test_the_gate_refuses_the_town_less_the_other_section() -> None:
    """A withheld section follows from the town's share of person-days and its neighbour's."""
    roster, month = one_section()
    days = {(TOOL, month): working_days(month)}

    def use(section: str, share: float, high: float) -> PublishedCell:
        return PublishedCell("use_month", section, TOOL, month, 9, share, high)

    check_release([use("a", 30.0, 30.0), use("b", 77.0, 100.0)], [], roster, days)
    with pytest.raises(ReleaseRefused, match="active in the month"):
        check_release(
            [use("a", 30.0, 30.0), use("b", 77.0, 100.0), use(TOWN, 65.0, 65.0)], [], roster, days
        )


def test_the_gate_refuses_a_band_that_forgets_the_days_of_those_who_stayed_together() -> None:
    """Who had two days of January takes few along to the other section: five of the eight who stay had days.

    Their February band may be five to seven. Four to six, which counts the leaver as any other, leaves two counts.
    """
    people = [(f"{s}{k}", s, date.min, date.max) for s in "ab" for k in range(8)]
    people += [
        ("late", "a", date(2025, 1, 30), date(2025, 1, 31)),
        ("late", "b", FEBRUARY, date.max),
    ]
    roster = GroupedRoster(people, Floors())
    days = working_days(JANUARY)
    use = PublishedCell("use_month", "a", TOOL, JANUARY, 9, 60.0, 60.0)
    before = heads("a", 5, 8)

    def in_february(low: int, high: int) -> list[PublishedCell]:
        return [use, before, heads("a", low, high, n=8, month=FEBRUARY)]

    known = head_counts.Known()
    for month in (JANUARY, FEBRUARY):
        known.begin(month, roster.closing(month))
    presence = roster.presence(JANUARY, days)["a"]
    known.note(JANUARY, "a", 5, 8)
    known.note_days(JANUARY, "a", person_days_of(use, presence.days).least, presence)
    assert known.least(FEBRUARY, "a") == 5
    check_release(in_february(5, 7), [], roster, {(TOOL, JANUARY): days})
    check_release(in_february(4, 6), [], roster, {})
    with pytest.raises(ReleaseRefused, match="have begun"):
        check_release(in_february(4, 6), [], roster, {(TOOL, JANUARY): days})


def test_the_gate_refuses_a_habit_that_narrows_a_later_band_of_activation() -> None:
    """Six at least have the habit in January, so February's five to seven are six or seven."""
    roster, _ = one_section()
    begun = [heads("a", 3, 8), heads("a", 5, 7, month=FEBRUARY)]
    check_release([*begun, with_habit("a", 3, 5)], [], roster, {})
    with pytest.raises(ReleaseRefused, match="have begun"):
        check_release([*begun, with_habit("a", 6, 8)], [], roster, {})


def test_the_gate_refuses_a_habit_that_activation_narrows() -> None:
    """Of five to nine with the habit no more than six have begun."""
    roster, _ = one_section()
    check_release([heads("a", 2, 6), with_habit("a", 3, 9)], [], roster, {})
    with pytest.raises(ReleaseRefused, match=r"habit|have begun"):
        check_release([heads("a", 2, 6), with_habit("a", 5, 9)], [], roster, {})


def test_the_gate_refuses_a_habit_that_an_earlier_release_narrows() -> None:
    """What was recorded then has only grown: four to six then and two to five now leave two counts."""
    roster, _ = one_section()
    now = [heads("a", 0, 9), with_habit("a", 2, 5)]
    check_release(now, [with_habit("a", 0, 3)], roster, {})
    with pytest.raises(ReleaseRefused, match="habit"):
        check_release(now, [with_habit("a", 4, 6)], roster, {})


def test_the_gate_refuses_segments_that_narrow_the_habits_of_the_groups() -> None:
    """Nine of eighteen are power users, and the two sections have three to five with the habit each."""
    roster, _ = one_section()
    shown = [heads("a", 0, 9), heads("b", 0, 9), with_habit("a", 3, 5), with_habit("b", 3, 5)]

    def power(low: float, high: float) -> PublishedCell:
        return PublishedCell("segment_month power", TOWN, TOOL, JANUARY, 18, low, high)

    check_release([*shown, power(0.0, 40.0)], [], roster, {})
    with pytest.raises(ReleaseRefused, match="habit"):
        check_release([*shown, power(51.0, 80.0)], [], roster, {})


def test_the_gate_refuses_retention_that_narrows_who_has_begun() -> None:
    """Three quarters of twelve at least are there in February, where five to nine have begun."""
    people = [(f"gone{k}", "a", date.min, date(2025, 1, 31)) for k in range(6)]
    people += [(f"{s}{k}", s, date.min, date.max) for s in "ab" for k in range(6)]
    roster = GroupedRoster(people, Floors())
    begun = [
        PublishedCell("activation_month", TOWN, TOOL, month, n, low, high)
        for month, n, low, high in ((JANUARY, 18, 67.0, 99.0), (FEBRUARY, 12, 42.0, 79.0))
    ]

    def stayed(low: float) -> PublishedCell:
        return PublishedCell("retention_month", TOWN, TOOL, FEBRUARY, None, low, 100.0)

    check_release([*begun, stayed(25.0)], [], roster, {})
    with pytest.raises(ReleaseRefused, match="have begun"):
        check_release([*begun, stayed(75.0)], [], roster, {})


@pytest.mark.parametrize("table", ["work_month", "outside_month", "paper_digital_month"])
def test_the_gate_refuses_what_two_users_at_least_must_stand_behind(table: str) -> None:
    """Nobody has more than half of it, so of nought to three users it leaves two or three."""
    roster, _ = one_section()
    proof = PublishedCell(table, "a", TOOL, JANUARY, 2, 0.0, 0.0)
    check_release([heads("a", 0, 4), proof], [], roster, {})
    with pytest.raises(ReleaseRefused, match="have begun"):
        check_release([heads("a", 0, 3), proof], [], roster, {})


def test_the_gate_refuses_what_two_users_among_two_sections_must_stand_behind() -> None:
    """What is not shown of either, the whole tells of both: five among two times nought to three leave two or three."""
    roster, _ = one_section()
    proof = PublishedCell("paper_digital_month", TOWN, TOOL, JANUARY, 2, 0.0, 0.0, ("a", "b"))
    shown = [heads(one, 0, 3) for one in "ab"]
    check_release([*shown, proof], [], roster, {})
    with pytest.raises(ReleaseRefused, match="have begun"):
        check_release([*shown, proof._replace(n=5)], [], roster, {})


def test_the_gate_refuses_what_the_whole_town_hall_must_have_behind_it() -> None:
    """Two users of all: of nought to three there are two or three."""
    roster, _ = one_section()
    proof = PublishedCell("paper_digital_month", TOWN, TOOL, JANUARY, 2, 0.0, 0.0)
    shown = heads(TOWN, 0, 3, n=18)._replace(high=14.0)
    check_release([shown], [], roster, {})
    with pytest.raises(ReleaseRefused, match="have begun"):
        check_release([shown, proof], [], roster, {})


DOMINATED: dict[str, dict[str, object]] = {
    "outside_month": {},
    "paper_digital_month": {"pair": "meetings", "digital": None, "paper": None},
}


@pytest.mark.parametrize("table", DOMINATED)
def test_the_gate_refuses_what_one_person_with_more_than_half_must_stand_behind(
    table: str,
) -> None:
    """The reason itself says that there is somebody: of nought to two users it leaves one or two."""
    roster, _ = one_section()
    hidden = dict.fromkeys(("n", "coding", "low", "high"))
    row: dict[str, object] = {"section": "a", "month": JANUARY, **hidden, **DOMINATED[table]}
    row |= {"state": "final", "withheld_because": "dominance"}
    at = datetime(2025, 2, 5, tzinfo=UTC)
    said = shown_of(
        Release.of(Town("町", JANUARY, 4), JANUARY, at, {table: table_of(table, [row])})
    )
    check = [one._replace(tool=TOOL) for one in said]
    check_release([heads("a", 0, 3), *check], [], roster, {})
    with pytest.raises(ReleaseRefused, match="have begun"):
        check_release([heads("a", 0, 2), *check], [], roster, {})


@pytest.mark.parametrize(("digital", "proves"), [(None, False), (0.0, False), (12.0, True)])
def test_online_meetings_that_are_shown_are_a_witness_though_no_ratio_is(
    digital: float | None,
    proves: bool,  # noqa: FBT001 - a case's outcome
) -> None:
    """Without a book of meetings on paper there is no ratio, and the count stands alone."""
    row: dict[str, object] = {
        "section": "a",
        "pair": "meetings",
        "month": JANUARY,
        "digital": digital,
    }
    row |= {"paper": None, "n": None, "coding": None, "low": None, "high": None, "state": "none"}
    at = datetime(2025, 2, 5, tzinfo=UTC)
    tables = {"paper_digital_month": table_of("paper_digital_month", [row])}
    shown = shown_of(Release.of(Town("町", JANUARY, 4), JANUARY, at, tables))
    assert [(one.section, one.tool) for one in shown] == ([("a", "meetings")] if proves else [])
