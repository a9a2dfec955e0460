"""XML from outside, without entities, document types or references to elsewhere: a file, a folder or a zip."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ketenkompas.errors import InputError, Where
from ketenkompas.ingest._faults import shown
from ketenkompas.ingest._rows import bytes_of

LARGEST_XML = 64 << 20
"""Bytes of one file, unpacked."""
_MOST_FILES = 200_000


def xml_files(path: Path, endings: tuple[str, ...] = (".xml",)) -> Iterator[tuple[str, bytes]]:
    """The files behind a path, each as its name and its bytes, in the order of their names.

    Parameters
    ----------
    path : Path
        A file, a folder (searched with all its folders) or a zip.
    endings : tuple of str
        What the names of the files end in.

    Raises
    ------
    InputError
        ``table.file_absent``; ``xml.too_large`` for a file of more than 64 MB; ``xml.none`` where there is no such
        file; ``ingest.damaged_archive``.
    """
    found = 0
    for name, data in _each(path, endings):
        found += 1
        yield name, data
    if not found:
        raise InputError("xml.none", where=Where(file=path.name), endings=", ".join(endings))


def _each(path: Path, endings: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for one in sorted(path.rglob("*")):
            if one.is_file() and one.name.lower().endswith(endings):
                _require_size(one.stat().st_size, one.name)
                yield str(one.relative_to(path)), one.read_bytes()
    elif path.is_file() and zipfile.is_zipfile(path):
        yield from _zipped(path, endings)
    elif not path.is_file() or path.name.lower().endswith(endings):
        data = bytes_of(path)
        _require_size(len(data), path.name)
        yield path.name, data


def _zipped(path: Path, endings: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(path) as archive:
            held = [one for one in archive.infolist() if one.filename.lower().endswith(endings)]
            if len(held) > _MOST_FILES:
                raise InputError("xml.too_large", where=Where(file=path.name), found=len(held), limit=_MOST_FILES)
            for one in sorted(held, key=lambda member: member.filename):
                _require_size(one.file_size, f"{path.name} ({one.filename})")
                yield one.filename, archive.read(one)
    except (zipfile.BadZipFile, EOFError, RuntimeError) as fault:
        reason = shown(str(fault), 80)
        raise InputError("ingest.damaged_archive", where=Where(file=path.name), reason=reason) from fault


def _require_size(size: int, name: str) -> None:
    if size > LARGEST_XML:
        raise InputError("xml.too_large", where=Where(file=name), found=size, limit=LARGEST_XML)


def parsed(data: bytes, name: str) -> Element:
    """The root of an XML document.

    Raises
    ------
    InputError
        ``xml.hostile`` for a document type, entities or references to elsewhere; ``xml.broken`` with the line.
    """
    where = Where(file=name)
    try:
        root: Element = fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as fault:
        raise InputError("xml.hostile", where=where, kind=type(fault).__name__) from fault
    except (ParseError, LookupError, ValueError) as fault:
        row = getattr(fault, "position", (None,))[0]
        raise InputError("xml.broken", where=Where(file=name, row=row), reason=shown(str(fault), 80)) from fault
    return root


def tag_of(element: Element) -> str:
    """The name of an element without its name space."""
    return str(element.tag).rpartition("}")[2]


def below(element: Element, *path: str) -> list[Element]:
    """All elements at the end of a path of names, whatever their name spaces."""
    found = [element]
    for name in path:
        found = [child for one in found for child in one if tag_of(child) == name]
    return found


def first(element: Element, *path: str) -> Element | None:
    """The first element at the end of a path of names."""
    return next(iter(below(element, *path)), None)


def said(element: Element, *path: str) -> str:
    """The text at the end of a path of names, without stray blanks; empty where there is none."""
    one = first(element, *path)
    return "" if one is None or one.text is None else " ".join(one.text.split())


def in_languages(elements: list[Element]) -> dict[str, str]:
    """Texts by language (``xml:lang``; none counts as English), the first of each."""
    found: dict[str, str] = {}
    for one in elements:
        if one.text and one.text.strip():
            language = attribute(one, "lang") or "en"
            found.setdefault(language, " ".join(one.text.split()))
    return found


def attribute(element: Element, name: str) -> str:
    """An attribute whatever its name space; empty where there is none."""
    told: dict[str, Any] = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
    return str(told.get(name, ""))
