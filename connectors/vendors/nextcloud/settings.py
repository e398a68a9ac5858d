"""The settings of a Nextcloud source: its audit log, or its server information."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from connectors.contract.configuration import SecretFile, SourceFiles, SourceSettings, ZoneName
from connectors.contract.messages import Message


class Settings(SourceSettings):
    """`kind = "nextcloud"`; the README beside this file shows both ways."""

    kind: Literal["nextcloud"] = "nextcloud"
    files: SourceFiles = ()
    """The audit logs (`audit.log*`, gzip too)."""
    timezone: ZoneName = "UTC"
    """The zone of audit log times without a zone."""
    endpoint: str | None = None
    """The server's address, for its server information."""
    token_file: SecretFile | None = None
    """A file that holds the token of the app serverinfo."""

    @model_validator(mode="after")
    def _is_one_way(self) -> Self:
        by_server = (self.endpoint, self.token_file)
        if self.files and any(by_server):
            raise ValueError(Message("give either files or endpoint and token_file"))
        if not self.files and not all(by_server):
            raise ValueError(Message("give files, or endpoint and token_file"))
        return self
