"""Declares the `hirogari` command: its subcommands, their options and the exit codes.

Exit codes: 0, done. 1, a source did not answer; try again later. 2, someone has to act first; the message
names the problem, its place and the next step.

The work is done in `flows.commands`; this module only parses arguments and prints.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from connectors.contract.messages import Message
from flows.cli_proposals import proposals
from flows.cli_records import people
from flows.command_line.arguments import read_clock, read_month
from flows.command_line.options import (
    DEFAULT_SETTINGS,
    ClockOption,
    DryRunOption,
    SettingsOption,
    TodayOption,
    YesOption,
)
from flows.command_line.terminal import load, terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer(
    name="hirogari",
    help="Hirogari 広がり: shows a town hall whether its digital tools are really spreading.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Where to write.", metavar="DIR")] = Path("demo"),
    months: Annotated[int, typer.Option(min=1, max=60, help="Whole months to simulate.")] = 24,
    seed: Annotated[int, typer.Option(help="Another seed, another town.")] = 1,
    vendors: Annotated[
        str,
        typer.Option(help="What it has, of connectors/demo_town/README.md.", metavar="NAME,NAME"),
    ] = "google,nextcloud,bigbluebutton,cups,papercut,ricoh",
    today: TodayOption = None,
) -> None:
    """Simulate a town hall and run a real night of Hirogari on it, from its sources to its pages."""
    from flows.commands.demo import run_demo

    # The demo's settings are Japanese, so its night logs in Japanese; the command's own lines match.
    terminal.language = "ja"
    run_demo(
        out, months=months, seed=seed, vendors=vendors, now=read_clock(today), tell=terminal.tell
    )


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write; made if absent.")],
) -> None:
    """Write commented settings, an empty roster and empty books to fill in."""
    from flows.commands.init import write_templates

    for path in write_templates(folder):
        terminal.tell(Message("wrote {path}", path=path))
    terminal.tell(
        Message(
            "next: {step}",
            step=Message(
                "fill them in, then: hirogari check --settings {path}",
                path=folder / "hirogari.toml",
            ),
        )
    )


@app.command()
def check(settings: SettingsOption = DEFAULT_SETTINGS) -> None:
    """Check settings, roster, credentials, scopes and account matching; change nothing."""
    from flows.commands.check import check_findings

    is_all_ok = True
    for finding in check_findings(load(settings)):
        is_all_ok &= finding.is_ok
        step = "" if finding.is_ok else f" → {finding.next_step}"
        terminal.tell(
            f"{'ok ' if finding.is_ok else 'NG '} {finding.thing} [{finding.place}]{step}"
        )
    if not is_all_ok:
        raise typer.Exit(2)


@app.command()
def run(
    settings: SettingsOption = DEFAULT_SETTINGS,
    today: TodayOption = None,
    *,
    clock_is_right: ClockOption = False,
) -> None:
    """Read the source-days that the ledger lists as missing, and publish. A second run changes nothing."""
    from flows.commands.run import run_night

    raise typer.Exit(
        run_night(load(settings), read_clock(today), terminal.tell, is_clock_right=clock_is_right)
    )


@app.command()
def serve(settings: SettingsOption = DEFAULT_SETTINGS) -> None:
    """Run every night (02:30 Asia/Tokyo unless the settings say otherwise) until stopped."""
    from flows.commands.serve import serve_nightly

    serve_nightly(load(settings), terminal.tell)


@app.command()
def newsletter(
    month: Annotated[str, typer.Option(metavar="YYYY-MM", help="The month to report.")],
    settings: SettingsOption = DEFAULT_SETTINGS,
    *,
    dry_run: DryRunOption = False,
    send: Annotated[bool, typer.Option("--send", help="Send what was written.")] = False,
) -> None:
    """Write the month's charts and texts for the all-staff newsletter; with --send, mail them."""
    from flows.commands.publishing.newsletter import send_newsletter
    from flows.night.newsletter_draft import write_draft

    loaded, first = load(settings), read_month(month)
    if not (send or dry_run):
        for path in write_draft(loaded, first):
            terminal.tell(Message("wrote {path}", path=path))
        return
    for line in send_newsletter(loaded, first, is_dry_run=not send):
        terminal.tell(line)


@app.command()
def alerts(
    settings: SettingsOption = DEFAULT_SETTINGS,
    *,
    dry_run: DryRunOption = False,
    send: Annotated[bool, typer.Option("--send", help="Send what was not sent yet.")] = False,
) -> None:
    """List the current alerts; the night mails each of them once to [mail] alerts_to."""
    from flows.commands.publishing.alerts import list_alerts, send_by_hand

    loaded = load(settings)
    lines = (
        send_by_hand(loaded, read_clock(None), is_dry_run=not send)
        if send or dry_run
        else list_alerts(loaded)
    )
    for line in lines:
        terminal.tell(line)


@app.command()
def status(
    settings: SettingsOption = DEFAULT_SETTINGS,
    today: TodayOption = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Each source-day, as JSON.")] = False,
) -> None:
    """Show the ledger and the last night that published; exit code 2 if that is days ago (not with --json)."""
    from flows.commands.status import last_publication, status_json, status_lines

    loaded = load(settings)
    if as_json:
        terminal.write(status_json(loaded))
        return
    for line in status_lines(loaded):
        terminal.tell(line)
    line, is_silent = last_publication(loaded, read_clock(today))
    terminal.tell(line)
    if is_silent:
        raise typer.Exit(2)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write the CSV files.")],
    settings: SettingsOption = DEFAULT_SETTINGS,
) -> None:
    """Write the release tables, and nothing else, as CSV."""
    from flows.commands.export import export_release

    for line in export_release(load(settings), folder):
        terminal.tell(line)


@app.command()
def explain(
    metric: Annotated[str, typer.Argument(help="A measure, as use_month; see GLOSSARY.md.")],
    section: Annotated[str | None, typer.Option(help="A code, _small or _town.")] = None,
    month: Annotated[str | None, typer.Option(metavar="YYYY-MM", help="A month.")] = None,
    settings: SettingsOption = DEFAULT_SETTINGS,
) -> None:
    """Print a number's definition, its inputs, its state, its SQL file, and why it is withheld."""
    from flows.commands.explain import explain_lines

    for line in explain_lines(
        load(settings), metric, section, read_month(month) if month else None
    ):
        terminal.tell(line)


@app.command()
def restore(
    night: Annotated[
        str | None, typer.Argument(metavar="[NIGHT]", help="YYYY-MM-DD; the newest if left out.")
    ] = None,
    settings: SettingsOption = DEFAULT_SETTINGS,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Look whether it can be restored; change nothing.")
    ] = False,
    yes: YesOption = False,
) -> None:
    """Rebuild the warehouse from a back-up; the current one is renamed and kept. Asks first."""
    from flows.commands.restore import run_restore

    run_restore(
        load(settings),
        night,
        read_clock(None),
        terminal.tell,
        is_dry_run=dry_run,
        is_meant=yes,
    )


@app.command("sign-in")
def sign_in(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A source's name.")],
    settings: SettingsOption = DEFAULT_SETTINGS,
) -> None:
    """Sign in once, with a code on a web page, to a report that requires a user account (Universal Print)."""
    from flows.commands.sign_in import run_sign_in

    run_sign_in(load(settings), source, terminal.tell)


app.add_typer(proposals)
app.add_typer(people)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line. An error that the user can fix ends with exit code 2 and no traceback.

    Args:
        arguments: the command line without the program's name; the process's own if None.
    """
    from connectors.contract.errors import Mendable, clear_frames, of_system, unspellable_name

    # New files are readable by this account only: warehouse, back-ups, Prefect's database. Published files are not.
    os.umask(0o077)
    terminal.adapt()
    terminal.speak_as(DEFAULT_SETTINGS)
    try:
        app(args=arguments, prog_name="hirogari")
    except Mendable as error:
        terminal.fail(error)
        clear_frames(error)
        sys.exit(2)
    except BrokenPipeError:
        # The reader of the pipe has closed it, as `head` does, so an error message would have no reader either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except UnicodeEncodeError as error:
        terminal.fail(unspellable_name())
        clear_frames(error)
        sys.exit(2)
    except OSError as error:
        terminal.fail(of_system(error, terminal.folder))
        clear_frames(error)
        sys.exit(2)


if __name__ == "__main__":
    main()
