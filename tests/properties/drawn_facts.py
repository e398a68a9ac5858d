"""What the people of a drawn town do: each strategy gives the facts of one stream, close to an edge."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.properties.small_town import (
    Action,
    Attendance,
    Counter,
    Fact,
    PaperBought,
    PrintJob,
    SectionUse,
    Stream,
    Tally,
    Training,
    Use,
    at,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

STAFF = tuple(f"s{number}" for number in range(1, 9))
# Just before and after office hours begin and end, and midnight in Tokyo (in UTC the day turns at 540).
MINUTES = (0, 509, 510, 539, 540, 700, 1034, 1035, 1439)
ACTIONS = ("viewed", "edited", "uploaded", "downloaded", "created", "sent", "managed", "printed")
TALLIED = {
    "approvals": ("digital", "paper"),
    "filings": ("digital", "paper"),
    "inspections": ("digital", "paper"),
    "minutes": ("digital", "paper"),
    "meetings": ("paper",),
    "fax": ("count",),
    "automation": ("count", "hours"),
    "overtime": ("hours", "people", "longest"),
}
OVERTIME = (
    {"hours": 0.0, "people": 0.0},
    {"hours": 7.5, "people": 2.0},
    {"hours": 40.0, "people": 3.0, "longest": 22.5},
)
"""Lines of the book of overtime: what its sides say together, for nobody has more hours than all."""


def habits(stream: Stream, days: Sequence[date], end: date) -> st.SearchStrategy[list[Fact]]:
    """Somebody uses a tool every so many days, now for ever, now for a while."""
    tool = stream.tools[0]

    def spread(
        who: str | None, first: date, step: int, action: str, minute: int, uses: int, count: int
    ) -> list[Fact]:
        on = [first + timedelta(days=step * turn) for turn in range(count)]
        return [
            Use(
                stream.source,
                stream.stream,
                day,
                who,
                tool,
                action,
                None if tool == "mail" else at(day, minute),
                f"d{position % 2}" if tool == "files" and minute not in MINUTES[1:3] else None,
                uses,
            )
            for position, day in enumerate(on)
            if day < end
        ]

    early = [max(stream.since, day) for day in days]
    return st.builds(
        spread,
        st.one_of(st.sampled_from(STAFF[:4]), st.sampled_from(STAFF), st.none()),
        st.sampled_from([stream.since] * 6 + early),
        st.sampled_from([1, 1, 1, 2, 3, 6, 7, 9, 20]),
        st.sampled_from(ACTIONS),
        st.sampled_from(MINUTES),
        st.sampled_from([0, 1, 1, 2, 15]),
        st.sampled_from([1, 8, 9, 60, 150, 150, 150]),
    )


def calls(stream: Stream, days: Sequence[date]) -> st.SearchStrategy[list[Fact]]:
    """A meeting with its connections: reconnects, overlaps, guests, over midnight."""

    def meet(name: str, day: date, joins: list[tuple[str | None, int, int, bool]]) -> list[Fact]:
        found: list[Fact] = []
        for position, (who, minute, length, is_guest) in enumerate(joins):
            # No two at the same instant: who joined first is known.
            start = at(day, minute) + timedelta(seconds=position)
            stop = at(day, minute + length)
            filed = day + timedelta(days=(minute + length) // 1440)
            staff = None if is_guest else who
            found.append(
                Attendance(
                    stream.source,
                    stream.stream,
                    filed,
                    f"{name}{day}",
                    staff,
                    start,
                    stop,
                    is_guest,
                )
            )
        return found

    join = st.tuples(
        st.one_of(st.sampled_from(STAFF[:4]), st.sampled_from(STAFF), st.none()),
        st.sampled_from([*MINUTES, 705, 730, 1440]),
        st.sampled_from([1, 30, 200]),
        st.sampled_from([False, False, True]),
    )
    return st.builds(
        meet,
        st.sampled_from("abc"),
        st.sampled_from(days),
        st.lists(join, min_size=1, max_size=5),
    )


def jobs(stream: Stream, days: Sequence[date]) -> st.SearchStrategy[list[Fact]]:
    """A few jobs of one person, in every quality."""

    def run(
        who: str | None,
        day: date,
        step: int,
        count: int,
        minute: int,
        paper: tuple[int | None, int | None, str],
    ) -> list[Fact]:
        sides, sheets, quality = paper
        on = [day + timedelta(days=step * turn) for turn in range(count)]
        return [
            PrintJob(
                stream.source, stream.stream, one, at(one, minute), who, sides, sheets, quality
            )
            for one in on
        ]

    return st.builds(
        run,
        st.one_of(st.sampled_from(STAFF[:4]), st.sampled_from(STAFF), st.none()),
        st.sampled_from([stream.since] * 6 + [*days]),
        st.sampled_from([1, 3, 7]),
        st.sampled_from([1, 2, 30, 60, 160, 160]),
        st.sampled_from(MINUTES),
        st.sampled_from(
            [
                (4, 2, "measured"),
                (4, 2, "derived"),
                (5, None, "unknown"),
                (None, 3, "measured"),
                (7, 7, "measured"),
            ]
        ),
    )


def readings(days: Sequence[date]) -> st.SearchStrategy[list[Fact]]:
    """A device read now and then; its counter may fall back."""

    def read(printer: str, maker: str, unit: str, counts: list[tuple[date, int]]) -> list[Fact]:
        return [
            Counter(
                "snmp",
                "counters",
                day,
                at(day, 1439),
                f"{printer}{maker}{unit}",
                maker,
                unit,
                count,
            )
            for day, count in counts
        ]

    return st.builds(
        read,
        st.sampled_from("pq"),
        st.sampled_from(["東", "西"]),
        st.sampled_from(["impressions", "sheets"]),
        st.lists(
            st.tuples(
                st.sampled_from(days),
                st.one_of(st.integers(0, 300), st.integers(2**32 - 99, 2**32 - 1), st.just(9**8)),
            ),
            min_size=1,
            max_size=8,
            unique_by=lambda one: one[0],
        ),
    )


def lines(stream: Stream, months: Sequence[date]) -> st.SearchStrategy[list[Fact]]:
    """A line of a book of one section and month."""
    section, month = st.sampled_from(["A", "B", "C", "D", "甲課"]), st.sampled_from(months)
    if stream.shape == "paper_bought":
        return st.builds(
            lambda code, on, sheets: [PaperBought(stream.source, stream.stream, on, code, sheets)],
            section, month, st.sampled_from([0, 10, 500, 2500]),
        )  # fmt: skip
    if stream.stream == "overtime":
        return st.builds(
            lambda code, on, line: [
                Tally(stream.source, stream.stream, on, code, stream.stream, side, count)
                for side, count in line.items()
            ],
            section, month, st.sampled_from(OVERTIME),
        )  # fmt: skip
    return st.builds(
        lambda code, on, side, count: [
            Tally(stream.source, stream.stream, on, code, stream.stream, side, count)
        ],
        section, month, st.sampled_from(TALLIED[stream.stream]), st.sampled_from([0.0, 1.0, 7.5, 40.0]),
    )  # fmt: skip


@st.composite
def actions(draw: st.DrawFn, days: Sequence[date], today: date) -> Action:
    """An action that went some of the way round its loop."""
    # Six months are 183 days.
    some = [*(today - timedelta(days=back) for back in (182, 183, 184)), *days]
    past = st.sampled_from([day for day in some if day < today])
    on = sorted(draw(st.lists(past, min_size=5, max_size=5)))
    steps = draw(st.sampled_from([1, 2, 3, 4, 4, 5, 5, 5]))
    dates = [day if position < steps else None for position, day in enumerate(on)]
    hours = st.sampled_from([None, 0.0, 2.5, 12.0])
    return Action(
        "actions", "lines", on[0], str(draw(st.integers(1, 10**6))), "題",
        draw(st.sampled_from(["A", "A", "B", "C", "D", None])),
        draw(st.sampled_from(["files", "files", "chat", "meetings", None])),
        "係長", draw(st.sampled_from(["improvement", "reform"])), None, "枚数",
        on[0], dates[1], dates[2], dates[3], dates[4],
        draw(st.sampled_from(["stop", "stop", "continue", "change"])) if steps == 5 else None,
        draw(hours), draw(hours),
    )  # fmt: skip


def counted(stream: Stream, days: Sequence[date]) -> st.SearchStrategy[list[Fact]]:
    """The vendor's own counts of a section."""
    number = st.one_of(st.none(), st.integers(0, 20))
    tool = "chat" if stream.source == "own" else "meetings"
    if stream.grain == "month":
        days = sorted({day.replace(day=1) for day in days})
    return st.builds(
        lambda code, day, uses, people: [
            SectionUse(stream.source, stream.stream, day, code, tool, uses, people)
        ],
        st.sampled_from(["A", "C", "D", None]), st.sampled_from(days), number, number,
    )  # fmt: skip


def trained(stream: Stream, days: Sequence[date]) -> st.SearchStrategy[list[Fact]]:
    """Some of a section at a training."""
    return st.builds(
        lambda name, code, day, came: [
            Training(stream.source, stream.stream, day, name, code, None, came)
        ],
        st.sampled_from(["基本", "応用"]), st.sampled_from("ABCD"), st.sampled_from(days),
        st.integers(0, 3),
    )  # fmt: skip
