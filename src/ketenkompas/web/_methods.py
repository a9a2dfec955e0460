"""The methods in plain language, one page each, with the formula behind a fold."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ketenkompas.i18n import Language, text
from ketenkompas.web import _addresses, _frame
from ketenkompas.web._addresses import METHODS


@require_safe
def methods(request: HttpRequest, language: Language) -> HttpResponse:
    """The list of methods, each with its question."""
    listed = [
        (
            text(f"method.{name}.title", language),
            text(f"method.{name}.short", language),
            _addresses.method(name, language),
        )
        for name in METHODS
    ]
    context = {"listed": listed, **_frame.frame(language, "data", lambda other: _addresses.plain("methods", other))}
    return render(request, "ketenkompas/methods.html", context)


@require_safe
def method(request: HttpRequest, language: Language, method: str) -> HttpResponse:
    """One method: what it answers, how it works, what it cannot do, its formula."""
    name = next((name for name, words in METHODS.items() if words[language] == method), None)
    if name is None:
        raise Http404
    context = {
        "title": text(f"method.{name}.title", language),
        "short": text(f"method.{name}.short", language),
        "how": text(f"method.{name}.how", language),
        "limits": text(f"method.{name}.limits", language),
        "formula": text(f"method.{name}.formula", language),
        "source": text(f"method.{name}.source", language),
        "methods": _addresses.plain("methods", language),
        **_frame.frame(language, "data", lambda other: _addresses.method(name, other)),
    }
    return render(request, "ketenkompas/method.html", context)
