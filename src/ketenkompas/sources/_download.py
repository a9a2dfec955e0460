"""Fetch a file from its publisher: resumed, checked while it comes, and under its own name only when it is whole."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx

from ketenkompas.errors import SourceError, Where
from ketenkompas.sources._content import HEAD_BYTES, check_head, check_whole, told_in
from ketenkompas.sources._lock import only_one
from ketenkompas.sources._part import Part
from ketenkompas.sources._patience import Patience, Progress
from ketenkompas.sources._record import SourceRecord

_AGAIN_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_ERROR_BODY = 1 << 16


class _TryAgain(Exception):  # noqa: N818 - a signal to the loop, never seen outside
    """Worth another attempt; carries the error that is told when there is none left."""

    def __init__(self, error: SourceError, after_s: float | None = None) -> None:
        self.error, self.after_s = error, after_s


def download(
    record: SourceRecord, target: Path, *, progress: Progress | None = None, patience: Patience | None = None
) -> Path:
    """Fetch a record's file to ``target`` and return it; under that name stands only a whole, checked file.

    A download that was broken off goes on where it stopped, provided the publisher still has the same version. Two
    processes that want the same file do not disturb each other: the second waits, and takes what the first fetched.
    Beside the file comes ``<name>.fetched.json``: address, time, sha256, bytes, the publisher's version marks.

    Parameters
    ----------
    record : SourceRecord
        What to fetch; its ``size`` and ``sha256`` must be met when they are known.
    target : Path
        Where it should stand.
    progress : callable, optional
        Called with the bytes that are here and the bytes there will be (None when the publisher does not say).
    patience : Patience, optional
        Time limits and number of attempts.

    Raises
    ------
    SourceError
        Offline, not found, refused, stalled, broken off, another content or checksum than expected, no room, no right
        to write: each with its own code.
    """
    limits = patience or Patience()
    if record.download_url is None:
        raise SourceError("sources.no_address", id=record.id, url=record.url)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        before = _stamp(target)
        with only_one(target, target.parent / ".locks", limits.lock_s):
            if _stamp(target) not in (None, before):
                return target
            return _fetched(record, record.download_url, Part(target), progress or (lambda _done, _total: None), limits)
    except OSError as cause:
        raise _not_written(cause, target, record) from cause


def _fetched(record: SourceRecord, url: str, part: Part, progress: Progress, limits: Patience) -> Path:
    timeout = httpx.Timeout(limits.stall_s, connect=limits.connect_s)
    wait, attempt, most = limits.pause_s, 1, 0
    with httpx.Client(timeout=timeout, follow_redirects=True, headers={"User-Agent": "ketenkompas"}) as client:
        while True:
            try:
                return _attempt(client, record, url, part, progress, first=attempt == 1 and most == 0)
            except _TryAgain as again:
                grown, most = part.size() > most, max(most, part.size())
                if attempt >= limits.attempts and not grown:
                    raise again.error from again
                time.sleep(min(wait if again.after_s is None else again.after_s, limits.longest_pause_s))
            attempt, wait = (1, limits.pause_s) if grown else (attempt + 1, wait * 2)


def _attempt(
    client: httpx.Client, record: SourceRecord, url: str, part: Part, progress: Progress, *, first: bool
) -> Path:
    """One request. What the network does wrong is worth another attempt; what the publisher says is not."""
    about: dict[str, Any] = {"id": record.id, "url": url}
    headers = {"Accept-Encoding": "identity", **part.resume_headers(url)}
    try:
        with client.stream("GET", url, headers=headers) as response:
            resumed = _answer_begins(response, part, about)
            sha256 = _written(response, record, part, about, progress, resumed=resumed)
            _accept(record, part, about, sha256, resumed)
            _note_fetched(response, part, url, sha256)
            part.finish()
            return part.target
    except (httpx.ConnectError, httpx.ConnectTimeout) as cause:
        offline = SourceError("sources.offline", **about, host=httpx.URL(url).host, reason=str(cause) or "timeout")
        if first:
            raise offline from cause
        raise _TryAgain(offline) from cause
    except httpx.TimeoutException as cause:
        raise _TryAgain(SourceError("sources.stalled", **about, here=part.size())) from cause
    except (httpx.NetworkError, httpx.RemoteProtocolError) as cause:
        raise _TryAgain(SourceError("sources.broken_off", **about, here=part.size(), reason=str(cause))) from cause
    except (httpx.HTTPError, httpx.InvalidURL) as cause:
        raise SourceError("sources.refused", **about, status=type(cause).__name__, told=str(cause)) from cause


def _answer_begins(response: httpx.Response, part: Part, about: dict[str, Any]) -> bool:
    """Whether the answer goes on with the part (True) or begins anew (False); any other answer is an error."""
    status = response.status_code
    if status == 206 and part.goes_on(response):
        return True
    if status in {206, 416}:
        part.drop()
        raise _TryAgain(SourceError("sources.broken_off", **about, here=0, reason=f"HTTP {status}"), 0.0)
    if status == 200:
        return False
    told = told_in(response.read()[:_ERROR_BODY]) or "-"
    if status in _AGAIN_STATUS:
        raise _TryAgain(SourceError("sources.server_failed", **about, status=status, told=told), _after(response))
    if status in {404, 410}:
        raise SourceError("sources.not_found", **about, status=status)
    if status in {401, 403}:
        raise SourceError("sources.forbidden", **about, status=status)
    if status == 413:
        raise SourceError("sources.too_large", **about, told=told)
    raise SourceError("sources.refused", **about, status=status, told=told)


def _written(
    response: httpx.Response,
    record: SourceRecord,
    part: Part,
    about: dict[str, Any],
    progress: Progress,
    *,
    resumed: bool,
) -> str:
    """Write the body behind what is there, and return the sha256 of the whole."""
    blocks = response.iter_bytes()
    digest = hashlib.sha256()
    if resumed:
        with part.path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    else:
        head, blocks = _head(blocks)
        check_head(head, record.kind, response.headers.get("Content-Type", "").lower(), about)
        said = _length(response)
        if said and record.size is not None and said != record.size:
            raise SourceError("sources.other_length", **about, found=said, wanted=record.size)
        part.begin(response, about["url"])
    done = part.size()
    rest = _length(response)
    total = None if rest is None else done + rest
    _room(part, rest, record)
    progress(done, total)
    with part.path.open("ab") as file:
        for block in blocks:
            file.write(block)
            digest.update(block)
            done += len(block)
            progress(done, total)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _head(blocks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The first bytes, enough to judge by, and the whole stream again. An error object is read to its end."""
    head = b""
    for block in blocks:
        head += block
        small_object = head.lstrip()[:1] == b"{" and len(head) < _ERROR_BODY
        if len(head) >= HEAD_BYTES and not small_object:
            break

    def again() -> Iterator[bytes]:
        yield head
        yield from blocks

    return head, again()


def _accept(record: SourceRecord, part: Part, about: dict[str, Any], sha256: str, resumed: bool) -> None:
    """Keep the file only when it is the one of the record; a resumed one that is not gets a clean start."""
    try:
        check_whole(part.path, record.kind, about)
        size = part.size()
        if record.size is not None and size != record.size:
            raise SourceError("sources.other_length", **about, found=size, wanted=record.size)
        if record.sha256 is not None and sha256 != record.sha256:
            raise SourceError("sources.other_checksum", **about, found=sha256, wanted=record.sha256)
    except SourceError as error:
        part.drop()
        if resumed:
            raise _TryAgain(error, 0.0) from error
        raise


def _note_fetched(response: httpx.Response, part: Part, url: str, sha256: str) -> None:
    note = {
        "url": url,
        "fetched": datetime.now(UTC).isoformat(timespec="seconds"),
        "sha256": sha256,
        "bytes": part.size(),
        "etag": response.headers.get("ETag"),
        "last_modified": response.headers.get("Last-Modified"),
    }
    part.target.with_name(part.target.name + ".fetched.json").write_text(json.dumps(note, indent=1), "utf-8")


def _room(part: Part, needed: int | None, record: SourceRecord) -> None:
    free = shutil.disk_usage(part.target.parent).free
    if needed is not None and needed > free:
        raise OSError(errno.ENOSPC, f"{record.id}: {needed} > {free}")


def _not_written(cause: OSError, target: Path, record: SourceRecord) -> SourceError:
    place = Where(file=str(target))
    if cause.errno in _NO_ROOM:
        Part(target).drop()
        return SourceError("sources.disk_full", where=place, id=record.id, folder=str(target.parent))
    return SourceError("sources.cannot_write", where=place, id=record.id, reason=cause.strerror or str(cause))


def _length(response: httpx.Response) -> int | None:
    """The bytes that this answer says it holds; None when it does not say, or is packed."""
    said = response.headers.get("Content-Length", "")
    return int(said) if said.isdigit() and "Content-Encoding" not in response.headers else None


def _after(response: httpx.Response) -> float | None:
    """The pause that the server asks for (``Retry-After``: seconds or a date)."""
    said = response.headers.get("Retry-After", "")
    if said.isdigit():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _stamp(path: Path) -> tuple[int, int] | None:
    return (path.stat().st_mtime_ns, path.stat().st_ino) if path.is_file() else None
