"""What a file server's log tells of programs, and not of anybody's own act.

The rule for every file server: **an act is a person's own if somebody meant that file**. Explorers, office programs,
synchronisation, back-ups and the servers among themselves read and write files as well, in people's names.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SHARES_OF_THE_SERVER = re.compile(
    # Pipes, printers, administrators' shares, log-on and group policy, updates and certificates.
    # Roaming profiles are copied at log-on and log-off.
    r"(?:ipc|admin|print|fax|[a-z])\$|sysvol|netlogon|reminst|certenroll|wsuscontent|wsustemp|updateservicespackages|"
    r"dfsrprivate|(?:roaming)?profiles?\$?",
    re.IGNORECASE,
)
_FOLDERS_OF_PROGRAMS = re.compile(
    # Bins, snapshots, what a NAS, a Mac, Windows, Nextcloud and synchronisations keep beside the files. Not every hidden
    # folder: a server may keep its shares in one.
    r"\.(?:trash(?:es|-\d+)?|recycle|deleted|snapshots?|zfs|temporaryitems|spotlight-v100|fseventsd|appledouble|"
    r"documentrevisions-v100|attachments\.\d+|stfolder|stversions|sync|dropbox\.cache|~tmp~|git|svn)|"
    r"appdata|dfsrprivate|.*\.sb-[0-9a-f]+-\w+|"
    r"\$recycle\.bin|recycler|#?recycle|@recycle|system volume information|~snapshots?|"
    r"@eadir|@tmp|appdata_.+|files_versions|files_trashbin",
    re.IGNORECASE,
)
_FILES_OF_PROGRAMS = re.compile(
    # How folders and shortcuts look, locks of office programs, what they write before they save and keep of before.
    r"desktop\.ini|thumbs\.db(?::encryptable)?|ehthumbs(?:_vista)?\.db|autorun\.inf|ntuser\.dat.*|.*\.lnk|"
    r"~\$.*|.*\.(?:laccdb|ldb|dwl2?|idlk|lock|lck|onetoc2|wbk|xlk|asd)|.*:[a-z0-9_.$-]+(?::\$data)?|.*\.part(?:ial)?",
    re.IGNORECASE,
)
_TEMPORARY = re.compile(
    # Excel's have eight hex digits and no ending; the file takes its name when it is saved.
    r"~.*|\..+|.*\.(?:~?tmp|odtmp|temp|crdownload|swp|jw\$|ac\$|sv\$|\$td)|[0-9a-f]{8}",
    re.IGNORECASE,
)
_FOLDER_OF_A_SAVE = re.compile(r".*\.sb-[0-9a-f]+-\w+", re.IGNORECASE)
"""Where a Mac writes a file before it takes its place."""
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_PARTS = re.compile(r"[\\/]+")


@lru_cache(maxsize=1024)
def is_of_the_server(share: str) -> bool:
    """Whether the share is none of files: pipes, printers, log-on, group policy, whole disks."""
    return bool(_SHARES_OF_THE_SERVER.fullmatch(_parts(share)[-1]))


@lru_cache(maxsize=8192)
def is_by_program(path: str) -> bool:
    """Whether the file is one that programs keep for themselves, a temporary one among them."""
    *folders, name = _parts(path)
    return (
        any(_FOLDERS_OF_PROGRAMS.fullmatch(folder) for folder in (*folders, name))
        or bool(_FILES_OF_PROGRAMS.fullmatch(name))
        or is_temporary(path)
    )


def is_temporary(path: str) -> bool:
    """Whether a program writes there what it saves under another name afterwards."""
    *folders, name = _parts(path)
    is_beside = bool(folders) and bool(_FOLDER_OF_A_SAVE.fullmatch(folders[-1]))
    return is_beside or bool(_TEMPORARY.fullmatch(name))


def looks_like_a_folder(path: str) -> bool:
    """Whether a name that was opened for reading is taken for a folder: it has no file's ending."""
    return path.endswith(("\\", "/")) or not _ENDING.search(path)


def _parts(path: str) -> list[str]:
    return [part for part in _PARTS.split(path.strip()) if part] or [""]
