"""The columns of each usage report, and those that count as a person's own act.

Columns are found by name, because the documented order differs from the real one. Receiving, syncing and being
invited are not use. Reports count by UTC days, which are kept as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connectors.contract.messages import Message
from connectors.contract.shapes import USE
from connectors.contract.streams import Field, Handling, Stream

if TYPE_CHECKING:
    from collections.abc import Mapping

ACCOUNT = "User Principal Name"
REFRESHED = "Report Refresh Date"
_DROPPED = {
    "User Id": "the directory's id",
    "Display Name": "the name",
    "Last Activity Date": "last day with anything",
    "Is Deleted": "whether the account is gone",
    "Deleted Date": "since when",
    "Assigned Products": "licences",
    "Report Period": "length of the report",
    "Tenant Display Name": "the organisation",
    "Shared Channel Tenant Display Names": "other organisations",
    "Synced File Count": "files a program has copied",
    "Visited Page Count": "pages, not files",
    "Receive Count": "mail that came",
}


@dataclass(frozen=True, slots=True)
class UsageReport:
    """One report: its builder in the SDK, and column → (tool, action)."""

    builder: str
    counts: Mapping[str, tuple[str, str]]
    stream: Stream

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which the report cannot be read."""
        return (REFRESHED, ACCOUNT, *self.counts)


def _report(name: str, builder: str, counts: Mapping[str, tuple[str, str]]) -> UsageReport:
    fields = (
        Field(REFRESHED, Handling.KEEP, "up to which day the report is whole"),
        Field(ACCOUNT, Handling.PSEUDONYMISE, "who"),
        *(Field(column, Handling.KEEP, Message("{key}: {problem}", key=tool, problem=action)) for column, (tool, action) in counts.items()),
        *(Field(column, Handling.DROP, words) for column, words in _DROPPED.items()),
    )  # fmt: skip
    stream = Stream(
        name,
        USE,
        fields,
        tools=tuple(dict.fromkeys(tool for tool, _action in counts.values())),
        # Lag: two days according to the documentation, up to nine in users' reports; days older than 28 are
        # refused.
        settle_days=10,
        retention_days=27,
        slice_days=7,
        # Microsoft adds columns without notice; they are not read.
        undeclared="drop",
    )
    return UsageReport(builder, counts, stream)


_FILE_COUNTS = {
    "Viewed Or Edited File Count": ("files", "viewed"),
    "Shared Internally File Count": ("files", "managed"),
    "Shared Externally File Count": ("files", "managed"),
}
REPORTS = {
    "teams": _report(
        "teams",
        "get_teams_user_activity_user_detail_with_date",
        {
            "Team Chat Message Count": ("chat", "sent"),
            "Private Chat Message Count": ("chat", "sent"),
            "Meetings Attended Count": ("meetings", "joined"),
        },
    ),
    "onedrive": _report(
        "onedrive",
        "get_one_drive_activity_user_detail_with_date",
        _FILE_COUNTS,
    ),
    "sharepoint": _report(
        "sharepoint",
        "get_share_point_activity_user_detail_with_date",
        _FILE_COUNTS,
    ),
    "outlook": _report(
        "outlook",
        "get_email_activity_user_detail_with_date",
        {
            "Send Count": ("mail", "sent"),
            "Read Count": ("mail", "viewed"),
            "Meeting Created Count": ("calendar", "created"),
            "Meeting Interacted Count": ("calendar", "edited"),
        },
    ),
}
