"""Marks killed runs as crashed, so that they do not keep later nights from running."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from prefect.automations import Automation
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import EventTrigger, Posture
from prefect.states import Crashed

if TYPE_CHECKING:
    from collections.abc import Iterator


WATCH = "mark a silent nightly run as crashed"
_ENDED = {
    f"prefect.flow-run.{state}"
    for state in ("Completed", "Incomplete", "Failed", "Crashed", "Cancelled")
}


def crash_leftovers() -> Iterator[str]:
    """Mark unfinished runs as crashed, which frees their concurrency slots; yield each run's name and start time.

    Call it before serving, when no run of ours can be alive.
    """
    unfinished = FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING])
    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs(
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=unfinished))
        )
        for run in runs:
            client.set_flow_run_state(
                run.id, Crashed(message="its process was gone when the service started"), force=True
            )
            yield f"{run.name} of {run.start_time}"


def watch_for_silence(seconds: int) -> None:
    """Have the server mark a run as crashed after this many seconds without a heartbeat."""
    with get_client(sync_client=True) as client:
        for automation in client.read_automations_by_name(WATCH):
            client.delete_automation(automation.id)
    Automation(
        name=WATCH,
        trigger=EventTrigger(
            after={"prefect.flow-run.heartbeat"},
            expect={"prefect.flow-run.heartbeat", *_ENDED},
            match={"prefect.resource.id": ["prefect.flow-run.*"]},
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=timedelta(seconds=seconds),
        ),
        actions=[
            ChangeFlowRunState(
                state=StateType.CRASHED, message=f"no sign of life for {seconds} seconds"
            )
        ],
    ).create()
