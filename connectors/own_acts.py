"""What a file server's log tells of programs, and not of anybody's own act.

The rule for every file server: **an act is a person's own if somebody meant that file**. Explorers, office programs,
synchronisation, back-ups and the servers among themselves read and write files as well, in people's names.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SHARES_OF_THE_SERVER = re.compile(
    # Pipes, printers, administrators' shares, log-on and group policy, updates and certificates.
    r"(?:ipc|admin|print|fax|[a-z])\$|sysvol|netlogon|reminst|certenroll|wsuscontent|wsustemp|updateservicespackages",
    re.IGNORECASE,
)
_FOLDERS_OF_PROGRAMS = re.compile(
    # Bins, snapshots, what a NAS, a Mac or Nextcloud keeps beside the files.
    r"\$recycle\.bin|recycler|#?\.?recycle|@recycle|\.trash(?:es|-\d+)?|system volume information|[~.]snapshots?|"
    r"@eadir|@tmp|\.temporaryitems|\.spotlight-v100|\.fseventsd|\.appledouble|appdata_.+|files_versions|files_trashbin",
    re.IGNORECASE,
)
_FILES_OF_PROGRAMS = re.compile(
    # How folders look, locks of office programs, and what they write before they save.
    r"desktop\.ini|thumbs\.db(?::encryptable)?|ehthumbs(?:_vista)?\.db|\.ds_store|\._.*|autorun\.inf|ntuser\.dat.*|"
    r"~\$.*|\.~lock\..*#|.*\.(?:laccdb|ldb|dwl2?|lock|lck)|.*:[a-z0-9_.$-]+(?::\$data)?|.*\.part(?:ial)?",
    re.IGNORECASE,
)
_TEMPORARY = re.compile(
    # Excel's have eight hex digits and no ending; the file takes its name when it is saved.
    r"~.*|.*\.(?:tmp|temp|crdownload|swp)|[0-9a-f]{8}",
    re.IGNORECASE,
)
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
    return bool(_TEMPORARY.fullmatch(_parts(path)[-1]))


def looks_like_a_folder(path: str) -> bool:
    """Whether a name that was opened for reading is taken for a folder: it has no file's ending."""
    return path.endswith(("\\", "/")) or not _ENDING.search(path)


def _parts(path: str) -> list[str]:
    return [part for part in _PARTS.split(path.strip()) if part] or [""]
