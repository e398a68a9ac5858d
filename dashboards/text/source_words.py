"""What kinds of sources and their streams are called in Japanese and English."""

from __future__ import annotations

from dashboards.text.catalogue import gettext_noop, pgettext_noop

KINDS: dict[str, str] = {
    "google_workspace": gettext_noop("Google Workspace"),
    "microsoft_365": gettext_noop("Microsoft 365"),
    "line_works": gettext_noop("LINE WORKS"),
    "slack": gettext_noop("Slack"),
    "slack_members": gettext_noop("Slack (monthly totals)"),
    "mattermost": gettext_noop("Mattermost"),
    "cybozu": gettext_noop("Cybozu"),
    "mapped_csv": gettext_noop("Exported table"),
    "bigbluebutton": gettext_noop("BigBlueButton"),
    "jitsi": gettext_noop("Jitsi"),
    "cups": gettext_noop("Print log (CUPS)"),
    "papercut": gettext_noop("Print log (PaperCut)"),
    "windows_print": gettext_noop("Print log (Windows)"),
    "universal_print": gettext_noop("Print log (Universal Print)"),
    "copier_log": gettext_noop("Copiers' job log"),
    "snmp": gettext_noop("Printers' counters"),
    "paper_bought": gettext_noop("Book of paper bought"),
    "samba": gettext_noop("File server log (Samba)"),
    "windows_files": gettext_noop("File server log (Windows)"),
    "nextcloud": gettext_noop("Nextcloud"),
    "zoom": gettext_noop("Zoom"),
    "approvals": gettext_noop("Book of approvals"),
    "filings": gettext_noop("Book of filings"),
    "meetings": gettext_noop("Book of meetings"),
    "inspections": gettext_noop("Book of site inspections"),
    "minutes": gettext_noop("Book of minutes"),
    "fax": gettext_noop("Book of FAXes"),
    "automation": gettext_noop("Book of automation"),
    "actions": gettext_noop("Book of actions"),
    "trainings": gettext_noop("Book of trainings"),
}

FACTOR_SOURCES = (
    gettext_noop("an estimate of Okinawa Prefecture (1.75 yen a sheet)"),
    gettext_noop("the weight of A4 at 64 g/m²"),
    gettext_noop("about the middle of the 5 to 8 g a sheet given for its whole life"),
    gettext_noop("PaperCut's conversion (8,333 sheets a tree)"),
)
"""The sources of paper's factors as the settings have them by default; a town's own stay as written."""

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
}
