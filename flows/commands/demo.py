"""Runs the demo: a simulated town hall whose vendors answer on loopback, read by the real nightly flow.

Writes only into an empty folder or into one that holds the same demo, and never clears a folder.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message, message_of, verbatim
from connectors.contract.streams import day_of
from connectors.demo_town.vendors import UnknownVendor, choose
from flows.demo_settings.settings import write_settings
from flows.scheduler import prefect_server
from warehouse.months import month_before

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime
    from pathlib import Path

    Tell = Callable[[Message], None]

MARK = ".demo.json"
"""File that records which town a demo folder holds, so that no other town lands in its warehouse."""


class DemoRefused(Mendable):
    """The folder cannot be used for the demo, or the demo town did not start."""


def run_demo(out: Path, *, months: int, seed: int, vendors: str, now: datetime, tell: Tell) -> None:
    """Build the town, run the nightly flow on it through Prefect, and write the newsletter.

    A second call on the same folder reads only what is missing.

    Args:
        out: the demo's folder; created if absent.
        months: whole months to simulate.
        seed: of the simulation; another seed gives another town.
        vendors: names of `connectors/demo_town/README.md`, separated by commas.
        now: the night's clock.
        tell: takes each line for the operator.

    Raises:
        DemoRefused: the folder holds something else, there is no such vendor, or the town did not start.
    """
    began = time.monotonic()
    out = out.absolute()
    today = day_of(now)
    chosen = _choose(vendors, today)
    town = {"seed": seed, "months": months, "month": f"{today:%Y-%m}", "vendors": list(chosen)}
    _claim(out, town)
    tell(_beginning(out, town))
    scheduler = prefect_server.start_server(out / "prefect")
    try:
        with _town(out / "town", town, today) as address:
            tell(
                Message(
                    "its simulated vendors run at {address}; waiting for the scheduler …",
                    address=address,
                )
            )
            settings_file = write_settings(out, today)
            scheduler.wait(tell)
            problems = _night(settings_file, now)
    finally:
        scheduler.stop()
    for problem in problems:
        tell(Message("NOT READ: {problem}", problem=message_of(problem)))
    month = _write_newsletter(settings_file, today)
    tell(Message("newsletter: {path}", path=out / "newsletter" / f"{month:%Y-%m}"))
    seconds, path = time.monotonic() - began, out / "site" / "index.html"
    tell(Message("done in {seconds:.0f} s. Open {path}", seconds=seconds, path=path))


def _beginning(out: Path, town: dict[str, Any]) -> Message:
    return Message(
        "a town hall with {months} months of records (seed {seed}) and {vendors}, in {folder}",
        months=town["months"],
        seed=town["seed"],
        vendors=", ".join(town["vendors"]),
        folder=out,
    )


def _choose(vendors: str, today: date) -> tuple[str, ...]:
    try:
        return choose([name.strip() for name in vendors.split(",") if name.strip()], today).vendors
    except UnknownVendor as error:
        raise DemoRefused(
            verbatim(error),
            place="--vendors",
            next_step=Message("for example: --vendors google,zoom,cups"),
        ) from None


def _claim(out: Path, town: dict[str, Any]) -> None:
    """Mark an empty folder as this town's demo, or accept one that is marked so already.

    The folder is never cleared: it may hold files that somebody added or changed since.

    Raises:
        DemoRefused: it holds another demo or other files, or it is a link.
    """
    mark = out / MARK
    if mark.is_file() and not out.is_symlink():
        if mark.read_text(encoding="utf-8") == json.dumps(town):
            return
        raise DemoRefused(
            Message("the folder holds another town's demo, or one of another month"),
            place=str(out),
            next_step=Message(
                "name another with --out DIR, or delete this one yourself if nothing in it is needed"
            ),
        )
    if os.path.lexists(out) and (not out.is_dir() or out.is_symlink() or any(out.iterdir())):
        raise DemoRefused(
            Message("the folder is not empty and holds no demo"),
            place=str(out),
            next_step=Message("name another: hirogari demo --out DIR"),
        )
    out.mkdir(parents=True, exist_ok=True)
    mark.write_text(json.dumps(town), encoding="utf-8")


@contextmanager
def _town(folder: Path, town: dict[str, Any], today: date) -> Iterator[str]:
    """Run the town's vendors in a process of their own during the block; yield their address.

    The process ends when its standard input closes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "connectors.demo_town", "--folder", str(folder)]
    command += ["--seed", str(town["seed"]), "--months", str(town["months"])]
    command += ["--today", str(today), "--vendors", ",".join(town["vendors"])]
    process = subprocess.Popen(  # noqa: S603 - our own words
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    try:
        address = process.stdout.readline().strip() if process.stdout else ""
        if not address:
            raise DemoRefused(
                Message("the demo town did not start"),
                place=" ".join(command),
                next_step=Message("run that command by hand and read what it says"),
            )
        yield address
    finally:
        if process.stdin:
            process.stdin.close()
        process.wait(timeout=20)


def _night(settings_file: Path, now: datetime) -> tuple[Exception, ...]:
    # Prefect reads its settings at import, so it must be imported after the server has been prepared.
    from flows.night.nightly import run_through_prefect  # noqa: PLC0415 - see above

    return run_through_prefect(settings_file, now)


def _write_newsletter(settings_file: Path, today: date) -> date:
    from dashboards.newsletter import write_newsletter  # noqa: PLC0415 - Altair is slow to import
    from flows.night.last_release import last_release  # noqa: PLC0415 - as above
    from flows.settings.settings import load_settings  # noqa: PLC0415 - as above

    settings = load_settings(settings_file)
    month = month_before(today)
    write_newsletter(last_release(settings), month, settings.newsletter / f"{month:%Y-%m}")
    return month
