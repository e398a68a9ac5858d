"""An access token for the application itself (OAuth 2.0 client credentials), by secret or certificate.

azure-identity takes only https authorities and asks a discovery host first; a town's relay and the demo
town are neither, so the one request of the protocol is made here.
"""

from __future__ import annotations

import base64
import time
import uuid
from contextlib import closing
from http import HTTPStatus
from typing import TYPE_CHECKING

from connectors import transport
from connectors.errors import StopSource

if TYPE_CHECKING:
    from connectors.microsoft_365.settings import Settings
    from connectors.transport import Answer

_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_CODES = {
    "invalid_client": "make a new client secret for the application in Entra ID (the value, not its id)"
    " and put it into the file that client_secret_file names",
    "unauthorized_client": "look at client_id and tenant_id in the settings",
    "invalid_request": "look at client_id and tenant_id in the settings",
    "invalid_resource": "look at `endpoint` in the settings",
}


def fetch_token(settings: Settings) -> str:
    """Return a token for Graph.

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
        refused = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED)
        answer = http.post(url, form=form, also=refused)
    body = answer.fields()
    token = body.get("access_token")
    if answer.status != HTTPStatus.OK or not isinstance(token, str):
        raise _refusal(answer, str(body.get("error", "")))
    return token


def _refusal(answer: Answer, code: str) -> StopSource:
    known = code if code in _CODES else "no known reason"
    return StopSource(
        f"Microsoft gives no token ({known})",
        place=answer.place,
        next_step=_CODES.get(code, "look at tenant_id, client_id and the secret in the settings"),
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
            "the certificate file holds no key and certificate in PEM",
            place=f"source {settings.name}, setting certificate_file",
            next_step="put the private key and the certificate, both in PEM, into one file",
        ) from None
    return {"client_assertion_type": _ASSERTION, "client_assertion": assertion}
