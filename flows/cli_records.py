"""Declares the commands on the roster, the key, retention, publication and single members of staff.

Commands that cannot be undone ask for confirmation before they do anything; `--yes` skips the question.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from connectors.contract.messages import Message
from flows.command_line.arguments import read_clock, read_month, require_answer
from flows.command_line.options import (
    DEFAULT_SETTINGS,
    ClockOption,
    SettingsOption,
    StaffArgument,
    TodayOption,
    YesOption,
)
from flows.command_line.terminal import load, terminal

people = typer.Typer()


@people.command("accept-roster")
def accept_roster(
    settings: SettingsOption = DEFAULT_SETTINGS,
    today: TodayOption = None,
    *,
    yes: YesOption = False,
    renumbered: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A table of old and new staff numbers: nobody becomes somebody new.",
        ),
    ] = None,
) -> None:
    """Accept a roster that a night refused because too many people or days are gone. Shows them; asks first."""
    from flows.commands.people.accept_roster import run_accept

    run_accept(
        load(settings), read_clock(today), terminal.tell, is_meant=yes, renumbered=renumbered
    )


@people.command()
def rekey(settings: SettingsOption = DEFAULT_SETTINGS, *, yes: YesOption = False) -> None:
    """Make a new key and move every pseudonym to it in one transaction. Asks first."""
    from flows.commands.people.rekey import run_rekey

    loaded = load(settings)
    what = Message(
        "Every pseudonym gets a new key; older copies of the key and back-ups no longer fit. Type yes"
    )
    require_answer(what, "yes", place="hirogari rekey", is_given=yes)
    run_rekey(loaded, terminal.tell)


@people.command()
def expire(
    settings: SettingsOption = DEFAULT_SETTINGS,
    today: TodayOption = None,
    *,
    clock_is_right: ClockOption = False,
) -> None:
    """Delete records older than [retention] allows, as every night does; facts about sections stay."""
    from flows.commands.people.expire import run_expire

    run_expire(load(settings), read_clock(today), terminal.tell, is_clock_right=clock_is_right)


@people.command()
def forget(
    staff_no: StaffArgument,
    settings: SettingsOption = DEFAULT_SETTINGS,
    today: TodayOption = None,
    *,
    yes: YesOption = False,
    clock_is_right: ClockOption = False,
) -> None:
    """Delete all records of one member of staff permanently; numbers of sections stay. Asks first."""
    from flows.commands.people.forget import run_forget

    loaded = load(settings)
    what = Message(
        "All records of staff number {number} are deleted for good. Type the number once more",
        number=staff_no,
    )
    require_answer(what, staff_no, place="hirogari forget", is_given=yes)
    run_forget(loaded, staff_no, read_clock(today), terminal.tell, is_clock_right=clock_is_right)


@people.command("open")
def open_pages(
    settings: SettingsOption = DEFAULT_SETTINGS,
    today: TodayOption = None,
    *,
    yes: YesOption = False,
) -> None:
    """Publish the pages from the next night on; numbers once shown stay as published. Asks first."""
    from flows.commands.publishing.open import run_open

    what = Message(
        "From the next night on the pages are published, and a month that was shown no longer changes. Type yes"
    )
    require_answer(what, "yes", place="hirogari open", is_given=yes)
    run_open(load(settings), read_clock(today), terminal.tell)


@people.command()
def unpublish(
    line: Annotated[
        str, typer.Argument(metavar="LINE", help="As the message names it: 'use files'.")
    ],
    month: Annotated[str, typer.Argument(metavar="YYYY-MM")],
    settings: SettingsOption = DEFAULT_SETTINGS,
    today: TodayOption = None,
    *,
    yes: YesOption = False,
) -> None:
    """Withdraw one published month of a line; it stays withheld permanently. Asks twice."""
    from flows.commands.publishing.unpublish import run_unpublish

    what = Message(
        "Readers may have kept the published numbers; from now on they are withheld for good. Type yes"
    )
    require_answer(what, "yes", place="hirogari unpublish", is_given=yes)
    require_answer(
        Message("Type the month once more"),
        month,
        place="hirogari unpublish",
        is_given=yes,
    )
    run_unpublish(load(settings), line, read_month(month), read_clock(today), terminal.tell)


@people.command("about-me")
def about_me(
    staff_no: StaffArgument,
    out: Annotated[Path, typer.Option(help="The file to write, mode 0600.", metavar="FILE")] = Path(
        "about-me.md"
    ),
    settings: SettingsOption = DEFAULT_SETTINGS,
) -> None:
    """Write the records held on one member of staff, for a disclosure request (開示請求)."""
    from flows.commands.people.about_me import write_about_me

    terminal.tell(
        Message(
            "wrote {path}", path=write_about_me(load(settings), staff_no, out, read_clock(None))
        )
    )
