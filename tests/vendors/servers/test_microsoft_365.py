"""Microsoft 365: each date gets its own report, and what is wrong is named with its setting."""

from __future__ import annotations

import json
import threading
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr, ValidationError

from connectors.contract.errors import Retry, SkipPart, StopSource
from connectors.contract.streams import Window
from connectors.io.http.retry import RetryPolicy
from connectors.vendors import microsoft_365
from connectors.vendors.microsoft_365.usage.reports import REPORTS
from tests.contract.peers.microsoft_365 import Peer
from tests.loopback import Answer, Request
from tests.samples import sample
from tests.vendors.servers.telling import telling

if TYPE_CHECKING:
    from connectors.vendors.microsoft_365.connector import Microsoft365


peer = telling(Peer)
"""A tenant with two reports."""


def _days_of(connector: Microsoft365, window: Window) -> dict[date, int]:
    stream = connector.streams[0]
    return {
        batch.day_on: sum(batch.rows["uses"].to_pylist())
        for batch in connector.fetch(stream, window)
    }


def test_each_date_gets_its_own_answer_when_fetches_are_interleaved(peer: Peer) -> None:
    """Two half-read fetches, and four threads, never see another date's report."""
    owed: dict[date, int] = {}
    for row, times in peer.truth()["teams"].rows.items():
        owed[row[0]] = owed.get(row[0], 0) + row[-1] * times  # type: ignore[index,operator,call-overload]
    connector = peer.connector()
    stream = connector.streams[0]
    ahead, behind = connector.fetch(stream, peer.window), connector.fetch(stream, peer.window)
    next(ahead)
    for first, second in zip(ahead, behind, strict=False):
        for batch in (first, second):
            assert sum(batch.rows["uses"].to_pylist()) == owed[batch.day_on]
    told: dict[date, int] = {}
    threads = [
        threading.Thread(
            target=lambda day: told.update(
                _days_of(peer.connector(), Window(day, day + timedelta(days=1)))
            ),
            args=(day,),
        )
        for day in peer.window.days
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == owed


def test_concealed_names_stop_the_source_and_name_the_setting(peer: Peer) -> None:
    """No section can be known from concealed names."""
    peer.concealed = True
    connector = peer.connector()
    with pytest.raises(StopSource, match="displayConcealedNames"):
        list(connector.fetch(connector.streams[0], peer.window))
    findings = list(connector.check())
    assert findings
    assert all("displayConcealedNames" in finding.next_step for finding in findings)


def test_a_renamed_column_is_named(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing column stops the source by name; a new one goes on (conformance)."""
    plain = peer.answer

    def renamed(request: Request) -> Answer:
        answer = plain(request)
        return Answer(
            answer.body.replace(b"Meetings Attended Count", b"Meetings Count"),
            answer.status,
            answer.content_type,
            answer.headers,
        )

    monkeypatch.setattr(peer.server, "answer", renamed)
    connector = peer.connector()
    with pytest.raises(StopSource, match="'Meetings Attended Count'"):
        list(connector.fetch(connector.streams[0], peer.window))


@pytest.mark.parametrize(
    ("path", "answer", "next_step"),
    [
        ("/token", Answer(b'{"error": "invalid_client"}', 401), "client_secret_file"),
        ("/token", Answer(b'{"error": "unauthorized_client"}', 400), "client_id"),
        (
            "/v1.0",
            Answer(b'{"error": {"code": "Authorization_RequestDenied", "message": "x"}}', 403),
            "Reports.Read.All",
        ),
    ],
)
def test_check_names_what_is_wrong(
    peer: Peer, monkeypatch: pytest.MonkeyPatch, path: str, answer: Answer, next_step: str
) -> None:
    """A wrong secret, a wrong application and a missing permission each have their next step."""
    plain = peer.answer
    monkeypatch.setattr(
        peer.server, "answer", lambda request: answer if path in request.path else plain(request)
    )
    findings = list(peer.connector().check())
    assert findings
    assert all(not finding.is_ok and next_step in finding.next_step for finding in findings)


def test_a_day_out_of_reach_is_left_out_and_the_others_are_read(
    peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Graph refuses a date older than 28 days: that day gets no batch, and is told last."""
    plain = peer.answer
    body = b'{"error": {"code": "InvalidArgument", "message": "Invalid date value specified"}}'
    monkeypatch.setattr(
        peer.server,
        "answer",
        lambda request: Answer(body, 400) if "2025-04-01)" in request.path else plain(request),
    )
    connector = peer.connector()
    read = []

    def read_all() -> None:
        read.extend(batch.day_on for batch in connector.fetch(connector.streams[0], peer.window))

    with pytest.raises(SkipPart, match="2025-04-01"):
        read_all()
    assert read == list(peer.window.days[1:])


def test_the_rate_limit_of_fourteen_is_kept(peer: Peer) -> None:
    """The fifteenth request of a report is left for later, with the time it takes."""
    connector = peer.connector()
    window = Window(date(2025, 4, 1), date(2025, 4, 16))
    with pytest.raises(Retry) as raised:
        list(connector.fetch(connector.streams[0], window))
    assert 500 < raised.value.after_seconds <= 600
    assert len([one for one in peer.server.seen if "date=" in one.path]) == 14


def test_a_certificate_serves_instead_of_a_secret(peer: Peer) -> None:
    """The token request is signed with the application's own key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hirogari")])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=999))
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ) + certificate.public_bytes(serialization.Encoding.PEM)
    given = peer.connector()._settings.model_dump() | {
        "client_secret_file": None,
        "certificate_file": SecretStr(pem.decode()),
    }
    connector = microsoft_365.connect(
        microsoft_365.Settings(**given), retry_policy=RetryPolicy(tries=1)
    )
    assert {finding.is_ok for finding in connector.check()} == {True}
    form = next(one.body for one in peer.server.seen if one.path.endswith("/token"))
    assert b"client_assertion=" in form
    assert b"client_secret" not in form


def test_a_secret_or_a_certificate_is_needed() -> None:
    """Neither, or both, is a mistake in the settings."""
    with pytest.raises(ValidationError, match="either client_secret_file or certificate_file"):
        microsoft_365.Settings(name="m", tenant_id="t", client_id="c")


@pytest.mark.parametrize(
    ("report", "file"),
    [
        ("teams", "teams__report__report-useractivityuserdetail.csv"),
        ("onedrive", "onedrive__report__report-activityuserdetail.csv"),
    ],
)
def test_a_real_tenants_report_goes_through(
    peer: Peer, monkeypatch: pytest.MonkeyPatch, report: str, file: str
) -> None:
    """The samples' columns are all found; with their names concealed, as they came, they stop."""
    body = sample(f"microsoft_graph/{file}").read_bytes()
    stream = REPORTS[report].stream
    connector = peer.connector()
    day = date(2022, 10, 26)
    answered = {"body": body}
    monkeypatch.setattr(
        peer.server,
        "answer",
        lambda request: (
            Answer(json.dumps({"access_token": "t"}).encode())
            if request.path.endswith("/token")
            else Answer(answered["body"], content_type="text/csv")
        ),
    )
    with pytest.raises(StopSource, match="concealed"):
        list(connector.fetch(stream, Window(day, day + timedelta(days=1))))
    for concealed in (b"6E55A185B405B6F2A6804BB7897C8AAB", b"30B283368E548933B1D03A64A6B14A89"):
        answered["body"] = answered["body"].replace(concealed, b"sato@town.example")
    (batch,) = connector.fetch(stream, Window(day, day + timedelta(days=1)))
    assert set(batch.rows["account"].to_pylist()) <= {"sato@town.example"}
    assert not batch.is_partial
