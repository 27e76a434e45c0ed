"""One question to the server over one connection: no proxy, no redirect, bounded, checked at the socket."""

from __future__ import annotations

import contextlib
import http.client
import json
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from gauntlet_desktop.api.language_models import OnText
from gauntlet_desktop.core.errors import Cancelled, EnvironmentFault, UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.task import TaskContext
from gauntlet_loopback_server.address import Address, is_loopback

MAX_BYTES = 8 << 20
MAX_LINE = 1 << 20
_CONNECT_SECONDS = 10.0
_POLL_SECONDS = 0.05

_OK = 200


class Conversation:
    """Sends a request and reads the streamed answer on a thread of its own, so that cancelling needs no answer."""

    def __init__(self, address: Address, body: Mapping[str, Any], seconds: float) -> None:
        self._address = address
        self._body = json.dumps(body).encode()
        self._connection = http.client.HTTPConnection(address.host, address.port, timeout=_CONNECT_SECONDS)
        self._socket: socket.socket | None = None
        self._seconds = seconds
        self._parts: queue.SimpleQueue[str | BaseException | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="loopback-server", daemon=True)

    def text(
        self, context: TaskContext, on_text: OnText, clock: Callable[[], float] = time.monotonic
    ) -> tuple[str, str]:
        """The answer and why it ended, "end" or "time". Raises Cancelled, EnvironmentFault, UserError."""
        deadline = clock() + self._seconds
        self._thread.start()
        text = ""
        try:
            while True:
                context.checkpoint()
                if clock() >= deadline:
                    return text, "time"
                try:
                    part = self._parts.get(timeout=_POLL_SECONDS)
                except queue.Empty:
                    continue
                if part is None:
                    return text, "end"
                if isinstance(part, BaseException):
                    raise part
                text += part
                on_text(text)
        finally:
            self._close()

    def _close(self) -> None:
        """End the connection, whatever the thread waits for, and wait for the thread."""
        if self._socket is not None:
            with contextlib.suppress(OSError):  # it is closed already
                self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        try:
            for part in self._answer():
                self._parts.put(part)
            self._parts.put(None)
        except (EnvironmentFault, UserError, Cancelled) as error:
            self._parts.put(error)
        except Exception as error:  # noqa: BLE001 - whatever an answer provokes, who asked must not wait for its end
            self._parts.put(_fault(phrase("{kind}: {reason}", kind=type(error).__name__, reason=str(error)[:200])))

    def _answer(self) -> Iterator[str]:
        self._connection.connect()
        self._socket = sock = self._connection.sock  # the connection forgets it once the answer begins
        if not is_loopback(str(sock.getpeername()[0])):
            raise UserError("not_loopback", "The connection leads to another machine.", "Use a server on this one.")
        sock.settimeout(self._seconds)
        headers = {"Content-Type": "application/json", "Accept": "text/event-stream", "Connection": "close"}
        self._connection.request("POST", f"{self._address.path}/chat/completions", self._body, headers)
        with self._connection.getresponse() as response:
            if response.status != _OK:
                raise _fault(
                    phrase("it answered with status {status}, and redirects are not followed", status=response.status)
                )
            if response.getheader("Content-Type", "").startswith("text/event-stream"):
                yield from _streamed(response)
            else:
                yield str(_json(_bounded(response))["choices"][0]["message"]["content"] or "")


def _streamed(response: http.client.HTTPResponse) -> Iterator[str]:
    """The pieces of a text in server-sent events, "data: {...}" a line, until "data: [DONE]"."""
    total = 0
    while line := response.readline(MAX_LINE + 1):
        total += len(line)
        if len(line) > MAX_LINE or total > MAX_BYTES:
            raise _fault(phrase("its answer is too long"))
        if not line.startswith(b"data:"):
            continue
        data = line[len(b"data:") :].strip()
        if data == b"[DONE]":
            return
        choices = _json(data).get("choices") or [{}]
        yield str(choices[0].get("delta", {}).get("content") or "")


def _bounded(response: http.client.HTTPResponse) -> bytes:
    data = response.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise _fault(phrase("its answer is too long"))
    return data


def _json(data: bytes) -> Any:
    value = json.loads(data)
    if not isinstance(value, dict):
        raise ValueError("the answer is no object")
    return value


def _fault(why: str) -> EnvironmentFault:
    return EnvironmentFault(
        "server_failed",
        phrase("The local server did not answer as expected ({why}).", why=why),
        "See that it runs and has the model.",
    )
