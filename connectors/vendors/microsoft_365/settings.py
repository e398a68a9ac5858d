"""The settings of a Microsoft 365 source."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from connectors.contract.configuration import SecretFile, SourceSettings

ReportName = Literal["teams", "onedrive", "sharepoint", "outlook"]


class Settings(SourceSettings):
    """`kind = "microsoft_365"`; the README beside this file shows how to get each of these."""

    kind: Literal["microsoft_365"] = "microsoft_365"
    tenant_id: str = Field(pattern=r"^[A-Za-z0-9.-]+$")
    """The directory's id or its domain."""
    client_id: str = Field(min_length=1)
    """The id of the registered application."""
    client_secret_file: SecretFile | None = None
    """A file that holds the application's secret."""
    certificate_file: SecretFile | None = None
    """An alternative to the secret: a PEM file with the application's key and certificate."""
    reports: tuple[ReportName, ...] = Field(
        default=("teams", "onedrive", "sharepoint", "outlook"), min_length=1
    )
    endpoint: str = "https://graph.microsoft.com/v1.0"
    """Graph's address; another one for a national cloud or the demo town."""
    authority: str = "https://login.microsoftonline.com"
    """The address that issues tokens."""
    quota_seconds: float = Field(default=600.0, gt=0)
    """The period, in seconds, in which Microsoft answers fourteen requests per report."""

    @model_validator(mode="after")
    def _has_one_credential(self) -> Self:
        if (self.client_secret_file is None) == (self.certificate_file is None):
            msg = "give either client_secret_file or certificate_file"
            raise ValueError(msg)
        return self
