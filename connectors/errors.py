"""Errors that a reader can mend; those of a source are sorted by what to do next.

Wait (Retry), set one part aside (SkipPart), stop one stream (StopStream) or stop the source
(StopSource). Each says the thing that is wrong, the place where it was found and the next step. None
ever carries a record's content.
"""

from __future__ import annotations


class Mendable(Exception):
    """Something a reader can mend: told as thing, place and next step, without a traceback."""

    def __init__(self, thing: str, *, place: str, next_step: str) -> None:
        """Keep the three parts apart, so that a page can show them apart."""
        self.thing = thing
        self.place = place
        self.next_step = next_step
        super().__init__(f"{thing} [{place}] → {next_step}")


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
