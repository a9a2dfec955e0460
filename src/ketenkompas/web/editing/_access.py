"""The frame of every editing page: who asks, what he may, and how a refusal is told."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, Protocol
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_protect

from ketenkompas.errors import InputError, KetenkompasError, UnknownCodeError
from ketenkompas.i18n import Language, text
from ketenkompas.web import _frame
from ketenkompas.web.editing._gate import refused
from ketenkompas.web.editing._paths import address
from ketenkompas.web.editing._roles import ALLOWED, roles_of

STATUS: Mapping[str, int] = {
    "editing.not_allowed": 403,
    "editing.four_eyes": 403,
    "editing.one_person": 403,
    "editing.stale": 409,
    "editing.wrong_state": 409,
    "editing.in_a_run": 409,
    "editing.run_open": 409,
    "editing.base_outdated": 409,
    "editing.unknown": 404,
    "editing.file_too_large": 413,
    "editing.login_wait": 429,
}
DONE = frozenset(
    {
        "imported", "submitted", "recalled", "abandoned", "compared", "approved", "rejected", "decided", "asked",
        "answered", "proposed", "saved", "published", "given_up",
    }
)  # fmt: skip
"""What a page can say that was done just now; messages ``editing.done.*``."""
_MENU = ("home", "import", "correct", "releases", "log")


class _View(Protocol):
    def __call__(self, request: HttpRequest, language: Language, **given: int) -> HttpResponse: ...


def signed_in(view: Callable[..., HttpResponse]) -> _View:
    """Only for who is logged in and has a role; forms only from our own pages."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, language: Language, **given: int) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect(f"{address('login', language)}?{urlencode({'next': request.get_full_path()})}")
        person = person_of(request)
        if not roles_of(person):
            return refused(request, InputError("editing.no_role", name=person.get_username()), 403)
        try:
            return view(request, language, **given)
        except UnknownCodeError as fault:
            return refused(request, fault, 404)
        except KetenkompasError as fault:
            return refused(request, fault, status_of(fault))

    protected: _View = csrf_protect(guarded)
    return protected


def person_of(request: HttpRequest) -> User:
    """Who asks; only behind :func:`signed_in`."""
    if not isinstance(request.user, User):
        raise TypeError("nobody is logged in")
    return request.user


def status_of(error: KetenkompasError) -> int:
    """The HTTP status of a refusal."""
    return STATUS.get(error.code, 400)


def shown(
    request: HttpRequest,
    language: Language,
    name: str,
    context: Mapping[str, Any],
    *,
    args: tuple[int, ...] = (),
    error: KetenkompasError | None = None,
) -> HttpResponse:
    """A page of the editing part, with its menu; an error stands on top, with both texts where two people wrote."""
    person = person_of(request)
    roles, asked = roles_of(person), request.GET.get("done", "")
    told = {
        **_frame.frame(language, "", lambda other: address(name, other, *args)),
        "person": person.get_username(),
        "roles": ", ".join(text(f"editing.role.{role}", language) for role in sorted(roles)),
        "may": {act.replace("import", "bring_in"): bool(roles & allowed) for act, allowed in ALLOWED.items()},
        "steps": [(f"editing.menu.{one}", address(one, language), one == name) for one in _MENU],
        "log_out": address("logout", language),
        "done": f"editing.done.{asked}" if asked in DONE else "",
        "fault": error.text(language) if error else "",
        "theirs": error.params.get("theirs", "") if error else "",
        "yours": error.params.get("yours", "") if error else "",
        **context,
    }
    return render(request, f"ketenkompas/editing/{name}.html", told, status=status_of(error) if error else 200)


def done(name: str, language: Language, *args: int, said: str) -> HttpResponse:
    """After an act: to the page that shows it, so that a reload does nothing twice."""
    return redirect(f"{address(name, language, *args)}?{urlencode({'done': said})}")


def whole(text: str) -> int:
    """A whole number of a form; anything else is 0, which no version has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
