"""Before the first night, `check` reports how many of a source's accounts are on the roster, and the others' form."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from connectors.contract.shape import to_table
from connectors.contract.shapes import USE
from connectors.contract.streams import TOKYO, Batch, Stream, Window
from connectors.roster.roster_model import Alias, Assignment, Period, Roster, Section
from flows.checks.matching import match_findings
from flows.messages import in_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.contract.streams import Finding

ALWAYS = Period(None, None)
STREAM = Stream("drive", USE, (), tools=("files",), slice_days=31)


@dataclass
class Log:
    """A source with one use by each account, yesterday."""

    accounts: list[str]
    name: str = "suite"
    streams: tuple[Stream, ...] = (STREAM,)
    asked: list[Window] = field(default_factory=list)

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        """Yield one batch, of yesterday; record the window asked for."""
        self.asked.append(window)
        on = datetime.now(TOKYO).date() - timedelta(days=1)
        row = {"day_on": on, "occurred_at": datetime.now(UTC), "tool": "files", "action": "sent"}
        row |= {"vendor_action": "sent", "uses": 1}
        rows = [row | {"event": one, "account": one} for one in self.accounts]
        yield Batch(on, to_table(stream.shape, rows))


def found(accounts: list[str]) -> list[Finding]:
    numbers = [f"{n:04}" for n in range(10)]
    roster = Roster(
        tuple(Assignment(one, "A", ALWAYS) for one in numbers),
        tuple(Alias(f"s{one}@town.example", one, ALWAYS) for one in numbers),
        (Section("A", "総務課", ALWAYS, None),),
    )
    return list(match_findings(Log(accounts), roster))  # type: ignore[arg-type] # all it asks of one


def test_accounts_that_the_roster_knows_are_well() -> None:
    """Nine of ten matches are enough, since every log holds former colleagues."""
    ours = [f"S{n:04}@TOWN.example" for n in range(9)]
    (well,) = found([*ours, "gone@town.example"])
    assert well.is_ok
    assert "the roster has 9 of the 10 accounts in the log" in well.thing
    (ill,) = found([*ours, "gone@town.example", "left@town.example"])
    assert not ill.is_ok


def test_another_domain_is_named_as_such_and_no_name_is_told() -> None:
    """The finding shows the form of the names only, which is enough to see what is wrong."""
    (ill,) = found([f"hanako{n}@city.example" for n in range(10)])
    assert not ill.is_ok
    assert "the roster has 0" in ill.thing
    assert "domain" in ill.next_step
    assert not any(word in f"{ill.thing}{ill.next_step}" for word in ("hanako", "city", "town."))


def test_names_without_a_domain_are_to_be_added_as_the_log_writes_them() -> None:
    """The finding and its next step are in Japanese for a Japanese town, without any name."""
    (ill,) = found([f"taro{n}" for n in range(10)])
    assert not ill.is_ok
    assert "名簿に合うのは 0 件" in in_language(ill.thing, "ja")
    assert "同じ形の名前" in in_language(ill.next_step, "ja")
    assert "taro" not in f"{ill.thing}{ill.next_step}"


def test_a_log_without_accounts_says_nothing() -> None:
    """Without accounts there is nothing to compare with the roster, so there is no finding."""
    assert found([]) == []
