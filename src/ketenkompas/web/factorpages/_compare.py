"""Two factors side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ketenkompas.errors import KetenkompasError
from ketenkompas.factors import Comparison, Factor, compared
from ketenkompas.i18n import Language, text
from ketenkompas.web.factorpages import _words
from ketenkompas.web.factorpages._asked import Asked, asked, value
from ketenkompas.web.factorpages._find import find
from ketenkompas.web.factorpages._page import page
from ketenkompas.web.factorpages._rows import full_name, row

_FEW = 6


@require_safe
def compare(request: HttpRequest, language: Language) -> HttpResponse:
    """Two factors side by side, with what differs marked."""
    shown = asked(request, language)
    given = (value(request, "first", language), value(request, "second", language))
    read = [_read(name, shown) for name in given]
    (first, _), (second, _) = read
    context: dict[str, Any] = {
        "given": given,
        "plain": shown.link("factor_compare").partition("?")[0],
        "problems": [(problem, _meant(at, given, shown)) for at, (_, problem) in enumerate(read) if problem],
        "rows": [],
        **page(shown, lambda other: shown.link("factor_compare", language=other, first=given[0], second=given[1])),
    }
    if first is not None and second is not None:
        made = compared(first, second)
        context |= {
            "first": row(first, shown),
            "second": row(second, shown),
            "rows": _fields(made, language),
            "ratio": _ratio(made, language),
            "terms": list(dict.fromkeys(one.source.attribution for one in (first, second))),
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


def _meant(at: int, given: tuple[str, str], shown: Asked) -> list[tuple[str, str]]:
    """The factors that may be meant by words that are no key, each with the comparison that it leads to."""
    found = [factor for factor, _ in find(given[at], shown, limit=_FEW)]
    names = [shown.release.spelled(one) for one in found]
    pairs = [(name, given[1]) if at == 0 else (given[0], name) for name in names]
    return [
        (full_name(one, shown.language), shown.link("factor_compare", first=first, second=second))
        for one, (first, second) in zip(found, pairs, strict=True)
    ]


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
    if isinstance(told, float):
        return _words.figure(told, language)
    written: Mapping[str, Callable[[], str]] = {
        "unit": lambda: _words.unit_name(factor, language),
        "region": lambda: _words.region_name(factor.region, language),
        "source": lambda: f"{_words.publisher(factor.source)}, {factor.source.dataset} {factor.source.edition}",
        "flags": lambda: "; ".join(text(f"factors.mark.{flag}", language) for flag in factor.flags),
        "boundary": lambda: text(f"factors.boundary.{told}.name", language),
        "uncertainty_source": lambda: text(f"factors.origin_of.{told}", language),
        "market_or_location": lambda: text(f"factors.market.{told}", language),
        "price_basis": lambda: text(f"factors.price_basis.{told}", language),
    }
    return written[name]() if name in written else str(told)
