"""Whether what came is what was asked: no page, no error object, no half table."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from pathlib import Path
from typing import Any

from ketenkompas.errors import SourceError

HEAD_BYTES = 1024
_TAIL_BYTES = 1 << 16
_MAGIC = {"zip": b"PK", "xlsx": b"PK", "parquet": b"PAR1", "gz": b"\x1f\x8b", "pdf": b"%PDF"}
_PAGE = re.compile(rb"^(\xef\xbb\xbf)?\s*(<!doctype\s+html|<html|<head|<body|<\?xml|<!--)", re.IGNORECASE)
_TEXT = frozenset({"csv", "tsv", "txt", "yml"})


def check_head(head: bytes, kind: str, content_type: str, about: dict[str, Any]) -> None:
    """Refuse an answer by its first bytes (all of it when it is shorter than `HEAD_BYTES`).

    Raises
    ------
    SourceError
        ``sources.page_instead``, ``sources.error_in_answer`` or ``sources.wrong_kind``.
    """
    if kind not in {"html", "xml"} and (_PAGE.match(head) or content_type.startswith("text/html")):
        raise SourceError("sources.page_instead", **about, kind=kind, title=_page_title(head))
    if kind != "json" and head.lstrip()[:1] == b"{":
        raise SourceError("sources.error_in_answer", **about, told=told_in(head))
    if kind == "json" and head.lstrip()[:200].startswith((b'{"error"', b'{"warning"')):
        raise SourceError("sources.error_in_answer", **about, told=told_in(head))
    magic = _MAGIC.get(kind)
    binary_for_text = kind in _TEXT and (b"\0" in head or head.startswith((b"PK\x03\x04", b"\x1f\x8b")))
    if head and ((magic and not head.startswith(magic)) or binary_for_text):
        raise SourceError("sources.wrong_kind", **about, kind=kind, start=repr(head[:16])[2:-1])


def check_whole(path: Path, kind: str, about: dict[str, Any]) -> None:
    """Refuse a file that is empty, has no rows or stops half-way, as far as its kind tells.

    Raises
    ------
    SourceError
        ``sources.empty``, ``sources.no_rows`` or ``sources.cut_off``.
    """
    size = path.stat().st_size
    if size == 0:
        raise SourceError("sources.empty", **about)
    whole = True
    if kind in {"zip", "xlsx"}:
        whole = zipfile.is_zipfile(path)
    elif kind == "parquet":
        whole = size >= 12 and _tail(path, 4) == b"PAR1"
    elif kind == "json":
        whole = _tail(path, 64).rstrip().endswith((b"}", b"]"))
    elif kind == "csv":
        whole = _last_line_whole(path, about)
    if not whole:
        raise SourceError("sources.cut_off", **about, size=size, kind=kind)


def told_in(body: bytes) -> str:
    """What an error object of the publisher says (Eurostat: ``{"error": [{"label": ...}]}``), or its first words."""
    try:
        content = json.loads(body)
        entry = content.get("error") or content.get("warning") or content
        entry = entry[0] if isinstance(entry, list) else entry
        return str(entry.get("label") or entry.get("message") or entry.get("status") or entry)[:300]
    except (ValueError, AttributeError, IndexError, KeyError):
        return " ".join(body.decode("utf-8", "replace").split())[:200]


def _page_title(head: bytes) -> str:
    found = re.search(rb"<title[^>]*>(.*?)</title>", head, re.IGNORECASE | re.DOTALL)
    return " ".join(found[1].decode("utf-8", "replace").split())[:120] if found else "-"


def _tail(path: Path, length: int) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - length))
        return file.read()


def _last_line_whole(path: Path, about: dict[str, Any]) -> bool:
    """A csv's last line has as many cells as its header; a file whose every line ends well passes without counting."""
    with path.open("rb") as file:
        header = file.readline()
    tail = _tail(path, _TAIL_BYTES)
    last = tail.rstrip(b"\r\n").rsplit(b"\n", 1)[-1]
    if path.stat().st_size <= len(header) or not tail.strip():
        raise SourceError("sources.no_rows", **about)
    if tail.endswith(b"\n"):
        return True
    return _cells(header) == _cells(last)


def _cells(line: bytes) -> int:
    separator = max(b",;\t", key=lambda mark: line.count(bytes([mark])))
    return len(next(csv.reader([line.decode("utf-8", "replace")], delimiter=chr(separator)), []))
