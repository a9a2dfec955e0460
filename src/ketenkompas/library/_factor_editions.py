"""Editions of emission factors: read from the official file, written for review, built into a release."""

from __future__ import annotations

from pathlib import Path

from ketenkompas.errors import InputError, ProductError, UnknownCodeError, Where
from ketenkompas.ingest import FACTOR_SOURCES, OWN_FACTOR_SOURCES, FactorImport, FactorSource
from ketenkompas.pipeline import build_factor_release, release_files, release_folder, write_bytes, write_release
from ketenkompas.pipeline import write_edition as _write_edition
from ketenkompas.reports import FACTOR_FORMS, FactorForm

_DATA_SETS = ("xml", "spold")  # one file each, or a folder of them


def sources() -> tuple[FactorSource, ...]:
    """The sources of which an edition can be read from its official file, and those that a user brings."""
    return tuple(_known().values())


def _known() -> dict[str, FactorSource]:
    return {**FACTOR_SOURCES, **OWN_FACTOR_SOURCES}


def read_source(source: str, file: Path | str | None = None) -> FactorImport:
    """A new edition of a source, read from the file as its publisher gives it.

    Parameters
    ----------
    source : str
        Id of the source (``co2emissiefactoren-nl``).
    file : Path, optional
        The official file; the folder of them for a source with several; none for data of an installed package.

    Returns
    -------
    FactorImport
        Records, rows that were skipped with the reason, what is odd. Nothing is written or released.

    Raises
    ------
    UnknownCodeError
        ``factor.source_unknown``.
    InputError
        ``factor.file_needed``, ``table.file_absent``, and everything the importer refuses, all faults together.
    """
    known = _known().get(source)
    if known is None:
        raise UnknownCodeError("factor.source_unknown", found=source, known=", ".join(_known()))
    if file is None:
        if known.file_kind:
            raise InputError("factor.file_needed", source=source, kind=known.file_kind)
        return known.read()
    path = Path(file)
    folder = known.file_kind == "folder" or (known.file_kind in _DATA_SETS and path.is_dir())
    if not (path.is_dir() if folder else path.is_file()):
        raise InputError("table.file_absent", where=Where(file=path.name), folder=path.parent.name or ".")
    return known.read(path)


def write_edition(found: FactorImport, folder: Path) -> Path:
    """Put the reviewable files of an import in place: ``<folder>/<source>/<edition>``.

    Raises
    ------
    InputError
        ``factor.edition_name``.
    ProductError
        ``factor.folder_taken``; ``product.cannot_write``.
    """
    return _write_edition(found.records, folder)


def form_of(spelling: str) -> FactorForm:
    """A form of export by its name.

    Raises
    ------
    UnknownCodeError
        ``factor.form_unknown``.
    """
    if spelling not in FACTOR_FORMS:
        raise UnknownCodeError("factor.form_unknown", found=spelling, known=", ".join(FACTOR_FORMS))
    return spelling


def write_file(path: Path, data: bytes) -> None:
    """Put an export in place whole.

    Raises
    ------
    ProductError
        ``product.cannot_write``.
    """
    write_bytes(path, data)


def build(number: str, folder: Path | None = None) -> Path:
    """Build a packaged release from its editions and put it in place.

    Raises
    ------
    UnknownCodeError
        ``factor.release_unknown``.
    InputError
        What a rule for releases refuses.
    ProductError
        ``factor.release_exists``.
    """
    return write_release(build_factor_release(number), folder)


def check_build(number: str) -> str:
    """Build a packaged release again and compare it, byte for byte, with the one that is here.

    Raises
    ------
    ProductError
        ``factor.build_differs`` with the file.
    """
    folder = release_folder(number)
    for name, data in release_files(build_factor_release(number)).items():
        if (folder / name).read_bytes() != data:
            raise ProductError("factor.build_differs", where=Where(file=name), release=number)
    return number
