"""The settings of a Google Workspace source."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from connectors.configuration import SecretFile, SourceSettings

StreamName = Literal["drive", "meet", "chat", "calendar"]


class Settings(SourceSettings):
    """`kind = "google_workspace"`; the README beside this file shows how to get each of these."""

    kind: Literal["google_workspace"] = "google_workspace"
    credentials: SecretFile
    """The service account's key file (JSON)."""
    subject: str = Field(min_length=3)
    """The administrator in whose name the reports are read."""
    customer: str | None = None
    """The customer id, for resellers who see several; everyone else leaves it out."""
    streams: tuple[StreamName, ...] = Field(
        default=("drive", "meet", "chat", "calendar"), min_length=1
    )
    endpoint: str | None = None
    """Another address of the API: a relay, or the demo town."""
