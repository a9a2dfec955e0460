"""How often one client may ask the API: a rate by address, a higher one by key. Prepared answers do not count.

Counted in windows of the period, in memory, by each process for itself; nothing of the client is kept longer than that.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from ketenkompas.errors import InputError
from ketenkompas.web._environment import Rate, api_rates, proxies
from ketenkompas.web._keys import api_keys, digest
from ketenkompas.web.api._problems import problem

Handler = Callable[[HttpRequest], HttpResponse]
KEY_HEADER = "X-Api-Key"


def api_limits(get_response: Handler) -> Handler:
    """429 with the seconds to wait for who asks too often; 401 for a key that is not known, which is never ignored."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/api/"):
            return get_response(request)
        key = request.headers.get(KEY_HEADER, "")
        if key and digest(key) not in api_keys().values():
            return problem(request, InputError("web.key_refused", header=KEY_HEADER), 401)
        anonymous, with_key = api_rates()
        who, rate = (f"key-{digest(key)}", with_key) if key else (f"address-{client_address(request)}", anonymous)
        wait = 0 if rate is None else _wait(who, rate)
        if not wait:
            return get_response(request)
        response = problem(request, InputError("web.too_often", wait=wait, header=KEY_HEADER), 429)
        response.headers["Retry-After"] = str(wait)
        return response

    return answer


def client_address(request: HttpRequest) -> str:
    """The address of who asks: as our own proxies tell it, never as the client itself does."""
    told = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
    behind = proxies()
    return told[-min(behind, len(told))] if behind and told else str(request.META.get("REMOTE_ADDR", ""))


def _wait(who: str, rate: Rate) -> int:
    """Seconds to wait until the next question; 0 while there is room."""
    now = time.time()
    window = int(now // rate.seconds)
    name = f"api-{who}-{window}"
    cache.add(name, 0, rate.seconds)
    return 0 if cache.incr(name) <= rate.count else max(1, math.ceil((window + 1) * rate.seconds - now))
