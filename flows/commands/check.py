"""Runs the checks of `hirogari check`: settings, folders, warehouse, key, roster, each source, account matching.

Lands and changes nothing. A check that fails is a finding, and the checks after it still run. Findings are in the
town's language, those of the sources included.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable, system_errors_at
from connectors.contract.findings import finding_of
from connectors.contract.messages import Message, joined, verbatim
from connectors.contract.streams import TOKYO, Finding, NamesSections
from connectors.roster.roster import RosterError, read_roster
from connectors.vendors.registry import module_of
from dashboards.text.words import Words
from flows.checks.matching import FEW_MATCHES, match_findings
from flows.checks.openable import refused_holdings
from flows.checks.roster_change import known_people
from flows.checks.series import measures_without_series, targets_without_series
from flows.messages import in_language
from flows.night.source_coverage import EVERYONE, undecided
from flows.settings.folders import refused_folders
from flows.settings.privacy_notice import notice_findings
from warehouse.facts.sources import read_match_shares
from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from connectors.contract.configuration import SourceSettings
    from connectors.contract.streams import Connector
    from connectors.roster.roster_model import Roster
    from flows.settings.settings import Settings

_OF_PEOPLE = {"use", "attendance", "print_job"}
"""Shapes whose rows name people, and through them the sections that a source covers."""


def check_findings(settings: Settings) -> Iterator[Finding]:
    """Yield one finding per thing checked, without duplicates, in the town's language."""
    reported: set[Finding] = set()
    for one in _findings(settings):
        # Two checks may report the same fault, as those of key and roster do.
        if one in reported:
            continue
        reported.add(one)
        yield _in_language(one, settings.town.language)


def _in_language(one: Finding, language: str) -> Finding:
    thing, place, step = (
        in_language(said, language) for said in (one.thing, one.place, one.next_step)
    )
    return Finding(one.is_ok, verbatim(thing), place, verbatim(step))


def _roles(settings: Settings) -> Finding:
    """Report whether pages name the role behind an action: a role with one holder identifies that person."""
    shown = Message(
        "pages show the role responsible for an action: a role with one holder identifies that person"
    )
    hidden = Message(
        "pages show an action's section and not its role: a role with one holder identifies that person"
    )
    thing = shown if settings.policy.show_roles else hidden
    return Finding(is_ok=True, thing=thing, place=f"{settings.file}, [privacy] show_roles")


def _findings(settings: Settings) -> Iterator[Finding]:
    yield Finding(is_ok=True, thing=Message("settings"), place=str(settings.file))
    town = settings.file.parent
    refused = (*refused_folders(settings), *refused_holdings(settings))
    yield from (finding_of(error) for error in refused)
    yield from notice_findings(town, settings.policy)
    roster: Roster | None = None
    try:
        with system_errors_at(settings.staff):
            roster = read_roster(settings.staff, settings.sections)
    except RosterError as error:
        for problem in error.problems:
            yield Finding(False, problem.thing, problem.place, problem.next_step)  # noqa: FBT003 - `is_ok`
    except Mendable as error:
        yield finding_of(error)
    else:
        yield from _roster(settings, roster)
        yield from _going_on(known_people(settings, roster), settings.data)
    yield _roles(settings)
    yield from _going_on(_way_out(settings), town)
    connected: list[tuple[SourceSettings, Connector]] = []
    shares = _match_shares(settings)
    for source in settings.sources:
        looked_at = _source(source, roster, shares, connected)
        yield from _going_on(looked_at, town)
    yield from undecided(connected, Words(settings.town.language))
    yield from _matches(shares)
    yield from measures_without_series(settings.warehouse)
    yield from targets_without_series(
        settings.measures.series_targets, settings.file, settings.warehouse
    )


def _going_on(looked_at: Iterator[Finding], place: Path) -> Iterator[Finding]:
    """Yield the findings of one check; an error that ends it becomes a finding, so that the next check still runs."""
    try:
        with system_errors_at(place):
            yield from looked_at
    except Mendable as error:
        yield finding_of(error)


def _source(
    source: SourceSettings,
    roster: Roster | None,
    shares: Mapping[str, float],
    connected: list[tuple[SourceSettings, Connector]],
) -> Iterator[Finding]:
    """Yield the findings of one source, and add its connector to `connected` if it can be built.

    Args:
        source: the source's settings.
        roster: None if it could not be read; then sections and accounts are not compared with it.
        shares: source → share of its landed rows that match the roster.
        connected: the sources connected so far; appended to.
    """
    connector = module_of(source.kind).connect(source)
    connected.append((source, connector))
    is_sound = True
    for found in connector.check():
        is_sound = is_sound and found.is_ok
        yield _in_source(source, found)
    if roster is not None:
        yield from _sections_of(source, connector, roster)
        if is_sound and shares.get(source.name, 0) < FEW_MATCHES:
            yield from match_findings(connector, roster)


def _way_out(settings: Settings) -> Iterator[Finding]:
    """Yield the findings on proxy and certificates, if any source is on the network."""
    if any(hasattr(source, "endpoint") for source in settings.sources):
        # Imported here: a town whose sources are all files or books needs no network.
        from connectors.io.http import proxy_report  # noqa: PLC0415 - see above

        yield from proxy_report.findings()


def _in_source(source: SourceSettings, found: Finding) -> Finding:
    """Return a finding whose place begins with the source's name in the settings."""
    named = f"source {source.name}"
    return (
        found
        if found.place.startswith(named)
        else replace(found, place=joined(", ", [named, found.place]))
    )


def _roster(settings: Settings, roster: Roster) -> Iterator[Finding]:
    counts = Message(
        "roster: {staff} staff, {sections} sections",
        staff=roster.staff_count,
        sections=len(roster.sections),
    )
    yield Finding(is_ok=True, thing=counts, place=str(settings.staff))
    codes = {section.section for section in roster.sections}
    named = {
        "[targets.section]": {one.section for one in settings.measures.targets if one.section},
        "[[targets.series]]": {
            one.section for one in settings.measures.series_targets if one.section
        },
        "[handover] leads": {section for section, _ in settings.measures.leads},
    }
    for place, sections in named.items():
        yield from _unknown(sections, codes, f"{settings.file}, {place}")
    # Targets of past fiscal years may stay in the settings, so only newer ones are checked for ended sections.
    last_year = datetime.now(TOKYO).year - 1
    named["[targets.section]"] = {
        one.section
        for one in settings.measures.targets
        if one.section and one.fiscal_year >= last_year
    }
    named["[[targets.series]]"] = {
        one.section
        for one in settings.measures.series_targets
        if one.section and one.fiscal_year >= last_year
    }
    for place, sections in named.items():
        yield from _ended(sections, roster, f"{settings.file}, {place}")


def _ended(sections: Iterable[str], roster: Roster, place: str) -> Iterator[Finding]:
    """Yield a finding for each section that has ended: its entry has no effect, not even on its successor."""
    today = datetime.now(TOKYO).date()
    for code in sorted(sections):
        lives = [one for one in roster.sections if one.section == code]
        if not lives or any(one.period.to_on is None or one.period.to_on >= today for one in lives):
            continue
        heir = next((one.successor for one in lives if one.successor), None)
        yield Finding(
            is_ok=False,
            thing=Message(
                "section {code!r} has ended: this entry is used for no current section",
                code=code,
            ),
            place=place,
            next_step=Message("write it for {heir!r}, the successor, or delete it", heir=heir)
            if heir
            else Message("delete it"),
        )


def _unknown(sections: Iterable[str], known: Collection[str], place: str) -> Iterator[Finding]:
    codes = ", ".join(sorted(known))
    for section in sorted(set(sections) - set(known)):
        yield Finding(
            is_ok=False,
            thing=Message("there is no section {section!r}", section=section),
            place=place,
            next_step=Message("one of: {names}", names=codes),
        )


def _sections_of(source: SourceSettings, connector: Connector, roster: Roster) -> Iterator[Finding]:
    """Yield a finding for each section of a source that the roster lacks, and for `sections` on a source without use.

    `sections` has an effect only on sources that count a tool's use or printing.
    """
    codes = {section.section for section in roster.sections}
    place = f"source {source.name}"
    if isinstance(connector, NamesSections):
        names = {section.name for section in roster.sections}
        for section, where in connector.sections().items():
            if section not in names:
                yield from _unknown([section], codes, joined(", ", [place, where]))
    listed = () if source.sections == EVERYONE else source.sections or ()
    yield from _unknown(listed, codes, f"{place}, sections")
    can_tell = any(one.counts or one.shape.name in _OF_PEOPLE for one in connector.streams)
    if source.sections and not can_tell:
        yield Finding(
            is_ok=False,
            thing=Message("`sections` is for sources that tell of a tool's use or of printing"),
            place=place,
            next_step=Message("remove it here"),
        )


def _match_shares(settings: Settings) -> dict[str, float]:
    """Return source → share of its landed rows that match the roster; empty before the first night."""
    try:
        if not settings.warehouse.exists():
            return {}
        with open_store(settings.warehouse, read_only=True) as store:
            return dict(read_match_shares(store))
    except (Mendable, OSError):
        # `refused_holdings` reports why it cannot be opened.
        return {}


def _matches(shares: Mapping[str, float]) -> Iterator[Finding]:
    """Yield one finding per source: the share of its landed rows that match the roster."""
    for source, share in shares.items():
        yield Finding(
            is_ok=share >= FEW_MATCHES,
            thing=Message("{share:.0%} of rows match the roster", share=share),
            place=f"source {source}",
            next_step=Message(
                "add the missing addresses and account names to the roster's accounts"
            ),
        )
