"""Reports the proxy and the certificates set in the environment for `hirogari check`; never shows credentials."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import httpx

from connectors.contract.messages import Message
from connectors.contract.streams import Finding
from connectors.io.http.network import CA_VARIABLES, certificates, proxy_of
from connectors.io.http.unreachable import Unreachable, host_and_port

if TYPE_CHECKING:
    from collections.abc import Iterator


_WAY_OUT = Message("the way out")


def findings() -> Iterator[Finding]:
    """Yield the proxies (host and port) and the certificate files of the environment, or what is wrong with them."""
    try:
        certificates()
        for scheme in ("https", "http"):
            proxy = proxy_of(httpx.URL(f"{scheme}://a-host.invalid"))
            if proxy:
                thing = Message(
                    "{scheme} goes by the proxy {proxy}", scheme=scheme, proxy=host_and_port(proxy)
                )
                yield Finding(is_ok=True, thing=thing, place=_WAY_OUT)
        named: dict[str, list[str]] = {}
        for variable in CA_VARIABLES:
            if path := os.environ.get(variable):
                named.setdefault(path, []).append(variable)
        for path, variables in named.items():
            thing = Message(
                "trusted too are the certificates in {path} ({variable})",
                path=path,
                variable=", ".join(variables),
            )
            yield Finding(is_ok=True, thing=thing, place=_WAY_OUT)
    except Unreachable as error:
        yield Finding(is_ok=False, thing=error.thing, place=_WAY_OUT, next_step=error.next_step)
