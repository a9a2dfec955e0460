"""What changed between two releases, by cause."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ketenkompas.errors import KetenkompasError
from ketenkompas.factors import ChangeStep
from ketenkompas.i18n import Language, number, text
from ketenkompas.library import factors
from ketenkompas.web.factorpages import _held, _words
from ketenkompas.web.factorpages._asked import Asked, asked, value, whole
from ketenkompas.web.factorpages._page import page
from ketenkompas.web.factorpages._rows import full_name

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
def changes(request: HttpRequest, language: Language) -> HttpResponse:
    """What changed between two releases, by cause."""
    shown = asked(request, language)
    listed = _held.listed()
    later = value(request, "to", language) or shown.release.number
    earlier = value(request, "since", language)
    cause = value(request, "cause", language)
    try:
        found = factors.difference(earlier or None, later)
    except KetenkompasError as fault:
        raise Http404(fault.text(language)) from fault
    kept = [one for one in found.steps if cause in ("", one.cause) and shown.shows(one.factor)]
    last = max(1, -(-len(kept) // EACH))
    at = min(whole(value(request, "page", language), 1, 10**6) or 1, last)

    def link(other: Language = language, *, cause: str = "", page: int | None = None) -> str:
        turned = "" if page is None else page
        return shown.link("factor_changes", language=other, since=found.old, to=found.new, cause=cause, page=turned)

    context = {
        "old": found.old,
        "new": found.new,
        "numbers": [one.number for one in listed],
        "causes": [
            (
                text(f"factors.cause.{one}", language),
                _words.figure(found.by_cause[one], language),
                link(cause=one),
            )
            for one in CAUSES
            if found.by_cause.get(one)
        ],
        "cause": cause,
        "every": link(),
        "count": _words.figure(len(kept), language),
        "steps": [_change(one, shown) for one in kept[(at - 1) * EACH : at * EACH]],
        "at": at,
        "last": last,
        "before_link": link(cause=cause, page=at - 1) if at > 1 else "",
        "after_link": link(cause=cause, page=at + 1) if at < last else "",
        "plain": shown.link("factor_changes").partition("?")[0],
        "new_link": shown.link("factor_release", found.new),
        **page(shown, lambda other: link(other, cause=cause)),
    }
    return render(request, "ketenkompas/factors/changes.html", context)


def _change(step: ChangeStep, shown: Asked) -> Change:
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
