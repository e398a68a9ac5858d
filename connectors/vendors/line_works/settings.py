"""The settings of a LINE WORKS source: files saved by hand, or the API with a service account."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from connectors.contract.configuration import ActionName, SecretFile, SourceFiles, SourceSettings
from connectors.contract.messages import Message

ServiceName = Literal["message", "sent-mail", "drive"]


class Settings(SourceSettings):
    """`kind = "line_works"`; the README beside this file shows both ways."""

    kind: Literal["line_works"] = "line_works"
    services: tuple[ServiceName, ...] = Field(default=("message",), min_length=1)
    """The audit logs to read: `message` (talk), `sent-mail` and `drive`. Files hold one service."""
    tasks: dict[str, ActionName] = Field(default_factory=dict)
    """Unknown tasks of the drive log → our actions; `ignored` for what is not a person's own act."""
    files: SourceFiles = ()
    """Audit logs saved as CSV in the admin screen."""
    client_id: str | None = None
    client_secret_file: SecretFile | None = None
    service_account: str | None = None
    private_key_file: SecretFile | None = None
    endpoint: str = "https://www.worksapis.com/v1.0"
    authority: str = "https://auth.worksmobile.com"
    seconds_between: float = Field(default=60.0, ge=0)
    """The vendor's required pause between two downloads, in seconds."""

    @model_validator(mode="after")
    def _is_one_way(self) -> Self:
        by_api = (
            self.client_id,
            self.client_secret_file,
            self.service_account,
            self.private_key_file,
        )
        if self.files and any(by_api):
            raise ValueError(Message("give either files or the API's settings"))
        if not self.files and not all(by_api):
            raise ValueError(
                "give files, or client_id, client_secret_file, service_account and private_key_file"
            )
        if self.files and len(self.services) != 1:
            raise ValueError(Message("files hold one service: make a source for each"))
        return self
