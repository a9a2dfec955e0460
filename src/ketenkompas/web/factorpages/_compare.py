"""Side by side: two factors, or two releases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ketenkompas.errors import KetenkompasError
from ketenkompas.factors import Comparison, Factor, Step, compared
from ketenkompas.i18n import Language, number, text
from ketenkompas.library import factors
from ketenkompas.web.factorpages import _held, _words
from ketenkompas.web.factorpages._asked import Asked, asked, value, whole
from ketenkompas.web.factorpages._page import page
from ketenkompas.web.factorpages._rows import full_name, row

EACH = 100
CAUSES = ("correction", "method", "restatement", "lapsed", "withdrawn", "new")


@dataclass(frozen=True, slots=True)
class Change:
    """A factor that changed between two releases, as a reader sees it."""

    name: str
    link: str
    cause: str
    before: str
    after: str
    percent: str
    note: str


@require_safe
def compare(request: HttpRequest, language: Language) -> HttpResponse:
    """Two factors side by side, with what differs marked."""
    shown = asked(request, language)
    given = (value(request, "first", language), value(request, "second", language))
    found, problems = zip(*(_read(name, shown) for name in given), strict=True)
    context: dict[str, Any] = {
        "given": given,
        "plain": shown.link("factor_compare").partition("?")[0],
        "problems": [one for one in problems if one],
        "rows": [],
        **page(shown, lambda other: shown.link("factor_compare", language=other, first=given[0], second=given[1])),
    }
    first, second = found
    if first is not None and second is not None:
        made = compared(first, second)
        context |= {
            "first": row(first, shown),
            "second": row(second, shown),
            "rows": _fields(made, language),
            "ratio": _ratio(made, language),
            "cautions": [text(f"factors.compare.caution.{name}", language) for name in made.cautions],
        }
    return render(request, "ketenkompas/factors/compare.html", context)


def _read(name: str, shown: Asked) -> tuple[Factor | None, str]:
    if not name:
        return None, ""
    try:
        return shown.release.get(name), ""
    except KetenkompasError as fault:
        return None, fault.text(shown.language)


def _ratio(made: Comparison, language: Language) -> str:
    if made.ratio is None:
        return text(f"factors.compare.no_ratio.{made.no_ratio}", language)
    return text(
        "factors.compare.ratio",
        language,
        ratio=_words.figure(float(f"{made.ratio:.3g}"), language),
        first=full_name(made.first, language),
        second=full_name(made.second, language),
    )


def _fields(made: Comparison, language: Language) -> list[tuple[str, str, str, bool]]:
    return [
        (
            text(f"factors.field.{one.name}", language),
            _shown(one.name, one.first, made.first, language),
            _shown(one.name, one.second, made.second, language),
            one.same,
        )
        for one in made.fields
    ]


def _shown(name: str, told: Any, factor: Factor, language: Language) -> str:
    if told is None or told in ("", ()):
        return "–"
    if name == "flags":
        return "; ".join(text(f"factors.mark.{flag}", language) for flag in told)
    if isinstance(told, float):
        return _words.figure(told, language)
    written: Mapping[str, str] = {
        "unit": _words.unit_name(factor, language),
        "region": _words.region_name(factor.region, language),
        "source": f"{_words.publisher(factor.source)}, {factor.source.dataset} {factor.source.edition}",
    }
    worded = {"uncertainty_source": "origin_of", "market_or_location": "market", "price_basis": "price_basis"}
    if name == "boundary":
        return text(f"factors.boundary.{told}.name", language)
    if name in worded:
        return text(f"factors.{worded[name]}.{told}", language)
    return written.get(name, str(told))


@require_safe
def changes(request: HttpRequest, language: Language) -> HttpResponse:
    """What changed between two releases, by cause."""
    shown = asked(request, language)
    listed = _held.listed()
    later = value(request, "to", language) or shown.release.number
    earlier = value(request, "from", language)
    cause = value(request, "cause", language)
    try:
        found = factors.difference(earlier or None, later)
    except KetenkompasError as fault:
        raise Http404(fault.text(language)) from fault
    kept = [one for one in found.steps if cause in ("", one.cause) and shown.shows(one.factor)]
    last = max(1, -(-len(kept) // EACH))
    at = min(whole(value(request, "page", language), 1, 10**6) or 1, last)
    told = {"from": found.old, "to": found.new}
    context = {
        "old": found.old,
        "new": found.new,
        "numbers": [one.number for one in listed],
        "causes": [
            (
                text(f"factors.cause.{one}", language),
                found.by_cause[one],
                shown.link("factor_changes", cause=one, **told),
            )
            for one in CAUSES
            if found.by_cause.get(one)
        ],
        "cause": cause,
        "every": shown.link("factor_changes", **told),
        "count": _words.figure(len(kept), language),
        "steps": [_change(one, shown) for one in kept[(at - 1) * EACH : at * EACH]],
        "at": at,
        "last": last,
        "before_link": shown.link("factor_changes", cause=cause, page=at - 1, **told) if at > 1 else "",
        "after_link": shown.link("factor_changes", cause=cause, page=at + 1, **told) if at < last else "",
        "plain": shown.link("factor_changes").partition("?")[0],
        **page(shown, lambda other: shown.link("factor_changes", language=other, cause=cause, **told)),
    }
    return render(request, "ketenkompas/factors/changes.html", context)


def _change(step: Step, shown: Asked) -> Change:
    language = shown.language
    return Change(
        name=full_name(step.factor, language),
        link=shown.factor_link(step.factor) if step.after else "",
        cause=text(f"factors.cause.{step.cause}", language),
        before=_words.value_words(step.before, language) if step.before else "–",
        after=_words.value_words(step.after, language) if step.after else "–",
        percent=""
        if step.percent is None
        else f"{'+' if step.percent > 0 else ''}{number(step.percent, language, 1)} %",
        note=step.note,
    )
