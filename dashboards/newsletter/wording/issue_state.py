"""Determines whether the figures of an issue are final, and if not, which sources and days are missing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dashboards.newsletter.figures import Figures
from dashboards.newsletter.wording.phrases import phrases_of
from dashboards.read.monthly_sources import WITHOUT_DAYS, is_month_over, monthly_sources
from warehouse.months import month_before

if TYPE_CHECKING:
    from datetime import date

    from dashboards.newsletter.wording.phrases import Phrases
    from warehouse.release.tables.release import Release

_MISSING = {"gap", "failed", "incomplete", None}
_NAMED_DAYS = 3
_NAMED_SOURCES = 3
_WEEKEND = (5, 6)


@dataclass(frozen=True, slots=True)
class IssueState:
    """State of the month in words: `mark` (暫定) and `reasons`; both are empty if it is final."""

    mark: str
    reasons: tuple[str, ...]

    @property
    def is_final(self) -> bool:
        """Whether no number of the month may still change."""
        return not self.mark


def issue_state_of(release: Release, month: date) -> IssueState:
    """Return the state of the issue of a month (any day of it), drawn from this release."""
    return tell_state(Figures(release, month), phrases_of(release.town))


def tell_state(figures: Figures, phrases: Phrases) -> IssueState:
    """Return the state of the month's issue; it is final if the month is over and every number in it is final."""
    last_day = month_before(figures.month, -1) - timedelta(days=1)
    states = figures.states()
    reasons = []
    if figures.release.as_of < last_day:
        day = phrases.day(figures.release.as_of)
        reasons.append(
            phrases.gettext("The month is not over: these figures go up to {day}.", day=day)
        )
    if not states:
        reasons.append(phrases.gettext("There are no figures for this month yet."))
    if states - {"final"}:
        reasons += _of_sources(figures, phrases)
    if not reasons and states == {"final"}:
        return IssueState("", ())
    if not reasons:
        reasons.append(phrases.gettext("Some of these figures are not final yet."))
    return IssueState(phrases("provisional"), tuple(reasons))


def _of_sources(figures: Figures, phrases: Phrases) -> list[str]:
    """Return a sentence for each source with missing days, then one for those that may still change."""
    missing: dict[str, set[date]] = defaultdict(set)
    provisional: dict[str, set[date]] = defaultdict(set)
    end = month_before(figures.month, -1)
    rows = figures.release.tables["freshness"].to_pylist()
    monthly = monthly_sources(rows)
    sentences: list[str] = []
    for row in rows:
        day = row["day_on"]
        if day is None or not figures.month <= day < end or day > figures.release.as_of:
            continue
        is_monthly = row["source"] in monthly
        if row["kind"] in WITHOUT_DAYS or (day.weekday() in _WEEKEND and not is_monthly):
            # A weekend day, or a book that no number here comes from: the issue does not wait for it.
            continue
        source = phrases.source(row["kind"] or "", row["source"] or "")
        if row["state"] in _MISSING and is_monthly:
            if is_month_over(day, figures.release.as_of):
                sentences.append(
                    phrases.gettext("This month is not yet in {source}.", source=source)
                )
        elif row["state"] in _MISSING:
            missing[source].add(day)
        elif row["state"] == "provisional":
            provisional[source].add(day)
    sentences = sorted(set(sentences))
    sentences += [_missing(phrases, source, days) for source, days in sorted(missing.items())]
    if provisional:
        sentences.append(_provisional(phrases, sorted(provisional)))
    return sentences


def _provisional(phrases: Phrases, sources: list[str]) -> str:
    listed = phrases.listed(sources[:_NAMED_SOURCES])
    if len(sources) <= _NAMED_SOURCES:
        return phrases.gettext("May still be corrected: {listed}.", listed=listed)
    return phrases.gettext(
        "May still be corrected: {listed} and others, {count} in all.",
        listed=listed,
        count=len(sources),
    )


def _missing(phrases: Phrases, source: str, days: set[date]) -> str:
    named = [phrases.day_of_year(day) for day in sorted(days)[:_NAMED_DAYS]]
    more = len(days) > _NAMED_DAYS
    listed = phrases.listed(named)
    if more:
        listed = phrases.gettext("{listed} and more", listed=listed)
    return phrases.gettext(
        "Days are missing from {source} ({listed}).", source=source, listed=listed
    )
