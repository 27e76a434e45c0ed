"""Which addresses are this machine: numbers of the loopback network, and "localhost" where it leads there alone."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import phrase


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server listens: a numeric loopback address, the port, and the path before /chat/completions."""

    host: str
    port: int
    path: str


def parse_address(url: str) -> Address:
    """The address in a URL such as http://127.0.0.1:8080/v1. Raises UserError for any that is not this machine."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise _refused(url, str(error)) from error
    if parts.scheme != "http" or port is None or parts.username or parts.password or parts.query or parts.fragment:
        raise _refused(url, phrase("it is not of the form http://HOST:PORT/PATH"))
    return Address(_numeric(host, port, url), port, parts.path.rstrip("/") or "/v1")


def is_loopback(host: str) -> bool:
    """Whether a numeric address is of the loopback network; a name, or IPv4 written inside IPv6, is not."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback and getattr(address, "ipv4_mapped", None) is None


def _numeric(host: str, port: int, url: str) -> str:
    if is_loopback(host):
        return host
    if host != "localhost":
        raise _refused(url, phrase("only numeric loopback addresses and localhost are allowed"))
    try:
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError as error:
        raise _refused(url, phrase("localhost leads nowhere")) from error
    if not found or not all(map(is_loopback, found)):
        raise _refused(url, phrase("localhost leads to another machine"))
    return found[0]


def _refused(url: str, why: str) -> UserError:
    return UserError(
        "not_loopback",
        phrase("The address {url!r} is refused: {why}.", url=url, why=why),
        "A language model server must run on this machine: http://127.0.0.1:PORT/v1",
    )
