"""Types that the settings of all sources share: paths relative to the settings file, and secrets kept in files.

Files are read only while `flows.settings.settings` validates `hirogari.toml`; it passes the folder of that file
as `context["base"]`. No error message repeats a secret or the name of its file.
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
    # The messages do not repeat the value: it may be the secret itself, written in place of a file name.
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
"""The time zone of a source's timestamps that carry no offset of their own."""

IGNORED = "ignored"
ActionName = Literal[
    "sent", "created", "edited", "viewed", "uploaded", "downloaded", "joined",
    "managed", "printed", "ignored",
]  # fmt: skip
"""The actions that the settings may map a vendor's word to; `ignored`: not a person's own action, not counted."""

SourcePath = Annotated[Path, AfterValidator(_beside_settings)]
"""A path; a relative one is relative to the settings file. May contain `*` where several files are listed."""

SourceFiles = Annotated[tuple[SourcePath, ...], BeforeValidator(_listed)]
"""One file name, or a list of them; `*` matches any characters."""

SecretFile = Annotated[SecretStr, BeforeValidator(_read_secret)]
"""A secret: the settings name its file, memory holds its text, and every printout shows `**********`."""


class SourceSettings(BaseModel):
    """Settings common to every `[[sources]]` entry; a vendor's settings class adds its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    kind: str
    since: date | None = None
    """The first day to read."""
    sections: Annotated[tuple[str, ...], Field(min_length=1)] | Literal["all"] | None = None
    """Codes of the sections whose use this source covers. The use of any other section is missing, never 0.

    None (default): every section except those for which another source counts the tool anonymously; of those this
    source covers only a part, or nothing. `all`: every section, and all of its use."""
