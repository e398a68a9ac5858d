"""Mattermost: posts a day for each team, from the server's own statistics. No person is asked for.

With a team for each section, a section's curve comes without any personal data. The statistics reach
back 31 days and count by the server's days.
"""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal, cast

from pydantic import Field

from connectors import contract
from connectors.configuration import SecretFile, SourceSettings
from connectors.contract import Batch, Handling, Stream, Window, day_of
from connectors.errors import StopSource
from connectors.findings import try_out
from connectors.shapes import SECTION_USE, to_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from connectors.contract import Finding

_REACH_DAYS = 30
_STREAM = Stream(
    "posts",
    SECTION_USE,
    (
        contract.Field("name", Handling.KEEP, "the day"),
        contract.Field("value", Handling.KEEP, "posts on that day"),
    ),
    counts="chat",
    settle_days=3,
    retention_days=_REACH_DAYS,
    slice_days=_REACH_DAYS + 1,
)
_NEXT_STEPS: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "make a new personal access token and put it into the file that token_file names",
    HTTPStatus.FORBIDDEN: "the token's account needs the permission get_analytics (system administrator)",
    HTTPStatus.NOT_FOUND: "look at `endpoint` and at the team ids in `teams`",
}


class Settings(SourceSettings):
    """`endpoint`: the server; `token_file`: a personal access token; `teams`: section code → team id."""

    kind: Literal["mattermost"] = "mattermost"
    endpoint: str
    token_file: SecretFile
    teams: dict[str, str] = Field(min_length=1)


class Mattermost:
    """One Mattermost server as a source."""

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        """Keep the settings; nothing is asked yet."""
        self.name = settings.name
        self.streams = (_STREAM,)
        self._settings = settings
        self._now = now

    def first_day(self, stream: Stream) -> date | None:  # noqa: ARG002 - there is one stream
        """Return `since` from the settings."""
        return self._settings.since

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        """Yield a batch for each day that the statistics still reach; a day without posts has no entry.

        Raises:
            Retry: the server is busy or gone.
            StopSource: the token or a team is wrong.
        """
        today = day_of(self._now())
        first = today - timedelta(days=_REACH_DAYS)
        days: dict[date, list[dict[str, object]]] = {
            day: [] for day in window.days if first <= day < today
        }
        for section, team in sorted(self._settings.teams.items()):
            for day, posts in self._posts(team):
                if day in days:
                    days[day].append(
                        {
                            "event": f"{section}|{day}",
                            "day_on": day,
                            "section": section,
                            "tool": "chat",
                            "uses": posts,
                        }
                    )
        for day, rows in days.items():
            yield Batch(day, to_table(stream.shape, rows))

    def _posts(self, team: str) -> list[tuple[date, int]]:
        from connectors import transport  # noqa: PLC0415 - idle sources cost nothing

        token = self._settings.token_file.get_secret_value().strip()
        with closing(
            transport.Transport(
                self.name,
                self._settings.endpoint,
                authorise=lambda: {"Authorization": f"Bearer {token}"},
                next_steps=_NEXT_STEPS,
            )
        ) as http:
            query = {"name": "post_counts_day", "team_id": team}
            answer = http.get("/api/v4/analytics/old", params=query)
            told = answer.json()
        try:
            entries = cast("list[dict[str, object]]", told)
            for entry in entries:
                _STREAM.check_fields(entry, source=self.name)
            return [
                (date.fromisoformat(str(entry["name"])), int(cast("float", entry["value"])))
                for entry in entries
            ]
        except (TypeError, KeyError, ValueError, AttributeError):
            raise StopSource(
                "the statistics are not a list of days and counts",
                place=answer.place,
                next_step="Mattermost has changed its format: look for a newer version of this program",
            ) from None

    def sections(self) -> dict[str, str]:
        """Return the sections that have a team."""
        return dict.fromkeys(sorted(self._settings.teams), "teams")

    def check(self) -> Iterator[Finding]:
        """Ask each team's statistics once."""
        for section, team in self._settings.teams.items():
            place = f"source {self.name}, section {section}"
            yield from try_out("the statistics answer", place, partial(self._posts, team))


def connect(settings: SourceSettings, *, now: Callable[[], datetime] | None = None) -> Mattermost:
    """Build the connector; no request is made yet."""
    return Mattermost(cast("Settings", settings), now or (lambda: datetime.now(UTC)))
