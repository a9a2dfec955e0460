"""How a chart or table is cited: a sentence, BibTeX, or CSL-JSON for reference managers."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Literal

from ketenkompas.i18n import Language, text
from ketenkompas.reports._about import About

CitationStyle = Literal["text", "bibtex", "csl"]
MAKER = "Ketenkompas"
_BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    **{sign: f"\\{sign}" for sign in "$&#%_"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "₂": r"\textsubscript{2}",
    "\n": " ",
}


def citation(about: About, style: CitationStyle, language: Language | None = None) -> str:
    """The citation of a chart or table.

    Parameters
    ----------
    about : About
        What the chart is; parts that it does not know are left out.
    style : {"text", "bibtex", "csl"}
        One sentence; a BibTeX entry; a CSL-JSON list of one item of the type ``dataset``.
    language : {"nl", "en"}, optional
        Language of the words around the title; that of ``about`` by default.

    Notes
    -----
    The form is ``Ketenkompas, <title>, edition <edition>, from <source, edition>, <permalink>, <licence>``.

    Examples
    --------
    >>> about = About("Footprint of the Netherlands", edition="2026-11", sources=({"title": "Eurostat, 2026-01-22"},))
    >>> citation(about, "text")
    'Ketenkompas, Footprint of the Netherlands, edition 2026-11, from Eurostat, 2026-01-22'
    >>> citation(about, "text", "nl")
    'Ketenkompas, Footprint of the Netherlands, editie 2026-11, op basis van Eurostat, 2026-01-22'
    """
    told = language or about.language
    written: Mapping[CitationStyle, Callable[[], str]] = {
        "text": lambda: _sentence(about, told),
        "bibtex": lambda: _bibtex(about, told),
        "csl": lambda: json.dumps([csl_item(about, told)], ensure_ascii=False, indent=1),
    }
    return written[style]()


def slug(phrase: str, letters: int = 80) -> str:
    """A phrase as part of a file name or key: lower-case letters, digits and hyphens.

    Examples
    --------
    >>> slug("België: CO₂, 2000–2011"), slug("WIOD 2013 release; JRC 2019-07")
    ('belgie-co2-2000-2011', 'wiod-2013-release-jrc-2019-07')
    """
    dashed = phrase.replace("\N{EN DASH}", "-")
    plain = unicodedata.normalize("NFKD", dashed).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:letters].rstrip("-")


def csl_item(about: About, language: Language) -> dict[str, Any]:
    """The chart as one item of CSL-JSON."""
    day = about.day()
    known = {
        "version": about.edition,
        "URL": about.permalink,
        "note": "; ".join(_notes(about, language)),
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
    }
    return {
        "id": _key(about),
        "type": "dataset",
        "title": about.title,
        "author": [{"literal": MAKER}],
        "publisher": MAKER,
        "language": about.language,
        **{name: value for name, value in known.items() if value},
    }


def _sentence(about: About, language: Language) -> str:
    edition = text("files.cite.edition", language, edition=about.edition) if about.edition else ""
    parts = [MAKER, about.title, edition, _from(about, language), about.permalink, about.licence]
    return ", ".join(part for part in parts if part)


def _from(about: About, language: Language) -> str:
    named = "; ".join(about.attribution)
    return text("files.cite.from", language, source=named) if named else ""


def _bibtex(about: About, language: Language) -> str:
    day = about.day()
    fields = {
        "author": f"{{{MAKER}}}",
        "title": f"{{{_escaped(about.title)}}}" if about.title else "",
        "year": str(day.year) if day else "",
        "version": _escaped(about.edition),
        "publisher": MAKER,
        "url": _verbatim(about.permalink),
        "note": _escaped("; ".join(_notes(about, language))),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{_key(about)},\n" + ",\n".join(lines) + "\n}\n"


def _notes(about: About, language: Language) -> list[str]:
    receipts = text("files.cite.receipt", language, receipt=", ".join(about.receipts)) if about.receipts else ""
    return [part for part in (_from(about, language), about.licence, receipts) if part]


def _key(about: About) -> str:
    return "-".join(part for part in ("ketenkompas", slug(about.title, 60), slug(about.edition, 30)) if part)


def _escaped(phrase: str) -> str:
    return "".join(_BIBTEX.get(sign, sign) for sign in phrase)


def _verbatim(address: str) -> str:
    """An address as BibTeX takes it verbatim: what would end the field is percent-encoded."""
    return address.translate({ord(sign): f"%{ord(sign):02X}" for sign in "{}\\ "})
