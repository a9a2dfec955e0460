"""Picking from ranked candidates: the first when it is beyond doubt, else none, with the reason and what to ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ketenkompas.factors._choice import Candidate, Choice
from ketenkompas.factors._judge import Asked
from ketenkompas.factors._money import product_of
from ketenkompas.factors._reasons import Reason, Refusal
from ketenkompas.factors._record import Factor
from ketenkompas.factors._release import Release
from ketenkompas.factors._rules import choice_rules


def answer(
    release: Release, asked: Asked, found: list[Candidate], refusals: list[Refusal], closeness: Mapping[str, float]
) -> Choice:
    """The answer to a question from all that was judged; ``closeness`` as for :func:`choose`."""
    ranked = sorted(found, key=lambda one: (one.points, one.factor.key, one.factor.factor_id))
    unreached = [release.get(one.factor) for one in refusals if one.code == "unit_kind_mismatch"]
    why = _doubt(ranked, unreached, asked, closeness)
    picked = ranked[0] if ranked and why is None else None
    return Choice(
        release=release.number,
        asked=asked.told(),
        candidates=tuple(ranked),
        picked=picked,
        refusals=tuple(sorted(refusals, key=lambda one: (one.key, one.factor, one.code))),
        warnings=(
            *_about_question(asked, unreached, picked),
            *(() if why is None else (why,)),
            *(picked.warnings if picked else ()),
        ),
    )


def _doubt(
    ranked: list[Candidate], unreached: list[Factor], asked: Asked, closeness: Mapping[str, float]
) -> Reason | None:
    """Why the first candidate is not picked; None when it is beyond doubt, or when there is none."""
    if not ranked:
        return None
    first = ranked[0]
    meant = _about_words(first, ranked[1:], unreached, asked, closeness) if closeness else None
    if meant is not None:
        return meant
    if first.inexact:
        return Reason("choice.not_exact", {"subjects": first.inexact}, "warning")
    gap = choice_rules().gap_of_words if closeness else choice_rules().gap
    if len(ranked) > 1 and ranked[1].points - first.points < gap:
        return _too_near(first, ranked[1], gap)
    return None


def _about_words(
    first: Candidate, others: list[Candidate], unreached: list[Factor], asked: Asked, closeness: Mapping[str, float]
) -> Reason | None:
    """The doubt that lies in the words of the question."""
    likely = choice_rules().other_meaning
    for one in others:  # "karton" is waste to one and a purchase to another: points must not decide that
        if closeness.get(one.factor.factor_id, 0.0) >= likely and one.factor.category != first.factor.category:
            return Reason("choice.other_meaning", {"other": _names(one.factor)}, "warning")
    if first.factor.category == "customs_goods":  # the tariff parts what one word covers
        return Reason("choice.ask_code", {}, "warning")
    own = closeness.get(first.factor.factor_id, 1.0)
    better = [one for one in unreached if one.category != "spend" and closeness.get(one.factor_id, 0.0) > own]
    # Money reaches spend factors alone; with any other unit it says that another thing was meant.
    if better and (own < likely or not asked.in_money):
        best = max(better, key=lambda one: (closeness[one.factor_id], one.key))
        told = {"other": _names(best), "unit": asked.unit, "needed": best.unit}
        return Reason("choice.words_fit_another", told, "warning")
    return None


def _too_near(first: Candidate, second: Candidate, gap: int) -> Reason:
    one, other = first.factor, second.factor
    if one.category == other.category == "customs_goods" and one.region != other.region:
        return Reason("choice.ask_origin", {}, "warning")
    return Reason("choice.no_clear_lead", {"other": _names(other), "gap": gap}, "warning")


def _about_question(asked: Asked, unreached: list[Factor], picked: Candidate | None) -> Iterator[Reason]:
    if not asked.activity:
        yield Reason("choice.nothing_given", {}, "warning")
    if asked.quantity < 0:
        yield Reason("quantity.credit")
    if asked.quantity == 0:
        yield Reason("quantity.zero", {}, "warning")
    if asked.in_money:
        # Beside a spend factor that was picked only what is the same product: no kilogrammes of lunch salad.
        same = [one for one in unreached if picked is None or product_of(one) == product_of(picked.factor)]
        needed = tuple(sorted({one.unit for one in same if one.category != "spend"}))
        if needed:
            yield Reason("quantity.ask_physical", {"needed": needed}, "warning")


def _names(factor: Factor) -> dict[str, str]:
    return {language: factor.name(language) for language in ("nl", "en")}
