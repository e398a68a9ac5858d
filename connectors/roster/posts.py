"""Selects which of two concurrent posts counts: the main post (主務). A second post (兼務) is reported, not counted."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from connectors.contract.messages import Message
from connectors.io.tables.cell_parsing import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from connectors.io.tables.tabular import Problem, Row
    from connectors.roster.roster_model import Assignment, Period

_MAIN = frozenset({"主務", "本務", "主", "本", "0"})
_SECOND = frozenset({"兼務", "併任", "併務", "兼任", "兼", "併", "1", "○", "〇", "有", "あり"})
_ONE_DAY = timedelta(days=1)

_Post = tuple["Row", "Assignment"]


def main_posts(
    assigned: Sequence[_Post], problems: list[Problem], notes: list[Problem]
) -> list[_Post]:
    """Return the posts that count, at most one per person and day.

    A post is a second post if the column 主務/兼務 says so, or if an earlier row has exactly the same days under
    another section. Any other overlap is added to `problems`, because a transfer without its last day looks the same.
    Second posts and repeated rows are added to `notes`.
    """
    by_staff: dict[str, list[_Post]] = {}
    for row, one in assigned:
        by_staff.setdefault(one.staff_no, []).append((row, one))
    kept: list[_Post] = []
    for posts in by_staff.values():
        second = [post for post in posts if _is_second(post[0], problems)]
        main = [post for post in posts if post not in second]
        again = [post for place, post in enumerate(main) if post[1] in _posts_of(main[:place])]
        main = [post for post in main if post not in again]
        twins = [
            post
            for place, post in enumerate(main)
            if any(_is_twin(post, one) for one in main[:place])
        ]
        main = [post for post in main if post not in twins]
        _refuse_overlaps(main, problems)
        problems.extend(
            row.problem(
                Message("a second post (兼務) has days on which there is no main post"),
                Message("add the row of the main post, or delete “兼務”"),
            )
            for row, one in second
            if not _covers((two.period for _, two in main), one.period)
        )
        notes.extend(_second_post(post) for post in (*second, *twins))
        notes.extend(
            row.problem(
                Message("the row is the same as an earlier one (it counts once)"),
                Message("delete one of the rows"),
            )
            for row, _ in again
        )
        kept += main
    return kept


def _second_post(post: _Post) -> Problem:
    row, one = post
    return row.problem(
        Message(
            "section {section} is a second post and does not count (the main post's section alone does)",
            section=one.section,
        ),
        Message("if this is the main post, write its row first, or say so in a column 兼務"),
    )


def _posts_of(posts: Sequence[_Post]) -> set[Assignment]:
    return {one for _, one in posts}


def _is_second(row: Row, problems: list[Problem]) -> bool:
    written = text_of(row.cells.get("post"))
    if written is not None and written not in _MAIN | _SECOND:
        problems.append(
            row.problem(
                Message(
                    "“{column}” says neither main post (主務) nor second post (兼務)",
                    column=row.column("post"),
                ),
                Message("write 主務 or 兼務"),
            )
        )
    return written in _SECOND


def _is_twin(post: _Post, earlier: _Post) -> bool:
    return post[1].period == earlier[1].period


def _refuse_overlaps(posts: Sequence[_Post], problems: list[Problem]) -> None:
    for (earlier, first), (row, second) in combinations(posts, 2):
        if first.period.meets(second.period):
            problems.append(
                row.problem(
                    Message(
                        "row {number} has the same staff number, and its days overlap with these",
                        number=earlier.number,
                    ),
                    Message(
                        "after a transfer write the earlier row's last day; delete a row that stands twice; for a second post add a column 兼務 and write 兼務 into that row"
                    ),
                )
            )


def _covers(periods: Iterable[Period], whole: Period) -> bool:
    """Whether the periods together cover every day of `whole`."""
    day = whole.from_on or date.min
    for period in sorted(periods, key=lambda one: one.from_on or date.min):
        if (period.from_on or date.min) > day:
            break
        if period.to_on is None:
            return True
        day = max(day, period.to_on + _ONE_DAY)
    return whole.to_on is not None and day > whole.to_on
