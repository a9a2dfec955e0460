"""What every page of the consumption compass has: frame, tabs, family-or-person switch, the label of the figures."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ketenkompas.errors import ProductError
from ketenkompas.i18n import Language, text
from ketenkompas.library import households
from ketenkompas.web import _addresses, _frame
from ketenkompas.web.householdpages._asked import NAMES, Asked, Per, asked

TABS = ("households", "household_mine", "household_policy", "household_why")
"""The pages of the compass in the order of their tabs; one that has no address is not shown."""
PERS: tuple[Per, ...] = ("household", "person")
Given = ParamSpec("Given")


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen by a link: its name, where it leads, whether it is what is shown."""

    name: str
    link: str
    current: bool


def page(shown: Asked, address: Callable[[Asked], str], tab: str = "") -> dict[str, Any]:
    """The context that ``households/frame.html`` reads.

    Parameters
    ----------
    shown : Asked
        The state of the page.
    address : callable
        Where this page is in another state: in the other language, per person.
    tab : str
        The name of the page in :data:`TABS`; empty for a page that is none of them.
    """
    language = shown.language
    return {
        "asked": shown,
        "names": NAMES[language],
        "tabs": [
            Choice(text(f"page.{name}.tab", language), shown.link(name), name == tab)
            for name in TABS
            if name in _addresses.OTHERS
        ],
        "switch": [
            Choice(text(f"household.per.{per}", language), address(replace(shown, per=per)), per == shown.per)
            for per in PERS
        ],
        "situation": households.situation(language),
        "provisional": households.provisional(),
        "find": shown.link("household_find"),
        **_frame.frame(language, "households", lambda other: address(replace(shown, language=other))),
    }


def reading(
    view: Callable[Concatenate[HttpRequest, Asked, Given], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Language, Given], HttpResponse]:
    """A view that is given the state of its address; it is not there as long as no figures are.

    Raises
    ------
    Http404
        With the sentence that says what must be built.
    """

    @require_safe
    @functools.wraps(view)
    def answer(request: HttpRequest, language: Language, *args: Given.args, **named: Given.kwargs) -> HttpResponse:
        try:
            return view(request, asked(request, language), *args, **named)
        except ProductError as fault:
            raise Http404(fault.text(language)) from fault

    return cast("Callable[Concatenate[HttpRequest, Language, Given], HttpResponse]", answer)
