"""The nightly and monthly Prefect flows: thin tasks over the plain steps, one task per source.

Sources are read concurrently and fail independently; whatever could be read is published. Prefect must be prepared
(`prefect_server.prepare`) before this module is imported. The rules of a night belong to `flows.night.steps`, not here.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from httpx import HTTPError
from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import task_run
from prefect.states import Completed
from prefect.tasks import exponential_backoff

from connectors.contract.errors import Mendable, Retry, clear_frames
from connectors.contract.messages import Message, message_of
from connectors.contract.streams import day_of
from flows.messages import in_language
from flows.night import steps
from flows.night.newsletter_draft import draft_if_due
from flows.scheduler import prefect_server
from flows.settings.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from prefect import Task
    from prefect.client.schemas.objects import State
    from prefect.futures import PrefectFuture

    from flows.mail import MailError
    from flows.settings.settings import Settings


def _may_retry(_task: object, _run: object, state: State[Any]) -> bool:
    return isinstance(state.result(raise_on_failure=False), Retry)


_RETRIES = 3
_Result = TypeVar("_Result")
_NOT_NOTED = (HTTPError, OSError)
"""What Prefect raises if its server cannot record a step, because its disk is full or its database is locked."""


@task(
    name="read source",
    task_run_name="read {name}",
    retries=_RETRIES,
    retry_delay_seconds=exponential_backoff(backoff_factor=20),
    retry_jitter_factor=0.5,
    retry_condition_fn=_may_retry,
    cache_policy=NO_CACHE,
)
def read_source(night: steps.Night, name: str) -> steps.Reading:
    """Read one source; the ledger records each of its days.

    Raises:
        Retry: a stream is busy. The other streams have landed and are not fetched again.
    """
    reading = steps.read_source(night, name)
    night.tell(reading.message)
    if reading.again and (task_run.run_count or 0) <= _RETRIES:
        raise reading.again
    return reading


@task(name="publish", cache_policy=NO_CACHE)
def publish(night: steps.Night) -> str:
    """Build the models, cut the release and draw the pages; return the path of the first page."""
    steps.publish(night)
    return str(night.settings.site / "index.html")


@task(name="delete by age", cache_policy=NO_CACHE)
def delete_by_age(night: steps.Night) -> None:
    """Delete records older than the settings allow, and back up the warehouse."""
    steps.delete_by_age(night)


@task(name="send alerts", cache_policy=NO_CACHE)
def mail_alerts(night: steps.Night) -> MailError | None:
    """Send each new alert once; return the error if the mail could not be sent."""
    return steps.mail_alerts(night)


@flow(name="nightly", flow_run_name="nightly", validate_parameters=False)
def nightly(settings_file: str, now: str | None = None) -> State[Any]:
    """Read every source and publish what could be read.

    Args:
        settings_file: path of the settings; secrets stay in their own files and are not flow parameters.
        now: the night's clock in ISO 8601; the machine's if None.

    Returns:
        A completed state whose data are the problems as a tuple; with any problem it is named Incomplete.
    """
    settings = load_settings(Path(settings_file))
    clock = datetime.fromisoformat(now) if now else datetime.now(UTC)
    with steps.open_night(settings, clock, _teller(settings)) as night:
        futures = {
            source.name: read_source.submit(night, source.name) for source in settings.sources
        }
        outcomes = [_read(night, name, future) for name, future in futures.items()]
        page = _done(publish, night)
        _done(delete_by_age, night)
        unsent = _done(mail_alerts, night)
    problems: list[Exception] = [unsent] if unsent else []
    lines: list[Message] = []
    for outcome in outcomes:
        lines.append(outcome.message if isinstance(outcome, steps.Reading) else message_of(outcome))
        problems.extend(outcome.problems if isinstance(outcome, steps.Reading) else [outcome])
    return Completed(
        name="Incomplete" if problems else "Completed",
        message="\n".join([*lines, f"published: {page}"]),
        data=tuple(problems),
    )


def _read(night: steps.Night, name: str, future: PrefectFuture[Any]) -> Any:  # noqa: ANN401 - as Prefect's own
    """Return the outcome of reading a source; if Prefect could not record the task, read it without Prefect."""
    outcome = future.result(raise_on_failure=False)
    if not isinstance(outcome, _NOT_NOTED):
        return outcome
    try:
        return steps.read_source(night, name)
    except Mendable as error:
        return error


def _done(step: Task[[steps.Night], _Result], night: steps.Night) -> _Result:
    """Run a step; if Prefect could not record it, run it without Prefect.

    The step may then run twice, which changes nothing.
    """
    try:
        return step(night)
    except _NOT_NOTED:
        return step.fn(night)


@flow(name="monthly", flow_run_name="monthly", validate_parameters=False)
def monthly(settings_file: str, now: str | None = None) -> State[Any]:
    """Draft the newsletter on the second working day of a month; on other days do nothing.

    Args:
        settings_file: path of the settings.
        now: the clock in ISO 8601; the machine's if None.
    """
    settings = load_settings(Path(settings_file))
    clock = datetime.fromisoformat(now) if now else datetime.now(UTC)
    tell = _teller(settings)
    lines = tuple(draft_if_due(settings, day_of(clock)))
    for line in lines:
        tell(line)
    return Completed(message="\n".join(lines))


def run_through_prefect(settings_file: Path, now: datetime) -> tuple[Exception, ...]:
    """Run the nightly flow in this process on the prepared server; return its problems.

    Raises:
        RunNotNoted: Prefect's server could not record the run; the night may have stopped at any step.
        Mendable: nothing was published; the message says why.
    """
    prefect_server.speak_plainly()
    try:
        state = nightly(str(settings_file), now.isoformat(), return_state=True)
        prefect_server.settle()
        problems = cast("tuple[Exception, ...]", state.result())
    except _NOT_NOTED as error:
        clear_frames(error)
        raise prefect_server.not_noted() from None
    for problem in problems:
        clear_frames(problem)
    return problems


def _teller(settings: Settings) -> Callable[[Message], None]:
    """Return a function that logs a line in the town's language; lines hold counts and days, never records."""

    def tell(line: str) -> None:
        get_run_logger().info(
            in_language(line, settings.town.language), extra={"is_for_the_operator": True}
        )

    return tell
