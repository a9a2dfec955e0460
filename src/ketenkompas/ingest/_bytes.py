"""Open a text table as bytes, plain or compressed, and refuse at once what is no such table."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, cast

from ketenkompas.errors import InputError, Where
from ketenkompas.ingest._faults import Faults

Packing = Literal["plain", "zip", "gzip"]
HEAD_BYTES = 1 << 20
_CHUNK_BYTES = 8 << 20
_LARGEST = 8 << 30
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile)
_MAGIC = {b"PAR1": "Parquet", b"%PDF": "PDF", b"\xd0\xcf\x11\xe0": "Excel 97-2003", b"\x1f\x8b": "gzip", b"PK": "zip"}
_TEXT_ENDINGS = (".csv", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class Source:
    """A text table on disk: plain, in a zip with one table, or gzipped."""

    path: Path
    packing: Packing
    member: str = ""

    @property
    def name(self) -> str:
        """The file's name, with the table's name inside a zip."""
        return f"{self.path.name} ({self.member})" if self.member else self.path.name

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The table's bytes, unpacked while they are read.

        Raises
        ------
        InputError
            ``ingest.damaged_archive`` when the packing breaks off or does not agree with its checksum.
        """
        try:
            if self.packing == "zip":
                with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as stream:
                    yield stream
            elif self.packing == "gzip":
                with gzip.open(self.path, "rb") as unpacked:
                    yield cast("IO[bytes]", unpacked)
            else:
                with self.path.open("rb") as stream:
                    yield stream
        except _DAMAGED as broken:
            reason = str(broken) or type(broken).__name__
            raise InputError("ingest.damaged_archive", where=Where(file=self.path.name), reason=reason) from None

    def head(self) -> bytes:
        """The first megabyte."""
        with self.open() as stream:
            return stream.read(HEAD_BYTES)

    def chunks(self, size: int = _CHUNK_BYTES) -> Iterator[bytes]:
        """The table in pieces of whole lines; the next piece is unpacked while the caller works on this one."""
        with self.open() as stream, ThreadPoolExecutor(1) as worker:
            rest, pending = b"", worker.submit(_piece, stream, size)
            while piece := pending.result():
                pending = worker.submit(_piece, stream, size)
                cut = piece.rfind(b"\n") + 1
                if cut:
                    yield rest + piece[:cut] if rest else piece[:cut]
                    rest = piece[cut:]
                else:
                    rest += piece
            if rest:
                yield rest

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Each line with its row number (the header is row 1), without its line end."""
        with self.open() as stream:
            for number, line in enumerate(stream, start=1):
                yield number, line.rstrip(b"\r\n")


def _piece(stream: IO[bytes], wanted: int) -> bytes:
    """The next bytes, about a chunk of them (``read`` of a zip joins thousands of small pieces; ``read1`` does not)."""
    parts: list[bytes] = []
    while wanted > 0 and (part := cast("io.BufferedReader", stream).read1(wanted)):
        parts.append(part)
        wanted -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def open_source(path: Path) -> Source:
    """The table at a path, told apart by its first bytes, not by its name.

    Raises
    ------
    InputError
        ``ingest.file_absent``, ``ingest.archive_members`` (a zip must hold exactly one table), ``ingest.too_large``,
        ``ingest.damaged_archive``.
    """
    if not path.is_file():
        raise InputError("ingest.file_absent", where=Where(file=path.name), folder=path.parent.name or ".")
    with path.open("rb") as stream:
        start = stream.read(4)
    if start[:2] == b"PK":
        return Source(path, "zip", _member(path))
    return Source(path, "gzip" if start[:2] == b"\x1f\x8b" else "plain")


def _member(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            tables = [item for item in archive.infolist() if item.filename.lower().endswith(_TEXT_ENDINGS)]
            others = [item.filename for item in archive.infolist()]
    except _DAMAGED as broken:
        raise InputError("ingest.damaged_archive", where=Where(file=path.name), reason=str(broken)) from None
    if len(tables) != 1:
        found = ", ".join(others[:5]) or "-"
        raise InputError("ingest.archive_members", where=Where(file=path.name), count=len(tables), found=found)
    if tables[0].file_size > _LARGEST:
        size = tables[0].file_size
        raise InputError("ingest.too_large", where=Where(file=path.name), size=size, largest=_LARGEST)
    return tables[0].filename


def header_of(source: Source, separators: str = ",") -> tuple[list[str], bytes]:
    """The header's cells and the first megabyte, after the checks that tell a table from something else.

    Parameters
    ----------
    separators : str
        The separators that this source may use; the last of them that stands in the header is taken.

    Raises
    ------
    InputError
        ``ingest.file_has_problems`` with ``ingest.empty_file``, ``ingest.utf16``, ``ingest.web_page``,
        ``ingest.other_format``, ``ingest.nul_bytes``, ``ingest.not_utf8``, ``ingest.separator`` or ``ingest.no_rows``.
    """
    head, faults = source.head(), Faults(source.name)
    _note_no_text(head, faults)
    faults.raise_if_any()
    first, _, rest = head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")
    try:
        line = first.rstrip(b"\r").decode("utf-8")
    except UnicodeDecodeError as broken:
        line = first.decode("cp1252", errors="replace")
        faults.add("ingest.not_utf8", row=1, found=f"0x{first[broken.start]:02x}")
    if line.count(";") > max(line.count(separator) for separator in separators) and ";" not in separators:
        faults.add("ingest.separator", row=1, found=";", expected=separators.replace("\t", " tab"))
    if not rest.strip():
        faults.add("ingest.no_rows", row=1)
    faults.raise_if_any()
    separator = next((known for known in reversed(separators) if known in line), separators[0])
    return [cell.strip().strip('"') for cell in line.split(separator)], head


def _note_no_text(head: bytes, faults: Faults) -> None:
    """Note one reason why these bytes are no text table, the most telling first."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    magic = next((name for mark, name in _MAGIC.items() if head.startswith(mark)), "")
    if not head.strip():
        faults.add("ingest.empty_file")
    elif head[:2] in (b"\xff\xfe", b"\xfe\xff") or (len(head) > 3 and head[1:4:2] == b"\x00\x00"):
        faults.add("ingest.utf16", row=1)
    elif start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head")):
        faults.add("ingest.web_page", row=1, found=start[:30].decode("ascii", "replace").split("\n")[0])
    elif start.startswith((b"{", b"[")):
        faults.add("ingest.other_format", row=1, found="JSON")
    elif magic:
        faults.add("ingest.other_format", row=1, found=magic)
    elif b"\x00" in head.partition(b"\n")[0]:
        faults.add("ingest.nul_bytes", row=1)
