"""What each kind of source is called: written by `make catalogue` from `connectors/vendors/*/vendor.toml`."""

from __future__ import annotations

from dashboards.text.catalogue import gettext_noop

TITLES: dict[str, str] = {
    "actions": gettext_noop("Book of actions"),
    "approvals": gettext_noop("Book of approvals"),
    "automation": gettext_noop("Book of automation"),
    "bigbluebutton": gettext_noop("BigBlueButton"),
    "copier_log": gettext_noop("Copiers' job log"),
    "counts": gettext_noop("Book of own counts"),
    "cups": gettext_noop("Print log (CUPS)"),
    "cybozu": gettext_noop("Cybozu"),
    "fax": gettext_noop("Book of FAXes"),
    "filings": gettext_noop("Book of filings"),
    "google_workspace": gettext_noop("Google Workspace"),
    "inspections": gettext_noop("Book of site inspections"),
    "jitsi": gettext_noop("Jitsi"),
    "line_works": gettext_noop("LINE WORKS"),
    "mapped_csv": gettext_noop("Exported table"),
    "mattermost": gettext_noop("Mattermost"),
    "meetings": gettext_noop("Book of meetings"),
    "microsoft_365": gettext_noop("Microsoft 365"),
    "minutes": gettext_noop("Book of minutes"),
    "nextcloud": gettext_noop("Nextcloud"),
    "overtime": gettext_noop("Book of overtime"),
    "paper_bought": gettext_noop("Book of paper bought"),
    "papercut": gettext_noop("Print log (PaperCut)"),
    "plan": gettext_noop("Book of the plan"),
    "samba": gettext_noop("File server log (Samba)"),
    "slack": gettext_noop("Slack"),
    "slack_members": gettext_noop("Slack (monthly totals)"),
    "snmp": gettext_noop("Printers' counters"),
    "tasks": gettext_noop("Book of tasks"),
    "trainings": gettext_noop("Book of trainings"),
    "universal_print": gettext_noop("Print log (Universal Print)"),
    "windows_files": gettext_noop("File server log (Windows)"),
    "windows_print": gettext_noop("Print log (Windows)"),
    "zoom": gettext_noop("Zoom"),
}
