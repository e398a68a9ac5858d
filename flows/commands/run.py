"""Runs one night on request: through Prefect if our scheduler is up, otherwise as plain steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.errors import Retry, SourceError
from connectors.contract.messages import Message, message_of
from flows.mail import MailError
from flows.night import steps
from flows.scheduler import prefect_server
from warehouse.lifecycle.clock import say_clock_is_right

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from flows.settings.settings import Settings

DONE, LATER, ACT = 0, 1, 2
"""Exit codes: everything was read; a source did not answer; someone has to act first."""


def run_night(
    settings: Settings,
    now: datetime,
    tell: Callable[[Message], None],
    *,
    is_clock_right: bool = False,
) -> int:
    """Read every source and publish; return the exit code.

    Args:
        settings: the town's settings.
        now: the night's clock.
        tell: takes each line for the operator.
        is_clock_right: whether the operator vouches for the clock, after a pause so long that the night would refuse
            it. The warehouse records this, so that the scheduled nights run again too.

    Raises:
        RosterError, ReleaseStopped and the like: nothing was published; the old pages stay.
    """
    if is_clock_right:
        say_clock_is_right(settings.warehouse, now)
    home = prefect_server.home_of(settings.data)
    api = prefect_server.running_api(home)
    if api:
        tell(Message("running through the scheduler at {address}", address=api))
        prefect_server.prepare(home, api)
        from flows.night.nightly import run_through_prefect  # noqa: PLC0415 - Prefect must be prepared first

        try:
            problems = run_through_prefect(settings.file, now)
        except prefect_server.RunNotNoted as error:
            # A night does not depend on Prefect, and repeating it does nothing twice.
            tell(Message("the scheduler cannot record this run: the run goes on without it"))
            problems = _run_plain(settings, now, tell)
            if prefect_server.is_full(home):
                problems = (*problems, error)
    else:
        tell(Message("reading once, now (for every night by itself: hirogari serve)"))
        problems = _run_plain(settings, now, tell)
    for problem in problems:
        tell(_as_message(problem))
    if not problems:
        return DONE
    return LATER if all(isinstance(problem, Retry) for problem in problems) else ACT


def _as_message(problem: Exception) -> Message:
    said = message_of(problem)
    if isinstance(problem, prefect_server.RunNotNoted):
        return Message("NOT NOTED: {problem}", problem=said)
    if isinstance(problem, MailError):
        return Message("NOT SENT: {problem}", problem=said)
    return Message("NOT READ: {problem}", problem=said)


def _run_plain(
    settings: Settings, now: datetime, tell: Callable[[Message], None]
) -> tuple[Exception, ...]:
    problems: list[Exception] = []
    with steps.open_night(settings, now, tell) as night:
        for source in settings.sources:
            try:
                reading = steps.read_source(night, source.name)
            except SourceError as error:
                problems.append(error)
            else:
                tell(reading.message)
                problems.extend(reading.problems)
        steps.publish(night)
        steps.delete_by_age(night)
        if unsent := steps.mail_alerts(night):
            problems.append(unsent)
    return tuple(problems)
