"""Simulates the staff of the demo town: posts, transfers, leavers, hires, one person who returns, one new address."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from connectors.demo_town.simulate.names import DOMAIN, GIVEN_NAMES, SURNAMES
from connectors.demo_town.simulate.sections import CHARACTERS, MERGED, SUCCESSOR
from connectors.demo_town.simulate.workdays import months_later

_FOUNDED_ON = date(2005, 4, 1)
_LEAVERS_A_YEAR = 3
_TRANSFERS_A_YEAR = 6
_FIRST_NUMBER = 104_001


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One line of sections.csv; `to_on` is the section's last day, None while it exists."""

    code: str
    name: str
    from_on: date
    to_on: date | None
    successor: str | None


@dataclass(frozen=True, slots=True)
class Post:
    """A period in one section; `to_on` is its last day, None while it lasts."""

    section: str
    from_on: date
    to_on: date | None

    def holds(self, day_on: date) -> bool:
        """Whether the day lies in the period."""
        return self.from_on <= day_on and (self.to_on is None or day_on <= self.to_on)


@dataclass(frozen=True, slots=True)
class Address:
    """A mail address and the period in which it belongs to the person, both ends inclusive; None: open."""

    mail: str
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff with every name and account that the sources use."""

    staff_no: str
    name: str
    logon: str
    """The account on the print servers; it does not change with the address."""
    addresses: tuple[Address, ...]
    posts: tuple[Post, ...]

    @property
    def standing_address(self) -> str:
        """An address that does not change with the name; some services identify their members by it."""
        return f"{self.logon}@{DOMAIN}"

    def section_on(self, day_on: date) -> str | None:
        """Return the code of the person's section on a day; None if the person is not on the roster."""
        for post in self.posts:
            if post.holds(day_on):
                return post.section
        return None

    def address_on(self, day_on: date) -> str:
        """Return the mail address that a vendor logs on a day."""
        for address in self.addresses:
            if address.to_on is None or day_on <= address.to_on:
                return address.mail
        return self.addresses[-1].mail


@dataclass(slots=True)
class _Career:
    staff_no: str
    posts: list[tuple[str, date, date | None]] = field(default_factory=list)

    def section(self) -> str | None:
        section, _, to_on = self.posts[-1]
        return section if to_on is None else None

    def leave(self, last_on: date) -> None:
        section, from_on, _ = self.posts[-1]
        self.posts[-1] = (section, from_on, last_on)

    def move(self, section: str, from_on: date) -> None:
        if self.section() is not None:
            self.leave(from_on - timedelta(days=1))
        self.posts.append((section, from_on, None))


class _Office:
    """The roster while it is simulated; events are applied in order of their dates."""

    def __init__(self, rng: Random, since: date) -> None:
        self.rng = rng
        self.careers: list[_Career] = []
        for character in CHARACTERS:
            for _ in range(character.people):
                self.hire(character.code, date(since.year - rng.randint(1, 18), 4, 1))

    def hire(self, section: str, from_on: date) -> _Career:
        career = _Career(str(_FIRST_NUMBER + len(self.careers)))
        career.posts.append((section, from_on, None))
        self.careers.append(career)
        return career

    def in_section(self, section: str) -> list[_Career]:
        return [career for career in self.careers if career.section() == section]

    def turn_of_year(self, april: date, *, merges: bool) -> None:
        """Replace leavers, transfer staff in a ring so that the sizes of sections stay, and merge if `merges`."""
        untouched = [career for career in self.careers if career.section() is not None]
        self.rng.shuffle(untouched)
        for _ in range(_LEAVERS_A_YEAR):
            career = untouched.pop()
            section = career.section()
            career.leave(april - timedelta(days=1))
            if section is not None:
                self.hire(SUCCESSOR if merges and section == MERGED else section, april)
        movers: dict[str, _Career] = {}
        for career in untouched:
            section = career.section()
            if section is not None and not (merges and section == MERGED):
                movers.setdefault(section, career)
        ring = list(movers.items())[:_TRANSFERS_A_YEAR]
        goals = [section for section, _ in ring[1:] + ring[:1]]
        for (_, career), goal in zip(ring, goals, strict=True):
            career.move(goal, april)
        if merges:
            for career in self.in_section(MERGED):
                career.move(SUCCESSOR, april)


def simulate_staff(
    seed: int, since: date, today: date
) -> tuple[tuple[Person, ...], tuple[SectionLine, ...]]:
    """Simulate the roster of the period: 96 people on the first day, in ten sections of 4 to 18.

    On each April 1 after `since` three people leave and are replaced, and six are transferred; on the last one a
    section is merged. In between one person leaves, one is hired, and one leaves and comes back.
    """
    rng = Random(f"{seed}/staff")  # noqa: S311 - a simulation, not a secret
    office = _Office(rng, since)
    aprils = [date(year, 4, 1) for year in range(since.year, today.year + 1)]
    aprils = [april for april in aprils if since < april < today]
    back_on = months_later(since, 9)
    steps = [(april, "year") for april in aprils]
    steps += [(months_later(since, 5).replace(day=16), "leave"), (months_later(since, 7), "hire")]
    steps += [(months_later(since, 3), "pause"), (back_on, "back")]
    paused = rng.choice(office.in_section("kodomo"))
    for on, step in sorted(step for step in steps if step[0] < today):
        if step == "year":
            office.turn_of_year(on, merges=on == aprils[-1])
        elif step == "leave":
            rng.choice(office.in_section("choumin")).leave(on)
        elif step == "hire":
            office.hire("zeimu", on)
        elif step == "pause" and paused.section() is not None and back_on < today:
            paused.leave(on - timedelta(days=1))
        elif step == "back" and paused.section() is None:
            paused.move("kodomo", on)
    merged_on = aprils[-1] if aprils else None
    return _name_everyone(rng, office.careers, since, today), _sections(merged_on)


def _sections(merged_on: date | None) -> tuple[SectionLine, ...]:
    return tuple(
        SectionLine(
            character.code, character.name, _FOUNDED_ON, merged_on - timedelta(days=1), SUCCESSOR
        )
        if merged_on is not None and character.code == MERGED
        else SectionLine(character.code, character.name, _FOUNDED_ON, None, None)
        for character in CHARACTERS
    )


def _name_everyone(
    rng: Random, careers: list[_Career], since: date, today: date
) -> tuple[Person, ...]:
    pairs = [(surname, given) for surname in SURNAMES for given in GIVEN_NAMES]
    rng.shuffle(pairs)
    changing = rng.choice([career for career in careers if career.section() == "soumu"])
    changes_on = months_later(since, max(1, (today.year - since.year) * 6))
    staff = []
    taken: set[str] = set()
    for career, ((kanji, romaji), (given_kanji, given_romaji)) in zip(careers, pairs, strict=False):
        local = f"{romaji}.{given_romaji}"
        logon = f"{romaji}{given_romaji[0]}"
        while logon in taken:
            logon += given_romaji[-1]
        taken.add(logon)
        addresses: tuple[Address, ...] = (Address(f"{local}@{DOMAIN}", None, None),)
        if career is changing:
            addresses = (
                Address(f"{local}@{DOMAIN}", None, changes_on - timedelta(days=1)),
                Address(f"{local}-kyusei@{DOMAIN}", changes_on, None),
            )
        posts = tuple(Post(*post) for post in career.posts)
        staff.append(Person(career.staff_no, f"{kanji} {given_kanji}", logon, addresses, posts))
    return tuple(staff)
