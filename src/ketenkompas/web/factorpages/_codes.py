"""Codes of classifications: what a code or a word is, where it leads, and which factors carry it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ketenkompas import library
from ketenkompas.errors import KetenkompasError
from ketenkompas.i18n import Language, number, text
from ketenkompas.web.factorpages import _words
from ketenkompas.web.factorpages._asked import Asked, asked, value
from ketenkompas.web.factorpages._page import page
from ketenkompas.web.factorpages._rows import rows

_MOST = 30
_CHILDREN = 60
_FACTORS = 25


def label_of(name: str, code: str, language: Language) -> str:
    """The label of a code, or nothing where there is no such classification or label here."""
    try:
        found: str = library.classified_code(name, code, lang=language)["label"]
    except KetenkompasError:
        return ""
    return found


@require_safe
def codes(request: HttpRequest, language: Language) -> HttpResponse:
    """Look up a code or a word in one classification or in those most used."""
    shown = asked(request, language)
    words, scheme = value(request, "text", language), value(request, "scheme", language)
    found, problem = _found(words, scheme, shown) if words else ([], "")
    context = {
        "words": words,
        "scheme": scheme,
        "schemes": library.classification_list(language),
        "found": found,
        "problem": problem,
        "plain": shown.link("factor_codes").partition("?")[0],
        **page(shown, lambda other: shown.link("factor_codes", language=other, text=words, scheme=scheme)),
    }
    return render(request, "ketenkompas/factors/codes.html", context)


def _found(words: str, scheme: str, shown: Asked) -> tuple[list[dict[str, Any]], str]:
    """What a code or word stands for; the beginning of a code in a named classification gives all that begin so."""
    language = shown.language
    try:
        listed = library.classify(words, scheme or None, lang=language, limit=_MOST).rows
    except KetenkompasError as fault:
        begun = _beginning(words, scheme, language)
        return [_told(one, shown) for one in begun], "" if begun else fault.text(language)
    return [_told(one, shown) for one in listed], ""


def _beginning(words: str, scheme: str, language: Language) -> list[dict[str, Any]]:
    try:
        return library.classification_items(scheme, prefix=words, lang=language)[:_MOST]
    except KetenkompasError:
        return []


def _told(one: dict[str, Any], shown: Asked) -> dict[str, Any]:
    """A code with the address of its page and how it was found."""
    how = text(f"cli.classify.how.{one['how']}", shown.language) if one.get("how") else ""
    return {**one, "how": how, "link": shown.link("factor_code", one["scheme"], one["code"])}


@require_safe
def code(request: HttpRequest, language: Language, scheme: str, code: str) -> HttpResponse:
    """One code: its place in the classification, what it corresponds to, the factors that carry it."""
    shown = asked(request, language)
    try:
        found = library.classified_code(scheme, code, lang=language)
    except KetenkompasError as fault:
        raise Http404(fault.text(language)) from fault
    at = (found["scheme"], found["code"])
    mine = [one for one in shown.records if at in {(link.scheme, link.code) for link in one.classifications}]
    context = {
        "code": found,
        "parents": [_told(one, shown) for one in reversed(found["parents"])],
        "children": [_told(one, shown) for one in found["children"][:_CHILDREN]],
        "keys": [_key(one, shown) for one in found["corresponds"]],
        "factors": rows(mine[:_FACTORS], shown),
        "count": _words.figure(len(mine), language),
        "more": text("factors.kin.more", language, count=len(mine) - _FACTORS) if len(mine) > _FACTORS else "",
        "codes": shown.link("factor_codes"),
        **page(shown, lambda other: shown.link("factor_code", scheme, code, language=other)),
    }
    return render(request, "ketenkompas/factors/code.html", context)


def _key(one: dict[str, Any], shown: Asked) -> dict[str, Any]:
    """A pair of codes in words; a share that nobody knows stays unknown."""
    language, weight = shown.language, one["weight"]
    known = {row["id"] for row in library.classification_list(language)}
    return {
        **one,
        "relation": text(f"cli.classify.relation.{one['relation']}", language),
        "share": text("cli.classify.unknown", language) if weight is None else f"{number(100 * weight, language, 0)} %",
        "derived": text("cli.classify.derived", language) if one["derived"] else "",
        "link": shown.link("factor_code", one["target"], one["code"]) if one["target"] in known else "",
    }
