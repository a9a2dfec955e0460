"""A table of an OData service (Statistics Netherlands), page after page; one file, and only when it is whole.

The answers of a table are its description, its columns, a list of codes for each dimension and its cells, the last in
pages. They are put together as one JSON file: ``{"table", "odata", "base", "parts": {name: [rows]}}``.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from ketenkompas.errors import SourceError, Where
from ketenkompas.sources._download import download
from ketenkompas.sources._lock import only_one
from ketenkompas.sources._patience import Patience, Progress
from ketenkompas.sources._record import SourceRecord

Rows = list[dict[str, Any]]
_READINGS = 2  # of a page that is no whole JSON
_DIMENSIONS = ("Dimension", "TimeDimension", "GeoDimension", "GeoDetail")


@dataclass(frozen=True, slots=True)
class Protocol:
    """What the parts of a table are called in a version of OData, and where an answer names the next page."""

    info: str
    columns: tuple[str, ...]
    cells: str
    more: str
    asks: str

    def codes(self, parts: Mapping[str, Rows]) -> list[str]:
        """The parts that hold the codes of each dimension."""
        if self.cells == "Observations":
            return [f"{row['Identifier']}Codes" for row in parts["Dimensions"]]
        return [str(row["Key"]) for row in parts["DataProperties"] if row.get("Type") in _DIMENSIONS]


PROTOCOLS: Mapping[str, Protocol] = {
    "3": Protocol("TableInfos", ("DataProperties",), "TypedDataSet", "odata.nextLink", "$format=json"),
    "4": Protocol("Properties", ("Dimensions", "MeasureCodes", "MeasureGroups"), "Observations", "@odata.nextLink", ""),
}


def odata_version(environ: Mapping[str, str] | None = None) -> str:
    """The version of OData that is asked: ``KETENKOMPAS_ODATA``, by default 3.

    Raises
    ------
    SourceError
        ``sources.odata_version`` for another version than 3 and 4.

    Examples
    --------
    >>> odata_version({}), odata_version({"KETENKOMPAS_ODATA": "4"})
    ('3', '4')
    """
    given = (os.environ if environ is None else environ).get("KETENKOMPAS_ODATA") or "3"
    if given not in PROTOCOLS:
        raise SourceError("sources.odata_version", found=given, known=", ".join(PROTOCOLS))
    return given


def download_table(
    record: SourceRecord,
    target: Path,
    *,
    progress: Progress | None = None,
    patience: Patience | None = None,
    version: str | None = None,
) -> Path:
    """Fetch every part of a record's table and return the one file made of them.

    Each page comes as :func:`download` brings a file: tried again, resumed, under its name only when whole. Pages that
    are here stay here, so that a table that was broken off goes on at the page where it stopped, provided the publisher
    still has the same version of the table: its description is asked before and after.

    Raises
    ------
    SourceError
        Those of :func:`download`; ``sources.odata_version``, ``sources.odata_gone`` (no such address for this version),
        ``sources.odata_page`` (no JSON with rows), ``sources.odata_link`` (the next page is elsewhere, or one that was
        read), ``sources.odata_changed`` (the table was replaced while it came).
    """
    limits, asked = patience or Patience(), version or odata_version()
    base = (record.odata or {}).get(asked)
    if base is None:
        known = ", ".join(sorted(key for key in record.odata or {} if key in PROTOCOLS))
        raise SourceError("sources.odata_version", found=asked, known=known)
    target.parent.mkdir(parents=True, exist_ok=True)
    before = _stamp(target)
    with only_one(target, target.parent / ".locks", limits.lock_s):
        if _stamp(target) not in (None, before):
            return target
        pages = _Pages(record, base, asked, target.with_name(target.name + ".pages"), progress or _untold, limits)
        parts = pages.gathered()
        _write(target, {"table": base.rsplit("/", 1)[-1], "odata": asked, "base": base, "parts": parts})
        shutil.rmtree(pages.folder)
    return target


@dataclass(frozen=True, slots=True)
class _Pages:
    """The pages of one table in a folder beside its file."""

    record: SourceRecord
    base: str
    version: str
    folder: Path
    progress: Progress
    limits: Patience

    def gathered(self) -> dict[str, Rows]:
        """All parts; the description is asked first and last, and a table that changed meanwhile is refused."""
        protocol = PROTOCOLS[self.version]
        info = self._described(protocol)
        parts: dict[str, Rows] = {protocol.info: info}
        for name in protocol.columns:
            parts[name] = self._part(name, protocol)
        for name in protocol.codes(parts):
            parts[name] = self._part(name, protocol)
        parts[protocol.cells] = self._part(protocol.cells, protocol, chosen=self.record.odata)
        if self._described(protocol) != info:
            shutil.rmtree(self.folder)
            raise SourceError("sources.odata_changed", id=self.record.id, url=self.base)
        return parts

    def _described(self, protocol: Protocol) -> Rows:
        """The description as it is now; pages of another version of the table are dropped."""
        kept = self.folder / f"{protocol.info}-0001.json"
        then = kept.read_bytes() if kept.is_file() else None
        kept.unlink(missing_ok=True)
        try:
            found = self._part(protocol.info, protocol)
        except SourceError as error:
            if error.code == "sources.not_found":
                gone = SourceError("sources.odata_gone", id=self.record.id, url=self.base, version=self.version)
                raise gone from error
            raise
        if then is not None and kept.read_bytes() != then:
            for page in self.folder.glob("*.json"):
                if page != kept:
                    page.unlink()
        return found

    def _part(self, name: str, protocol: Protocol, *, chosen: Mapping[str, str] | None = None) -> Rows:
        wanted = (chosen or {}).get("filter")
        asks = [protocol.asks, *([f"$filter={quote(wanted, safe='')}"] if wanted else [])]
        query = "&".join(ask for ask in asks if ask)
        rows: Rows = []
        for page in self._answers(name, f"{self.base}/{name}" + (f"?{query}" if query else ""), protocol):
            rows += page
        return rows

    def _answers(self, name: str, first: str, protocol: Protocol) -> Iterator[Rows]:
        seen: list[str] = []
        url: str | None = first
        while url is not None:
            seen.append(url)
            rows, more = self._page(url, self.folder / f"{name}-{len(seen):04d}.json", protocol)
            yield rows
            url = None if more is None else self._next(url, more, seen)

    def _next(self, url: str, more: str, seen: list[str]) -> str:
        """The address of the next page: of this publisher, by the same scheme, and not read before."""
        link = urlsplit(urljoin(url, more))
        found = link._replace(scheme=urlsplit(self.base).scheme).geturl()
        if link.netloc != urlsplit(self.base).netloc or found in seen:
            raise SourceError("sources.odata_link", id=self.record.id, url=url, found=more)
        return found

    def _page(self, url: str, file: Path, protocol: Protocol) -> tuple[Rows, str | None]:
        for _ in range(_READINGS):
            if not _is_of(file, url):
                one = replace(self.record, download_url=url, path=file.name, sha256=None, size=None, odata=None)
                file.unlink(missing_ok=True)
                download(one, file, progress=self.progress, patience=self.limits)
            try:
                answer = json.loads(file.read_bytes())
                rows = answer["value"] if "value" in answer else _object(answer)
                if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
                    return rows, answer.get(protocol.more)
                reason = "value"
            except (ValueError, AttributeError, TypeError) as broken:
                reason = str(broken)
            file.unlink()
        raise SourceError("sources.odata_page", where=Where(file=file.name), id=self.record.id, url=url, reason=reason)


def _object(answer: Mapping[str, Any]) -> Rows | None:
    """An answer that is one thing (the properties of a table in OData 4) as its one row."""
    found = {name: value for name, value in answer.items() if not name.startswith("@odata.")}
    return [found] if "Identifier" in found else None


def _is_of(file: Path, url: str) -> bool:
    """Whether a page that is here came from this address."""
    try:
        note = json.loads(file.with_name(file.name + ".fetched.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return file.is_file() and note.get("url") == url


def _write(target: Path, whole: Mapping[str, Any]) -> None:
    raw = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
    part = target.with_name(target.name + ".part")
    part.write_bytes(raw)
    note = {
        "url": whole["base"],
        "fetched": datetime.now(UTC).isoformat(timespec="seconds"),
        "sha256": hashlib.sha256(raw).hexdigest(),
        "bytes": len(raw),
    }
    target.with_name(target.name + ".fetched.json").write_text(json.dumps(note, indent=1), "utf-8")
    part.replace(target)


def _untold(_done: int, _total: int | None) -> None:
    return


def _stamp(path: Path) -> tuple[int, int] | None:
    return (path.stat().st_mtime_ns, path.stat().st_ino) if path.is_file() else None
