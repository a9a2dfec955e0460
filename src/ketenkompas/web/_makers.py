"""Processes that make pages beside the one that answers: drawing charts takes a processor, answering hardly any.

Without :func:`start_makers` (a test, another WSGI server) every page is made where it is asked for.
"""

from __future__ import annotations

import contextlib
import functools
import io
import multiprocessing
import os
import signal
import threading
from collections.abc import Hashable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.http import HttpRequest

from ketenkompas import library
from ketenkompas.i18n import LANGUAGES
from ketenkompas.web._edition import EDITION

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

    from ketenkompas.web._prepared import Answer

_GIVEN = (
    *("REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL"),
    *("HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "wsgi.url_scheme", EDITION),
)
MOST_WAITING = 48
"""Requests that may wait for a page at the same time; more are asked to come back."""
RETRY = 10  # seconds
_LOWER = 5  # what is here already is given first


class BusyError(Exception):
    """So many pages are being made that one more would not be ready in time."""


class _Makers:
    """The processes and what they are making now."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._lock = threading.Lock()
        self._waiting = 0
        self._making: dict[Hashable, Future[Answer | None]] = {}
        self._pool = self._opened()

    def _opened(self) -> ProcessPoolExecutor:
        from django.conf import settings

        given = (tuple(settings.ALLOWED_HOSTS),)
        return ProcessPoolExecutor(self._count, multiprocessing.get_context("spawn"), _begin, given)

    def made(self, key: Hashable, environment: Mapping[str, Any]) -> Answer | None:
        """The answer to a request; two who ask for the same at the same time wait for one.

        Raises
        ------
        BusyError
        """
        with self._lock:
            if self._waiting >= MOST_WAITING:
                raise BusyError
            self._waiting += 1
            asked = self._making.get(key)
            if asked is None:
                asked = self._making[key] = self._submitted(environment)
                asked.add_done_callback(lambda _: self._making.pop(key, None))
        try:
            return asked.result()
        except BrokenProcessPool:  # a process was killed: the page is made here, the next ones by new processes
            return None
        finally:
            with self._lock:
                self._waiting -= 1

    def _submitted(self, environment: Mapping[str, Any]) -> Future[Answer | None]:
        try:
            return self._pool.submit(_make, dict(environment))
        except BrokenProcessPool:
            self._pool = self._opened()
            return self._pool.submit(_make, dict(environment))

    def close(self) -> None:
        """Let the processes end when they have made what they are making."""
        self._pool.shutdown(wait=False, cancel_futures=True)


_makers: list[_Makers] = []  # at most one


def start_makers(count: int) -> None:
    """Let ``count`` processes make pages from now on."""
    stop_makers()
    if count > 0:
        _makers.append(_Makers(count))


def stop_makers() -> None:
    """Make pages in this process again."""
    while _makers:
        _makers.pop().close()


def made_elsewhere(request: HttpRequest, key: Hashable) -> Answer | None:
    """The answer, made by another process; None where there is none, or where it is nothing that may be kept.

    Raises
    ------
    BusyError
    """
    if not _makers:
        return None
    environment = {name: request.META[name] for name in _GIVEN if name in request.META}
    return _makers[0].made(key, environment)


def make_main_pages(answers: WSGIHandler, address: str) -> None:
    """Let the pages be made that people ask for first, in both languages, as if asked at ``address``; does not wait."""
    if _makers:
        threading.Thread(target=_ask_main_pages, args=(answers, address, _makers[0]), daemon=True).start()


def _ask_main_pages(answers: WSGIHandler, address: str, makers: _Makers) -> None:
    from django.core.handlers.wsgi import WSGIRequest

    from ketenkompas.web import _addresses
    from ketenkompas.web._site import PAGES

    parts = urlsplit(address)
    told = {"REQUEST_METHOD": "GET", "SERVER_NAME": str(parts.hostname), "SERVER_PORT": str(parts.port)}
    told |= {"HTTP_HOST": parts.netloc, "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": parts.scheme}
    for language in LANGUAGES:
        for path in (_addresses.plain(page, language) for page in ("home", *PAGES, "households", "factors")):
            if makers not in _makers:
                return
            answers.get_response(WSGIRequest({**told, "PATH_INFO": path, "wsgi.input": io.BytesIO()}))
    library.factors.warm()  # for the API, which answers in this process


def _begin(hosts: tuple[str, ...]) -> None:
    """A process that gives way to the one that answers, and ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError):
        os.nice(_LOWER)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    _handler()
    from django.conf import settings

    settings.ALLOWED_HOSTS = list(hosts)


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(0)


@functools.cache
def _handler() -> WSGIHandler:
    from ketenkompas.web._start import application

    return application()


def _make(environment: dict[str, Any]) -> Answer | None:
    """The answer to a request, from the edition that its environment names."""
    from django.core.handlers.wsgi import WSGIRequest

    from ketenkompas.web._prepared import answer_of

    request = WSGIRequest({**environment, "wsgi.input": io.BytesIO()})
    return answer_of(_handler().get_response(request))
