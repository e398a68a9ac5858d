"""One issue: everything the newsletter says, before it becomes a PDF, a letter or a Word file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.newsletter.charts.chart import make_chart
from dashboards.newsletter.figures import Figures, tame
from dashboards.newsletter.news import tell_news
from dashboards.newsletter.phrases import voice_of
from dashboards.newsletter.plain_words import word_of_month
from dashboards.newsletter.sentences import tell_headline, tell_last_month, tell_story, tell_undrawn
from dashboards.newsletter.standing import tell_standing
from dashboards.newsletter.story_selection import choose_stories

if TYPE_CHECKING:
    from datetime import date, datetime

    from dashboards.newsletter.charts.chart import Chart
    from dashboards.newsletter.phrases import Voice
    from dashboards.newsletter.plain_words import PlainWord
    from dashboards.newsletter.standing import Standing
    from dashboards.newsletter.story_selection import Story
    from warehouse.release.tables.release import Release


_MOST_NEWS = 3


@dataclass(frozen=True, slots=True)
class Training:
    """The next training, as the town announces it."""

    held_on: date
    title: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A section's good practice, to be filled in: a title, who it is for, and its questions."""

    title: str
    introduction: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """What one month's newsletter says; each part is plain text in the town's language."""

    language: str
    month: date
    released_at: datetime
    name: str
    number: str
    """The month of the issue, and 暫定 beside it while it is not final."""
    dated: str
    headline: str
    lead: tuple[str, ...]
    standing: Standing
    standing_title: str
    charts: tuple[Chart, ...]
    form: Form
    word_title: str
    word: PlainWord
    training_title: str
    training: str
    about: tuple[str, ...]

    @property
    def stem(self) -> str:
        """The beginning of every file's name."""
        return f"newsletter-{self.month:%Y-%m}"

    @property
    def title(self) -> str:
        """Name and month, as the subject of the letter."""
        return f"{self.name} {self.number}"


def make_issue(release: Release, month: date, training: Training | None = None) -> Issue:
    """Return the month's issue, from the release alone and the training the town announces."""
    figures, voice = Figures(release, month), voice_of(release.town)
    stories = choose_stories(figures)
    town, standing = tame(release.town.name), tell_standing(figures, voice)
    return Issue(
        language=release.town.language,
        month=figures.month,
        released_at=release.released_at,
        name=voice.pick("ひろがり通信", "Hirogari News"),
        number=voice.pick(f"{voice.words.month(figures.month)}号", voice.words.month(figures.month))
        + _marked(standing, voice),
        dated=voice.pick(
            f"{town}　{voice.words.day(release.as_of)}時点",
            f"{town}, as of {voice.words.day(release.as_of)}",
        ),
        headline=tell_headline(stories, figures, voice),
        lead=_lead(stories, figures, voice),
        standing=standing,
        standing_title=voice.pick(
            "この号の数は暫定です", "The figures of this issue are provisional"
        ),
        charts=tuple(
            make_chart(story, k, figures, voice, standing.mark)
            for k, story in enumerate(stories, start=1)
        ),
        form=_form(voice),
        word_title=voice.pick("今月のことば", "A word explained"),
        word=word_of_month(figures.month, release.town.launched_on, voice),
        training_title=voice.pick("次の研修", "Next training"),
        training=_training(training, voice),
        about=_about(voice),
    )


def _lead(stories: tuple[Story, ...], figures: Figures, voice: Voice) -> tuple[str, ...]:
    """Return the sentences under the headline: the tool that moved furthest, the last month, what is new."""
    told = [tell_story(story, figures, voice) for story in stories if story.kind == "tools"]
    told += [tell_undrawn(figures, voice), tell_last_month(figures, voice)]
    told += tell_news(figures, voice)[:_MOST_NEWS]
    headline = tell_headline(stories, figures, voice)
    return tuple(sentence for sentence in told if sentence and sentence != headline)


def _marked(standing: Standing, voice: Voice) -> str:
    return voice.pick(f"（{standing.mark}）", f" ({standing.mark})") if standing.mark else ""


def _form(voice: Voice) -> Form:
    return Form(
        title=voice.pick("うちの課の工夫（記入欄）", "What we tried (to fill in)"),
        introduction=voice.pick(
            "小さな工夫でかまいません。書いて編集担当に渡してください。"
            "人の名前や順位ではなく、仕事がどう変わったかを載せます。",
            "Small things are welcome. Fill this in and hand it to the editors. We print how the"
            " work changed, not names or rankings.",
        ),
        questions=(
            voice.pick("課の名前", "Section"),
            voice.pick("どんな仕事で", "Which work"),
            voice.pick("前はどうしていたか", "How it was done before"),
            voice.pick("何を変えたか（やめたことも）", "What you changed, or stopped"),
            voice.pick("やってみて、どうだったか", "How it went"),
            voice.pick("ほかの課がまねするなら", "What another section should know"),
        ),
    )


def _training(training: Training | None, voice: Voice) -> str:
    """Return when and what the next training is; that none is known where it is not."""
    if training is None:
        return voice.pick(
            "日程が決まりしだい、お知らせします。", "It will be announced when the date is set."
        )
    place = tame(training.place) if training.place else ""
    day, title = voice.words.day(training.held_on), voice.quoted(tame(training.title))
    return voice.pick(
        f"{day} {title}{f'（{place}）' if place else ''}",
        f"{day}: {title}{f', {place}' if place else ''}",
    )


def _about(voice: Voice) -> tuple[str, ...]:
    """Return how to read the numbers, and what they are not for."""
    return (
        voice.pick(
            "数は5ポイント刻みか幅で示し、人数は載せません。一人ひとりの使い方は分かりません。",
            "Figures are in steps of five or ranges, without numbers of people; no person's use can"
            " be read from them.",
        ),
        voice.pick(
            "増えた・減ったは数の比較で、その理由までは示しません。人事評価には使いません。",
            "Up and down compare figures and say nothing of why. They are not used to assess staff.",
        ),
    )
