"""Makes the page ことばの説明: each term of the pages in plain Japanese and English, with an anchor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.card.page import Entry, Page
from dashboards.text.catalogue import gettext_noop, pgettext_noop
from dashboards.text.terms import TERMS_OF_FIGURES, Term, policy_words

if TYPE_CHECKING:
    from dashboards.text.words import Words
    from warehouse.policy import Policy


_TERMS_OF_WORK = (
    Term(
        "groupware",
        pgettext_noop("explained word", "Groupware"),
        gettext_noop(
            "A set of tools shared by a workplace: files, chat, online meetings, calendar."
        ),
    ),
    Term(
        "tool",
        pgettext_noop("explained word", "Tool"),
        gettext_noop(
            "A digital tool: file sharing, chat, online meetings, calendar or mail, whoever makes it."
        ),
    ),
    Term(
        "data",
        pgettext_noop("explained word", "Data"),
        gettext_noop(
            "Records and figures that are counted. State of the data shows which days have arrived."
        ),
    ),
    Term(
        "files",
        pgettext_noop("explained word", "File sharing"),
        gettext_noop("Keeping documents in one place where all can open and edit them."),
    ),
    Term(
        "chat",
        pgettext_noop("explained word", "Chat"),
        gettext_noop("Short messages written back and forth at once."),
    ),
    Term(
        "meetings",
        pgettext_noop("explained word", "Online meetings"),
        gettext_noop("Meetings held over a screen."),
    ),
    Term(
        "calendar",
        pgettext_noop("explained word", "Calendar"),
        gettext_noop("A shared view of who is free when."),
    ),
    Term(
        "mail",
        pgettext_noop("explained word", "Mail"),
        gettext_noop(
            "Letters sent by computer or telephone, and where they go. Addresses are not kept."
        ),
    ),
    Term(
        "log",
        pgettext_noop("explained word", "Records (logs)"),
        gettext_noop(
            "What tools write down by themselves: when which action took place. Contents, titles and messages are not read."
        ),
    ),
    Term(
        "account",
        pgettext_noop("explained word", "Account"),
        gettext_noop(
            "The name-tag one uses a tool with. It is looked up in the roster for its section and replaced at once by a code that cannot be turned back."
        ),
    ),
    Term(
        "paperless",
        pgettext_noop("explained word", "Paperless"),
        gettext_noop("Working without paper."),
    ),
    Term(
        "dx",
        pgettext_noop("explained word", "DX (digital transformation)"),
        gettext_noop(
            "Not the buying of tools, but changing how work is done, also with tools, for the good of the residents."
        ),
    ),
    Term(
        "bpr",
        pgettext_noop("explained word", "BPR (redesign of work)"),
        gettext_noop("Dropping, merging or redesigning work instead of taking it as given."),
    ),
    Term(
        "approvals",
        pgettext_noop("explained word", "Electronic approvals"),
        gettext_noop("Of all approvals, the share given on screen; the rest were sealed on paper."),
    ),
    Term(
        "filings",
        pgettext_noop("explained word", "Online filings"),
        gettext_noop(
            "Of all applications and notices, the share that came over the internet; the rest came to the counter or by post."
        ),
    ),
    Term(
        "inspections",
        pgettext_noop("explained word", "Online site inspections"),
        gettext_noop("The share of visits by other municipalities that were held over a screen."),
    ),
    Term(
        "minutes",
        pgettext_noop("explained word", "Minutes by machine"),
        gettext_noop("The share of minutes whose draft was made by machine from sound."),
    ),
    Term(
        "overtime",
        pgettext_noop("explained word", "Overtime"),
        gettext_noop(
            "Hours of overtime of a section, divided by its people. From its book, which names nobody."
        ),
    ),
    Term(
        "rpa",
        pgettext_noop("explained word", "Automation (RPA)"),
        gettext_noop("Letting a machine do what people did over and over on a screen."),
    ),
    Term(
        "fax",
        pgettext_noop("explained word", "FAX"),
        gettext_noop("Copies of paper sent by telephone line, counted in a book."),
    ),
    Term(
        "ooda",
        pgettext_noop("explained word", "OODA"),
        gettext_noop(
            "Observe, orient, decide, act; and move on quickly when something does not work."
        ),
    ),
)
"""Terms on tools and on work."""

TERMS = (*TERMS_OF_FIGURES, *_TERMS_OF_WORK)
"""Every explained term, in the order of the page."""

_BY_KEY = {term.key: term for term in TERMS}


def term_link(key: str, words: Words) -> tuple[str, str]:
    """Return the link and the name of a term.

    Raises:
        KeyError: the term is not explained.
    """
    term = _BY_KEY[key]
    return f"words.html#{key}", words.pgettext("explained word", term.name)


def words_page(policy: Policy, words: Words) -> Page:
    """Return the page that explains the terms, with the numbers of the policy in force."""
    said = policy_words(policy)
    return Page(
        "words.html",
        "words.html",
        words.gettext("The words"),
        words.gettext("The {count} words of these pages in plain language.", count=len(TERMS)),
        entries=tuple(
            Entry(
                term.key,
                words.pgettext("explained word", term.name),
                (words.gettext(term.meaning, **said),),
            )
            for term in TERMS
        ),
    )
