"""Declares the commands that propose something to copy: settings for an export, an order of sections by lot."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotation
from typing import Annotated

import typer

from flows.command_line.arguments import read_clock, read_month
from flows.command_line.options import DEFAULT_SETTINGS, SettingsOption
from flows.command_line.terminal import load, terminal

proposals = typer.Typer()


@proposals.command()
def plan(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="A new file for the lines.")],
    series: Annotated[str, typer.Option(help="The measure (ものさし), or an own count.")],
    title: Annotated[str, typer.Option(help="The action's title (件名).")],
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM", help="First start.")],
    sections: Annotated[
        str | None, typer.Option(metavar="NAME,NAME", help="All that can take part if left out.")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=1, help="Drawn if left out.")] = None,
    waves: Annotated[int | None, typer.Option(min=2, help="Proposed if left out.")] = None,
    settings: SettingsOption = DEFAULT_SETTINGS,
) -> None:
    """Draw by lot in which order sections begin, say what could be told, and write the lines for the actions book."""
    from flows.commands.planning.plan import Asked, plan_lines

    asked = Asked(file, series, title, read_month(first), sections, seed, waves)
    for line in plan_lines(load(settings), asked, read_clock(None)):
        terminal.tell(line)


@proposals.command("map")
def propose(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An export of any other tool.")],
    settings: SettingsOption = DEFAULT_SETTINGS,
) -> None:
    """Inspect an export (CSV or Excel), propose settings that read it, and preview what they would read."""
    from flows.commands.map import proposed

    for line in proposed(file, settings):
        terminal.tell(line)
