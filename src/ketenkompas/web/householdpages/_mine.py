"""The page about one's own household: a browser computes the form by itself, without scripts the server does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from ketenkompas import reports
from ketenkompas.errors import KetenkompasError
from ketenkompas.i18n import Language, messages, number, text
from ketenkompas.library import households
from ketenkompas.web import _addresses
from ketenkompas.web.householdpages._asked import Asked
from ketenkompas.web.householdpages._mine_state import AMOUNTS, NAMES, NO, TENURES, Mine, mine, written
from ketenkompas.web.householdpages._page import page, reading
from ketenkompas.web.householdpages._told import provenance

LIVE = "household.live."
"""Sentences that the browser fills as well."""
TABLE: Mapping[Language, str] = {"nl": "tabel", "en": "table"}
_SAME = 0.01


@reading
def my_household(request: HttpRequest, shown: Asked) -> HttpResponse:
    """A household, what it causes beside a similar one, and what can be tried."""
    language = shown.language
    told, faults = mine(request, language)
    try:
        result = answered(told, shown)
    except KetenkompasError as fault:
        faults.append(fault.text(language))
        told = Mine(households.Household(2))
        result = answered(told, shown)
    table = households.calculator()
    context = {
        "result": result,
        "faults": faults,
        "form": _form(told, language),
        "names_of": NAMES[language],
        "actions": _actions(table["actions"], told, result, language),
        "respend": told.respend,
        "no": NO[language],
        "table": reverse(f"household_table-{language}", args=[TABLE[language]]),
        "plain": _addresses.plain("household_mine", language),
        "receipt": table["receipt"],
        "receipt_link": _addresses.receipt(table["receipt"], language),
        "credits": provenance(language, result["calculation"]).credits,
        "why": shown.link("household_why"),
        **page(shown, lambda state: address(told, state), "household_mine"),
    }
    response = render(request, "ketenkompas/households/mine.html", context)
    if request.GET.keys() & {*NAMES[language].values()}:
        response.headers["Cache-Control"] = "no-store"  # what somebody fills in is kept nowhere, not in memory either
    return response


def address(told: Mine, state: Asked) -> str:
    """The page with a household in its query: the way without scripts."""
    path, _, kept = state.link("household_mine").partition("?")
    query = "&".join(filter(None, (kept, told.query(state.language))))
    return f"{path}?{query}" if query else path


@reading
def table(request: HttpRequest, shown: Asked, name: str) -> HttpResponse:
    """The table from which a browser computes a household, with the sentences that it fills."""
    del request
    language = shown.language
    if name != TABLE[language]:
        raise Http404
    words = {key.removeprefix(LIVE): said[language] for key, said in messages().items() if key.startswith(LIVE)}
    made = {**households.calculator(), "words": words, "language": language, "fields": NAMES[language]}
    made |= {"tenure_words": TENURES[language], "no": NO[language]}
    made["all_groups"] = list(households.groups())
    return JsonResponse(made, json_dumps_params={"separators": (",", ":"), "ensure_ascii": False})


def answered(told: Mine, shown: Asked) -> dict[str, Any]:
    """The numbers of a household in words: the same that the browser writes."""
    language = shown.language
    own = households.calculate(told.household, told.actions, respend=told.respend, per=shown.per, lang=language)
    alone = [one["id"] for one in households.calculator()["actions"]]
    every = households.calculate(told.household, alone, respend=told.respend, per=shown.per, lang=language)
    said = told.household
    alike = households.Household(said.size, said.income, said.tenure)
    usual = households.calculate(alike, per=shown.per, lang=language)
    mine_kg, usual_kg = ([(part.group, part.value) for part in one.parts] for one in (own, usual))
    return {
        "answer": _answer(own, shown),
        "beside": _beside(own, usual, language),
        "rows": [
            (households.item_label(row.id, language), row)
            for row in reports.mine_rows(list(households.groups()), mine_kg, usual_kg, language)
        ],
        "effects": {one.id: _effect(one, language) for one in every.effects if one.id != "together"},
        "after": _after(own, language),
        "notes": own.notes,
        "status": own.status,
        "usual": _usual(usual, language),
        "calculation": own,
    }


def _answer(own: households.Calculation, shown: Asked) -> str:
    said = reports.said_with(own.value, own.low, own.high, shown.language)
    return text(f"household.live.answer.{shown.per}", shown.language, value=said.value, low=said.low, high=said.high)


def _beside(own: households.Calculation, usual: households.Calculation, language: Language) -> str:
    said = reports.said_with(usual.value, usual.low, usual.high, language)
    apart = own.value - usual.value
    kind = "same" if abs(apart) < _SAME * usual.value else "less" if apart < 0 else "more"
    apart_said = reports.said_rounded(abs(apart), language)
    return text(
        f"household.live.beside.{kind}", language, apart=apart_said, value=said.value, low=said.low, high=said.high
    )


def _effect(one: households.CalculatedEffect, language: Language) -> dict[str, str] | None:
    """An effect in words: all, at home, abroad, and the rebound within it; None for what is not modelled."""
    numbers = {name: getattr(one, name) for name in ("value", "home", "abroad", "rebound")}
    if None in numbers.values():
        return None
    return {name: reports.said_change(value, language) for name, value in numbers.items()}


def _after(own: households.Calculation, language: Language) -> str:
    together = next((one for one in own.effects if one.id == "together"), None)
    said = _effect(together, language) if together else None
    if said is None:
        return text("household.live.after.none", language)
    kind = "respend" if own.respend else "kept"
    return text(f"household.live.after.{kind}", language, after=reports.said_rounded(own.after, language), **said)


def _usual(usual: households.Calculation, language: Language) -> dict[str, str]:
    """What is taken when a quantity is not said, in the form's units."""
    by_factor = {part.id: part.quantity for part in usual.parts if part.quantity is not None}
    asked = households.calculator()["asked"]
    return {
        field: number(by_factor[name], language, 1 if field in ("heat_gj", "cars") else 0)
        for name, field in asked.items()
        if name in by_factor
    }


def _form(told: Mine, language: Language) -> dict[str, Any]:
    one = told.household
    incomes = [(code, households.class_label("income", code, language)) for code in households.CLASSES["income"]]
    tenures = [(word, households.class_label("tenure", code, language)) for code, word in TENURES[language].items()]
    return {
        "size": one.size,
        "income": one.income or "",
        "incomes": incomes,
        "tenure": TENURES[language].get(one.tenure or "", ""),
        "tenures": tenures,
        "amounts": [
            {
                "field": field,
                "name": NAMES[language][field],
                "label": text(f"household.mine.{field}", language),
                "value": written(getattr(one, field)),
            }
            for field in AMOUNTS
        ],
    }


def _actions(
    known: Sequence[Mapping[str, Any]], told: Mine, result: Mapping[str, Any], language: Language
) -> list[dict[str, Any]]:
    return [
        {
            "id": one["id"],
            "label": one["name"][language],
            "how": one["how"][language],
            "source": f"{one['source'][language].rstrip('.')}.",
            "status": text(f"households.action.{one['status']}", language),
            "modelled": one["status"] != "not_modelled",
            "chosen": one["id"] in told.actions,
            "effect": result["effects"].get(one["id"]),
        }
        for one in known
    ]
