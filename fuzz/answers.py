"""Targets for language models: what they write, what a server on this machine answers, and its address."""

from __future__ import annotations

import http.client
import io
import json
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from fuzz.target import Target, in_text, is_shown
from gauntlet_desktop.app.cluster import Scheduler, check_address
from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.core.model_output import OutputRejected, parse_remarks, quoted
from gauntlet_desktop.core.rephrasing import checked, claims, parse_rephrased
from gauntlet_desktop.core.task import TaskContext
from gauntlet_loopback_server.address import is_loopback, parse_address
from gauntlet_loopback_server.client import Conversation
from tests.unit.test_model_output import ARTIFACTS, GOOD, answer
from tests.unit.test_rephrasing import DECLARED, MEASURED, RATIO

_ASKED = list(enumerate((RATIO, MEASURED, DECLARED)))
_SECONDS = 60.0


def _remarks(text: str) -> None:
    quoted(text)
    for seen in parse_remarks(text, ARTIFACTS):
        assert is_shown(seen.text)
        assert seen.place is None or all(0.0 <= each <= 1.0 for each in seen.place)


def _rephrased(text: str) -> None:
    claims(text)
    for _, sentence in _ASKED:
        kept, why = checked(sentence, text)
        assert bool(why) == (kept == sentence) or kept == sentence
    assert set(parse_rephrased(text, _ASKED)) == {number for number, _ in _ASKED}


class _Connected:
    """A socket to a server on this machine that has sent its answer already."""

    def __init__(self, untrusted: bytes) -> None:
        self._untrusted = untrusted

    def makefile(self, *_: Any) -> io.BufferedReader:
        return io.BufferedReader(io.BytesIO(self._untrusted))  # type: ignore[arg-type]

    def getpeername(self) -> tuple[str, int]:
        return "127.0.0.1", 8080

    def settimeout(self, _: float) -> None: ...

    def sendall(self, _: bytes) -> None: ...

    def shutdown(self, _: int) -> None: ...

    def close(self) -> None: ...


def _server(untrusted: bytes) -> None:
    """The whole of what a server sends. An answer that is no answer is told at once: nobody waits for its end."""

    def connect(connection: http.client.HTTPConnection) -> None:
        connection.sock = _Connected(untrusted)  # type: ignore[assignment]

    with patch.object(http.client.HTTPConnection, "connect", connect):
        conversation = Conversation(parse_address("http://127.0.0.1:8080/v1"), {}, _SECONDS)
        _, why = conversation.text(TaskContext(), lambda _: None)
    assert why == "end"


def _address(text: str) -> None:
    assert is_loopback(parse_address(text).host)


def _scheduler(text: str) -> None:
    check_address(Scheduler(text))


def _responses() -> Iterator[bytes]:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: "
    whole = json.dumps({"choices": [{"message": {"content": "some text"}}]}).encode()
    yield head + b"application/json\r\n\r\n" + whole
    pieces = [{"choices": [{"delta": {"content": "a"}}]}, {"choices": []}, {"choices": [{"delta": {}}]}]
    events = b"".join(b"data: " + json.dumps(piece).encode() + b"\n\n" for piece in pieces)
    yield head + b"text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(events), events)
    yield head + b"text/event-stream\r\n\r\n" + events + b"data: [DONE]\n\n"


def _rewordings() -> Iterator[bytes]:
    texts = [{"id": number, "records": list(each.records), "text": each.text} for number, each in _ASKED]
    yield json.dumps({"sentences": texts}).encode()
    yield RATIO.text.encode()


TARGETS = (
    Target(
        "model-remarks",
        in_text(_remarks),
        lambda: (answer(GOOD).encode(), b'Sure: {"teeth": "They fuse."}'),
        (OutputRejected,),
    ),
    Target("model-sentences", in_text(_rephrased), _rewordings, (OutputRejected,)),
    Target("server-answer", _server, _responses, (EnvironmentFault, UserError)),
    Target("scheduler-address", in_text(_scheduler), lambda: (b"tls://a:1", b"tcp://127.0.0.1:2"), (UserError,)),
    Target(
        "server-address",
        in_text(_address),
        lambda: (b"http://127.0.0.1:8080/v1", b"http://[::1]:1/", b"http://localhost:80/a?b"),
        (UserError,),
    ),
)
