"""The parts of a factor's page that are words and lists: marks, boundary, apart, scopes, kin, codes, source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ketenkompas.factors import Factor, Kinship, nearest, related
from ketenkompas.i18n import Language, text
from ketenkompas.web.factorpages import _words
from ketenkompas.web.factorpages._asked import Asked
from ketenkompas.web.factorpages._boundary import boundary
from ketenkompas.web.factorpages._codes import label_of
from ketenkompas.web.factorpages._rows import Row, row

_KIN: tuple[Kinship, ...] = ("variant", "boundary", "region", "source")
_EACH = 6
_DUTCH = frozenset({"co2emissiefactoren-nl", "rivm-food"})
"""Sources whose notes are in Dutch; those of the others are in English."""


@dataclass(frozen=True, slots=True)
class Kin:
    """Factors that may be meant instead, for one reason."""

    heading: str
    found: tuple[Row, ...]
    more: str


def sections(factor: Factor, asked: Asked) -> dict[str, Any]:
    """Everything that the template of a factor shows besides its charts."""
    language = asked.language
    return {
        "marks": _words.marks(factor, language),
        "flags": [text(f"factors.flag.{flag}", language) for flag in factor.flags],
        "facts": _facts(factor, language),
        "boundary": boundary(factor, language),
        "apart": _apart(factor, language),
        "known": [(_words.stage(one.stage, language), _words.figure(one.value, language)) for one in factor.components],
        "others": [
            (_words.stage(one.stage, language), _words.figure(one.value, language)) for one in factor.alternatives
        ],
        "scopes": [_words.scope(one, language) for one in factor.scope_hint],
        "is_energy": factor.category in ("fuels", "electricity", "heat"),
        "kin": _kin(factor, asked),
        "codes": [
            (
                one.scheme,
                one.code,
                label_of(one.scheme, one.code, language),
                _relation(one.relation, language),
                asked.link("factor_code", one.scheme, one.code),
            )
            for one in factor.classifications
        ],
        "source": factor.source,
        "terms": _words.terms(factor.source, language),
        "origin": _origin(factor, language),
        "history": _history(factor, asked),
        "text_of_source": factor.value_text,
        "description": factor.description,
        "description_language": "nl" if factor.source.source_id in _DUTCH else "en",
        "description_label": text(
            f"factors.description.{'nl' if factor.source.source_id in _DUTCH else 'en'}", language
        ),
    }


def _facts(factor: Factor, language: Language) -> list[str]:
    role = text(f"factors.region_role.{factor.region_role}", language)
    return [
        f"{_words.region_name(factor.region, language)} ({role})",
        text("factors.data_of", language, years=_words.years(factor, language))
        if factor.data_year_from or factor.data_year_to
        else _words.years(factor, language),
        text(f"factors.boundary.{factor.boundary}.name", language),
    ]


def _apart(factor: Factor, language: Language) -> list[tuple[str, str, str]]:
    """Amounts that are never part of the value: what they are, how much, and why they stand apart."""
    amounts = {"biogenic": factor.biogenic_co2, "uptake": factor.biogenic_uptake, "avoided": factor.avoided}
    per = _words.unit_name(factor, language)
    return [
        (
            text(f"factors.apart.{name}", language),
            text(f"factors.apart.{name}.amount", language, amount=_words.figure(amount, language), unit=per),
            text(f"factors.apart.{name}.why", language),
        )
        for name, amount in amounts.items()
        if amount is not None
    ]


def _kin(factor: Factor, asked: Asked) -> list[Kin]:
    everyone = related(asked.records, factor)
    shown = nearest(everyone, factor, _EACH)
    made = []
    for kinship in _KIN:
        mine = [one.factor for one in shown if one.kinship == kinship]
        count = sum(one.kinship == kinship for one in everyone)
        if mine:
            left = count - len(mine)
            more = text("factors.kin.more", asked.language, count=left) if left else ""
            heading = text(f"factors.kin.{kinship}", asked.language)
            made.append(Kin(heading, tuple(_beside(one, factor, asked) for one in mine), more))
    return made


def _beside(other: Factor, factor: Factor, asked: Asked) -> Row:
    both = asked.link("factor_compare", first=asked.release.spelled(factor), second=asked.release.spelled(other))
    return replace(row(other, asked), compare=both)


def _relation(relation: str, language: Language) -> str:
    return text(f"factors.relation.{relation}", language)


def _origin(factor: Factor, language: Language) -> list[tuple[str, str]]:
    """Where exactly the value stands: name of the fact, and the fact."""
    one = factor.source
    stated = text(f"factors.gwp_basis.{one.gwp_basis}", language)
    facts = {
        "publisher": one.publisher,
        "dataset": one.dataset,
        "edition": f"{one.edition} ({one.source_version})" if one.source_version != one.edition else one.edition,
        "published_on": one.published_on,
        "cell": factor.cell,
        "native_id": factor.native_id,
        "retrieved_on": one.retrieved_on.isoformat(),
        "licence": one.licence,
        "gwp_set": f"{factor.gwp_set} ({stated})",
        "energy": "" if factor.energy_content_mj is None else f"{_words.figure(factor.energy_content_mj, language)} MJ",
        "record": f"{factor.key}, {text('factors.version', language)} {factor.version}",
        "id": factor.ref,
        "hash": one.file_sha256,
    }
    return [(text(f"factors.origin.{name}", language), told) for name, told in facts.items() if told]


def _changed(factor: Factor, language: Language) -> str:
    cause = text(f"factors.cause.{factor.change_kind}", language)
    note = f" {factor.change_note}" if factor.change_note else ""
    return f"{cause}.{note}"


def _history(factor: Factor, asked: Asked) -> list[tuple[str, str, str, str, bool]]:
    """Each version: where it leads, its edition, its value, its cause; the one shown is marked."""
    language = asked.language
    return [
        (
            asked.link("factor", f"{one.factor_id}@{one.version}"),
            text("factors.version_of", language, version=one.version, edition=one.source.edition),
            _words.value_words(one, language),
            _changed(one, language),
            one.version == factor.version,
        )
        for one in reversed(asked.release.history(factor.factor_id))
    ]
