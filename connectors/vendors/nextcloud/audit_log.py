"""Nextcloud's audit log (`admin_audit`, JSON lines): who opened, wrote and created which file.

The app "Auditing / Logging" with `log_type_audit = file` writes the log. The message is parsed for its verb and
file and then dropped; addresses, user agents and URLs are never kept. What programs do in a person's name is
not use: see `_is_by_program`.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import orjson

from connectors.contract.shapes import USE
from connectors.contract.streams import Field, Handling, Stream, as_instant, day_of
from connectors.io.logs.file_source import DAYS_AT_ONCE, ExportedFiles, identity
from connectors.io.logs.log_lines import read_log
from connectors.io.logs.own_acts import is_by_program
from connectors.io.logs.strays import Stray

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.io.logs.days import Line
    from connectors.vendors.nextcloud.settings import Settings

_FIELDS = tuple(
    Field(name, Handling(handling), words)
    for name, handling, words in (
        ("reqId", "pseudonymise", "the request; part of the identity"),
        ("time", "keep", "when, in one of two formats"),
        ("user", "pseudonymise", "who"),
        ("message", "drop", "read for verb and file, then dropped"),
        ("app", "keep", "always admin_audit"),
        ("level", "drop", "severity"),
        ("remoteAddr", "drop", "address"),
        ("method", "drop", "HTTP verb"),
        ("url", "drop", "address asked, with file names in it; tells previews"),
        ("userAgent", "drop", "program asked with; tells synchronisation and scripts"),
        ("version", "drop", "Nextcloud's version"),
        ("data", "drop", "further parts of the message"),
        ("exception", "drop", "a trace, if something failed"),
        ("clientReqId", "drop", "the client's own number of the request"),
        ("scriptName", "drop", "the program of the server"),
        ("occ_command", "drop", "an administrator's command"),
        ("backgroundJob", "drop", "a job of the server"),
        ("cliCommand", "drop", "an administrator's command"),
    )
)
_STREAM = Stream(
    "files",
    USE,
    _FIELDS,
    tools=("files",),
    settle_days=3,
    slice_days=DAYS_AT_ONCE,
    # A line is one act, whatever fields a newer version adds.
    undeclared="drop",
)
# Nextcloud 27 added the file's id: 'File with id "7" accessed: "/a"' instead of 'File accessed: "/a"'.
_FILE = re.compile(
    r'File (?:renamed )?(?:with id "(?P<id>[^"]*)" )?'
    r"(?P<verb>accessed|written to|created|deleted|copied|from|renamed)(?P<rest>.*)",
    re.DOTALL,
)
_QUOTED = re.compile(r'"(.*?)"(?= to |$)', re.DOTALL)
_OF_THE_BIN = re.compile(
    r'File (?:with id "[^"]*" )?"(?P<name>.*)" (?P<verb>deleted|restored) from trash bin\.?',
    re.DOTALL,
)
_SYNC_CLIENT = re.compile(
    r"\bmirall/|\bcsyncoC/|\brclone\b|\bowncloud-sync\b|\b(?:folder|good|free ?file|auto)sync\b|\bsyncback|\bsyncthing\b|"
    r"\bmultcloud\b|\bcloud ?sync\b|\bhyper ?backup\b",
    re.IGNORECASE,
)
"""Sync clients, which download by themselves whatever a colleague changed."""
_PROGRAM = re.compile(
    r"^(?:curl|wget|python|go-http-client|java|okhttp|apache-httpclient|libwww-perl|php|axios|node-fetch|undici|symfony|ruby|"
    r"perl|httpie|postmanruntime|insomnia|nextcloud server crawler|nextcloud-server|guzzlehttp|powershell|winhttp|"
    r"clamav|clamd|check_http)\b|\bwindowspowershell\b|"
    r"\b(?:duplicati|duplicity|restic|kopia|borg|backuppc|veeam|arq)\b|"
    r"(?:bot|crawler|spider)\b|\b(?:zabbix|nagios|uptimerobot|uptime-kuma|prometheus|blackbox|monit|icinga|"
    r"antivirus|virusscan)\b",
    re.IGNORECASE,
)
"""Scripts, backups, monitors, virus scanners and other servers, which use a person's app password."""
_PREVIEW = re.compile(
    r"/(?:core|apps/\w+)/(?:\w+/)*(?:public|multi)?(?:preview|thumbnail)|/(?:cron|status)\.php",
    re.IGNORECASE,
)
"""Thumbnails in file lists, and the server's own jobs."""
_ACTIONS = {
    "accessed": "viewed",
    "written to": "edited",
    "created": "created",
    "copied": "created",
    "deleted": "managed",
    "renamed": "managed",
    "from": "managed",
}
_NOBODY = {"", "--"}


def read_audit_log(settings: Settings) -> ExportedFiles:
    """Build the connector for audit logs without opening any file."""
    zone = ZoneInfo(settings.timezone)

    declared = {field.name for field in _FIELDS}
    new_fields: set[str] = set()

    def read(path: Path, stream: Stream) -> Iterator[Line]:
        del stream

        def parse(line: str) -> Line:
            try:
                entry = orjson.loads(line)
                occurred_at = _instant(entry["time"], zone)
            except (ValueError, KeyError, TypeError, OverflowError):
                return Stray(line, is_damaged=True)
            new_fields.update(entry.keys() - declared)
            message = str(entry.get("message") or "")
            is_known = _FILE.fullmatch(message) or _OF_THE_BIN.fullmatch(message)
            if message.startswith("File ") and not is_known:
                # An act on a file in unknown words, as a newer version may use.
                return Stray(message)
            return day_of(occurred_at), _row(entry, occurred_at)

        return read_log(path, parse)

    return ExportedFiles(
        settings.name, (_STREAM,), settings.files, read, settings.since, new_fields=new_fields
    )


def _instant(text: str, zone: ZoneInfo) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        # The older format has no zone: times are in the server's `logtimezone`, UTC unless set.
        instant = datetime.strptime(text, "%B %d, %Y %H:%M:%S").replace(tzinfo=zone)
    return as_instant(instant, zone)


def _row(entry: dict[str, Any], occurred_at: datetime) -> dict[str, object] | None:
    found = _FILE.fullmatch(str(entry.get("message") or ""))
    account = str(entry.get("user") or "").strip()
    if entry.get("app") != "admin_audit" or not found or account in _NOBODY:
        return None
    action = _ACTIONS[found["verb"]]
    quoted = found["rest"].strip(": ")
    names = _QUOTED.findall(quoted) or [quoted]
    if _is_by_program(entry, action) or is_by_program(names[-1]):
        return None
    file_id = found["id"]
    return {
        "event": identity(entry.get("reqId"), occurred_at, account, found["verb"], file_id, quoted),
        "day_on": day_of(occurred_at),
        "occurred_at": occurred_at,
        "account": account,
        "tool": "files",
        "action": action,
        "vendor_action": found["verb"],
        "document": file_id if file_id and file_id.isdigit() else quoted,
        "uses": 1,
    }


def _is_by_program(entry: dict[str, Any], action: str) -> bool:
    """Whether a program accessed the file without a person's intent.

    A sync client's download is not use, because it fetches what others changed. Its upload counts: it is the
    work of the person at that computer.
    """
    agent = str(entry.get("userAgent") or "")
    if _SYNC_CLIENT.search(agent):
        return action == "viewed"
    is_a_job = any(entry.get(name) for name in ("occ_command", "backgroundJob", "cliCommand"))
    is_a_preview = action == "viewed" and bool(_PREVIEW.search(str(entry.get("url") or "")))
    return is_a_job or is_a_preview or bool(_PROGRAM.search(agent))
