"""The types that sources' settings share: paths beside the settings file, and secrets in files.

Reading happens only while `flows.settings.settings` validates `hirogari.toml`, which passes the folder of
that file as `context["base"]`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationInfo,
)

from connectors.contract.messages import Message


def _base(info: ValidationInfo) -> Path:
    return Path(info.context["base"]) if info.context else Path()


def _beside_settings(path: Path, info: ValidationInfo) -> Path:
    return _base(info) / path.expanduser()


def _read_secret(value: object, info: ValidationInfo) -> object:
    if not isinstance(value, str | Path):
        return value
    path = _base(info) / Path(value).expanduser()
    # Without its name: it may be the secret itself, written where its file should stand.
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(Message("the file that holds the secret is not text in UTF-8")) from None
    except PermissionError:
        raise ValueError(
            Message("this account may not read the file that holds the secret")
        ) from None
    except OSError:
        msg = Message(
            "there is no such file; it holds the secret alone (mode 0600), and here stands its name"
        )
        raise ValueError(msg) from None


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(Message("the name of a time zone, such as Asia/Tokyo or UTC")) from None
    return name


ZoneName = Annotated[str, AfterValidator(_known_zone)]
"""The time zone in which a source writes times that name none."""

IGNORED = "ignored"
ActionName = Literal[
    "sent", "created", "edited", "viewed", "uploaded", "downloaded", "joined",
    "managed", "printed", "ignored",
]  # fmt: skip
"""What a vendor's word may stand for in the settings; `ignored` is no action of one's own."""

SourcePath = Annotated[Path, AfterValidator(_beside_settings)]
"""A path; relative ones are relative to the settings file. May hold `*` where files are listed."""

SourceFiles = Annotated[tuple[SourcePath, ...], BeforeValidator(_listed)]
"""One name of a file, or a list of them; `*` stands for any letters."""

SecretFile = Annotated[SecretStr, BeforeValidator(_read_secret)]
"""The name of a file in the settings, its text in memory, and `**********` wherever it is shown."""


class SourceSettings(BaseModel):
    """What every `[[sources]]` entry has; a vendor's settings add their own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    kind: str
    since: date | None = None
    """The first day to read."""
    sections: Annotated[tuple[str, ...], Field(min_length=1)] | Literal["all"] | None = None
    """The sections (codes) whose use the source tells of. A tool that reaches some sections alone says nothing
    of the others: theirs is missing, and never 0. None: of all but those of whom another source counts the
    tool without people, for of these it tells a part or nothing. `all`: of everyone, and it is all they do."""
