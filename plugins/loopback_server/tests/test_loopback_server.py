"""The plugin for local servers, against a real server on this machine, and against addresses that it must refuse."""

from __future__ import annotations

import base64
import http.server
import io
import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from gauntlet_desktop.api import Generated, LanguageModel
from gauntlet_desktop.api.language_store import SERVER, StoredLanguageModel, put_language_model
from gauntlet_desktop.api.parameters import complete
from gauntlet_desktop.core.errors import Cancelled, EnvironmentFault, UserError
from gauntlet_desktop.core.task import TaskContext
from gauntlet_loopback_server import client, gauntlet_language_models
from gauntlet_loopback_server.address import Address, is_loopback, parse_address
from gauntlet_loopback_server.model import ServedModel

Reply = Callable[[http.server.BaseHTTPRequestHandler], None]


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    reply: Reply
    bodies: list[Any]
    paths: list[str]


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, _Server)
        server.paths.append(self.path)
        server.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        server.reply(self)

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[_Server]:
    with _Server(("127.0.0.1", 0), _Handler) as listening:
        listening.reply, listening.bodies, listening.paths = streaming("Hello", " there"), [], []
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield listening
        listening.shutdown()
        thread.join()


def send(handler: http.server.BaseHTTPRequestHandler, kind: str, data: bytes, status: int = 200) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.end_headers()
    handler.wfile.write(data)


def event(text: str | None) -> bytes:
    return b"data: " + json.dumps({"choices": [{"delta": {"content": text}}]}).encode() + b"\n\n"


def streaming(*parts: str) -> Reply:
    events = b": a comment\n\n" + b"".join(map(event, parts)) + b'data: {"choices": []}\n\ndata: [DONE]\n\n'
    return lambda handler: send(handler, "text/event-stream", events)


def whole(data: bytes) -> Reply:
    return lambda handler: send(handler, "application/json", data)


def served(listening: _Server, **changes: Any) -> ServedModel:
    url = f"http://127.0.0.1:{listening.server_address[1]}/v1"
    stored = StoredLanguageModel("served", "Served", SERVER, True, "", "", url=url, served="llava")
    return ServedModel(replace(stored, **changes))


def ask(model: ServedModel, context: TaskContext | None = None, images: Any = ()) -> tuple[Generated, list[str]]:
    heard: list[str] = []
    settings = complete(model.parameters, {"seconds": 30.0})
    return model.generate("What?", images, settings, context or TaskContext(), heard.append), heard


def test_an_answer_streams(server: _Server) -> None:
    model = served(server)
    assert isinstance(model, LanguageModel)
    generated, heard = ask(model)
    assert generated == Generated("Hello there")
    assert heard == ["Hello", "Hello there", "Hello there"]
    assert server.paths == ["/v1/chat/completions"]
    (body,) = server.bodies
    assert (body["model"], body["max_tokens"], body["temperature"], body["stream"]) == ("llava", 512, 0.0, True)
    assert body["messages"] == [{"role": "user", "content": "What?"}]


def test_the_picture_travels_inside_the_request(server: _Server) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (20, 30, 3), dtype=np.uint8)
    ask(served(server), images=[pixels])
    ask(served(server, sees_images=False), images=[pixels])
    first, second = (body["messages"][0]["content"] for body in server.bodies)
    kind, _, data = first[0]["image_url"]["url"].partition(",")
    assert kind == "data:image/png;base64"
    with Image.open(io.BytesIO(base64.b64decode(data))) as image:
        np.testing.assert_array_equal(np.asarray(image), pixels)
    assert second == "What?"


def test_a_server_that_does_not_stream_serves_too(server: _Server) -> None:
    server.reply = whole(b'{"choices": [{"message": {"content": " All at once. "}}]}')
    assert ask(served(server))[0].text == "All at once."


@pytest.mark.parametrize(
    "data",
    [b"", b"no json", b"[]", b"{}", b'{"choices": []}', b'{"choices": [5]}', b'{"choices": [{"message": null}]}'],
)
def test_an_answer_that_is_none_is_named(data: bytes, server: _Server) -> None:
    server.reply = whole(data)
    with pytest.raises(EnvironmentFault, match="did not answer as expected"):
        ask(served(server))


def test_redirects_are_not_followed(server: _Server) -> None:
    def elsewhere(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(307)
        handler.send_header("Location", f"http://127.0.0.1:{server.server_address[1]}/elsewhere")
        handler.end_headers()

    server.reply = elsewhere
    with pytest.raises(EnvironmentFault, match="status 307, and redirects are not followed"):
        ask(served(server))
    assert server.paths == ["/v1/chat/completions"]


def test_proxies_of_the_environment_are_not_used(server: _Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://192.0.2.1:3128")
    assert ask(served(server))[0].text == "Hello there"


@pytest.mark.parametrize("kind", ["application/json", "text/event-stream"])
def test_endless_answers_are_cut(kind: str, server: _Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "MAX_BYTES", 1000)
    server.reply = lambda handler: send(handler, kind, event("more ") * 100)
    with pytest.raises(EnvironmentFault, match="too long"):
        ask(served(server))


def test_endless_lines_are_cut(server: _Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "MAX_LINE", 100)
    server.reply = lambda handler: send(handler, "text/event-stream", b"data: " + b"x" * 500 + b"\n")
    with pytest.raises(EnvironmentFault, match="too long"):
        ask(served(server))


def test_cancelling_needs_no_answer(server: _Server) -> None:
    asked, over = threading.Event(), threading.Event()

    def silent(handler: http.server.BaseHTTPRequestHandler) -> None:
        asked.set()
        over.wait()

    server.reply = silent
    try:
        with pytest.raises(Cancelled):
            ask(served(server), TaskContext(is_cancelled=asked.is_set))
    finally:
        over.set()


def test_the_time_budget_ends_an_answer(server: _Server) -> None:
    over = threading.Event()

    def halting(handler: http.server.BaseHTTPRequestHandler) -> None:
        send(handler, "text/event-stream", event("Once"))
        handler.wfile.flush()
        over.wait()

    server.reply = halting
    heard: list[str] = []
    address = parse_address(f"http://127.0.0.1:{server.server_address[1]}")
    conversation = client.Conversation(address, {}, 10.0)
    try:
        answer = conversation.text(TaskContext(), heard.append, clock=lambda: 10.0 * bool(heard))
    finally:
        over.set()
    assert answer == ("Once", "time")


def test_no_server_is_an_error_of_the_environment() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    stored = StoredLanguageModel("x", "", SERVER, False, "", "", url=f"http://127.0.0.1:{port}/v1", served="m")
    with pytest.raises(EnvironmentFault, match="ConnectionRefusedError"):
        ask(ServedModel(stored))


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://127.0.0.1:8080/v1", Address("127.0.0.1", 8080, "/v1")),
        ("http://127.8.9.1:80", Address("127.8.9.1", 80, "/v1")),
        ("http://[::1]:11434/api/", Address("::1", 11434, "/api")),
    ],
)
def test_addresses_of_this_machine(url: str, address: Address) -> None:
    assert parse_address(url) == address


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1:8080/v1",
        "http://127.0.0.1/v1",
        "http://example.com:80/v1",
        "http://192.168.0.2:8080/v1",
        "http://0.0.0.0:8080/v1",
        "http://[::ffff:127.0.0.1]:8080/v1",
        "http://[fe80::1]:8080/v1",
        "http://2130706433:80/v1",
        "http://0x7f.0.0.1:80/v1",
        "http://127.0.0.1.example.com:80/v1",
        "http://127.0.0.1:8080@example.com:80/v1",
        "http://user:word@127.0.0.1:80/v1",
        "http://127.0.0.1:80/v1?to=x",
        "http://127.0.0.1:99999/v1",
        "http://[::1:80/v1",
        "file:///etc/passwd",
        "",
    ],
)
def test_every_other_address_is_refused(url: str) -> None:
    with pytest.raises(UserError, match="is refused"):
        parse_address(url)


@pytest.mark.parametrize(
    ("found", "allowed"),
    [(["127.0.0.1"], True), (["::1", "127.0.0.1"], True), (["127.0.0.1", "10.0.0.1"], False), ([], False)],
)
def test_localhost_counts_only_where_it_leads_here(
    found: list[str], allowed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (host, 80)) for host in found]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **named: entries)
    if allowed:
        assert parse_address("http://localhost:80/v1").host == found[0]
    else:
        with pytest.raises(UserError, match="another machine"):
            parse_address("http://localhost:80/v1")


def test_localhost_that_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*arguments: Any, **named: Any) -> Any:
        raise socket.gaierror("no name")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with pytest.raises(UserError, match="leads nowhere"):
        parse_address("http://localhost:80/v1")


def test_the_socket_itself_is_checked(server: _Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "is_loopback", lambda host: False)
    with pytest.raises(UserError, match="leads to another machine"):
        ask(served(server))
    assert server.bodies == []
    assert not is_loopback("localhost")


def test_it_is_off_until_a_server_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAUNTLET_MODELS_DIR", str(tmp_path))
    assert gauntlet_language_models() == []
    put_language_model(StoredLanguageModel("mine", "Mine", SERVER, True, "", "", url="http://127.0.0.1:1"))
    (model,) = gauntlet_language_models()
    assert (model.id, model.name, model.sees_images, model.weights_sha256) == ("mine", "Mine", True, "")
    assert model.memory_bytes({}) == 0
