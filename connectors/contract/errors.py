"""Errors that a user can fix. Errors of a source are classified by what the program does next.

It waits (`Retry`), sets one part aside (`SkipPart`), stops one stream (`StopStream`) or stops the source
(`StopSource`). Each error states what is wrong, where it was found and the next step. An error must never carry
a record's content.
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
    """An error that a user can fix: shown as thing, place and next step, without a traceback."""

    def __init__(self, thing: Message, *, place: str, next_step: Message) -> None:
        """Keep the three parts separate, so that a page can show them separately."""
        self.thing = thing
        self.place = place
        self.next_step = next_step
        super().__init__(self.message)

    @property
    def message(self) -> Message:
        """The three parts as one message, translatable into the reader's language."""
        return problem_at(self.thing, self.place, self.next_step)


class SystemRefused(Mendable):
    """The operating system refused access to a file: permissions, disk space, a read-only file system."""


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
"""errno → thing and next step. The system's own texts are in English or in the language of the system."""


def of_system(error: OSError, folder: Path | None = None) -> SystemRefused:
    """Turn an error of the operating system into thing, place and next step.

    The message shows the file's name as the place: use this only for files whose name is not personal data.
    `folder` is the place where the system names no file, as when a disk fills up while a file is written.
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


def unspellable_name() -> SystemRefused:
    """Return the error for a file name that the terminal's locale cannot encode."""
    return SystemRefused(
        Message(
            "the locale of this terminal cannot spell the name of a file that the settings name"
        ),
        place="LANG",
        next_step=Message("set LANG=C.UTF-8, then start it again"),
    )


@contextmanager
def system_errors_at(folder: Path) -> Iterator[None]:
    """Turn each `OSError` raised inside into `SystemRefused`; `folder` is the place if the system names no file.

    Raises:
        SystemRefused: the operating system refused something inside the block.
    """
    try:
        yield
    except OSError as error:
        raise of_system(error, folder) from error


def clear_frames(error: BaseException) -> None:
    """Clear the stack frames of an error and of its causes, so that keeping the error keeps no other object alive.

    Prefect's threads keep errors until the process ends; the database engine then prints 40 lines about the objects
    that are still referenced.
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
    """An error caused by a source."""


class Retry(SourceError):
    """The source may answer later: try the same slice again after `after_seconds`."""

    def __init__(
        self, thing: Message, *, place: str, next_step: Message, after_seconds: float = 0.0
    ) -> None:
        """Keep the wait beside the three parts of the message.

        Args:
            thing: what is wrong.
            place: where it was found.
            next_step: what a person can do.
            after_seconds: the wait that the source asked for (Retry-After); 0 if it asked for none.
        """
        self.after_seconds = after_seconds
        super().__init__(thing, place=place, next_step=next_step)


class SkipPart(SourceError):
    """One file or day cannot be read: it is set aside and the rest is read."""


class NotYet(SkipPart):
    """A day is not available yet, as is normal for this source: it is read again, and nobody has to act."""


class StopSource(SourceError):
    """Nothing more can be read from this source until someone acts; other sources are read.

    Only for faults that make all of its data untrustworthy: credentials, address, concealed names, a log-in page
    instead of data.
    """


class StopStream(StopSource):
    """Nothing more can be read from this stream until someone acts; the source's other streams are read.

    For a refusal or a changed format that affects one stream: one log, one report, one application.
    """
