"""The `hirogari` command: what an operator can do, each with an exit code that means something.

0: done. 1: a source did not answer, try again later. 2: someone has to act first; what is wrong is
told as thing, place and next step.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.options import DryRunOption, SettingsOption, StaffArgument, TodayOption, YesOption  # noqa: TC001 - read by Typer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from flows.settings import Settings

app = typer.Typer(
    name="hirogari",
    help="Hirogari 広がり: shows a town hall whether its digital tools are really spreading.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

DEFAULT_SETTINGS = Path("hirogari.toml")


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Where to write.", metavar="DIR")] = Path("demo"),
    months: Annotated[int, typer.Option(min=1, max=60, help="Whole months to simulate.")] = 24,
    seed: Annotated[int, typer.Option(help="Another seed, another town.")] = 1,
    vendors: Annotated[
        str, typer.Option(help="What it has, of connectors/town/README.md.", metavar="NAME,NAME")
    ] = "google,nextcloud,bigbluebutton,cups,papercut,ricoh",
    today: TodayOption = None,
) -> None:
    """Simulate a town hall and run the whole of Hirogari on it, for real."""
    from flows.demo import run_demo

    run_demo(out, months=months, seed=seed, vendors=vendors, now=_clock(today), tell=_tell)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write; made if absent.")],
) -> None:
    """Write commented settings, an empty roster and empty books to fill in."""
    from flows.init import write_templates

    for path in write_templates(folder):
        _tell(f"wrote {path}")
    _tell(f"next: fill them in, then: hirogari check --settings {folder / 'hirogari.toml'}")


@app.command()
def check(settings: SettingsOption = DEFAULT_SETTINGS) -> None:
    """Look at settings, roster, credentials, scopes and matching; change nothing."""
    from flows.check import findings

    is_all_ok = True
    for finding in findings(_load(settings)):
        is_all_ok &= finding.is_ok
        step = "" if finding.is_ok else f" → {finding.next_step}"
        _tell(f"{'ok ' if finding.is_ok else 'NG '} {finding.thing} [{finding.place}]{step}")
    if not is_all_ok:
        raise typer.Exit(2)


@app.command()
def run(settings: SettingsOption = DEFAULT_SETTINGS, today: TodayOption = None) -> None:
    """Read what the ledger finds missing, and publish. Doing it twice changes nothing."""
    from flows.run import run_night

    raise typer.Exit(run_night(_load(settings), _clock(today), _tell))


@app.command()
def serve(settings: SettingsOption = DEFAULT_SETTINGS) -> None:
    """Run every night (02:30 Asia/Tokyo unless the settings say otherwise) until stopped."""
    from flows.serve import serve_nightly

    serve_nightly(_load(settings), _tell)


@app.command()
def newsletter(
    month: Annotated[str, typer.Option(metavar="YYYY-MM", help="The month to report.")],
    settings: SettingsOption = DEFAULT_SETTINGS,
    *,
    dry_run: DryRunOption = False,
    send: Annotated[bool, typer.Option("--send", help="Send what was written.")] = False,
) -> None:
    """Write the month's charts and texts for the all-staff newsletter; with --send, mail them."""
    from flows.monthly import send_newsletter, write_draft

    loaded, first = _load(settings), _month(month)
    if not (send or dry_run):
        for path in write_draft(loaded, first):
            _tell(f"wrote {path}")
        return
    for line in send_newsletter(loaded, first, is_dry_run=not send):
        _tell(line)


@app.command()
def alerts(
    settings: SettingsOption = DEFAULT_SETTINGS,
    *,
    dry_run: DryRunOption = False,
    send: Annotated[bool, typer.Option("--send", help="Send what was not sent yet.")] = False,
) -> None:
    """Show what asks for attention; the night sends it to [mail] alerts_to, each thing once."""
    from flows.alerts import list_alerts, send_by_hand

    loaded = _load(settings)
    lines = (
        send_by_hand(loaded, _clock(None), is_dry_run=not send)
        if send or dry_run
        else list_alerts(loaded)
    )
    for line in lines:
        _tell(line)


@app.command()
def status(
    settings: SettingsOption = DEFAULT_SETTINGS,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Each source-day, as JSON.")] = False,
) -> None:
    """Show the ledger: per source and day, what has been read and in which state."""
    from flows.published import status_json, status_lines

    loaded = _load(settings)
    _tell(status_json(loaded) if as_json else "\n".join(status_lines(loaded)))


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write the CSV files.")],
    settings: SettingsOption = DEFAULT_SETTINGS,
) -> None:
    """Write the release tables, and nothing else, as CSV."""
    from flows.published import last_release
    from warehouse.release import write_csv

    for path in write_csv(last_release(_load(settings)), folder):
        _tell(f"wrote {path}")


@app.command()
def explain(
    metric: Annotated[str, typer.Argument(help="A measure, as use_month; see GLOSSARY.md.")],
    section: Annotated[str | None, typer.Option(help="A code, _small or _town.")] = None,
    month: Annotated[str | None, typer.Option(metavar="YYYY-MM", help="A month.")] = None,
    settings: SettingsOption = DEFAULT_SETTINGS,
) -> None:
    """Print a number's definition, what was counted, its state, its SQL, and why it is withheld."""
    from flows.explained import explained

    for line in explained(_load(settings), metric, section, _month(month) if month else None):
        _tell(line)


@app.command("map")
def propose(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An export of any other tool.")],
) -> None:
    """Look at an export (CSV or Excel) and propose the settings that read it."""
    from connectors.mapping import propose_mapping

    proposal = propose_mapping(file)
    for line in (proposal.settings, *(f"# {note}" for note in proposal.notes)):
        _tell(line)


@app.command("sign-in")
def sign_in(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A source's name.")],
    settings: SettingsOption = DEFAULT_SETTINGS,
) -> None:
    """Sign in once, with a code on a web page, to a report that is only for people (Universal Print)."""
    from flows.signing_in import run_sign_in

    run_sign_in(_load(settings), source, _tell)


@app.command("accept-roster")
def accept_roster(
    settings: SettingsOption = DEFAULT_SETTINGS,
    today: TodayOption = None,
    *,
    yes: YesOption = False,
) -> None:
    """Take a roster that a night refused because too many people or days are gone. Shows them; asks first."""
    from flows.roster import run_accept

    run_accept(_load(settings), _clock(today), _tell, is_meant=yes)


@app.command()
def rekey(settings: SettingsOption = DEFAULT_SETTINGS, *, yes: YesOption = False) -> None:
    """Make a new key and take every pseudonym on to it, in one transaction. Asks first."""
    from flows.arguments import require_answer
    from flows.personal import run_rekey

    what = "Every pseudonym gets a new key; older copies of the key and back-ups no longer fit. Type yes"
    require_answer(what, "yes", place="hirogari rekey", is_given=yes)
    run_rekey(_load(settings), _tell)


@app.command()
def expire(settings: SettingsOption = DEFAULT_SETTINGS, today: TodayOption = None) -> None:
    """Delete what is older than [retention] allows, as every night does; section facts stay."""
    from flows.personal import run_expire

    run_expire(_load(settings), _clock(today), _tell)


@app.command()
def forget(
    staff_no: StaffArgument,
    settings: SettingsOption = DEFAULT_SETTINGS,
    today: TodayOption = None,
    *,
    yes: YesOption = False,
) -> None:
    """Delete what is held on one member of staff, for good; numbers of sections stay. Asks first."""
    from flows.arguments import require_answer
    from flows.personal import run_forget

    what = f"What is held on staff number {staff_no} is deleted for good. Type the number once more"
    require_answer(what, staff_no, place="hirogari forget", is_given=yes)
    run_forget(_load(settings), staff_no, _clock(today), _tell)


@app.command("about-me")
def about_me(
    staff_no: StaffArgument,
    out: Annotated[Path, typer.Option(help="The file to write, mode 0600.", metavar="FILE")] = Path(
        "about-me.md"
    ),
    settings: SettingsOption = DEFAULT_SETTINGS,
) -> None:
    """Write what is held on one member of staff, for a disclosure request (開示請求)."""
    from flows.personal import write_about_me

    _tell(f"wrote {write_about_me(_load(settings), staff_no, out, _clock(None))}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; what a user can mend ends with exit code 2 and no traceback."""
    from connectors.errors import Mendable

    # All but what is published is for this account alone: warehouse, back-ups, Prefect's database.
    os.umask(0o077)
    try:
        app(args=arguments, prog_name="hirogari")
    except Mendable as error:
        sys.stderr.write(f"hirogari: {error}\n")
        sys.exit(2)


def _load(settings: Path) -> Settings:
    from flows.settings import load_settings

    return load_settings(settings)


def _clock(today: str | None) -> datetime:
    from flows.arguments import read_clock

    return read_clock(today)


def _month(month: str) -> date:
    from flows.arguments import read_month

    return read_month(month)


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
