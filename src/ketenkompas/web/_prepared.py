"""Answers kept whole: made and compressed once for each edition, then given from memory until the figures or the
releases of emission factors change.

Only for those who send no cookie and no credentials, and only while figures come from a kept edition, which never
changes. A page that is not here yet is made by a process of its own where there are any (``_makers``), so that those
who ask for what is here do not wait for it.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from ketenkompas.pipeline import editions_mark, releases_mark
from ketenkompas.web import _makers
from ketenkompas.web._edition import EDITION, edition_of
from ketenkompas.web.editing._paths import is_editing

Handler = Callable[[HttpRequest], HttpResponse]
MOST_BYTES = 96 * 1024 * 1024
LONGEST_ADDRESS = 2000
SMALLEST_PACKED = 200
COMPUTED = frozenset({"explain", "paths", "extractions", "refinements", "split", "uncertainties", "scenarios"})
"""Routes of the API that compute from raw tables, which may change without a new edition."""
_PERSONAL = ("Cookie", "Authorization", "X-Api-Key")
_PER_ANSWER = frozenset({"content-encoding", "content-length", "etag"})


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: its headers, its bytes packed by gzip (or as they are, where that is not shorter)."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    packed: bool
    etag: str

    @property
    def weight(self) -> int:
        """Bytes that it takes in memory, nearly."""
        return len(self.body) + 1000

    def response(self, request: HttpRequest) -> HttpResponse:
        """The answer for one request, packed where the client takes it so."""
        packed = self.packed and "gzip" in request.headers.get("Accept-Encoding", "")
        made = HttpResponse(self.body if packed or not self.packed else gzip.decompress(self.body))
        for name, value in self.headers:
            made.headers[name] = value
        if packed:
            made.headers["Content-Encoding"] = "gzip"
        made.headers["Content-Length"] = str(len(made.content))
        made.headers["ETag"] = self.etag
        patch_vary_headers(made, ("Accept-Encoding",))
        return made


def answer_of(response: HttpResponseBase) -> Answer | None:
    """A response as an answer that can be kept; None when it must not be: it streams, sets a cookie, is no 200, or says
    so itself.
    """
    if not isinstance(response, HttpResponse) or response.status_code != 200 or response.cookies:
        return None
    if "no-store" in response.headers.get("Cache-Control", ""):
        return None
    plain = bytes(response.content)
    short = gzip.compress(plain, 6, mtime=0) if len(plain) >= SMALLEST_PACKED else plain
    packed = len(short) < len(plain)
    headers = tuple((name, value) for name, value in response.items() if name.lower() not in _PER_ANSWER)
    digest = hashlib.sha256(plain).hexdigest()[:32]
    return Answer(headers, short if packed else plain, packed, f'W/"{digest}"')


class Kept:
    """Answers in memory, those least asked for leave first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._weight = most_bytes, 0
        self._lock = threading.Lock()
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()

    def get(self, key: Hashable) -> Answer | None:
        """The answer of a key."""
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
            return found

    def put(self, key: Hashable, answer: Answer) -> None:
        """Keep an answer."""
        with self._lock:
            before = self._answers.pop(key, None)
            self._weight += answer.weight - (before.weight if before else 0)
            self._answers[key] = answer
            while self._weight > self._most:
                self._weight -= self._answers.popitem(last=False)[1].weight


def prepared_answers(get_response: Handler) -> Handler:
    """Give what is kept; make and keep what is not."""
    kept = Kept()

    def answer(request: HttpRequest) -> HttpResponse:
        if not _may_be_kept(request):
            return get_response(request)
        edition, mark = edition_of(request), _mark()
        if not edition:
            return get_response(request)
        key = (edition, mark, *_asked(request))
        found = kept.get(key)
        if found is None:
            made = _made(request, get_response, key)
            if isinstance(made, HttpResponse):
                return made
            found = made
            if mark == _mark():  # else it may speak of editions or releases that have come or gone meanwhile
                kept.put(key, found)
        return found.response(request)

    return answer


def _mark() -> tuple[int, ...]:
    """What changes when an edition of the figures or a release of emission factors comes or goes."""
    return editions_mark(), *releases_mark()


def _made(request: HttpRequest, get_response: Handler, key: Hashable) -> Answer | HttpResponse:
    try:
        elsewhere = None if request.path.startswith("/api/") else _makers.made_elsewhere(request, key)
    except _makers.BusyError:
        from ketenkompas.web._faults import busy

        return busy(request, _makers.RETRY)
    if elsewhere is not None:
        return elsewhere
    response = get_response(request)
    return answer_of(response) or response


def _may_be_kept(request: HttpRequest) -> bool:
    if request.method != "GET" or EDITION in request.META or any(map(request.headers.get, _PERSONAL)):
        return False
    if is_editing(request.path) or len(request.get_full_path()) > LONGEST_ADDRESS:
        return False
    first, _, rest = request.path.lstrip("/").partition("/")
    if first == "api":
        return rest.split("/")[1:2] != [] and rest.split("/")[1] not in COMPUTED
    return first in ("nl", "en")


def _asked(request: HttpRequest) -> tuple[str, ...]:
    told = (request.scheme or "", request.get_host(), request.path, request.META.get("QUERY_STRING", ""))
    if not request.path.startswith("/api/"):
        return told
    return (*told, request.headers.get("Accept", ""), request.headers.get("Accept-Language", ""))
