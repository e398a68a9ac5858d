"""Options and arguments shared by several commands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DEFAULT_SETTINGS = Path("hirogari.toml")
SettingsOption = Annotated[
    Path,
    typer.Option(
        "--settings", "-s", envvar="HIROGARI_SETTINGS", help="The settings file.", metavar="FILE"
    ),
]
TodayOption = Annotated[
    str | None,
    typer.Option("--today", metavar="YYYY-MM-DD", help="Take this day as today (it is not read)."),
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Ask the mail server; send nothing.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask: it is meant.")]
ClockOption = Annotated[
    bool,
    typer.Option(
        "--clock-is-right", help="After a long pause: today's date is right all the same."
    ),
]
StaffArgument = Annotated[
    str, typer.Argument(metavar="STAFF_NO", help="The staff number, as the roster writes it.")
]
