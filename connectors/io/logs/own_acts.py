"""Recognises entries of a file server's log that programs caused and that are not a person's own action.

The rule for every file server: **an action is a person's own if that person meant that file**. File explorers, office
programs, synchronisation, back-ups and servers also read and write files under people's accounts; those entries must
not count as use.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

_SHARES_OF_THE_SERVER = re.compile(
    # Pipes, printers, administrators' shares, log-on and group policy, updates and certificates.
    # Roaming profiles are copied at log-on and log-off.
    r"(?:ipc|admin|print|fax|[a-z])\$|sysvol|netlogon|reminst|certenroll|wsuscontent|wsustemp|updateservicespackages|"
    r"dfsrprivate|(?:roaming)?profiles?\$?",
    re.IGNORECASE,
)
_FOLDERS_OF_PROGRAMS = re.compile(
    # Recycle bins, snapshots, and folders that a NAS, a Mac, Windows, Nextcloud and synchronisation tools add. Not
    # every hidden folder: a server may keep its shares in one.
    r"\.(?:trash(?:es|-\d+)?|recycle|deleted|snapshots?|zfs|temporaryitems|spotlight-v100|fseventsd|appledouble|"
    r"documentrevisions-v100|attachments\.\d+|stfolder|stversions|sync|dropbox\.cache|~tmp~|git|svn)|"
    r"appdata|dfsrprivate|.*\.sb-[0-9a-f]+-\w+|"
    r"\$recycle\.bin|recycler|#?recycle|@recycle|system volume information|~snapshots?|"
    r"@eadir|@tmp|appdata_.+|files_versions|files_trashbin",
    re.IGNORECASE,
)
_FILES_OF_PROGRAMS = re.compile(
    # Folder settings and shortcuts, lock files of office programs, their autosave files and their backups.
    r"desktop\.ini|thumbs\.db(?::encryptable)?|ehthumbs(?:_vista)?\.db|autorun\.inf|ntuser\.dat.*|.*\.lnk|"
    r"~\$.*|.*\.(?:laccdb|ldb|dwl2?|idlk|lock|lck|onetoc2|wbk|xlk|asd)|.*:[a-z0-9_.$-]+(?::\$data)?|.*\.part(?:ial)?",
    re.IGNORECASE,
)
_TEMPORARY = re.compile(
    # Excel's have eight hex digits and no extension; on saving the file is renamed to its final name.
    r"~.*|\..+|.*\.(?:~?tmp|odtmp|temp|crdownload|swp|jw\$|ac\$|sv\$|\$td)|[0-9a-f]{8}",
    re.IGNORECASE,
)
_FOLDER_OF_A_SAVE = re.compile(r".*\.sb-[0-9a-f]+-\w+", re.IGNORECASE)
"""The folder in which a Mac writes a file before moving it to its final place."""
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_PARTS = re.compile(r"[\\/]+")
_ONE_USE = timedelta(minutes=15)
"""Entries of one person, file and action this close together are one use: opening a file once writes many of them."""


@lru_cache(maxsize=1024)
def is_of_the_server(share: str) -> bool:
    """Whether the share holds no documents: pipes, printers, log-on, group policy, whole disks."""
    return bool(_SHARES_OF_THE_SERVER.fullmatch(_parts(share)[-1]))


@lru_cache(maxsize=8192)
def is_by_program(path: str) -> bool:
    """Whether the file is one that programs keep for themselves, including temporary files."""
    *folders, name = _parts(path)
    return (
        any(_FOLDERS_OF_PROGRAMS.fullmatch(folder) for folder in (*folders, name))
        or bool(_FILES_OF_PROGRAMS.fullmatch(name))
        or is_temporary(path)
    )


def is_temporary(path: str) -> bool:
    """Whether the file is a temporary one that a program later saves under another name."""
    *folders, name = _parts(path)
    is_beside = bool(folders) and bool(_FOLDER_OF_A_SAVE.fullmatch(folders[-1]))
    return is_beside or bool(_TEMPORARY.fullmatch(name))


def looks_like_a_folder(path: str) -> bool:
    """Whether a path that was opened for reading is taken for a folder: it has no file extension."""
    return path.endswith(("\\", "/")) or not _ENDING.search(path)


def start_of_use(at: datetime) -> datetime:
    """Return the start of the quarter of an hour (UTC) in which an entry lies; entries with the same start are one use."""
    return at - (at - datetime.min.replace(tzinfo=UTC)) % _ONE_USE


def _parts(path: str) -> list[str]:
    return [part for part in _PARTS.split(path.strip()) if part] or [""]
