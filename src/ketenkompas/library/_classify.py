"""Codes and what they correspond to, for every door: what a code or a word is, and where a key leads it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Any

from ketenkompas.classifications import (
    CLASSIFICATIONS,
    Correspondence,
    Item,
    Lookup,
    Match,
    areas,
    classification,
    correspondence,
    keys,
    scheme,
    special_targets,
)
from ketenkompas.errors import CorrespondenceError, UnknownCodeError
from ketenkompas.i18n import Language

_SEARCHED = ("A64", "CPA2.1", "CPV2008", "CN2023", "RGS3.7")


@dataclass(frozen=True, slots=True)
class Classified:
    """What a code or a text was found to be, best first; each row is plain data, the same in every door."""

    asked: str
    rows: tuple[dict[str, Any], ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {"asked": self.asked, "items": list(self.rows), "count": len(self.rows)}


def classify(asked: str, scheme: str | None = None, *, lang: Language = "en", limit: int = 10) -> Classified:
    """The codes that a spelling or a text stands for, in one classification or in those most used.

    A spelling of a code is read as such (without its dots, its check digit or the zero that a sheet dropped). What has
    no digit is searched in the labels as well: ``pan`` is Panama, and a pan.

    Parameters
    ----------
    asked : str
        A code or words.
    scheme : str, optional
        A classification; without it codes are looked up in all, and words searched in A64, CPA 2.1, CPV 2008, CN 2023
        and RGS 3.7.

    Raises
    ------
    UnknownCodeError
        ``classification.no_scheme``; ``classification.nothing_found``, or why the code is none of the classification
        that was named (another edition, a wrong check digit, ...).

    Examples
    --------
    >>> [row["code"] for row in classify("3000000-1", "CPV2008").rows]
    ['03000000']
    >>> classify("kantoormeubelen", "CPA2.1", lang="nl").rows[0]["code"]
    '31.01'
    """
    names = CLASSIFICATIONS if scheme is None else (classification(scheme).name,)
    rows = [row for name in names if (row := _looked_up(name, asked, lang, told=scheme is not None)) is not None]
    if not rows or not any(sign.isdigit() for sign in asked):
        searched = _SEARCHED if scheme is None else names
        found = [(name, match) for name in searched for match in classification(name).find_text(asked, lang, limit)]
        found.sort(key=lambda pair: -pair[1].score)
        known = {(row["scheme"], row["code"]) for row in rows}
        rows += [matched_row(name, match, lang) for name, match in found if (name, match.item.code) not in known]
    if not rows:
        if scheme is not None:
            classification(scheme).lookup(asked)  # says why it is no code
        raise UnknownCodeError("classification.nothing_found", found=asked, searched=", ".join(names))
    return Classified(asked, tuple(rows[:limit]))


def _looked_up(name: str, asked: str, lang: Language, *, told: bool) -> dict[str, Any] | None:
    try:
        return looked_up_row(name, classification(name).lookup(asked), lang)
    except UnknownCodeError as fault:
        if told and fault.code != "classification.unknown":
            raise
        return None


def item_row(name: str, item: Item, lang: Language = "en") -> dict[str, Any]:
    """A code as plain data; ``language`` says in which language the label is, empty where there is none."""
    label, language = _label(item, lang)
    return {
        "scheme": name,
        "code": item.code,
        "label": label,
        "language": language,
        "level": item.level,
        "parent": item.parent,
        "unit": item.unit,
        "marks": " ".join(item.marks),
    }


def _label(item: Item, lang: Language) -> tuple[str, str]:
    """The label of the product in the language asked; where the source has none, the other one, and which it is."""
    other: Language = "en" if lang == "nl" else "nl"
    for language in (lang, other):
        label = item.label(language, product=True)
        if label:
            return label, language
    return "", ""


def looked_up_row(name: str, found: Lookup, lang: Language = "en") -> dict[str, Any]:
    """A code that was looked up, with how its spelling was read and what it may mean as well."""
    return item_row(name, found.item, lang) | {"how": found.how, "also": " ".join(found.also), "score": 100.0}


def matched_row(name: str, found: Match, lang: Language = "en") -> dict[str, Any]:
    """A code that was found by words, with why and how well (0 to 100)."""
    return item_row(name, found.item, lang) | {"how": found.why, "also": "", "score": round(found.score, 2)}


def classification_list(lang: Language = "en") -> list[dict[str, Any]]:
    """Every classification with its version, source, licence and number of codes."""
    return [_classification_row(name, lang) for name in CLASSIFICATIONS]


def _classification_row(name: str, lang: Language) -> dict[str, Any]:
    known = classification(name)
    return {
        "id": name,
        "title": known.about.title(lang),
        "edition": known.about.edition,
        "publisher": known.about.publisher,
        "licence": known.about.licence,
        "attribution": known.about.attribution,
        "codes": len(known.items),
        "levels": len(known.levels),
    }


def classification_items(
    name: str, *, query: str | None = None, prefix: str | None = None, lang: Language = "en"
) -> list[dict[str, Any]]:
    """The codes of a classification: all, those that begin with a prefix, or those found by words, best first.

    Raises
    ------
    UnknownCodeError
        ``classification.no_scheme``.
    """
    known = classification(name)
    plain = known.find_prefix(prefix or "")
    if query is None:
        blank = {"how": "", "also": "", "score": 100.0}
        return [item_row(known.name, item, lang) | blank for item in plain]
    kept = {item.code for item in plain}
    found = known.find_text(query, lang, limit=len(known.items))
    return [matched_row(known.name, match, lang) for match in found if match.item.code in kept]


def classified_code(name: str, code: str, *, lang: Language = "en") -> dict[str, Any]:
    """Everything about a code: the codes above and below it, its source, and what it corresponds to.

    Raises
    ------
    UnknownCodeError
        ``classification.no_scheme``, and what :meth:`Classification.lookup` raises.
    """
    known = classification(name)
    found = known.lookup(code)
    at = found.item.code
    return looked_up_row(known.name, found, lang) | {
        "title": known.about.title(lang),
        "edition": known.about.edition,
        "licence": known.about.licence,
        "attribution": known.about.attribution,
        "notes": found.item.notes,
        "parents": [item_row(known.name, item, lang) for item in known.parents(at)],
        "children": [item_row(known.name, item, lang) for item in known.children(at)],
        "corresponds": [row for key in _keys_from(known.name) for row in _pairs(key, at, lang)],
    }


def corresponding(source: str, target: str, code: str, *, lang: Language = "en") -> dict[str, Any]:
    """Where a key leads a code: its targets with relation, share (null when nobody knows it) and confidence.

    Raises
    ------
    UnknownCodeError
        ``classification.no_scheme``, and what :meth:`Classification.lookup` raises.
    CorrespondenceError
        ``correspondence.no_key``, ``correspondence.no_target``.
    """
    key = correspondence(source, target)
    at = classification(key.source).lookup(code).item.code
    key.targets(at)
    said = key.about
    return {
        "source": key.source,
        "target": key.target,
        "through": list(key.through),
        "code": at,
        "derived": any(pair.derived for pair in key.candidates(at)),
        "note": "" if said is None else said.note(lang),
        "attribution": "" if said is None else said.attribution,
        "licence": "" if said is None else said.licence,
        "items": _pairs(key, at, lang),
    }


def _keys_from(name: str) -> list[Correspondence]:
    """The keys that begin at a classification, and a chain to the product groups where no key leads there at once."""
    ends = [target for source, target in keys() if source == name]
    found = [correspondence(name, target) for target in ends]
    if ends and not {"A64", "SPEND"} & {*ends}:
        with contextlib.suppress(CorrespondenceError):
            found.append(correspondence(name, "A64"))
    return found


def _pairs(key: Correspondence, code: str, lang: Language) -> list[dict[str, Any]]:
    if code not in key.pairs:
        return []
    return [
        {
            "source": key.source,
            "target": key.target,
            "through": " ".join(key.through),
            "code": pair.target,
            "label": _target_label(key.target, pair.target, lang),
            "relation": pair.relation,
            "weight": pair.weight,
            "derived": pair.derived,
            "confidence": pair.confidence,
            "note": pair.note,
        }
        for pair in key.candidates(code)
    ]


def _target_label(name: str, code: str, lang: Language) -> str:
    if name == "FIGARO":
        return areas()[code].name(lang)
    if name == "SPEND":
        if code in special_targets():
            return code
        return scheme("A64").label(code, lang, product=True)
    return _label(classification(name).items[code], lang)[0]
