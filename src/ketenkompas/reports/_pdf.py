"""Pages as one PDF: each drawn from SVG by itself, joined, with a title and a language.

Only what our own drawing program writes has to be read: plain objects, one page each, no compressed object tables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ketenkompas.i18n import Language

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_REFERENCE = re.compile(rb"(?<![\d.])(\d+) 0 R\b")
_STREAM = re.compile(rb"\bstream\r?\n", re.DOTALL)
_TAGS: dict[Language, str] = {"nl": "nl-NL", "en": "en-GB"}


def joined_pdf(pages: Sequence[str], *, title: str, language: Language, subject: str = "") -> bytes:
    """SVG pages as one PDF: vector pictures, text that can be selected and searched.

    Parameters
    ----------
    pages : sequence of str
        One SVG each; its ``width`` and ``height`` are points.
    title, subject : str
        For the reader's window and for those who search; ``language`` for those who listen.
    """
    import vl_convert

    objects: dict[int, bytes] = {}
    kids: list[int] = []
    for page in pages:
        kids.append(_taken(vl_convert.svg_to_pdf(page), objects))
    tree, info, catalog = (max(objects) + step for step in (1, 2, 3))
    for kid in kids:
        objects[kid] = re.sub(rb"/Parent \d+ 0 R", b"/Parent %d 0 R" % tree, objects[kid])
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[tree] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), listed)
    objects[info] = b"<< /Title %s /Subject %s /Creator (Ketenkompas) >>" % (_text(title), _text(subject))
    shown = b"/ViewerPreferences << /DisplayDocTitle true >>"
    objects[catalog] = b"<< /Type /Catalog /Pages %d 0 R /Lang (%s) %s >>" % (tree, _TAGS[language].encode(), shown)
    return _written(objects, catalog, info)


def _taken(document: bytes, objects: dict[int, bytes]) -> int:
    """The objects of a one-page document under new numbers, without its own catalogue; the number of its page."""
    offset = max(objects, default=0)
    page = 0
    for found in _OBJECT.finditer(document):
        body = _moved(found[2], offset)
        number = int(found[1]) + offset
        if b"/Type /Catalog" in body or b"/Type /Pages" in body or b"/Producer" in body:
            continue
        if b"/Type /Page\n" in body:
            page = number
        objects[number] = body
    return page


def _moved(body: bytes, offset: int) -> bytes:
    """An object with its references moved; what is in a stream stays as it is."""
    begin = _STREAM.search(body)
    end = begin.start() if begin else len(body)
    head = _REFERENCE.sub(lambda found: b"%d 0 R" % (int(found[1]) + offset), body[:end])
    return head + body[end:]


def _text(told: str) -> bytes:
    """A text string of a document's information, in any script."""
    return b"<" + ("\ufeff" + told).encode("utf-16-be").hex().upper().encode() + b">"


def _written(objects: dict[int, bytes], catalog: int, info: int) -> bytes:
    made = bytearray(b"%PDF-1.7\n%\x80\x80\x80\x80\n")
    places = {}
    for number in sorted(objects):
        places[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    start, size = len(made), max(objects) + 1
    made += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        made += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    made += b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        catalog,
        info,
        start,
    )
    return bytes(made)
