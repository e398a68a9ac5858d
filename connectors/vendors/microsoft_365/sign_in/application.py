"""Fetch an access token for the application itself (OAuth 2.0 client credentials), by secret or certificate.

azure-identity accepts only https authorities and queries a discovery host first. A town's relay and the demo
town support neither, so this module sends the protocol's single request itself.
"""

from __future__ import annotations

import base64
import time
import uuid
from contextlib import closing
from http import HTTPStatus
from typing import TYPE_CHECKING

from connectors.contract.errors import Retry, StopSource
from connectors.contract.messages import Message
from connectors.io.http import transport
from connectors.io.http.tokens import CREDENTIALS_REFUSED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connectors.contract.errors import SourceError
    from connectors.io.http.transport import Answer
    from connectors.vendors.microsoft_365.settings import Settings

_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_CODES = {
    "invalid_client": Message(
        "make a new client secret for the application in Entra ID (the value, not its id) and put it into the file that client_secret_file names"
    ),
    "unauthorized_client": Message("look at client_id and tenant_id in the settings"),
    "invalid_request": Message("look at client_id and tenant_id in the settings"),
    "invalid_resource": Message("look at `endpoint` in the settings"),
}


_NUMBERS = {
    7000222: Message("the client secret has expired: {step}", step=_CODES["invalid_client"]),
    7000112: Message(
        "the application is switched off: switch it on in Entra ID, under Enterprise applications"
    ),
    700016: _CODES["unauthorized_client"],
    90002: _CODES["invalid_request"],
    53003: Message(
        "a Conditional Access policy of the tenant refuses: let this server's address, or this application, through in Entra ID"
    ),
    **dict.fromkeys(
        (50057, 5000811, 7000114),
        Message("the application or its owner is locked in Entra ID: ask its administrator"),
    ),
}
"""Microsoft's numbers beside its error codes (AADSTS…) that say more than the code."""
_PASSING = {"temporarily_unavailable", "server_error"}


def fetch_token(settings: Settings) -> str:
    """Return an access token for Graph.

    Raises:
        StopSource: the secret, the certificate, the tenant or the application is wrong.
        Retry: the authority is busy.
    """
    url = f"{settings.authority.rstrip('/')}/{settings.tenant_id}/oauth2/v2.0/token"
    host = settings.endpoint.split("/v1.0")[0].rstrip("/")
    form = {
        "grant_type": "client_credentials",
        "client_id": settings.client_id,
        "scope": f"{host}/.default",
        **_proof(settings, url),
    }
    with closing(transport.Transport(settings.name, settings.authority)) as http:
        answer = http.post(url, form=form, also=CREDENTIALS_REFUSED)
    body = answer.fields()
    token = body.get("access_token")
    if answer.status != HTTPStatus.OK or not isinstance(token, str):
        raise _refusal(answer, body)
    return token


def _refusal(answer: Answer, body: Mapping[str, object]) -> SourceError:
    code, numbers = str(body.get("error", "")), body.get("error_codes")
    if code in _PASSING:
        return Retry(
            Message("Microsoft gives no token ({reason})", reason=code),
            place=answer.place,
            next_step=Message("it is asked again later; if it lasts for days, ask the vendor"),
        )
    number = next(
        (one for one in numbers if isinstance(one, int) and one in _NUMBERS), None
    ) if isinstance(numbers, list) else None  # fmt: skip
    known = code if code in _CODES else Message("no known reason")
    usual = _CODES.get(code, Message("look at tenant_id, client_id and the secret in the settings"))
    return StopSource(
        Message(
            "Microsoft gives no token ({reason})", reason=f"AADSTS{number}" if number else known
        ),
        place=answer.place,
        next_step=_NUMBERS[number] if number else usual,
    )


def _proof(settings: Settings, url: str) -> dict[str, str]:
    if settings.client_secret_file is not None:
        return {"client_secret": settings.client_secret_file.get_secret_value().strip()}
    import jwt  # noqa: PLC0415 - only where a certificate is used
    from cryptography import x509  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - as above

    pem = (
        settings.certificate_file.get_secret_value() if settings.certificate_file else ""
    ).strip()
    now = int(time.time())
    claims = {
        "aud": url,
        "iss": settings.client_id,
        "sub": settings.client_id,
        "jti": str(uuid.uuid4()),
        "nbf": now,
        "exp": now + 300,
    }
    try:
        print_of = x509.load_pem_x509_certificate(pem.encode()).fingerprint(hashes.SHA256())
        thumb = base64.urlsafe_b64encode(print_of).rstrip(b"=").decode()
        assertion = jwt.encode(claims, pem, algorithm="PS256", headers={"x5t#S256": thumb})
    except (ValueError, jwt.PyJWTError):
        raise StopSource(
            Message("the certificate file holds no key and certificate in PEM"),
            place=f"source {settings.name}, setting certificate_file",
            next_step=Message(
                "put the private key and the certificate, both in PEM, into one file"
            ),
        ) from None
    return {"client_assertion_type": _ASSERTION, "client_assertion": assertion}
