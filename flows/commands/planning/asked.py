"""Reads what `hirogari plan` is asked for against the last release: series, sections, title, seed."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message
from connectors.io.tables.cell_parsing import words_of
from connectors.vendors.books.series_words import SERIES_WORDS, own_count, series_in
from warehouse.release.tables.names import SMALL, TOWN
from warehouse.release.tables.series import OWN_COUNT
from warehouse.statistics.lot import LARGEST_SEED

if TYPE_CHECKING:
    from datetime import date

    from warehouse.release.tables.release import Release

_COMMAND = "hirogari plan"
_SEPARATOR = re.compile(r"[,、,]")


class PlanRefused(Mendable):
    """The plan cannot be made as asked; nothing was written."""

    def __init__(self, thing: Message, next_step: Message, place: str = _COMMAND) -> None:
        """Name the command as the place, unless it is a file."""
        super().__init__(thing, place=place, next_step=next_step)


def named_series(release: Release, words: str) -> str:
    """Return the series that the words name.

    Raises:
        PlanRefused: they name none; the message lists those of the town.
    """
    own = {row["name"] for row in release.tables["own_count"].to_pylist()}
    series = series_in(words)
    if series is not None:
        return series
    counted = own_count(words) or ""
    if counted.removeprefix(OWN_COUNT) not in own:
        names = "、".join([*(one[0] for one in SERIES_WORDS.values()), *sorted(own)])
        raise PlanRefused(
            Message("no series has this name"), Message("name one of: {names}", names=names)
        )
    return counted


def section_names(release: Release) -> dict[str, str]:
    """Return code → name of the sections that there are today."""
    return {
        row["section"]: row["name"]
        for row in release.tables["section"].to_pylist()
        if row["section"] not in {SMALL, TOWN}
        and (row["to_on"] is None or row["to_on"] > release.as_of)
    }


def named_sections(names: dict[str, str], words: str | None) -> list[str]:
    """Return the codes of the sections that the words name, by code or name; all sections without words.

    Raises:
        PlanRefused: one of them is no section of today.
    """
    if words is None:
        return list(names)
    code_of = {name: code for code, name in names.items()} | {code: code for code in names}
    asked = [one.strip() for one in _SEPARATOR.split(words) if one.strip()]
    for one in asked:
        if one not in code_of:
            raise PlanRefused(
                Message("there is no section “{section}” today", section=one),
                Message("name them by code or name: {names}", names="、".join(names.values())),
            )
    return list(dict.fromkeys(code_of[one] for one in asked))


def checked_title(release: Release, title: str, series: str) -> str:
    """Return the title, trimmed.

    Raises:
        PlanRefused: it cannot be written, or the book has lines of this title and series, which would be one action with
            the planned ones.
    """
    try:
        words = words_of(title)
    except ValueError as error:
        raise PlanRefused(
            Message("the title {problem}", problem=error), Message("write another title")
        ) from None
    if words is None:
        raise PlanRefused(Message("the title is empty"), Message("write a title"))
    for row in release.tables["action"].to_pylist():
        if row["title"] == words and row["series"] == series:
            raise PlanRefused(
                Message("the book of actions has this title with this measure already"),
                Message("write another title: lines with one title are judged together"),
            )
    return words


def free_seed(release: Release, seed: int | None) -> int:
    """Return the seed, or one that no plan in the book of actions has yet.

    Raises:
        PlanRefused: a plan in the book has this seed, so that the lines would have the same numbers.
    """
    taken: set[int | None] = {row["lot_seed"] for row in release.tables["action"].to_pylist()}
    if seed is None:
        return secrets.choice([one for one in range(1, LARGEST_SEED + 1) if one not in taken])
    if seed in taken:
        raise PlanRefused(
            Message("a plan in the book of actions has the seed {seed} already", seed=seed),
            Message("take another seed, or leave it out"),
        )
    return seed


def checked_month(first: date, today: date, last_final: date) -> date:
    """Return the month.

    Raises:
        PlanRefused: it is over, or its values are final already: lots are drawn before anybody begins.
    """
    if first < today.replace(day=1) or first <= last_final:
        raise PlanRefused(
            Message("the first month is over"),
            Message("name this month or a later one: lots are drawn before anybody begins"),
        )
    return first
