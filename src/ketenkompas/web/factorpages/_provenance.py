"""What must stand beside the figures of a factor: whose they are, how sure, under which terms, from which release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ketenkompas import reports
from ketenkompas.factors import Factor, Interval, interval_of
from ketenkompas.i18n import Language, text
from ketenkompas.web._panel import Provenance
from ketenkompas.web.factorpages import _words
from ketenkompas.web.factorpages._asked import Asked


@dataclass(frozen=True, slots=True)
class Dress:
    """What a chart says besides its figures when it travels alone."""

    subtitle: str
    note: str
    mark: str


def kind(factor: Factor) -> str:
    """Whose figure it is: as published, our own calculation, or taken over from others and provisional."""
    if factor.mrio_id and factor.source.source_id.startswith("ketenkompas"):
        return "model"
    return "cited" if {"second_hand", "provisional"} & set(factor.flags) else "official"


def dress(factor: Factor, found: Sequence[Factor], asked: Asked) -> Dress:
    """Boundary and warming potentials, source and licence, and the mark of provisional figures."""
    language = asked.language
    came = provenance(found, asked)
    edition = f"{text('factors.release', language)} {asked.release.number}"
    return Dress(
        subtitle=f"{text(f'factors.boundary.{factor.boundary}.name', language)}; {factor.gwp_set}",
        note=reports.source_note(came.sources, edition=edition, language=language),
        mark=reports.kind_mark(came.kinds, language),
    )


def provenance(found: Sequence[Factor], asked: Asked) -> Provenance:
    language = asked.language
    editions = {(one.source.source_id, one.source.edition): one.source for one in found}
    origin = {interval_words(one, interval_of(one, one.value or 0.0), language): None for one in found[:1]}
    return Provenance(
        kinds=tuple(dict.fromkeys(kind(one) for one in found)),
        sources=tuple(
            {
                "id": one.source_id,
                "title": f"{one.dataset}, {one.edition}",
                "publisher": one.publisher,
                "licence": f"{one.licence} ({text(f'factors.verdict.{one.licence_verdict}.short', language)})",
                "attribution": one.attribution,
                "url": one.url,
            }
            for one in editions.values()
        ),
        receipts=(asked.release.number,),
        newest=((kind(found[0]), asked.release.published_on.year, asked.release.number),),
        editions=tuple(f"{one.dataset} {one.edition}" for one in editions.values()),
        intervals=tuple(origin),
        data=tuple(reports.factor_json(one) for one in found),
    )


def interval_words(factor: Factor, interval: Interval, language: Language) -> str:
    """The interval in words with where it comes from, or why there is none."""
    if interval.low is None or interval.high is None:
        return text(f"factors.interval.{interval.origin}", language)
    return text(
        f"factors.interval.{interval.origin}",
        language,
        low=_rounded(interval.low, language),
        high=_rounded(interval.high, language),
        unit=_words.per_unit(factor, language),
    )


def interval_base(interval: Interval, language: Language) -> list[str]:
    """What the width rests on: the class or the scores, and the factor by which the value may be off."""
    if interval.gsd2 is None:
        return []
    said = text("factors.interval.gsd2", language, gsd2=_rounded(interval.gsd2, language))
    return [said, text("factors.interval.base", language, base=interval.base)] if interval.base else [said]


def _rounded(amount: float, language: Language) -> str:
    """A bound with three digits: more would promise too much."""
    return _words.figure(float(f"{amount:.3g}"), language)
