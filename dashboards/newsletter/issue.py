"""Assembles one issue: everything the newsletter says, before it becomes a PDF, a letter or a Word file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.newsletter.charts.chart import make_chart
from dashboards.newsletter.figures import Figures, printable
from dashboards.newsletter.story_selection import choose_stories
from dashboards.newsletter.wording.done import tell_done
from dashboards.newsletter.wording.issue_state import tell_state
from dashboards.newsletter.wording.news import tell_news
from dashboards.newsletter.wording.phrases import phrases_of
from dashboards.newsletter.wording.plain_words import word_of_month
from dashboards.newsletter.wording.sentences import (
    tell_headline,
    tell_last_month,
    tell_story,
    tell_undrawn,
)

if TYPE_CHECKING:
    from datetime import date, datetime

    from dashboards.newsletter.charts.chart import Chart
    from dashboards.newsletter.story_selection import Story
    from dashboards.newsletter.wording.issue_state import IssueState
    from dashboards.newsletter.wording.phrases import Phrases
    from dashboards.newsletter.wording.plain_words import PlainWord
    from warehouse.release.tables.release import Release


_MOST_NEWS = 3


@dataclass(frozen=True, slots=True)
class NextTraining:
    """The next training, as announced by the town."""

    held_on: date
    title: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class PracticeForm:
    """A form in which a section reports a good practice: title, introduction and questions."""

    title: str
    introduction: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """The content of one month's newsletter; each part is plain text in the town's language."""

    language: str
    month: date
    released_at: datetime
    name: str
    number: str
    """Month of the issue, followed by 暫定 while it is not final."""
    dated: str
    headline: str
    lead: tuple[str, ...]
    state: IssueState
    state_title: str
    charts: tuple[Chart, ...]
    form: PracticeForm
    word_title: str
    word: PlainWord
    training_title: str
    training: str
    """"" while no date is set: no block stands empty."""
    about: tuple[str, ...]

    @property
    def stem(self) -> str:
        """Common beginning of the issue's file names."""
        return f"newsletter-{self.month:%Y-%m}"

    @property
    def title(self) -> str:
        """Name and month, as the subject of the letter."""
        return f"{self.name} {self.number}"


def make_issue(release: Release, month: date, training: NextTraining | None = None) -> Issue:
    """Return the month's issue, from the release and the training that the town announces."""
    figures, phrases = Figures(release, month), phrases_of(release.town)
    stories = choose_stories(figures)
    town, state = printable(release.town.name), tell_state(figures, phrases)
    return Issue(
        language=release.town.language,
        month=figures.month,
        released_at=release.released_at,
        name=phrases.gettext("Hirogari News"),
        number=phrases.gettext("{month}", month=phrases.month(figures.month))
        + _marked(state, phrases),
        dated=phrases.gettext("{town}, as of {day}", town=town, day=phrases.day(release.as_of)),
        headline=tell_headline(stories, figures, phrases),
        lead=_lead(stories, figures, phrases),
        state=state,
        state_title=phrases.gettext("The figures of this issue are provisional"),
        charts=tuple(
            make_chart(story, k, figures, phrases, state.mark)
            for k, story in enumerate(stories, start=1)
        ),
        form=_form(phrases),
        word_title=phrases.gettext("A word explained"),
        word=word_of_month(figures.month, release.town.launched_on, phrases),
        training_title=phrases.gettext("Next training"),
        training=_training(training, phrases),
        about=_about(phrases),
    )


def _lead(stories: tuple[Story, ...], figures: Figures, phrases: Phrases) -> tuple[str, ...]:
    """Return the sentences under the headline: what else was done, the tools, last month's changes, and news."""
    sentences = list(tell_done(figures, phrases)[:_MOST_NEWS])
    sentences += [tell_story(story, figures, phrases) for story in stories if story.kind == "tools"]
    sentences += [tell_undrawn(figures, phrases), tell_last_month(figures, phrases)]
    sentences += tell_news(figures, phrases)[:_MOST_NEWS]
    headline = tell_headline(stories, figures, phrases)
    return tuple(sentence for sentence in sentences if sentence and sentence != headline)


def _marked(state: IssueState, phrases: Phrases) -> str:
    return phrases.note(state.mark) if state.mark else ""


def _form(phrases: Phrases) -> PracticeForm:
    return PracticeForm(
        title=phrases.gettext("What we tried (to fill in)"),
        introduction=phrases.gettext(
            "Small things are welcome. Fill this in and hand it to the editors. We print how the work changed, not names or rankings."
        ),
        questions=(
            phrases.pgettext("form", "Section"),
            phrases.gettext("Which work"),
            phrases.gettext("How it was done before"),
            phrases.gettext("What you changed, or stopped"),
            phrases.gettext("How it went"),
            phrases.gettext("What another section should know"),
        ),
    )


def _training(training: NextTraining | None, phrases: Phrases) -> str:
    """Return when and what the next training is; "" while the date is not set, which leaves the block out."""
    if training is None:
        return ""
    place = printable(training.place) if training.place else ""
    day, title = phrases.day(training.held_on), phrases.quoted(printable(training.title))
    if place:
        return phrases.gettext("{day}: {title}, {place}", day=day, title=title, place=place)
    return phrases.gettext("{day}: {title}", day=day, title=title)


def _about(phrases: Phrases) -> tuple[str, ...]:
    """Return how to read the numbers, and what they must not be used for."""
    return (
        phrases.gettext(
            "Figures are in steps of five or ranges, without numbers of people; no person's use can be read from them."
        ),
        phrases.gettext(
            "Up and down compare figures and say nothing of why. They are not used to assess staff."
        ),
    )
