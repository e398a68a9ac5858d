"""The settings of a Slack source."""

from __future__ import annotations

from typing import Literal

from connectors.contract.configuration import SecretFile, SourceSettings


class Settings(SourceSettings):
    """`token_file`: the bot token of the town's own app; the README beside this file lists its scopes."""

    kind: Literal["slack"] = "slack"
    token_file: SecretFile
    left_out: tuple[str, ...] = ()
    """The ids of channels that do not count, or whose last days may be lost."""
    endpoint: str = "https://slack.com/api"
