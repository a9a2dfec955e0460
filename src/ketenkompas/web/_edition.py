"""One edition for each request: the one that its address names, else the one that is shown now."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from ketenkompas.pipeline import current_edition, is_kept, reading_edition
from ketenkompas.web._state import names

Handler = Callable[[HttpRequest], HttpResponse]
EDITION = "ketenkompas.edition"
"""The key of a request's environment that names its edition; no client can set it."""


def held_edition(get_response: Handler) -> Handler:
    """Let a whole answer come from one edition, whatever is built meanwhile.

    Where no edition is kept, figures come from what is here at that moment. A name that is not kept is told by who
    reads the parameters: a page shows the current one and says so, the API answers with a problem.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        name = edition_of(request)
        if not name:
            return get_response(request)
        with reading_edition(name):
            return get_response(request)

    return answer


def edition_of(request: HttpRequest) -> str:
    """The kept edition that a request is held to, found once; empty where none is kept."""
    found = request.META.get(EDITION)
    if found is None:
        asked = asked_edition(request)
        found = request.META[EDITION] = asked if is_kept(asked) else current_edition()
    return str(found)


def asked_edition(request: HttpRequest) -> str:
    """The edition that an address names, kept here or not; empty when it names none."""
    first = request.path.split("/")[1]
    return str(request.GET.get(names("nl" if first == "nl" else "en")["edition"], ""))
