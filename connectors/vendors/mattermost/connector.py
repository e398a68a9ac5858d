"""The Mattermost connector: the number of posts per section and day, without bots' posts."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal, cast

from pydantic import Field

from connectors.contract.configuration import SecretFile, SourceSettings
from connectors.contract.errors import SkipPart, StopStream
from connectors.contract.findings import try_out
from connectors.contract.messages import Message
from connectors.contract.shape import to_table
from connectors.contract.streams import Batch, Finding, Stream, Window, day_of
from connectors.vendors.mattermost.statistics import REACH_DAYS, STREAM, PostCounts, counts_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from connectors.io.http.transport import Transport

_NEXT_STEPS: dict[int, Message] = {
    HTTPStatus.UNAUTHORIZED: Message(
        "make a new personal access token and put it into the file that token_file names"
    ),
    HTTPStatus.FORBIDDEN: Message(
        "the token's account needs the permission get_analytics (system administrator)"
    ),
    HTTPStatus.NOT_FOUND: Message("look at `endpoint` and at the team ids in `teams`"),
}
_NO_SUCH_STATISTICS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.NOT_IMPLEMENTED,
)


class Settings(SourceSettings):
    """`endpoint`: the server; `token_file`: a personal access token; `teams`: section code → team id."""

    kind: Literal["mattermost"] = "mattermost"
    endpoint: str
    token_file: SecretFile
    teams: dict[str, str] = Field(min_length=1)


class Mattermost:
    """One Mattermost server as a source."""

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        """Keep the settings without any request."""
        self.name = settings.name
        self.streams = (STREAM,)
        self._settings = settings
        self._now = now
        self._remarks: dict[str, Finding] = {}

    def first_day(self, stream: Stream) -> date | None:  # noqa: ARG002 - there is one stream
        """Return `since` from the settings."""
        return self._settings.since

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        """Yield a batch for each day within the reach of the statistics; a day without posts has no entry there.

        Raises:
            Retry: the server is busy or unreachable.
            StopSource: the token is wrong.
            StopStream: no team can be read.
            SkipPart: raised last: a team, or an entry of one, cannot be read; the days are partial.
        """
        teams, faults = self._teams()
        reported = [day for counts in teams.values() for day in counts.days]
        newest = max(reported, default=date.min)
        today = day_of(self._now())
        first = today - timedelta(days=REACH_DAYS)
        for day in window.days:
            if first <= day < today:
                rows = [
                    _row(section, day, counts.days[day])
                    for section, counts in teams.items()
                    if counts.days.get(day)
                ]
                # A day that is over here may not be over in the server's zone. The server writes an entry only
                # when its day is over, so an entry of that day or a later one shows that it is.
                is_told = day <= newest
                yield Batch(
                    day,
                    to_table(stream.shape, rows),
                    is_partial=bool(faults) or not (is_told or self._is_over_everywhere(day)),
                    is_proven=is_told and not faults,
                )
        if faults:
            raise SkipPart(
                Message(
                    "the statistics of {count} of {all} teams are not whole: {why}",
                    count=len(faults),
                    all=len(self._settings.teams),
                    why=faults[0].thing,
                ),
                place=faults[0].place,
                next_step=faults[0].next_step,
            )

    def _is_over_everywhere(self, day: date) -> bool:
        return self._now() >= datetime.combine(day + timedelta(days=1), time(12), UTC)

    def _teams(self) -> tuple[dict[str, PostCounts], list[SkipPart]]:
        """Return the posts of people by section, and the errors of teams that cannot be read completely."""
        teams: dict[str, PostCounts] = {}
        faults: list[SkipPart] = []
        with closing(self._transport()) as http:
            for section, team in sorted(self._settings.teams.items()):
                place = f"source {self.name}, section {section}"
                try:
                    teams[section] = self._posts(http, team, place)
                except (SkipPart, StopStream) as error:
                    faults.append(SkipPart(error.thing, place=place, next_step=error.next_step))
                    continue
                if odd := teams[section].odd:
                    faults.append(
                        SkipPart(
                            Message("{count} entries that cannot be read were left out", count=odd),
                            place=place,
                            next_step=Message(
                                "{vendor} has changed its format: look for a newer version of this program",
                                vendor="Mattermost",
                            ),
                        )
                    )
        if not teams:
            first = faults[0]
            raise StopStream(first.thing, place=first.place, next_step=first.next_step)
        return teams, faults

    def _posts(self, http: Transport, team: str, place: str) -> PostCounts:
        """Return a team's posts without those of bots.

        Raises:
            SkipPart, StopStream: this team cannot be read.
        """
        posts = self._ask(http, "post_counts_day", team, place)
        bots = self._ask(http, "bot_post_counts_day", team, place, may_lack=True)
        for day, count in bots.days.items():
            if day in posts.days:
                posts.days[day] = max(0, posts.days[day] - count)
        if not posts.days and not posts.odd:
            self._remark(Message("no post in the last 30 days"), place)
        names = ", ".join(sorted(posts.undeclared | bots.undeclared))
        if names:
            self._remark(Message("new fields are left unread: {names}", names=names), place)
        return posts

    def _ask(
        self, http: Transport, name: str, team: str, place: str, *, may_lack: bool = False
    ) -> PostCounts:
        answer = http.get(
            "/api/v4/analytics/old",
            params={"name": name, "team_id": team},
            also=_NO_SUCH_STATISTICS if may_lack else (),
        )
        if answer.status in _NO_SUCH_STATISTICS:
            self._remark(
                Message("this server does not tell the posts of bots: they are counted"), place
            )
            return PostCounts()
        # An entry of a later day cannot be true, and would make the days before it look complete.
        today = day_of(self._now()) + timedelta(days=1)
        return counts_in(answer.json(), source=self.name, place=place, last=today)

    def _remark(self, thing: Message, place: str) -> None:
        self._remarks[f"{thing} {place}"] = Finding(is_ok=True, thing=thing, place=place)

    def remarks(self) -> Iterator[Finding]:
        """Yield the findings about teams for the nightly report."""
        yield from self._remarks.values()

    def _transport(self) -> Transport:
        from connectors.io.http import transport  # noqa: PLC0415 - imported only when the source is used

        token = self._settings.token_file.get_secret_value().strip()
        return transport.Transport(
            self.name,
            self._settings.endpoint,
            authorise=lambda: {"Authorization": f"Bearer {token}"},
            next_steps=_NEXT_STEPS,
        )

    def sections(self) -> dict[str, str]:
        """Return the sections that have a team."""
        return dict.fromkeys(sorted(self._settings.teams), "teams")

    def check(self) -> Iterator[Finding]:
        """Request each team's statistics once."""
        with closing(self._transport()) as http:
            for section, team in self._settings.teams.items():
                place = f"source {self.name}, section {section}"
                ask = partial(self._posts, http, team, place)
                yield from try_out(Message("the statistics answer"), place, ask)
        yield from self.remarks()


def _row(section: str, day: date, posts: int) -> dict[str, object]:
    return {
        "event": f"{section}|{day}",
        "day_on": day,
        "section": section,
        "tool": "chat",
        "uses": posts,
    }


def connect(settings: SourceSettings, *, now: Callable[[], datetime] | None = None) -> Mattermost:
    """Build the connector without any request."""
    return Mattermost(cast("Settings", settings), now or (lambda: datetime.now(UTC)))
