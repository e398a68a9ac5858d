"""The demo town's file use in Nextcloud's server information: the number of users in the last 24 hours."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING

from connectors.demo_town.for_vendors.contract import Answer, Host, VendorServer
from connectors.demo_town.simulate.workdays import DAY_MS, midnight_ms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from connectors.demo_town.for_vendors.town import DemoTown

PREFIX = "/nextcloud"
TOKEN = "nextcloud-token.txt"  # noqa: S105 - the name of a file
_PATH = f"{PREFIX}/ocs/v2.php/apps/serverinfo/api/v1/info"
_ASKED_MS = 9_000_000
"""02:30, in ms after midnight."""


class NextcloudServer(VendorServer):
    """The Nextcloud server of the sections whose users are only counted."""

    def __init__(self, host: Host) -> None:
        """Create the token; users are counted at each request."""
        self.token = secrets.token_hex(16)
        self.night = host.town.today
        """The night in which the server is queried."""
        self._town = host.town

    @property
    def files(self) -> Mapping[str, str]:
        """The token of the monitoring app."""
        return {TOKEN: self.token}

    def answers(self, path: str) -> bool:
        """Whether the path belongs to Nextcloud."""
        return path.startswith(f"{PREFIX}/")

    def answer(self, path: str, query: Mapping[str, str], token: str) -> Answer:
        """Answer with the monitoring app's data, of which the connector reads one number."""
        if path != _PATH or query.get("format") != "json":
            return _response(404, {"statuscode": 998, "message": "Invalid query"}, {})
        if not secrets.compare_digest(token, self.token):
            return _response(
                401, {"statuscode": 997, "message": "Current user is not logged in"}, {}
            )
        active = active_people(self._town, self.night)
        data = {
            "nextcloud": {"system": {"version": "31.0.5.1", "freespace": 812_344_123_392}},
            "server": {"webserver": "Apache/2.4", "php": {"version": "8.3.6"}},
            "activeUsers": {"last5minutes": 0, "last1hour": 0, "last24hours": active,
                            "last7days": active + 3, "last1month": active + 9},
        }  # fmt: skip
        return _response(200, {"statuscode": 200, "message": "OK"}, data)


def active_people(town: DemoTown, night: date) -> int:
    """Count the people with any act on files in the 24 hours before 02:30 of a night."""
    end = midnight_ms(night) + _ASKED_MS
    known = {person.staff_no for person in town.staff}
    return len(
        {
            act.who
            for day in town.share_of("nextcloud_people")
            if 0 <= (night - day.on).days <= 1
            for act in day.acts
            if act.who in known and end - DAY_MS <= act.at_ms < end
        }
    )


def _response(status: int, meta: Mapping[str, object], data: Mapping[str, object]) -> Answer:
    word = "ok" if meta["statuscode"] == 200 else "failure"  # noqa: PLR2004 - as OCS has it
    body = {"ocs": {"meta": {"status": word, **meta}, "data": data}}
    return Answer(status, json.dumps(body).encode(), {})
