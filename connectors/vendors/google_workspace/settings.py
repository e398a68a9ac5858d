"""The settings of a Google Workspace source."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from connectors.contract.configuration import SecretFile, SourceSettings

GOOGLE_RETENTION_DAYS = 180
"""How long Google keeps activities, in days; older days are gaps, never days without use."""

StreamName = Literal["drive", "meet", "chat", "calendar"]


class Settings(SourceSettings):
    """`kind = "google_workspace"`; the README beside this file shows how to get each of these."""

    kind: Literal["google_workspace"] = "google_workspace"
    credentials: SecretFile
    """The service account's key file (JSON)."""
    subject: str = Field(min_length=3)
    """The administrator in whose name the reports are read."""
    customer: str | None = None
    """The customer id, needed only by resellers, who see several customers."""
    streams: tuple[StreamName, ...] = Field(default=get_args(StreamName), min_length=1)
    endpoint: str | None = None
    """Another address of the API: an archive, a relay, or the demo town."""
    retention_days: int | None = Field(default=None, ge=1)
    """How many days back the address answers; the default for Google's own address is 180."""

    @property
    def reach_days(self) -> int | None:
        """The maximum age of a requested day, in days; None if only `since` limits it."""
        if self.retention_days is None and self.endpoint is None:
            return GOOGLE_RETENTION_DAYS
        return self.retention_days
