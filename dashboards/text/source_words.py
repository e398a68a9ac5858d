"""Names of sources' streams and of the default sources of paper factors. For kinds of source see `source_titles.py`."""

from __future__ import annotations

from dashboards.text.catalogue import gettext_noop, pgettext_noop

FACTOR_SOURCES = (
    gettext_noop("an estimate of Okinawa Prefecture (1.75 yen a sheet)"),
    gettext_noop("the weight of A4 at 64 g/m²"),
    gettext_noop("about the middle of the 5 to 8 g a sheet given for its whole life"),
    gettext_noop("PaperCut's conversion (8,333 sheets a tree)"),
)
"""Sources of the paper factors in the default settings; a town's own wording is shown as written."""

STREAMS: dict[str, str] = {
    "drive": pgettext_noop("stream", "files"),
    "chat": pgettext_noop("stream", "chat"),
    "meet": pgettext_noop("stream", "meetings"),
    "calendar": pgettext_noop("stream", "calendar"),
    "files": pgettext_noop("stream", "files"),
    "meetings": pgettext_noop("stream", "meetings"),
    "messages": pgettext_noop("stream", "messages"),
    "posts": pgettext_noop("stream", "posts"),
    "months": pgettext_noop("stream", "monthly totals"),
    "rooms": pgettext_noop("stream", "rooms"),
    "counters": pgettext_noop("stream", "counters"),
    "print_job": pgettext_noop("stream", "print jobs"),
    "paper_bought": pgettext_noop("stream", "purchases"),
    "actions": pgettext_noop("stream", "actions"),
    "trainings": pgettext_noop("stream", "trainings"),
    "approvals": pgettext_noop("stream", "approvals"),
    "filings": pgettext_noop("stream", "filings"),
    "inspections": pgettext_noop("stream", "inspections"),
    "minutes": pgettext_noop("stream", "minutes"),
    "fax": pgettext_noop("stream", "FAX"),
    "automation": pgettext_noop("stream", "automation"),
    "overtime": pgettext_noop("stream", "overtime"),
    "tasks": pgettext_noop("stream", "tasks"),
}
