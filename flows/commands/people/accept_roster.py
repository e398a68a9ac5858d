"""Accepts a roster that a night refused, after showing the operator what has changed.

A list of old and new staff numbers can go with it, so that renumbered people keep their records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.messages import Message, listed
from connectors.contract.streams import day_of
from connectors.io.tables.headings import Columns
from connectors.io.tables.tabular import read_rows
from connectors.roster.roster import RosterError, read_roster
from connectors.roster.staff_numbers import comparable_number, spellings, staff_number_in
from flows.command_line.arguments import require_answer
from warehouse.facts.landing import land_roster
from warehouse.facts.roster_change import change_of
from warehouse.facts.store import open_store
from warehouse.lifecycle.rekey import Renumbered, renumber

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from connectors.io.tables.tabular import Problem
    from connectors.roster.keys import Key
    from connectors.roster.roster_model import Roster
    from flows.settings.settings import Settings
    from warehouse.facts.store import Store


_NUMBERS = Columns(
    required={
        "old": ("旧番号", "旧職員番号", "前の番号"),
        "new": ("新番号", "新職員番号", "後の番号"),
    }
)


def run_accept(
    settings: Settings,
    now: datetime,
    tell: Callable[[Message], None],
    *,
    is_meant: bool,
    renumbered: Path | None = None,
) -> None:
    """Land the roster as it is; later nights compare theirs with it.

    Args:
        settings: the town's settings.
        now: the clock of the command.
        tell: takes each line for the operator.
        is_meant: whether `--yes` was given, which skips the question.
        renumbered: a table with the columns old and new; the people on it keep their records under the new number.

    Raises:
        RosterError, SkipPart, Renumbered: the roster or the list has mistakes.
        NotConfirmed: the operator did not confirm; nothing was done.
    """
    # Imported on use, so that importing this module loads nothing of a night.
    from flows.night.key import key_of  # noqa: PLC0415 - see above

    settings.data.mkdir(parents=True, exist_ok=True)
    roster = read_roster(settings.staff, settings.sections)
    with open_store(settings.warehouse) as store:
        key = key_of(settings, store)
        numbers = _numbers(renumbered) if renumbered else {}
        if renumbered and numbers:
            _require_both_sides(store, roster, key, numbers, renumbered)
            tell(Message("{count} people go on under new staff numbers", count=len(numbers)))
        roster, change = change_of(store, roster, key, day_of(now))
        for line in change.lines():
            tell(line)
        require_answer(_question(), "yes", place="hirogari accept-roster", is_given=is_meant)
        if renumbered and numbers:
            renumber(store, key, numbers, renumbered)
            fresh = read_roster(settings.staff, settings.sections)
            roster, _ = change_of(store, fresh, key, day_of(now))
        land_roster(store, roster, key)
    next_step = Message("next: {step}", step=Message("hirogari run"))
    tell(listed([Message("the roster is accepted"), next_step]))


def _question() -> Message:
    return Message("A new staff number counts as a new person. Type yes if the roster is right")


def _require_both_sides(
    store: Store, roster: Roster, key: Key, numbers: Mapping[str, str], place: Path
) -> None:
    """Refuse a list with swapped columns or a mistyped number, which would turn known people into new ones.

    Pairs with both numbers unknown to the warehouse concern nobody, and pairs already applied are accepted.

    Raises:
        Renumbered: says how many pairs are wrong; nothing was changed.
    """
    known = {staff for (staff,) in store.rows("select distinct staff from raw.assignment")}
    on_roster = {comparable_number(one.staff_no) for one in roster.assignments}

    def is_known(number: str) -> bool:
        return not known.isdisjoint(map(key.pseudonym, spellings(number)))

    strange = lost = 0
    for old, new in numbers.items():
        is_new_one = comparable_number(new) in on_roster
        is_reversed = comparable_number(old) in on_roster
        strange += not is_known(old) and (is_reversed or (is_new_one and not is_known(new)))
        lost += is_known(old) and not is_new_one
    if strange or lost:
        raise Renumbered(
            Message(
                "{number} old staff numbers belong to nobody, and {count} new ones are not on the roster",
                number=strange,
                count=lost,
            ),
            place=str(place),
            next_step=Message(
                "check that the columns old and new are not swapped, and check each number"
            ),
        )


def _numbers(path: Path) -> dict[str, str]:
    """Read old → new staff numbers.

    Raises:
        RosterError: a row lacks a number, or an old number has two new ones; names each row.
    """
    problems: list[Problem] = []
    numbers: dict[str, str] = {}
    for row in read_rows(path, _NUMBERS):
        old = row.need("old", staff_number_in, problems)
        new = row.need("new", staff_number_in, problems)
        if old and new and numbers.setdefault(old, new) != new:
            problems.append(
                row.problem(
                    Message("the old number is listed twice"), Message("keep one row for it")
                )
            )
    if problems:
        raise RosterError(problems, place=path.name)
    return numbers
