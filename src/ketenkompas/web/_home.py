"""The front page: how big, where, and is it falling; each with whose figure it is."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ketenkompas import reports
from ketenkompas.errors import KetenkompasError
from ketenkompas.i18n import Language, text, unit_label
from ketenkompas.pipeline import products_stamp
from ketenkompas.web import _addresses, _figures, _frame, factorpages, householdpages, panels
from ketenkompas.web._pages import read_state
from ketenkompas.web._state import State


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the front page: its answer in a few words, the sentence, whose figure it is, where more is."""

    question: str
    answer: str
    sentence: str
    whose: str
    link: str
    more: str


@require_safe
def home(request: HttpRequest, language: Language) -> HttpResponse:
    """Three questions in one screen, and a search over everything."""
    state, notices = read_state(request, language)
    content = _content(state, language, products_stamp())
    older = _frame.older(lambda: _addresses.plain("home", language))
    told = {"notices": notices, "older": older, "factors": factorpages.invitation(language)}
    told["compass"] = householdpages.invitation(language)
    return render(request, "ketenkompas/home.html", {**content, **told})


@functools.lru_cache(maxsize=64)
def _content(state: State, language: Language, stamp: object) -> dict[str, Any]:  # noqa: ARG001 (in the key)
    found = [made for made in (_how_big(state, language), _where(state, language), _falling(state, language)) if made]
    return {
        "questions": found,
        "area": panels.area_phrase(state.area, language),
        **_frame.frame(language, "", lambda other: _addresses.plain("home", other)),
    }


def _how_big(state: State, language: Language) -> Question | None:
    total = _figures.official(state.area, language)
    if total is None:
        return None
    newest = total.figures[-1]
    unit = unit_label(str(newest["unit"]), language)
    return Question(
        text("web.home.big.question", language),
        reports.amount(newest["value"], unit, language),
        text("web.home.big.sentence", language, area=panels.area_phrase(state.area, language), year=newest["year"]),
        text("web.home.official", language, year=newest["year"]),
        _addresses.page("footprint", state, language),
        text("web.home.big.more", language),
    )


def _where(state: State, language: Language) -> Question | None:
    parts = _figures.cited(state, language)
    if parts is None:
        return None
    year = max(parts.every("year"))
    name = panels.area_phrase(state.area, language)
    share = reports.share_outside(parts.frame, home=state.area, year=year)
    if share is None:
        return None
    return Question(
        text("web.home.where.question", language),
        text("web.home.where.answer", language, percent=reports.percent(share, language), area=name),
        reports.share_sentence(parts.frame, home=state.area, year=year, area_name=name, language=language),
        text("web.home.cited", language, year=year),
        _addresses.page("origin", state, language),
        text("web.home.where.more", language),
    )


def _falling(state: State, language: Language) -> Question | None:
    total = _figures.official(state.area, language)
    if total is None:
        return None
    course = reports.course(total.totals)
    try:
        own = panels.certainty(state, language).answer
    except KetenkompasError:
        own = ""
    return Question(
        text("web.home.falling.question", language),
        text(f"web.home.falling.{course}", language),
        " ".join(
            part
            for part in (
                reports.change_sentence(total.totals, language=language, dated=True),
                text("web.home.falling.no_chance", language),
                text("web.home.falling.own", language, sentence=own) if own else "",
            )
            if part
        ),
        text("web.home.official", language, year=total.figures[-1]["year"]),
        _addresses.page("change", state, language),
        text("web.home.falling.more", language),
    )
