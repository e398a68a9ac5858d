"""Behind a proxy or a TLS-inspecting network, every client connects in the same way and reports why it cannot."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from unittest.mock import patch

import httpx
import pytest

from connectors.contract.errors import Retry, SkipPart, SourceError, StopSource
from connectors.io.http import network, proxy_report, transport
from connectors.vendors.google_workspace.api import client as google_client
from flows.messages import in_language
from flows.scheduler import prefect_server
from tests.loopback import Answer, loopback
from tests.network.clients import CLIENTS, answer, ask_by_our_own
from tests.network.proxy import proxy
from tests.network.town_ca import ca_in_der, ca_in_pem, tls_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
every_client = pytest.mark.parametrize("ask", CLIENTS.values(), ids=CLIENTS)


@pytest.fixture(autouse=True)
def nothing_named(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Remove the proxy and CA variables of the machine that runs the tests."""
    for name in (*network.CA_VARIABLES, *PROXIES, *(one.upper() for one in PROXIES)):
        monkeypatch.delenv(name, raising=False)
    yield
    network._trusting.cache_clear()


@pytest.fixture
def town_ca(tmp_path: Path) -> Path:
    """Write the town CA's certificate in PEM; return its path."""
    file = tmp_path / "town-ca.pem"
    file.write_bytes(ca_in_pem())
    return file


@every_client
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_each_client_goes_by_the_proxy(
    ask: Callable[[str], None],
    variable: str,
    tmp_path: Path,
    town_ca: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A town hall cannot resolve outside names, so the proxy gets the host name, together with its credentials."""
    monkeypatch.setenv("SSL_CERT_FILE", str(town_ca))
    with tls_server(tmp_path, answer, name="vendor.invalid") as url, proxy(url) as way:
        monkeypatch.setenv(variable, f"http://town:canary@127.0.0.1:{way.port}")
        ask("https://vendor.invalid")
    assert way.asked
    assert set(way.asked) == {"CONNECT vendor.invalid:443 HTTP/1.1"}
    assert any(line.startswith("Proxy-Authorization: Basic ") for line in way.headers)


@pytest.mark.parametrize(
    ("no_proxy", "url", "is_direct"),
    [
        ("vendor.invalid", "https://vendor.invalid", True),
        ("vendor.invalid", "https://api.vendor.invalid", True),
        ("vendor.invalid", "https://othervendor.invalid", False),
        (".vendor.invalid", "https://api.vendor.invalid", True),
        ("*.vendor.invalid", "https://api.vendor.invalid", True),
        ("a.invalid, vendor.invalid", "https://VENDOR.invalid", True),
        ("a.invalid vendor.invalid", "https://vendor.invalid", True),
        ("10.0.0.0/8", "https://10.1.2.3", True),
        ("10.0.0.0/8", "https://11.1.2.3", False),
        ("127.0.0.1", "http://127.0.0.1:8080", True),
        ("::1", "http://[::1]:8080", True),
        ("vendor.invalid:8443", "https://vendor.invalid:8443", True),
        ("vendor.invalid:8443", "https://vendor.invalid", False),
        ("*", "https://vendor.invalid", True),
        ("", "https://vendor.invalid", False),
    ],
)
def test_who_is_asked_without_the_proxy(
    no_proxy: str, url: str, *, is_direct: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NO_PROXY is understood in the forms that other programs of the town understand."""
    monkeypatch.setenv("HTTPS_PROXY", "proxy.invalid:8080")
    monkeypatch.setenv("HTTP_PROXY", "proxy.invalid:8080")
    monkeypatch.setenv("NO_PROXY", no_proxy)
    assert network.proxy_of(httpx.URL(url)) == (None if is_direct else "http://proxy.invalid:8080")


@every_client
@pytest.mark.parametrize("variable", [*network.CA_VARIABLES, "none"])
def test_each_client_trusts_the_towns_ca(
    ask: Callable[[str], None],
    variable: str,
    tmp_path: Path,
    town_ca: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Any of the usual CA variables is used; without one the error names the fix instead of "cannot be reached"."""
    with tls_server(tmp_path, answer) as url:
        if variable == "none":
            with pytest.raises(StopSource, match=r"localhost is not trusted.*SSL_CERT_FILE"):
                ask(url)
        else:
            is_folder = variable.endswith("_DIR")
            monkeypatch.setenv(variable, str(town_ca.parent if is_folder else town_ca))
            ask(url)


def test_a_ca_as_windows_exports_it_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows exports a CA as a binary .cer file (DER)."""
    (tmp_path / "ca.cer").write_bytes(ca_in_der())
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.cer"))
    with tls_server(tmp_path, answer) as url:
        ask_by_our_own(url)


@every_client
@pytest.mark.parametrize(
    ("name", "days", "said"),
    [("localhost", -1, "not valid at this time.*clock"), ("other.invalid", 9, "for another name")],
)
def test_what_is_wrong_with_a_certificate_is_told(
    ask: Callable[[str], None],
    name: str,
    days: int,
    said: str,
    tmp_path: Path,
    town_ca: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A wrong clock and an intervening log-in page are distinguished from a missing CA."""
    monkeypatch.setenv("SSL_CERT_FILE", str(town_ca))
    with (
        tls_server(tmp_path, answer, name=name, days=days) as url,
        pytest.raises(StopSource, match=said),
    ):
        ask(url)


@every_client
@pytest.mark.parametrize(
    "content", [None, b"", b"no certificate", b"-----BEGIN CERTIFICATE-----\nno\n"]
)
def test_a_ca_file_that_cannot_be_read_is_named(
    ask: Callable[[str], None],
    content: bytes | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The error names the variable and the path."""
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with pytest.raises(StopSource, match=rf"SSL_CERT_FILE names cannot be read \({file}\)"):
        ask("https://127.0.0.1:9")


@every_client
@pytest.mark.parametrize(
    ("status", "error", "said"),
    [
        (407, StopSource, "asks for a name and a password.*HTTPS_PROXY"),
        (403, StopSource, r"does not let vendor\.invalid through \(status 403\)"),
        (502, Retry, r"does not reach vendor\.invalid \(status 502\)"),
    ],
)
def test_a_proxy_that_refuses_is_told_as_the_proxy(
    ask: Callable[[str], None],
    status: int,
    error: type[SourceError],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The error names the proxy's host, never its credentials."""
    with proxy(status=status) as way:
        monkeypatch.setenv("HTTPS_PROXY", f"http://town:canary@127.0.0.1:{way.port}")
        with pytest.raises(error, match=said) as caught:
            ask("https://vendor.invalid")
    assert f"127.0.0.1:{way.port}" in str(caught.value)
    assert "canary" not in str(caught.value)


@every_client
@pytest.mark.parametrize(
    ("named", "error", "said"),
    [
        ("http://127.0.0.1:9", Retry, "the proxy 127.0.0.1:9 cannot be reached"),
        ("http://proxy.invalid:8080", Retry, r"the proxy's name proxy\.invalid is not known here"),
        ("socks5://127.0.0.1:9", StopSource, "in a form that is not known"),
        ("http://127.0.0.1:abc", StopSource, "in a form that is not known"),
        ("", Retry, r"the name vendor\.invalid is not known here"),
    ],
)
def test_a_way_that_leads_nowhere_is_told(
    ask: Callable[[str], None],
    named: str,
    error: type[SourceError],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A proxy that is down, an unknown host name and an unsupported kind of proxy each get a message of their own."""
    if named:
        monkeypatch.setenv("HTTPS_PROXY", named)
    with pytest.raises(error, match=said):
        ask("https://vendor.invalid")


@every_client
def test_redirects_in_a_circle_end(ask: Callable[[str], None]) -> None:
    """A redirect loop is reported as such, not as an unforeseen error."""

    def around(asked: object) -> Answer:
        if getattr(asked, "path", "") == "/token":
            return Answer(body=answer("/token")[0], content_type="application/json")
        return Answer(status=302, headers={"Location": "/around"})

    with loopback(around) as url, pytest.raises(StopSource, match="redirects lead nowhere"):
        ask(url)


@every_client
def test_an_answer_without_end_is_refused(
    ask: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our size limit holds in every client: the vendors' libraries read bodies themselves and have no limit."""
    small = network.Limits(most_bytes=1000)
    monkeypatch.setattr(transport, "Limits", lambda: small)
    monkeypatch.setattr(google_client, "_limits", lambda: small)

    def flood(asked: object) -> Answer:
        if getattr(asked, "path", "") == "/token":
            return Answer(body=answer("/token")[0], content_type="application/json")
        return Answer(body=b"x" * 100_000, content_type="text/csv")

    with loopback(flood) as url, pytest.raises(SkipPart, match="larger than 1000 bytes"):
        ask(url)


def test_what_was_found_is_told_without_credentials(
    town_ca: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The findings name the proxy's host and the CA's file in the town's language."""
    assert list(proxy_report.findings()) == []
    monkeypatch.setenv("HTTPS_PROXY", "http://town:canary@proxy.invalid:8080")
    monkeypatch.setenv("SSL_CERT_FILE", str(town_ca))
    told = [in_language(one.thing, "ja") for one in proxy_report.findings()]
    assert told == [
        "https はプロキシ proxy.invalid:8080 を通ります",
        f"{town_ca} の証明書も信頼します(SSL_CERT_FILE)",
    ]
    town_ca.unlink()
    network._trusting.cache_clear()
    assert [one.is_ok for one in proxy_report.findings()] == [False]


def test_our_own_scheduler_is_asked_without_the_proxy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The town's proxy cannot reach the scheduler, which listens on this machine only."""
    with patch.dict(os.environ), loopback(lambda _: Answer()) as url:
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        monkeypatch.setenv("NO_PROXY", "town.invalid")
        prefect_server.prepare(tmp_path, url)
        assert prefect_server._is_reachable(url, "a:b")
        assert network.proxy_of(httpx.URL("http://town.invalid")) is None
        assert network.proxy_of(httpx.URL("http://vendor.invalid"))
