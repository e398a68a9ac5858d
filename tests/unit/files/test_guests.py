"""An address does not make somebody ours: where a source does not say who is a guest, the roster's domains do."""

from __future__ import annotations

from datetime import date

import pytest

from connectors.contract.shape import to_table
from connectors.contract.shapes import ATTENDANCE
from connectors.contract.streams import Stream
from connectors.roster.identity import Gate, Key
from connectors.roster.roster import Alias, Assignment, Period, Roster

DAY = date(2026, 6, 9)
ALWAYS = Period(None, None)
MEET = Stream("meet", ATTENDANCE, ())


def _gate(*accounts: str) -> Gate:
    return Gate(
        Roster(
            tuple(Assignment(str(n), "0101", ALWAYS) for n, _ in enumerate(accounts)),
            tuple(Alias(one, str(n), ALWAYS) for n, one in enumerate(accounts)),
            (),
        ),
        Key(1, b"k" * 32),
    )


TOWN = tuple(f"s{n}@town.example" for n in range(40))


def _judged(gate: Gate, *people: tuple[str | None, bool | None]) -> list[tuple[bool, bool, bool]]:
    """Return, for each, whether they are staff, a guest, or unmatched."""
    rows: list[dict[str, object]] = [
        {"event": str(n), "day_on": DAY, "account": account, "is_guest": is_guest}
        for n, (account, is_guest) in enumerate(people)
    ]
    admitted = gate.admit(MEET, to_table(ATTENDANCE, rows), DAY)
    return [
        (staff is not None, is_guest, is_unmatched)
        for staff, is_guest, is_unmatched in zip(
            admitted["staff"].to_pylist(),
            admitted["is_guest"].to_pylist(),
            admitted["is_unmatched"].to_pylist(),
            strict=True,
        )
    ]


STAFF, GUEST, UNMATCHED, ROOM = (
    (True, False, False), (False, True, False), (False, False, True), (False, False, False),
)  # fmt: skip


@pytest.mark.parametrize(
    ("account", "is_guest", "owed"),
    [
        ("S1@Town.example", None, STAFF),
        ("citizen@mail.example", None, GUEST),
        ("s99@town.example", None, UNMATCHED),
        ("s99@school.town.example", None, UNMATCHED),
        ("s99@nottown.example", None, GUEST),
        ("room-3", None, UNMATCHED),
        (None, None, ROOM),
        ("", None, ROOM),
        ("citizen@mail.example", False, UNMATCHED),
        ("s1@town.example", True, GUEST),
    ],
)
def test_who_is_a_guest(
    account: str | None, *, is_guest: bool | None, owed: tuple[bool, bool, bool]
) -> None:
    """The roster first, then its domains; what the source itself says stands."""
    judged = _judged(_gate(*TOWN), ("s0@town.example", None), (account, is_guest))
    assert judged == [STAFF, owed]


def test_a_private_address_on_the_roster_does_not_make_its_provider_ours() -> None:
    """One of forty; that person is staff all the same."""
    gate = _gate(*TOWN, "someone@mail.example")
    assert _judged(gate, ("someone@mail.example", None), ("citizen@mail.example", None)) == [
        STAFF,
        GUEST,
    ]


def test_after_a_change_of_the_towns_domain_nobody_is_called_a_guest() -> None:
    """Nobody in the rows is ours: the roster is what is old, and that has to be seen."""
    moved = [(one.replace("town", "city"), None) for one in TOWN]
    assert set(_judged(_gate(*TOWN), *moved)) == {UNMATCHED}


def test_a_roster_without_addresses_knows_no_domain() -> None:
    """Its accounts are plain names; an address is then none of a guest's."""
    assert _judged(_gate("sato", "ito"), ("sato", None), ("x@mail.example", None)) == [
        STAFF,
        UNMATCHED,
    ]
