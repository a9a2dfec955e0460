"""Logging in and out."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ketenkompas.errors import KetenkompasError
from ketenkompas.i18n import Language
from ketenkompas.web import _frame
from ketenkompas.web._limits import client_address
from ketenkompas.web.editing import _audit
from ketenkompas.web.editing._access import status_of
from ketenkompas.web.editing._paths import address, is_editing
from ketenkompas.web.editing._users import log_in


@sensitive_post_parameters("password")
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def log_in_page(request: HttpRequest, language: Language) -> HttpResponse:
    """A name and a password."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    name, fault, status = request.POST.get("name", ""), "", 200
    if request.method == "POST":
        try:
            person = log_in(request, name, request.POST.get("password", ""), client_address(request))
        except KetenkompasError as error:
            fault, status = error.text(language), status_of(error)
        else:
            login(request, person)
            return redirect(wanted if _inside(wanted, request) else address("home", language))
    context = {
        "name": name[:150],
        "next": wanted,
        "fault": fault,
        **_frame.frame(language, "", lambda other: address("login", other)),
    }
    return render(request, "ketenkompas/editing/login.html", context, status=status)


@csrf_protect
@require_POST
def log_out_page(request: HttpRequest, language: Language) -> HttpResponse:
    """The end of the session."""
    if request.user.is_authenticated:
        _audit.alone(request.user.get_username(), "log out", f"user {request.user.get_username()}")
    logout(request)
    return redirect(address("login", language))


def _inside(wanted: str, request: HttpRequest) -> bool:
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return safe and is_editing(wanted.partition("?")[0])
