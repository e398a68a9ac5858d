"""The demo town's token endpoint: exchanges a service account's signed request for a bearer token."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import jwt

from connectors.demo_town.for_vendors.keys import private_pem
from connectors.demo_town.simulate.names import ADMINISTRATOR, DOMAIN

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

SCOPE = "https://www.googleapis.com/auth/admin.reports.audit.readonly"
_ALLOWED = frozenset({SCOPE, "https://www.googleapis.com/auth/admin.reports.usage.readonly"})
_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_GOOGLE_AUDIENCE = "https://oauth2.googleapis.com/token"
"""The audience that google-auth signs, whatever the file's `token_uri` says."""
_LIFETIME_SECONDS = 3600

SERVICE_ACCOUNT = "hirogari-reader@kasumizawa-dx.iam.gserviceaccount.example"
CLIENT_ID = "104512345678901234567"


def credentials(key: RSAPrivateKey, base_url: str) -> dict[str, str]:
    """Return the town's service-account file in the form of Google's console."""
    return {
        "type": "service_account",
        "project_id": "kasumizawa-dx",
        "private_key_id": secrets.token_hex(20),
        "private_key": private_pem(key),
        "client_email": SERVICE_ACCOUNT,
        "client_id": CLIENT_ID,
        "auth_uri": f"{base_url}/o/oauth2/auth",
        "token_uri": f"{base_url}/token",
        "universe_domain": "googleapis.com",
    }


class TokenOffice:
    """Issues bearer tokens and remembers the subject of each; a restart forgets all of them."""

    def __init__(self, public_key: RSAPublicKey) -> None:
        self._public_key = public_key
        self._subjects: dict[str, str] = {}

    def grant(self, form: str, token_uri: str) -> tuple[int, dict[str, Any]]:
        """Answer one token request with the status and the JSON body."""
        fields = {name: values[0] for name, values in parse_qs(form).items()}
        if fields.get("grant_type") != _GRANT:
            return 400, _refusal("unsupported_grant_type", "Invalid grant_type")
        try:
            claims = jwt.decode(
                fields.get("assertion", ""),
                self._public_key,
                algorithms=["RS256"],
                audience=[_GOOGLE_AUDIENCE, token_uri],
                issuer=SERVICE_ACCOUNT,
                leeway=60,
                options={"require": ["exp", "iat", "iss", "aud"]},
            )
        except jwt.InvalidSignatureError:
            return 400, _refusal("invalid_grant", "Invalid JWT Signature.")
        except jwt.PyJWTError:
            return 400, _refusal("invalid_grant", "Invalid JWT: check iss, aud, iat and exp.")
        scopes = frozenset(str(claims.get("scope", "")).split())
        if not scopes or not scopes <= _ALLOWED:
            return 401, _refusal(
                "unauthorized_client",
                "Client is unauthorized to retrieve access tokens using this method, "
                "or client not authorized for any of the scopes requested.",
            )
        # Without `sub` the token belongs to the service account itself, which may not read anything.
        subject = str(claims.get("sub", SERVICE_ACCOUNT))
        if subject != SERVICE_ACCOUNT and not subject.endswith(f"@{DOMAIN}"):
            return 400, _refusal("invalid_grant", "Invalid email or User ID")
        token = f"ya29.{secrets.token_urlsafe(48)}"
        self._subjects[token] = subject if SCOPE in scopes else ""
        return 200, {
            "access_token": token,
            "expires_in": _LIFETIME_SECONDS,
            "token_type": "Bearer",
        }

    def knows(self, token: str) -> bool:
        """Whether this endpoint issued the token."""
        return token in self._subjects

    def may_read(self, token: str) -> bool:
        """Whether the token's subject has the Reports privilege, and its scope is the audit log's."""
        return self._subjects.get(token) == ADMINISTRATOR


def _refusal(error: str, description: str) -> dict[str, str]:
    return {"error": error, "error_description": description}
