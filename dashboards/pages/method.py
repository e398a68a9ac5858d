"""Makes the page 計算のしかたと個人情報: what is counted and how, and what happens to records about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.card.page import Entry, Page
from dashboards.text.catalogue import gettext_noop
from dashboards.text.terms import policy_words

if TYPE_CHECKING:
    from dashboards.text.words import Words
    from warehouse.policy import Policy

_ENTRIES = (
    (
        "days",
        gettext_noop("Which days"),
        (
            gettext_noop(
                "Days are days in Japan. Working days are Monday to Friday, without public holidays, 29 December to 3 January and the town's own closures."
            ),
            gettext_noop(
                "A person's section is the one on the roster on that day; a transfer moves nothing before it."
            ),
        ),
    ),
    (
        "use",
        gettext_noop("What counts as use"),
        (
            gettext_noop(
                "A day with at least one action of one's own: sending, making, editing, opening, uploading, downloading, joining."
            ),
            gettext_noop(
                "Use rate = days of use on working days ÷ working days of the section's staff (person-days)."
            ),
            gettext_noop(
                "Staff who have used it = staff with any use since the launch up to the month's end ÷ staff of the section."
            ),
        ),
    ),
    (
        "paper",
        gettext_noop("Paper and digital"),
        (
            gettext_noop(
                "Digital share = digital ÷ (digital + paper). A month with one side missing has no share."
            ),
            gettext_noop(
                "Sheets bought and sheets printed are shown apart: they are counted in different ways and never added."
            ),
        ),
    ),
    (
        "habit",
        gettext_noop("Habit, segments, dates expected"),
        (
            gettext_noop(
                "Habit: used in at least 9 of the last 12 weeks. The first 11 weeks are not measured."
            ),
            gettext_noop(
                "When four in five will have begun comes from the record where it has. Else an S-shaped curve (ceiling: everyone) fitted to the lows, middles and highs of the bands gives the months in which it may come, if it does: its interval is doubled, allows for a pace three times slower, and is rounded outwards. None before half have begun, with fewer than six months, where nobody new is seen for three months, or if it is wider than 18 months."
            ),
            gettext_noop(
                "Normal: the use rate at the target for three months in a row with no action in them. Figures are rounded: one whose rounding holds the target is about at it, neither reached nor short."
            ),
        ),
    ),
    (
        "replacement",
        gettext_noop("Replacement or addition"),
        (
            gettext_noop(
                "Documents handled digitally and on paper, per head and working day, against the base period; a section that has no numbers then is held against its first months that have. Moves within 10% are level. Digital up and paper down: replacement; digital up only: addition; both down: shrinking; else untouched."
            ),
        ),
    ),
    (
        "verdict",
        gettext_noop("What changed with actions"),
        (
            gettext_noop(
                "By the measure that the action names: the mean of the six months after the month of the start less that of the twelve before, less the same change of at least three sections in which nothing began. Changed or moved the other way needs an interval without 0, at least 3 points (10% of an amount), and a course before the start that does not explain it; several verdicts are corrected together."
            ),
            gettext_noop(
                "The verdict falls when the sixth month is final, and stays. Where nobody is left to compare with, the own past year is told and nothing is claimed. Drawn by lot means: the order of sections was drawn beforehand and kept, so that chance alone separates them. It is worked out from the numbers shown."
            ),
        ),
    ),
    (
        "work",
        gettext_noop("Work"),
        (
            gettext_noop(
                "Use out of hours: uses before 8:30, after 17:15 or on closed days ÷ all uses, in steps of 5%."
            ),
            gettext_noop(
                "Hours in online meetings count overlaps once and are divided by staff; in half hours."
            ),
            gettext_noop(
                "Hours saved and added are estimates of the action book; they are never added to what was counted, which stands beside them."
            ),
        ),
    ),
    (
        "state",
        gettext_noop("Final, provisional, missing"),
        (
            gettext_noop(
                "Records arrive late, so days are read again until they settle. A month that lacks a working day is marked; a missing day is never counted as 0."
            ),
            gettext_noop(
                "A month once shown stands: subtracting two days' figures would tell of the one day, or the one person, that came late. A month shown with missing days is shown once more when all of them have come and a figure of those days alone would tell of nobody. Where it is not, the pages say that records arrived later."
            ),
        ),
    ),
    (
        "cause",
        gettext_noop("What these pages cannot say"),
        (
            gettext_noop(
                "They show that a figure moved, not why. A difference between before and after is never called an effect."
            ),
            gettext_noop(
                "A number of few cases moves by chance. More or less is said only of a difference that chance alone makes once in twenty times or less often."
            ),
        ),
    ),
    (
        "privacy",
        gettext_noop("Records about staff"),
        (
            gettext_noop(
                "Not used to judge anybody. Nothing finer than a section is shown: no figures of persons, no rankings, no hours of the day."
            ),
            gettext_noop(
                "Names, addresses, titles, messages and IP addresses are not kept. Staff are replaced by keyed codes as records come in."
            ),
            gettext_noop(
                "Single records are deleted after {raw_days} days, records of persons by day after {person_months} months; only figures by section remain."
            ),
        ),
    ),
    (
        "window",
        gettext_noop("Rules for what is shown"),
        (
            gettext_noop(
                "Sections of fewer than {section} are merged with other small ones, {merged} people at least; where that cannot be, no figures by section are shown."
            ),
            gettext_noop(
                "Shares of days are whole per cents; under 5% and 95% or more are not told apart."
            ),
            gettext_noop(
                "Numbers of people are bands for a section, steps of 5% for the whole town hall."
            ),
            gettext_noop(
                "Sheets by section are rounded, and withheld where one person makes up more than half. Of printed sheets none and nine are alike under 10."
            ),
            gettext_noop(
                "Before publishing, a program tries to work out persons from this and all earlier releases; if it can, nothing is published."
            ),
        ),
    ),
    (
        "ask",
        gettext_noop("Asking and erasing"),
        (
            gettext_noop(
                "Members of staff may ask what is held about them and have it erased; please turn to the office in charge."
            ),
        ),
    ),
)


def method_page(policy: Policy, words: Words) -> Page:
    """Return the page on the calculation of figures and on data protection, with the numbers of the policy in force."""
    said = policy_words(policy)
    return Page(
        "method.html",
        "method.html",
        words.gettext("Method and privacy"),
        words.gettext("Counted section by section; no person appears in any figure."),
        entries=tuple(
            Entry(
                key,
                words.gettext(title),
                tuple(words.gettext(line, **said) for line in lines),
            )
            for key, title, lines in _ENTRIES
        ),
    )
