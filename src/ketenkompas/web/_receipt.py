"""A receipt to read: what went in, by which steps, and which checks it passed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ketenkompas import library, sources
from ketenkompas.errors import KetenkompasError
from ketenkompas.i18n import Language, exact, messages, number, text
from ketenkompas.web import _addresses, _frame

_OF_YEAR = re.compile(r"(.+)_(\d{4})")
_DIGITS = 3  # as many as a receipt keeps


@require_safe
def receipt(request: HttpRequest, language: Language, receipt: str) -> HttpResponse:
    """The page of a receipt; 404 where there is none with this number."""
    try:
        found = library.receipt(receipt).as_json()
    except KetenkompasError as fault:
        raise Http404(fault.text(language)) from fault
    context = {
        "receipt": found,
        "rows": number(found["result"]["rows"], language, 0),
        "inputs": [{**one, "title": source_title(one["source"], language)} for one in found["identity"]["inputs"]],
        "checks": [check_told(one, language) for one in found["validation"]],
        "circumstances": _circumstances(found["circumstances"], language),
        "raw": json.dumps(found, indent=2, ensure_ascii=False),
        **_frame.frame(language, "", lambda other: _addresses.receipt(receipt, other)),
    }
    return render(request, "ketenkompas/receipt.html", context)


def source_title(id_: str, language: Language) -> str:
    """What a source is called, or nothing for a file of the user's own, of which only its name is known."""
    try:
        return sources.record(id_).title_in(language)
    except KetenkompasError:
        return ""


def check_told(check: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """A check in words, with its numbers in the language's form; a check without words keeps its name.

    Examples
    --------
    >>> told = check_told({"check": "spectral_radius", "value": 0.562, "tolerance": 1.0, "passed": True}, "nl")
    >>> told["value"], told["tolerance"]
    ('0,562', '1')
    """
    known = messages()
    name, dated = str(check["check"]), _OF_YEAR.fullmatch(str(check["check"]))
    said = name
    if f"receipt.check.{name}" in known:
        said = text(f"receipt.check.{name}", language)
    elif dated and f"receipt.check.{dated[1]}" in known:
        said = f"{text(f'receipt.check.{dated[1]}', language)}, {dated[2]}"
    numbers = {part: exact(float(check[part]), language, _DIGITS) for part in ("value", "tolerance")}
    return {"name": name, "said": said, "passed": check["passed"], **numbers}


def _circumstances(found: Mapping[str, Any], language: Language) -> list[tuple[str, str]]:
    alone = {name: value for name, value in found.items() if name != "versions"}
    known = messages()
    return [
        (text(f"receipt.at.{name}", language) if f"receipt.at.{name}" in known else name, str(value))
        for name, value in {**alone, **found.get("versions", {})}.items()
    ]
