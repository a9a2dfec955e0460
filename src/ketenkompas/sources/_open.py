"""Open a source: find it, check it, and say where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ketenkompas.errors import SourceError
from ketenkompas.sources._check import check
from ketenkompas.sources._patience import Patience, Progress
from ketenkompas.sources._places import Origin, Places, places
from ketenkompas.sources._record import SourceRecord
from ketenkompas.sources._registry import record as record_of


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that may be read: its place, its record, where it came from and its sha256.

    ``confirmed`` is False when the registry has no checksum to compare with (a publisher's file not yet seen).
    """

    path: Path
    record: SourceRecord
    origin: Origin
    sha256: str
    confirmed: bool


def find(source_id: str, *, where: Places | None = None) -> tuple[Path, Origin] | None:
    """The place of a source's file, unchecked, or None when no place has it.

    Raises
    ------
    UnknownCodeError
        ``sources.unknown``.
    """
    return (where or places()).find(record_of(source_id))


def open_source(source_id: str, *, where: Places | None = None) -> Opened:
    """A source's file, its length and sha256 checked; nothing is downloaded unless the order of places allows it.

    Raises
    ------
    UnknownCodeError
        ``sources.unknown``, with the nearest ids.
    SourceError
        ``sources.not_here`` when no place has it; ``sources.size_differs`` or ``sources.checksum_differs`` when the
        file found is another one (no other place is tried in silence).
    """
    spots, record = where or places(), record_of(source_id)
    found = spots.find(record)
    if found is None and "publisher" in spots.order and record.download_url:
        return get(record, where=spots)
    if found is None:
        looked = [str(spots.cache), *map(str, spots.mirrors)]
        code = {"address": "sources.not_here", "hand": "sources.not_here_by_hand", "mirror": "sources.not_here_mirror"}
        raise SourceError(code[record.reach], id=record.id, path=record.path, places=", ".join(looked))
    path, origin = found
    return Opened(path, record, origin, *check(path, record, spots.cache))


def get(
    record: SourceRecord,
    *,
    where: Places | None = None,
    again: bool = False,
    progress: Progress | None = None,
    patience: Patience | None = None,
) -> Opened:
    """The file of a record in the cache, fetched from the publisher unless a good one is there.

    Parameters
    ----------
    record : SourceRecord
        What to have.
    where : Places, optional
        The user's places; by default those of the environment.
    again : bool
        Fetch even when the file is there (a later version of a file whose checksum is not fixed).
    progress : callable, optional
        Called with the bytes that are here and the bytes there will be (None when the publisher does not say).
    patience : Patience, optional
        Time limits and number of attempts.

    Raises
    ------
    SourceError
        ``sources.no_address``, ``sources.offline``, ``sources.not_found``, ``sources.stalled``,
        ``sources.broken_off``, ``sources.page_instead``, ``sources.other_checksum``, ``sources.disk_full`` ...: each
        with what to do; nothing is then left under the file's name.
    """
    from ketenkompas.sources._download import download  # httpx takes 0.2 s, which only a download is worth
    from ketenkompas.sources._odata import download_table

    spots = where or places()
    target = spots.cached(record)
    if not again and target.is_file():
        try:
            return Opened(target, record, "cache", *check(target, record, spots.cache))
        except SourceError:
            if record.download_url is None:
                raise
    fetch = download_table if record.odata else download
    fetch(record, target, progress=progress, patience=patience)
    return Opened(target, record, "publisher", *check(target, record, spots.cache))
