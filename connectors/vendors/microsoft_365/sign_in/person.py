"""A person's stored sign-in for unattended nights: a refresh token in a file of mode 0600.

Some reports require a person (delegated permissions). Somebody signs in once with a code on a web page
(`hirogari sign-in`); from then on, each access token comes with the next refresh token.
"""

from __future__ import annotations

import os
import stat
import time
from contextlib import closing
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from connectors.contract.errors import StopSource, of_system
from connectors.contract.messages import Message
from connectors.io.http import transport
from connectors.io.http.tokens import CREDENTIALS_REFUSED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from connectors.vendors.microsoft_365.universal_print.connector import Settings

_DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_WAITING = {"authorization_pending", "slow_down"}
_MOST_SECONDS = 900


def renew(settings: Settings) -> str:
    """Return an access token, and store the refresh token that came with it.

    Raises:
        StopSource: nobody has signed in, the sign-in has ended, or other users can read its file.
        Retry: the authority is busy.
    """
    form = {
        "grant_type": "refresh_token",
        "refresh_token": _stored(settings),
        "client_id": settings.client_id or "",
        "scope": _scope(settings),
    }
    status, body = _post(settings, "token", form)
    if status != HTTPStatus.OK or not isinstance(body.get("access_token"), str):
        is_over = body.get("error") in {"invalid_grant", "interaction_required"}
        raise StopSource(
            Message("the stored sign-in has ended")
            if is_over
            else Message("Microsoft gives no token"),
            place=f"source {settings.name}, setting token_file",
            next_step=_sign_in(settings)
            if is_over
            else Message(
                "look at tenant_id and client_id, and whether the application allows public client flows"
            ),
        )
    _store(settings, body)
    return str(body["access_token"])


def sign_in(
    settings: Settings, tell: Callable[[Message], None], sleep: Callable[[float], None] = time.sleep
) -> Path:
    """Let a person sign in with a code on a web page, store the sign-in, and return its file.

    Raises:
        StopSource: the application is unknown, or nobody signed in in time.
    """
    form = {"client_id": settings.client_id or "", "scope": _scope(settings)}
    status, body = _post(settings, "devicecode", form)
    if status != HTTPStatus.OK or not isinstance(body.get("device_code"), str):
        raise StopSource(
            Message("Microsoft gives no code to sign in with"),
            place=f"source {settings.name}",
            next_step=Message(
                "look at tenant_id and client_id, and whether the application allows public client flows"
            ),
        )
    tell(
        Message(
            "open {address} and enter {code}",
            address=body.get("verification_uri"),
            code=body.get("user_code"),
        )
    )
    interval = body.get("interval")
    pause = float(interval) if isinstance(interval, int) and 0 < interval < _MOST_SECONDS else 5.0
    asked = {
        "grant_type": _DEVICE,
        "client_id": settings.client_id or "",
        "device_code": str(body["device_code"]),
    }
    for _try in range(int(_MOST_SECONDS / max(pause, 1))):
        sleep(pause)
        status, body = _post(settings, "token", asked)
        if status == HTTPStatus.OK:
            return _store(settings, body)
        if body.get("error") not in _WAITING:
            break
    raise StopSource(
        Message("nobody signed in, or consent was refused"),
        place=f"source {settings.name}",
        next_step=_sign_in(settings),
    )


def _post(settings: Settings, what: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
    path = f"/{settings.tenant_id}/oauth2/v2.0/{what}"
    with closing(transport.Transport(settings.name, settings.authority)) as http:
        answer = http.post(path, form=form, also=CREDENTIALS_REFUSED)
    return answer.status, answer.fields()


def _scope(settings: Settings) -> str:
    host = settings.endpoint.split("/v1.0")[0].rstrip("/")
    return f"{host}/Reports.Read.All offline_access"


def _sign_in(settings: Settings) -> Message:
    return Message("run: hirogari sign-in {source}", source=settings.name)


def _stored(settings: Settings) -> str:
    path = _file(settings)
    try:
        with path.open(encoding="ascii") as file:
            if os.fstat(file.fileno()).st_mode & _OTHERS:
                raise StopSource(
                    Message("the stored sign-in is open to others"),
                    place=str(path),
                    next_step=Message("run: chmod 600 {path}", path=path),
                )
            return file.read().strip()
    except (FileNotFoundError, IsADirectoryError):
        raise StopSource(
            Message("nobody has signed in yet"), place=str(path), next_step=_sign_in(settings)
        ) from None
    except UnicodeDecodeError:
        raise StopSource(
            Message("the stored sign-in cannot be read"),
            place=str(path),
            next_step=_sign_in(settings),
        ) from None
    except OSError as error:
        raise _unusable(error, path) from None


def _store(settings: Settings, body: dict[str, Any]) -> Path:
    """Replace the stored refresh token atomically, so that an interruption leaves the old or the new one."""
    path = _file(settings)
    token = body.get("refresh_token")
    if isinstance(token, str) and token:
        try:
            _swap_in(path, token)
        except OSError as error:
            raise _unusable(error, path) from None
    return path


def _swap_in(path: Path, token: str) -> None:
    waiting = path.with_name(f"{path.name}.next")
    waiting.unlink(missing_ok=True)
    with open(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:  # noqa: PTH123 - made with its mode
        file.write(token)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)


def _unusable(error: OSError, path: Path) -> StopSource:
    """Return an operating system error as an error of this source only, so that other sources are still read."""
    refused = of_system(error)
    return StopSource(refused.thing, place=str(path), next_step=refused.next_step)


def _file(settings: Settings) -> Path:
    if settings.token_file is None:
        raise StopSource(
            Message("there is nothing to sign in to"),
            place=f"source {settings.name}",
            next_step=Message("this source reads files"),
        )
    return settings.token_file
