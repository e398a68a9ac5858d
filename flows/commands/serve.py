"""Runs the nightly and monthly flows on their schedules, with Prefect's own server on loopback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.messages import Message
from flows.scheduler import prefect_server

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.settings.settings import Settings

DEPLOYMENT = "hirogari"
MONTHLY = "0 6 1-12 * *"
"""06:00 on each day that can be the second working day of a month; the flow decides which it is."""
SILENCE_SECONDS = 90
"""Seconds without a heartbeat after which a run is marked as crashed."""


def serve_nightly(settings: Settings, tell: Callable[[Message], None]) -> None:
    """Start the server, mark the leftovers of killed runs as crashed, and serve until stopped.

    Raises:
        SchedulerDown: the server did not start.
    """
    home = prefect_server.home_of(settings.data)
    server = prefect_server.start_server(home)
    try:
        server.wait(tell)
        tell(Message("the scheduler is up at {address}", address=server.api))
        _serve(settings, tell)
    finally:
        server.stop()


def _serve(settings: Settings, tell: Callable[[Message], None]) -> None:
    # Prefect reads its settings at import, so it must be imported after the server has been prepared.
    from prefect import serve  # noqa: PLC0415 - see above
    from prefect.client.schemas.objects import (  # noqa: PLC0415 - see above
        ConcurrencyLimitConfig,
        ConcurrencyLimitStrategy,
    )
    from prefect.deployments.runner import RunnerDeployment  # noqa: PLC0415 - see above
    from prefect.schedules import Cron  # noqa: PLC0415 - see above

    from flows.night.nightly import monthly, nightly  # noqa: PLC0415 - see above
    from flows.scheduler.recovery import crash_leftovers, watch_for_silence  # noqa: PLC0415 - see above

    for run in crash_leftovers():
        tell(Message("a run that was killed is marked as crashed: {run}", run=run))
    watch_for_silence(SILENCE_SECONDS)
    tell(Message("nightly at {cron!r} Asia/Tokyo; stop with Ctrl-C", cron=settings.nightly))
    one_at_a_time = ConcurrencyLimitConfig(
        limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
    )
    deployments = [
        RunnerDeployment.from_flow(
            flow,
            DEPLOYMENT,
            parameters={"settings_file": str(settings.file)},
            schedule=Cron(cron, timezone="Asia/Tokyo"),
            concurrency_limit=one_at_a_time,
        )
        for flow, cron in ((nightly, settings.nightly), (monthly, MONTHLY))
    ]
    serve(
        *deployments,
        # With True, stopping the service would delete its coming runs, so that missed nights would never run.
        pause_on_shutdown=False,
        print_starting_message=False,
    )
