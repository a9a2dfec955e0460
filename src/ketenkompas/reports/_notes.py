"""The line under a picture: whose figures these are, under which licence, and of which kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ketenkompas.i18n import Language, text
from ketenkompas.reports._about import credits_of


def kind_label(kind: str, language: Language) -> str:
    """The kind of a figure in words: official, cited, own calculation, demonstration."""
    return text(f"reports.kind.{kind}", language)


def kind_mark(kinds: Iterable[str], language: Language, *, provisional: bool = False) -> str:
    """The mark that is drawn inside a picture; empty for official figures and own calculations, unless provisional.

    Examples
    --------
    >>> kind_mark(["demo"], "nl"), kind_mark(["official"], "nl")
    ('DEMONSTRATIE', '')
    """
    present = set(kinds)
    if "demo" in present:
        return text("reports.mark.demo", language)
    return text("reports.mark.cited", language) if provisional or "cited" in present else ""


def source_note(sources: Iterable[Mapping[str, str]], *, edition: str, language: Language) -> str:
    """Source, licence and edition in one line per thing; a source that is named twice is told once.

    Parameters
    ----------
    sources : iterable of mapping
        Each with ``title``, ``publisher``, ``licence``, ``attribution``, as in a figure's JSON.
    edition : str
        Edition of the figures.
    """
    listed = list(sources)
    licences = dict.fromkeys(source["licence"] for source in listed if source.get("licence"))
    parts = [text("reports.source", language, source="; ".join(credits_of(listed)))]
    if licences:
        parts.append(text("reports.licence", language, licence="; ".join(name.rstrip(". ") for name in licences)))
    parts.append(text("reports.made_by", language, edition=edition))
    return "\n".join(parts)
