"""The settings of a Zoom source: reports saved by hand, or the report API."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from connectors.contract.configuration import SecretFile, SourceFiles, SourceSettings
from connectors.contract.messages import Message


class Settings(SourceSettings):
    """`kind = "zoom"`; the README beside this file shows both ways."""

    kind: Literal["zoom"] = "zoom"
    files: SourceFiles = ()
    """Participants reports saved as CSV."""
    timezone: Literal["Asia/Tokyo", "UTC"] = "Asia/Tokyo"
    """The time zone of the Zoom account, in which saved reports give their times."""
    account_id: str | None = None
    client_id: str | None = None
    client_secret_file: SecretFile | None = None
    """The client secret of the server-to-server OAuth app."""
    endpoint: str = "https://api.zoom.us/v2"
    authority: str = "https://zoom.us"

    @model_validator(mode="after")
    def _is_one_way(self) -> Self:
        by_api = (self.account_id, self.client_id, self.client_secret_file)
        if self.files and any(by_api):
            raise ValueError(Message("give either files or the API's settings"))
        if not self.files and not all(by_api):
            raise ValueError(Message("give files, or account_id, client_id and client_secret_file"))
        return self
