"""The LINE WORKS connector: one download per slice, a minute apart; a download counts whole or not at all."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from connectors.contract.errors import Retry, SkipPart, StopSource
from connectors.contract.findings import try_out
from connectors.contract.messages import Message
from connectors.contract.shape import to_table
from connectors.contract.streams import TOKYO, Batch, Window
from connectors.io.http.retry import RateLimiter
from connectors.io.logs.file_source import DAYS_AT_ONCE, ExportedFiles
from connectors.io.logs.strays import Stray, stray_message
from connectors.io.tables.responses import read_answer
from connectors.io.tables.table_files import MOST_BYTES
from connectors.io.tables.tabular import read_rows
from connectors.vendors.line_works.logs import (
    COLUMNS,
    LANGUAGES,
    STREAMS,
    is_cut_short,
    read_records,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.contract.configuration import SourceSettings
    from connectors.contract.streams import Connector, Finding, Stream
    from connectors.io.http.tokens import Token
    from connectors.io.http.transport import Transport
    from connectors.io.logs.days import Line
    from connectors.vendors.line_works.settings import Settings

_JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_SCOPE = Message(
    "give the application the scope audit.read in the Developer Console, and make the service account anew; if it has the scope, the plan (the free plan, it may be) gives no audit log by API: save it by hand and give `files` instead"
)
_REFUSED = Message(
    "look at client_id, client_secret_file, service_account and private_key_file in the settings"
)


class LineWorks:
    """One LINE WORKS domain as a source, through its API."""

    def __init__(self, settings: Settings, rate_limiter: RateLimiter) -> None:
        """Keep the settings without any request."""
        self.name = settings.name
        self.streams = tuple(STREAMS[name] for name in settings.services)
        self._settings = settings
        self._rate_limiter = rate_limiter

    def first_day(self, stream: Stream) -> date | None:  # noqa: ARG002 - the same for each stream
        """Return `since` from the settings."""
        return self._settings.since

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        """Yield a batch for every day, after the whole download has been read.

        Raises:
            Retry: the vendor is busy, or its download broke off.
            StopSource: credentials or scope are wrong, or a column is missing.
            SkipPart: the download is not a table; or, raised last, rows cannot be read and their days are
                partial.
        """
        place = f"source {self.name}, log {stream.name}"
        days: dict[date, list[dict[str, object]]] = {day: [] for day in window.days}
        odd: list[Stray] = []
        read = 0
        for one in read_records(
            stream.name, self._rows(stream, window, place), self._settings.tasks
        ):
            read += 1
            if isinstance(one, Stray):
                odd.append(one)
            elif one[1] and window.holds(one[0]):
                days[one[0]].append(one[1])
        # A row without a readable time may be of any day.
        partial = {day for one in odd for day in one.days or window.days}
        for day, rows in days.items():
            yield Batch(day, to_table(stream.shape, rows), is_partial=day in partial)
        if odd:
            raise SkipPart(
                stray_message(odd[0], len(odd), read), place=place, next_step=odd[0].next_step
            )

    def _rows(self, stream: Stream, window: Window, place: str) -> Iterator[dict[str, str]]:
        body = self._download(stream.name, window)
        if is_cut_short(body):
            raise Retry(
                Message("the download broke off at the vendor's (downloadLogs error)"),
                place=place,
                next_step=Message("it is asked for again later"),
                after_seconds=self._settings.seconds_between,
            )
        yield from read_answer(body, tuple(COLUMNS[stream.name].required), place=place)

    def _download(self, service: str, window: Window) -> bytes:
        from connectors.io.http import transport  # noqa: PLC0415 - imported only when the source is used
        from connectors.io.http.tokens import TokenTransport  # noqa: PLC0415 - as above

        mine = self._settings
        last = window.end_at - timedelta(seconds=1)
        query = {
            "service": service,
            "startTime": window.start_at.astimezone(TOKYO).isoformat(),
            "endTime": last.astimezone(TOKYO).isoformat(),
            "language": LANGUAGES[service],
        }
        with (
            closing(transport.Transport(self.name, mine.authority)) as authority,
            closing(
                transport.Transport(
                    self.name,
                    mine.endpoint,
                    rate_limiter=self._rate_limiter,
                    next_steps={HTTPStatus.FORBIDDEN: _SCOPE},
                )
            ) as vendor,
        ):
            asked = TokenTransport(vendor, lambda: self._token(authority), refused=_SCOPE)
            return asked.get("/audits/logs/download", params=query).body

    def _token(self, authority: Transport) -> Token:
        from connectors.io.http.tokens import CREDENTIALS_REFUSED, token_in  # noqa: PLC0415 - imported only when the source is used

        mine = self._settings
        secret = mine.client_secret_file
        form = {
            "grant_type": _JWT_BEARER,
            "assertion": _assertion(mine),
            "client_id": mine.client_id or "",
            "client_secret": secret.get_secret_value().strip() if secret else "",
            "scope": "audit.read",
        }
        answer = authority.post("/oauth2/v2.0/token", form=form, also=CREDENTIALS_REFUSED)
        token = token_in(answer.fields(), usual_seconds=3600)
        if answer.status != HTTPStatus.OK or token is None:
            raise StopSource(
                Message("LINE WORKS gives no token"), place=answer.place, next_step=_REFUSED
            )
        return token

    def check(self) -> Iterator[Finding]:
        """Request yesterday's log of the first service, which checks credentials and scope."""
        today = datetime.now(UTC).astimezone(TOKYO).date()
        day = Window(today - timedelta(days=1), today)
        stream = self.streams[0]
        place = f"source {self.name}, log {stream.name}"
        yield from try_out(
            Message("the audit log answers"), place, lambda: list(self.fetch(stream, day))
        )


def _assertion(settings: Settings) -> str:
    import jwt  # noqa: PLC0415 - imported only when the source is used

    now = int(time.time())
    claims = {
        "iss": settings.client_id,
        "sub": settings.service_account,
        "iat": now,
        "exp": now + 1800,
    }
    key = settings.private_key_file.get_secret_value() if settings.private_key_file else ""
    try:
        return jwt.encode(claims, key, algorithm="RS256")
    except (ValueError, jwt.PyJWTError):
        raise StopSource(
            Message("the private key is not readable"),
            place=f"source {settings.name}, setting private_key_file",
            next_step=Message("download the service account's private key anew and name that file"),
        ) from None


def _files(settings: Settings) -> ExportedFiles:
    (service,) = settings.services

    def read(path: Path, stream: Stream) -> Iterator[Line]:
        del stream
        if is_cut_short(_bytes_of(path)):
            raise SkipPart(
                Message("the download broke off at the vendor's (downloadLogs error)"),
                place=path.name,
                next_step=Message("save the log again, for fewer days at once if it happens again"),
            )
        rows = read_rows(path, COLUMNS[service], keeps_odd=True)
        yield from read_records(service, (row.cells for row in rows), settings.tasks)

    # The vendor's retention does not apply to saved files.
    stream = replace(STREAMS[service], retention_days=None, slice_days=DAYS_AT_ONCE)
    return ExportedFiles(
        settings.name, (stream,), settings.files, read, settings.since, is_log=False
    )


def _bytes_of(path: Path) -> bytes:
    """Return the file's content; b"" if it cannot be read, which the following read reports."""
    try:
        return path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""
    except OSError:
        return b""


def connect(settings: SourceSettings, *, rate_limiter: RateLimiter | None = None) -> Connector:
    """Build the connector without reading a file or sending a request."""
    mine = cast("Settings", settings)
    if mine.files:
        return _files(mine)
    # The vendor requires a minute between two downloads.
    return LineWorks(mine, rate_limiter or RateLimiter(1, mine.seconds_between))
