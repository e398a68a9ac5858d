"""Reads `hirogari.toml`; no other module reads configuration, the environment or secrets.

Relative paths are relative to the settings file. Environment variables such as `HIROGARI_TOWN__NAME=…` override the
file. All problems are reported at once, by key, and never with the value of a secret.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from connectors.contract.messages import Message, problem_at
from connectors.vendors.registry import KINDS, module_of
from flows.mail import Mail
from flows.settings.folders import files_named, overlaps, shared_keys, whole_path
from flows.settings.retention_and_privacy import Backup, Privacy, Retention
from flows.settings.settings_file import SettingsError, problems_of, read_toml
from flows.settings.targets import Actions, HandOver, Paper, SettingsTable, TargetTables, UseTargets
from flows.settings.values import NIGHTLY, cron_of, fiscal_month, known_language
from warehouse.policy import Floors, Policy
from warehouse.town import Town

if TYPE_CHECKING:
    from connectors.contract.configuration import SourceSettings
    from warehouse.engine.target_settings import TargetSettings

DEFAULT_FILE = Path("hirogari.toml")


class _Town(SettingsTable):
    name: str = Field(min_length=1)
    timezone: Literal["Asia/Tokyo"] = "Asia/Tokyo"
    launched_on: date
    fiscal_year_start: Annotated[int | str, AfterValidator(fiscal_month)] = 4
    language: Annotated[str, AfterValidator(known_language)] = "ja"
    closures: tuple[date, ...] = ()


class _Paths(SettingsTable):
    data: Path = Path("data")
    site: Path = Path("site")
    newsletter: Path = Path("newsletter")
    key: Path = Path("hirogari.key")


class _Site(SettingsTable):
    opened_on: date | None = None


class _Roster(SettingsTable):
    staff: Path
    sections: Path


class _Schedule(SettingsTable):
    nightly: Annotated[str, AfterValidator(cron_of)] = NIGHTLY


class _Document(BaseSettings):
    """The settings file as written. Entries of `sources` and `mail` are validated by their own models."""

    model_config = SettingsConfigDict(
        env_prefix="HIROGARI_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    town: _Town
    paths: _Paths = _Paths()
    site: _Site = _Site()
    roster: _Roster
    schedule: _Schedule = _Schedule()
    retention: Retention = Retention()
    privacy: Privacy = Privacy()
    backup: Backup = Backup()
    targets: UseTargets = UseTargets()
    paper: Paper = Paper()
    handover: HandOver = HandOver()
    actions: Actions = Actions()
    sources: tuple[dict[str, Any], ...] = ()
    mail: dict[str, Any] | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature is pydantic-settings'
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment override the file, whose values are passed to the constructor."""
        return env_settings, init_settings


@dataclass(frozen=True, slots=True)
class Settings:
    """The validated settings. Every path is absolute."""

    file: Path
    town: Town
    closures: tuple[date, ...]
    data: Path
    site: Path
    opened_on: date | None
    """Day from which the pages are published; None: from the call of `hirogari open`."""
    newsletter: Path
    key: Path
    staff: Path
    sections: Path
    nightly: str
    policy: Policy
    """Settings that readers of a release must know: minimum group sizes, retention, hand-over."""
    backup: Path | None
    """Folder of the nightly back-ups; None: no back-ups."""
    backups_kept: int
    measures: TargetSettings
    sources: tuple[SourceSettings, ...]
    mail: Mail | None
    """Mail server and recipients; None: no mail is sent."""

    @property
    def raw_days(self) -> int:
        """Days for which a single fact is kept."""
        return self.policy.raw_days

    @property
    def person_months(self) -> int:
        """Months for which a row of one person and day is kept."""
        return self.policy.person_months

    @property
    def warehouse(self) -> Path:
        """Path of the DuckDB file."""
        return self.data / "warehouse.duckdb"

    def source(self, name: str) -> SourceSettings:
        """Return the settings of one source by its name, which must exist."""
        return next(source for source in self.sources if source.name == name)


def load_settings(file: Path) -> Settings:
    """Read and check the settings file.

    Raises:
        SettingsError: the file is missing, is not TOML, or has invalid entries or overlapping paths.
    """
    file = file.expanduser().absolute()
    document = _read(file)
    base = file.parent
    sources = _read_sources(document.sources, file)
    settings = Settings(
        file=file,
        town=Town(
            name=document.town.name,
            launched_on=document.town.launched_on,
            fiscal_year_start=fiscal_month(document.town.fiscal_year_start),
            language=document.town.language,
        ),
        closures=document.town.closures,
        data=whole_path(base, document.paths.data),
        site=whole_path(base, document.paths.site),
        opened_on=document.site.opened_on,
        newsletter=whole_path(base, document.paths.newsletter),
        key=whole_path(base, document.paths.key),
        staff=whole_path(base, document.roster.staff),
        sections=whole_path(base, document.roster.sections),
        nightly=document.schedule.nightly,
        policy=_policy(document),
        backup=whole_path(base, document.backup.folder) if document.backup.folder else None,
        backups_kept=document.backup.keep,
        measures=TargetTables(
            targets=document.targets,
            paper=document.paper,
            handover=document.handover,
            actions=document.actions,
        ).measures(),
        sources=sources,
        mail=_read_mail(document.mail, file),
    )
    _refuse_overlaps(settings, document)
    return settings


def _policy(document: _Document) -> Policy:
    return Policy(
        floors=Floors(document.privacy.section, document.privacy.merged),
        show_roles=document.privacy.show_roles,
        raw_days=document.retention.raw_days,
        person_months=document.retention.person_months,
        core_tools=document.handover.core_tools,
        has_handover=bool(document.handover.model_fields_set),
    )


def _refuse_overlaps(settings: Settings, document: _Document) -> None:
    """Refuse paths that lie in a folder which is replaced, published or backed up.

    Raises:
        SettingsError: names each pair.
    """
    base = settings.file.parent
    named = [
        ("[paths] key", settings.key),
        ("[roster] staff", settings.staff),
        ("[roster] sections", settings.sections),
    ]
    for entry in document.sources:
        named += files_named(entry, base, f"[[sources]] {entry.get('name', '')}")
    named += files_named(document.mail, base, "[mail]")
    others = [
        (DEFAULT_FILE.name, settings.file),
        *(
            ("[paths] data", settings.warehouse.with_name(f"{settings.warehouse.name}{suffix}"))
            for suffix in ("", ".wal", ".mark")
        ),
        *named[1:],
    ]
    if problems := [*overlaps(settings, named), *shared_keys(settings.key, others)]:
        raise SettingsError(problems, file=settings.file)


def _read(file: Path) -> _Document:
    values = read_toml(file)
    try:
        return _Document(**values)
    except ValidationError as error:
        raise SettingsError(problems_of(error, str(file)), file=file) from None


def _read_mail(entry: dict[str, Any] | None, file: Path) -> Mail | None:
    if entry is None:
        return None
    try:
        return Mail.model_validate(entry, context={"base": file.parent})
    except ValidationError as error:
        raise SettingsError(problems_of(error, f"{file}, [mail]"), file=file) from None


def _read_sources(entries: tuple[dict[str, Any], ...], file: Path) -> tuple[SourceSettings, ...]:
    problems: list[Message] = []
    sources: list[SourceSettings] = []
    for number, entry in enumerate(entries, start=1):
        place = f"{file}, [[sources]] no. {number} {entry.get('name', '')!r}"
        kind = entry.get("kind")
        if kind not in KINDS:
            known = ", ".join(sorted(KINDS))
            problems.append(
                problem_at(
                    Message("there is no kind {kind!r}", kind=kind),
                    place,
                    Message("use one of {names}", names=known),
                )
            )
            continue
        try:
            model = module_of(str(kind)).Settings
            source = model.model_validate(entry, context={"base": file.parent})
        except ValidationError as error:
            problems.extend(problems_of(error, place))
            continue
        if any(source.name == other.name for other in sources):
            problems.append(
                problem_at(
                    Message("the name {name!r} is used twice", name=source.name),
                    place,
                    Message("give one of them another name"),
                )
            )
        sources.append(source)
    if problems:
        raise SettingsError(problems, file=file)
    return tuple(sources)
