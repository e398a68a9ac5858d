"""When sections end, what they were treated with goes on in their successor, and they are no comparison beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.unit.derived.released_rows import MONTHS, use, worked_out

Row = dict[str, Any]
SEPTEMBER = date(2025, 9, 9)
ENDS = date(2025, 10, 31)
AT = 7
"""November, the first month of a successor."""


def rates(k: int, jump: float = 12) -> list[float]:
    """Twelve months of the k-th of ten sections; the first four rise by so many points in September."""
    return [30 + k + (jump if k < 4 and at >= 5 else 0) for at in range(12)]


def panel(*ended: int, **more: list[Row]) -> list[Row]:
    """Ten sections s0 to s9, of which some end in October."""
    rows = []
    for k in range(10):
        told = rates(k)[:AT] if k in ended else rates(k)
        rows += use(*told, section=f"s{k}")
    return rows + [row for added in more.values() for row in added]


def from_november(section: str, k: int, **more: object) -> list[Row]:
    """The k-th section's months after it ended, under another code."""
    return use(*[None] * AT, *rates(k)[AT:], section=section, **more)[AT:]


def sections(**successors: str | None) -> list[Row]:
    """The list of sections; those that are named end in October, in favour of another or of none."""
    every = [f"s{k}" for k in range(10)]
    named = [one for one in successors.values() if one is not None and one not in every]
    return [
        {"section": one, "to_on": ENDS if one in successors else None, "successor": successors.get(one)}
        for one in [*every, *dict.fromkeys(named)]
    ]  # fmt: skip


def trained(*held_in: str, today: dict[str, str] | None = None, on: date = SEPTEMBER) -> list[Row]:
    """A training of these sections of that day, told by the names of today."""
    return [
        {"training": "t", "section": (today or {}).get(one, one), "held_in": one, "held_on": on}
        for one in held_in
    ]


FOUR = ("s0", "s1", "s2", "s3")


def told(**tables: list[Row]) -> Row:
    """What is told of the one kind of treatment."""
    rows = worked_out("effect", **tables)
    assert len(rows) == 1
    return rows[0]


def counted(row: Row) -> tuple[int, int, int | None]:
    return row["treated"], row["compared"], row["left_out"]


def test_a_trained_section_under_another_code_is_the_same_trained_section() -> None:
    """To the point: as if it had kept its code."""
    kept = told(use_month=panel(), training=trained(*FOUR), section=sections())
    renamed = told(
        use_month=panel(0, new=from_november("neu", 0)),
        training=trained(*FOUR, today={"s0": "neu"}),
        section=sections(s0="neu"),
    )
    assert counted(kept) == (4, 6, 0)
    assert renamed == kept
    assert renamed["change"] == 12


def test_a_trained_section_that_joined_an_untrained_one_is_on_neither_side() -> None:
    """Part of the line was trained: it is neither treated nor untreated, and that is told."""
    row = told(
        use_month=panel(0),
        training=trained(*FOUR, today={"s0": "s5"}),
        section=sections(s0="s5"),
    )
    assert counted(row) == (3, 5, 1)


def test_two_trained_sections_that_became_one_are_one_treated_line() -> None:
    """Their rate before is that of both, by their people: the merger is no change."""
    small, large = (
        [row | {"n": n} for row in use(*(was + (12 if at >= 5 else 0) for at in range(AT)), section=s)]
        for s, was, n in (("s0", 20, 5), ("s1", 60, 15))
    )  # fmt: skip
    both = [row | {"n": 20} for row in use(*[None] * AT, *[62] * 5, section="neu")[AT:]]
    others = [row for row in panel() if row["section"] not in {"s0", "s1"}]
    row = told(
        use_month=[*small, *large, *both, *others],
        training=trained(*FOUR, today={"s0": "neu", "s1": "neu"}),
        section=sections(s0="neu", s1="neu"),
    )
    assert counted(row) == (3, 6, 0)
    assert row["change"] == 12


def test_an_untrained_section_that_ended_is_no_comparison_beside_its_successor() -> None:
    """Nor is one that ended without a successor before the months that are compared."""
    row = told(use_month=panel(9), training=trained(*FOUR), section=sections(s9="s8"))
    assert counted(row) == (4, 5, 0)
    row = told(use_month=panel(9), training=trained(*FOUR), section=sections(s9=None))
    assert counted(row) == (4, 5, 0)


def test_a_trained_section_that_ended_without_a_successor_is_not_untrained() -> None:
    """Its months after the training are not all there."""
    row = told(use_month=panel(0), training=trained(*FOUR), section=sections(s0=None))
    assert counted(row) == (3, 6, 1)


@pytest.mark.parametrize(
    "training",
    [
        trained("s5", on=date(2025, 3, 3)),  # before the records begin
        trained("s5", on=date(2025, 5, 3)),  # in their second month
        trained("_small", on=date(2025, 6, 3)),  # s5 was one of the small ones then
    ],
)
def test_who_was_perhaps_trained_before_is_no_comparison(training: list[Row]) -> None:
    """Five are left of the six that were not trained."""
    june = [
        row | {"low": None, "high": None, "coding": None, "withheld_because": "small_group"}
        if (row["section"], row["month"]) == ("s5", MONTHS[2])
        else row
        for row in panel()
    ]
    row = told(use_month=june, training=[*trained(*FOUR), *training], section=sections())
    assert counted(row) == (4, 5, 1)


def test_a_training_under_the_successors_code_before_it_was_founded_is_of_those_who_became_it() -> (
    None
):
    """The book is kept with the codes of today."""
    row = told(
        use_month=panel(0, new=from_november("neu", 0)),
        training=trained("neu", *FOUR[1:]),
        section=sections(s0="neu"),
    )
    assert counted(row) == (4, 6, 0)


def acted(section: str | None, on: date) -> Row:
    return {"action": f"{section}", "section": section, "tool": "files", "acted_on": on}


@pytest.mark.parametrize("all_at_once", [date(2025, 12, 1), date(2026, 2, 2)])
def test_an_action_of_the_whole_town_hall_leaves_nobody_untreated_after_it(
    all_at_once: date,
) -> None:
    """Those who began before are held against who had not begun; afterwards there is nobody."""
    early = [acted(one, SEPTEMBER) for one in FOUR]
    both = told(use_month=panel(), action=[*early, acted(None, all_at_once)])
    assert (both["method"], both["change"]) == ("difference_in_differences", 12)
    assert counted(both) == (4, 6, 0)
    alone = told(use_month=panel(), action=[acted(None, SEPTEMBER)])
    assert (alone["method"] == "difference_in_differences", alone["compared"]) == (False, 0)


def test_an_action_is_the_section_s_that_booked_it() -> None:
    """Today it is told of the successor, which had not been treated before."""
    booked = [
        acted("s5" if one == "s0" else one, SEPTEMBER) | {"booked_section": one} for one in FOUR
    ]
    row = told(use_month=panel(0), action=booked, section=sections(s0="s5"))
    assert counted(row) == (3, 5, 1)
