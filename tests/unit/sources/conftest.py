"""A publisher on this machine that misbehaves as told, and records of files it has."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from ketenkompas.errors import KetenkompasError
from ketenkompas.sources import SourceRecord

Answer = Callable[[BaseHTTPRequestHandler, "Publisher"], None]
CSV = b"geo,time,value\n" + b"".join(b"NL,%d,%d.5\n" % (1990 + row % 30, row) for row in range(20_000))


class Publisher:
    """Serves ``body`` at every path, by Range and ETag as HTTP wants it, after the answers that were scripted."""

    def __init__(self) -> None:
        self.body, self.etag = CSV, '"v1"'
        self.ranges = True
        self.answers: list[Answer] = []
        self.requests: list[dict[str, str]] = []
        self.go_on = threading.Event()
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                publisher.requests.append({key.lower(): value for key, value in self.headers.items()})
                answer = publisher.answers.pop(0) if publisher.answers else send
                self.close_connection = True
                try:
                    answer(self, publisher)
                except (BrokenPipeError, ConnectionResetError):
                    return

            def log_message(self, *_: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"


def send(
    handler: BaseHTTPRequestHandler,
    publisher: Publisher,
    *,
    stop_after: int | None = None,
    length: int | None = None,
    if_range: bool = True,
) -> None:
    """The body or the rest of it; cut after so many bytes, or with a false Content-Length."""
    body, status = publisher.body, 200
    asked = handler.headers.get("Range")
    if asked and publisher.ranges and (not if_range or handler.headers.get("If-Range") == publisher.etag):
        start = int(asked.removeprefix("bytes=").rstrip("-"))
        if start >= len(body):
            handler.send_response(416)
            handler.end_headers()
            return
        status, body = 206, body[start:]
    handler.send_response(status)
    if status == 206:
        whole = len(publisher.body)
        handler.send_header("Content-Range", f"bytes {whole - len(body)}-{whole - 1}/{whole}")
    handler.send_header("Content-Type", "text/csv")
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    if publisher.ranges:
        handler.send_header("ETag", publisher.etag)
    handler.end_headers()
    handler.wfile.write(body[: len(body) if stop_after is None else stop_after])
    handler.wfile.flush()


def reply(status: int, body: bytes = b"", content_type: str = "text/csv", **headers: str) -> Answer:
    """An answer with this status and body."""

    def answer(handler: BaseHTTPRequestHandler, _publisher: Publisher) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", content_type)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


class Tools:
    """What the tests share."""

    csv = CSV
    send = staticmethod(send)
    reply = staticmethod(reply)

    @staticmethod
    def record(address: str | None, body: bytes | None = CSV, name: str = "table.csv", **fields: Any) -> SourceRecord:
        """A record of a file at an address; with the checksum of a body, or without."""
        known = {} if body is None else {"sha256": hashlib.sha256(body).hexdigest(), "size": len(body)}
        values: dict[str, Any] = {
            "id": "made-table", "title": "Made table", "title_nl": "Gemaakte tabel", "publisher": "Test",
            "citation": "Test", "url": "-", "published": "2026", "licence": "CC0-1.0", "licence_confirmed": True,
            "attribution": "Test", "path": f"made/{name}", "download_url": address and f"{address}/{name}",
        }  # fmt: skip
        return SourceRecord(**(values | known | fields))

    @staticmethod
    def told(error: KetenkompasError) -> str:
        """The code, once both languages have been seen to tell what, expected and what to do."""
        for language in ("en", "nl"):
            sentences = error.sentences(language)  # type: ignore[arg-type]
            assert all(sentences[part] for part in ("what", "expected", "todo")), (error.code, language)
        return error.code


@pytest.fixture
def tools() -> type[Tools]:
    return Tools


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    made = Publisher()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield made
    made.go_on.set()
    made.server.shutdown()
    made.server.server_close()
    thread.join()
