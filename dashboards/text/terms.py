"""Defines the terms on figures that the glossary page explains, in plain Japanese and English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.text.catalogue import gettext_noop, pgettext_noop

if TYPE_CHECKING:
    from warehouse.policy import Policy


@dataclass(frozen=True, slots=True)
class Term:
    """One term: its key (also its anchor on the page), its name and its explanation."""

    key: str
    name: str
    meaning: str


def policy_words(policy: Policy) -> dict[str, int]:
    """Return the values of the policy by the placeholder that stands for each in texts, such as `{section}`."""
    return {
        "section": policy.floors.section,
        "merged": policy.floors.merged,
        "raw_days": policy.raw_days,
        "person_months": policy.person_months,
    }


TERMS_OF_FIGURES = (
    Term(
        "use-rate",
        pgettext_noop("explained word", "Use rate"),
        gettext_noop(
            "Of all working days, the share on which the tool was used by one's own action. In a section of ten with 20 working days, 150 days of use are 150 ÷ 200 = 75%. Receiving or being invited is not use."
        ),
    ),
    Term(
        "activated",
        pgettext_noop("explained word", "Staff who have used it"),
        gettext_noop(
            "The share of staff who have used the tool at least once since it was introduced. Month by month it is the adoption curve. For everyday use, look at the use rate."
        ),
    ),
    Term(
        "band",
        pgettext_noop("explained word", "Figures shown as a band"),
        gettext_noop(
            "A figure such as 60–80% is given as a band so that nobody can work out who in a section uses a tool. The true value lies somewhere in the band."
        ),
    ),
    Term(
        "provisional",
        pgettext_noop("explained word", "Provisional"),
        gettext_noop(
            "The figure may still change, because records arrive late. It becomes final when they have settled."
        ),
    ),
    Term(
        "missing",
        pgettext_noop("explained word", "Missing"),
        gettext_noop(
            "A day whose records did not arrive. It does not mean that nothing was used. Months with such days are marked."
        ),
    ),
    Term(
        "records-later",
        pgettext_noop("explained word", "Records that arrived later"),
        gettext_noop(
            "Records of missing days that came after their month was shown. The figure is kept, so that nobody can subtract the old one and read what one person or one day did."
        ),
    ),
    Term(
        "withheld",
        pgettext_noop("explained word", "Withheld"),
        gettext_noop(
            "There is a figure, but showing it could point to a person. It is neither 0 nor “not yet”."
        ),
    ),
    Term(
        "not-yet",
        pgettext_noop("explained word", "Not yet"),
        gettext_noop("Records had not begun in that month, or had ended."),
    ),
    Term(
        "small",
        pgettext_noop("explained word", "Small sections"),
        gettext_noop(
            "Small sections taken together. A section of fewer than {section} people is merged with other small ones."
        ),
    ),
    Term(
        "digital-share",
        pgettext_noop("explained word", "Digital share"),
        gettext_noop(
            "Digital ÷ (digital + paper). For documents, opening, editing or sharing a file is digital and a print job is paper. A month with one side missing has none."
        ),
    ),
    Term(
        "sheets",
        pgettext_noop("explained word", "Paper bought and printed"),
        gettext_noop(
            "Paper bought comes from the purchase book, paper printed from print records. Stock, duplex and copying make them differ; both are shown."
        ),
    ),
    Term(
        "replacement",
        pgettext_noop("explained word", "Replacement and addition"),
        gettext_noop(
            "Digital up and paper down is replacement; digital up and paper not down is addition; neither up is untouched; both down is shrinking. Moves within a tenth count as level."
        ),
    ),
    Term(
        "habit",
        pgettext_noop("explained word", "Staff with the habit"),
        gettext_noop(
            "Staff who used the tool in at least 9 of the last 12 weeks: it has become their way of working."
        ),
    ),
    Term(
        "segments",
        pgettext_noop("explained word", "How staff divide by use"),
        gettext_noop(
            "Staff in five parts: power (a habit, 15 uses a week or more), habitual, novice (once a week or more), low, none. For the whole town hall only, in steps of 5%."
        ),
    ),
    Term(
        "retention",
        pgettext_noop("explained word", "Staff who still use it"),
        gettext_noop(
            "Of those who used the tool in its first month, the share who used it in this month. If it falls, people tried it and left."
        ),
    ),
    Term(
        "milestone",
        pgettext_noop("explained word", "Milestones of 16, 50 and 84%"),
        gettext_noop(
            "Marks in the spread of something new (Rogers): early adopters have begun at 16%, half at 50%, all but the most careful at 84%."
        ),
    ),
    Term(
        "expected",
        pgettext_noop("explained word", "When four in five will have begun"),
        gettext_noop(
            "The month in which 80% of staff had begun, on record. Before that, an S-shaped curve fitted to the course so far gives the months in which it may come, if it does. Not given before half have begun, with fewer than six months, where nobody new is seen for three months, or if the months are more than 18."
        ),
    ),
    Term(
        "normal",
        pgettext_noop("explained word", "Normal"),
        gettext_noop(
            "The use rate was at its target for three months in a row with no action under way: it goes on without a push."
        ),
    ),
    Term(
        "kaizen-kaikaku",
        pgettext_noop("explained word", "Improving work and reforming it"),
        gettext_noop(
            "Improving makes the work there is faster and easier (a circular on screen). Reforming drops, merges or redefines the work itself or the organisation (no more seals). Digital on top of paper may be neither."
        ),
    ),
    Term(
        "verdict",
        pgettext_noop("explained word", "What changed, and against what"),
        gettext_noop(
            "An action is judged by the measure that its book names: the six months after its start against the twelve before, less the same change in at least three sections in which nothing began, so that the general trend is taken out. It is judged once, when the sixth month is final. No change can be claimed is not the same as no change: the smallest change that could have been told stands beside it."
        ),
    ),
    Term(
        "interval",
        pgettext_noop("explained word", "95% interval"),
        gettext_noop(
            "Where the true value probably lies, given how much the numbers of the sections move by themselves. Where it spans 0, no difference can be told."
        ),
    ),
    Term(
        "estimate",
        pgettext_noop("explained word", "Estimate"),
        gettext_noop(
            "Not measured, but written down as expected or worked out by a factor. The source is always given."
        ),
    ),
    Term(
        "out-of-hours",
        pgettext_noop("explained word", "Use out of hours"),
        gettext_noop(
            "The share of uses before 8:30, after 17:15 or on closed days, in steps of 5%; never by person."
        ),
    ),
    Term(
        "meeting-hours",
        pgettext_noop("explained word", "Hours in online meetings a head"),
        gettext_noop("Time in online meetings divided by staff; two at once count once."),
    ),
    Term(
        "breadth",
        pgettext_noop("explained word", "Number of tools"),
        gettext_noop(
            "How many tools those used on average who used any in the month; of the whole town hall alone."
        ),
    ),
    Term(
        "outside",
        pgettext_noop("explained word", "Meetings with people from outside"),
        gettext_noop(
            "Online meetings with at least one guest: how much the town works with people from outside. Who came is not kept."
        ),
    ),
    Term(
        "point",
        pgettext_noop("explained word", "Points"),
        gettext_noop("The difference of two shares: from 40% to 50% is 10 points."),
    ),
    Term(
        "fiscal-year",
        pgettext_noop("explained word", "Fiscal year"),
        gettext_noop("April to March. FY25 begins in April 2025."),
    ),
)
"""Terms on numbers, in the order of the page."""
