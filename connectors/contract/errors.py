"""Errors that a reader can mend; those of a source are sorted by what to do next.

Wait (Retry), set one part aside (SkipPart), stop one stream (StopStream) or stop the source
(StopSource). Each says the thing that is wrong, the place where it was found and the next step. None
ever carries a record's content.
"""

from __future__ import annotations

import errno
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING

from connectors.contract.messages import Message, problem_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Mendable(Exception):
    """Something a reader can mend: told as thing, place and next step, without a traceback."""

    def __init__(self, thing: Message, *, place: str, next_step: Message) -> None:
        """Keep the three parts apart, so that a page can show them apart."""
        self.thing = thing
        self.place = place
        self.next_step = next_step
        super().__init__(self.message)

    @property
    def message(self) -> Message:
        """The three parts as one message, to be put into the language of whoever reads it."""
        return problem_at(self.thing, self.place, self.next_step)


class SystemRefused(Mendable):
    """The operating system refused a file: permission, disk space, a read-only place."""


_LATER = Message("start it again; if it stays so, tell whoever looks after this machine")
_SAID: dict[int, tuple[Message, Message]] = {
    number: said
    for numbers, said in (
        (
            (errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
            (Message("the disk is full"), Message("free some disk space, then start it again")),
        ),
        (
            (errno.EACCES, errno.EPERM),
            (
                Message("this account may not read or write here"),
                Message(
                    "run it as the account that owns the files, or give this account the right"
                ),
            ),
        ),
        (
            (errno.EROFS,),
            (
                Message("this place is read-only"),
                Message("name another folder, or mount it for writing"),
            ),
        ),
        (
            (errno.ENOENT,),
            (
                Message("there is no such file or folder"),
                Message("look at the path in the settings"),
            ),
        ),
        (
            (errno.EISDIR,),
            (
                Message("a folder stands where a file should"),
                Message("move it away, or name another path"),
            ),
        ),
        (
            (errno.ENOTDIR,),
            (
                Message("a file stands where a folder should"),
                Message("move it away, or name another path"),
            ),
        ),
        (
            (errno.EEXIST, errno.ENOTEMPTY),
            (
                Message("something is there already"),
                Message("move it elsewhere, then start it again"),
            ),
        ),
        (
            (errno.ENAMETOOLONG,),
            (Message("this name is too long"), Message("name a shorter path in the settings")),
        ),
        (
            (errno.ELOOP,),
            (
                Message("this link leads back to itself"),
                Message("look at the path in the settings"),
            ),
        ),
        (
            (errno.EIO, errno.ENXIO, errno.ENODEV, errno.ESTALE, errno.EREMOTEIO, errno.EHOSTDOWN),
            (
                Message("the disk or the network drive does not answer"),
                Message("look after it, or mount it again, then start it again"),
            ),
        ),
        (
            (errno.EBUSY, errno.ETXTBSY, errno.EAGAIN, errno.EDEADLK, errno.ENOLCK),
            (Message("something else holds it"), _LATER),
        ),
        ((errno.EMFILE, errno.ENFILE), (Message("too many files are open"), _LATER)),
        ((errno.ENOMEM,), (Message("there is no memory left"), _LATER)),
        (
            (errno.EXDEV,),
            (
                Message("it lies on another disk than its folder"),
                Message("name a folder on one disk"),
            ),
        ),
    )
    for number in numbers
}
"""What the numbers of the system mean: it says them in English, or in the language of its own."""


def of_system(error: OSError, folder: Path | None = None) -> SystemRefused:
    """Return what the operating system refused as thing, place and next step.

    For a file whose name is nobody's record; the name is told as the place. Where the system names none, as it
    does when a disk fills up while a file is written, `folder` is the place.
    """
    place = error.filename if error.filename is not None else folder
    number = error.errno or 0
    thing, step = _SAID.get(number) or (
        Message(
            "the system refuses ({name})", name=errno.errorcode.get(number, type(error).__name__)
        ),
        Message("look at this file or folder, then start it again"),
    )
    return SystemRefused(thing, place=str(place or Message("this machine")), next_step=step)


def unspeakable() -> SystemRefused:
    """Return what is to be told where the locale cannot spell the name of a file."""
    return SystemRefused(
        Message(
            "the locale of this terminal cannot spell the name of a file that the settings name"
        ),
        place="LANG",
        next_step=Message("set LANG=C.UTF-8, then start it again"),
    )


@contextmanager
def placed(folder: Path) -> Iterator[None]:
    """Tell what the system refuses inside; the folder is the place where the system names no file.

    Raises:
        SystemRefused: it did.
    """
    try:
        yield
    except OSError as error:
        raise of_system(error, folder) from error


def let_go(error: BaseException) -> None:
    """Empty the frames of an error and of those behind it, so that whoever keeps it keeps nothing else.

    Prefect's threads keep errors to the end of the process, and the database engine complains then in 40 lines of
    what is still held.
    """
    seen: list[BaseException] = []
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.append(one)
        traceback.clear_frames(one.__traceback__)
        waiting.extend(behind for behind in (one.__cause__, one.__context__) if behind)


class SourceError(Mendable):
    """Something a source did."""


class Retry(SourceError):
    """The source may answer later; try the same slice again after `after_seconds`."""

    def __init__(
        self, thing: Message, *, place: str, next_step: Message, after_seconds: float = 0.0
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
