"""Which sections a tool's sources cover, from the settings, and where the settings still have to say so.

If one source counts a tool by person and another counts it anonymously, a section that uses only the second would
show 0 % in the first. Until the settings say who uses which source, no section's rate of that tool is published, and
a finding names the sources in question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeGuard

from connectors.contract.messages import Message
from connectors.contract.streams import Finding, NamesSections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connectors.contract.configuration import SourceSettings
    from connectors.contract.streams import Connector
    from connectors.roster.roster import Roster
    from dashboards.text.words import Words

EVERYONE: Literal["all"] = "all"


def told_of(
    settings: SourceSettings, connector: Connector, roster: Roster
) -> tuple[str, ...] | None:
    """Return the codes of the sections that a source covers; None if the settings do not say.

    They are the source's `sections`; without these, the sections by which the vendor itself counts.
    """
    sections = settings.sections
    if sections == EVERYONE:
        return tuple(dict.fromkeys(one.section for one in roster.sections))
    if sections is None and _counts_by_section(connector):
        codes = {one.name: one.section for one in roster.sections}
        return tuple(codes.get(one, one) for one in connector.sections())
    return sections


def undecided(
    connected: Iterable[tuple[SourceSettings, Connector]], words: Words
) -> Iterator[Finding]:
    """Yield a finding for each tool whose rates stay unpublished until the settings say who uses which source.

    Args:
        connected: the settings and the connector of each source.
        words: the titles of the tools.
    """
    streams = [
        (source, one, connector) for source, connector in connected for one in connector.streams
    ]
    for tool in sorted({one.counts for _, one, _ in streams if one.counts}):
        counting = {
            source.name
            for source, one, connector in streams
            if one.counts == tool and source.sections is None and not _counts_by_section(connector)
        }
        by_person = {
            source.name: source.sections for source, one, _ in streams if tool in one.tools
        }
        unsaid = sorted(name for name, sections in by_person.items() if sections is None)
        if counting and unsaid and EVERYONE not in by_person.values():
            yield _finding(words(tool), sorted(counting), unsaid)


def _counts_by_section(connector: Connector) -> TypeGuard[NamesSections]:
    return isinstance(connector, NamesSections) and any(one.counts for one in connector.streams)


def _finding(tool: str, counting: list[str], unsaid: list[str]) -> Finding:
    there, here = ", ".join(counting), ", ".join(unsaid)
    return Finding(
        is_ok=False,
        thing=Message(
            "{tool}: {here} counts by person, {there} without people. Whether some sections use only {there} is not known, so no section's rate of {tool} is told, and none is 0%",
            tool=tool,
            here=here,
            there=there,
        ),
        place=f"source {there}",
        next_step=Message(
            'if some sections use only {there}, list them at source {counting} as sections = ["code"]; if none does, write sections = "all" at source {unsaid}',
            there=there,
            counting=counting[0],
            unsaid=unsaid[0],
        ),
    )
