"""Settings that a town may only tighten: retention periods, minimum group sizes, number of back-ups."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from connectors.contract.messages import message_of
from flows.settings.targets import SettingsTable
from warehouse.policy import MIN_MERGED, MIN_SECTION, PERSON_MONTHS, RAW_DAYS, Floors

BACKUPS_KEPT, MOST_BACKUPS = 7, 14
"""Back-ups kept, in nights: default and maximum. Records deleted by age stay in back-ups for at most two weeks."""


class Retention(SettingsTable):
    """`[retention]`: days after which facts are deleted, and months for rows of one person and day."""

    raw_days: int = Field(default=RAW_DAYS, ge=1, le=RAW_DAYS)
    person_months: int = Field(default=PERSON_MONTHS, ge=1, le=PERSON_MONTHS)


class Privacy(SettingsTable):
    """`[privacy]`: minimum people of a section published alone and of merged sections; whether roles are shown."""

    section: int = MIN_SECTION
    merged: int = MIN_MERGED
    show_roles: bool = False

    @field_validator("section", "merged")
    @classmethod
    def _is_no_looser(cls, people: int, info: ValidationInfo) -> int:
        try:
            Floors(**{str(info.field_name): people})
        except ValueError as looser:
            raise PydanticCustomError("looser", "{said}", {"said": message_of(looser)}) from None
        return people


class Backup(SettingsTable):
    """`[backup]`: the folder of the nightly back-ups, and how many are kept."""

    folder: Path | None = None
    keep: int = Field(default=BACKUPS_KEPT, ge=1, le=MOST_BACKUPS)
