"""Errors that a reader can mend; those of a source are sorted by what to do next.

Wait (Retry), set one part aside (SkipPart), stop one stream (StopStream) or stop the source
(StopSource). Each says the thing that is wrong, the place where it was found and the next step. None
ever carries a record's content.
"""

from __future__ import annotations

import errno


class Mendable(Exception):
    """Something a reader can mend: told as thing, place and next step, without a traceback."""

    def __init__(self, thing: str, *, place: str, next_step: str) -> None:
        """Keep the three parts apart, so that a page can show them apart."""
        self.thing = thing
        self.place = place
        self.next_step = next_step
        super().__init__(f"{thing} [{place}] → {next_step}")


class SystemRefused(Mendable):
    """The operating system refused a file: permission, disk space, a read-only place."""


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_CLOSED = (errno.EACCES, errno.EPERM)


def of_system(error: OSError) -> SystemRefused:
    """Return what the operating system refused as thing, place and next step.

    For a file whose name is nobody's record; the name is told as the place.
    """
    place = str(error.filename) if error.filename is not None else "this machine"
    if error.errno in _FULL:
        thing, step = "the disk is full", "free some disk space, then start it again"
    elif error.errno in _CLOSED:
        thing = "this account may not read or write here"
        step = "run it as the account that owns the files, or give this account the right"
    elif error.errno == errno.EROFS:
        thing, step = "this place is read-only", "name another folder, or mount it for writing"
    elif error.errno == errno.ENOENT:
        thing, step = "there is no such file or folder", "look at the path in the settings"
    elif error.errno == errno.EISDIR:
        thing, step = "a folder stands where a file should", "move it away, or name another path"
    elif error.errno == errno.ENOTDIR:
        thing, step = "a file stands where a folder should", "move it away, or name another path"
    else:
        thing = f"the system refuses: {error.strerror or type(error).__name__}"
        step = "look at this file or folder, then start it again"
    return SystemRefused(thing, place=place, next_step=step)


class SourceError(Mendable):
    """Something a source did."""


class Retry(SourceError):
    """The source may answer later; try the same slice again after `after_seconds`."""

    def __init__(
        self, thing: str, *, place: str, next_step: str, after_seconds: float = 0.0
    ) -> None:
        """`after_seconds` is what the source asked for (Retry-After), 0 when it named nothing."""
        self.after_seconds = after_seconds
        super().__init__(thing, place=place, next_step=next_step)


class SkipPart(SourceError):
    """One file or day cannot be read; it is set aside and the rest goes on."""


class NotYet(SkipPart):
    """A day that the source does not tell yet, as is usual with it: it is read again, and nobody has to act."""


class StopSource(SourceError):
    """Nothing more can be read from this source until someone acts; the others go on.

    Only for what makes everything of it untrustworthy: credentials, address, concealed names, a
    log-in page instead of data.
    """


class StopStream(StopSource):
    """Nothing more can be read from this stream until someone acts; the source's other streams go on.

    For what is refused, or has another form, in one stream: one log, one report, one application.
    """
