"""The demo town's chat in Mattermost's statistics: posts per day and team, one team per section, without names.

The statistics reach back a month, newest first; a day without posts has no entry.
"""

from __future__ import annotations

import json
import secrets
from collections import Counter
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from connectors.demo_town.for_vendors.contract import Answer, DemoVendor, Host, VendorServer
from connectors.demo_town.for_vendors.shares import acts_by_month
from connectors.demo_town.for_vendors.tables import inline_table
from connectors.demo_town.simulate.identifiers import random_int64
from connectors.demo_town.simulate.workdays import day_of_ms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from connectors.demo_town.for_vendors.town import DemoTown

PREFIX = "/mattermost"
TOKEN = "mattermost-token.txt"  # noqa: S105 - the name of a file
POSTS = frozenset({"message_posted", "attachment_upload"})
"""Verbs of the simulation that are posts."""
_REACH_DAYS = 31
_OF_BOTS = "bot_post_counts_day"
_STATISTICS = {"post_counts_day", _OF_BOTS}


def team_of(town: DemoTown, section: str) -> str:
    """Return the id of a section's team."""
    return f"{random_int64('mattermost', town.seed, section) & (1 << 64) - 1:026x}"


def teams(town: DemoTown) -> dict[str, str]:
    """Return section → team id for the sections that use Mattermost."""
    return {section: team_of(town, section) for section in town.choice.sections("mattermost")}


class MattermostServer(VendorServer):
    """The town's Mattermost server."""

    def __init__(self, host: Host) -> None:
        """Create the token; posts are counted at the first request."""
        self.token = secrets.token_hex(13)
        self._town = host.town

    @property
    def files(self) -> Mapping[str, str]:
        """The token of the town's bot account."""
        return {TOKEN: self.token}

    @property
    def names(self) -> Mapping[str, str]:
        """The sections' teams in the form of the settings."""
        return {"teams": inline_table(teams(self._town))}

    def answers(self, path: str) -> bool:
        """Whether the path belongs to Mattermost."""
        return path.startswith(f"{PREFIX}/")

    def answer(self, path: str, query: Mapping[str, str], token: str) -> Answer:
        """Answer a team's statistics."""
        if not secrets.compare_digest(token, self.token):
            return _refuse(401, "api.context.session_expired.app_error")
        if path != f"{PREFIX}/api/v4/analytics/old" or query.get("name") not in _STATISTICS:
            return _refuse(404, "api.context.404.app_error")
        posts = self._posts.get(query.get("team_id", ""))
        if posts is None:
            return _refuse(404, "app.team.get.find.app_error")
        if query["name"] == _OF_BOTS:
            # No bot posts in this town.
            return Answer(200, b"[]", {})
        since = self._town.today - timedelta(days=_REACH_DAYS)
        entries = [
            {"name": str(day), "value": count}
            for day, count in sorted(posts.items(), reverse=True)
            if day >= since
        ]
        return Answer(200, json.dumps(entries).encode(), {})

    @cached_property
    def _posts(self) -> dict[str, Counter[date]]:
        found: dict[str, Counter[date]] = {team: Counter() for team in teams(self._town).values()}
        for acts in acts_by_month(self._town, "mattermost", "chat").values():
            for act in acts:
                if act.verb in POSTS:
                    found[team_of(self._town, act.section)][day_of_ms(act.at_ms)] += 1
        return found


def _refuse(status: int, word: str) -> Answer:
    body = {"id": word, "message": "The request was refused.", "status_code": status}
    return Answer(status, json.dumps(body).encode(), {})


VENDORS = {
    "mattermost": DemoVendor(
        kind="mattermost",
        about="chat: posts by team, nobody named; a team a section, a month back, days without posts left out",
        settings=f"""\
endpoint = "$address{PREFIX}"
token_file = "town/{TOKEN}"
# Its statistics reach back a month.
since = $begins
teams = $teams""",
        tools=("chat",),
        reach_days=30,
        names_people=False,
        serve=MattermostServer,
    )
}
