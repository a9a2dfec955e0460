"""Starting the application: by a WSGI server, by ``ketenkompas serve``, or only to write down its API."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ketenkompas.errors import InputError, ProductError
from ketenkompas.pipeline import keep_edition
from ketenkompas.themes import active_theme

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

SETTINGS = "ketenkompas.web.settings"
_TRIES = 20
_THREADS = 64  # more than may wait for a page that is being made (_makers.MOST_WAITING): the rest answers
_MOST_MAKERS = 4


def prepare() -> None:
    """Load the settings and Django once; a second call does nothing."""
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if not apps.ready:
        django.setup()


def application() -> WSGIHandler:
    """The WSGI application; a theme that cannot be used is told now, not on every page."""
    prepare()
    active_theme()
    from django.core.handlers.wsgi import WSGIHandler

    return WSGIHandler()


def front_end_built() -> bool:
    """Whether styles and live charts are here; without them the pages work, but bare."""
    prepare()
    from ketenkompas.web._assets import assets

    return bool(assets().scripts)


def migrate() -> list[str]:
    """Bring the data base up to date; returns the names of the migrations that were applied."""
    prepare()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    todo = [str(migration) for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    if todo:
        call_command("migrate", verbosity=0, interactive=False)
    connection.close()
    return todo


def openapi_text() -> str:
    """The API's OpenAPI description as it is committed: JSON, two spaces, keys as made, newline at the end."""
    prepare()
    from ketenkompas.web.api import api

    schema: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema()))
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def start(
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    exact: bool = False,
    workers: int | None = None,
    ready: Callable[[str, int], None] | None = None,
    edition_not_kept: Callable[[ProductError], None] | None = None,
) -> None:
    """Serve the application until it is interrupted.

    Parameters
    ----------
    host, port : str, int
        Where to listen; port 0 takes any free one.
    exact : bool
        Fail when the port is taken, instead of taking the next free one.
    workers : int, optional
        Processes that make pages beside the one that answers; without it one for each processor (at most 4), 0 makes
        every page in the one process.
    ready : callable, optional
        Told the address and the port once connections are accepted.
    edition_not_kept : callable, optional
        Told why the products that are here could not be put aside as an edition; they are shown all the same.

    Raises
    ------
    InputError
        ``web.port_taken``, ``web.address_unusable``.
    """
    listener = _listener(host, port, exact=exact)
    try:
        from waitress import create_server

        prepare()
        from ketenkompas.web import _makers

        _allow(host)
        migrate()
        _keep(edition_not_kept)
        answers = application()
        server = create_server(
            answers, sockets=[listener], threads=_THREADS, ident=None, clear_untrusted_proxy_headers=True
        )
        _makers.start_makers(min(os.cpu_count() or 1, _MOST_MAKERS) if workers is None else workers)
    except BaseException:
        listener.close()
        raise
    taken = int(listener.getsockname()[1])
    address = served_address(host, taken)
    if ready is not None:
        ready(address, taken)
    _makers.make_main_pages(answers, address)
    try:
        _end_when_told()
        server.run()
    finally:
        _makers.stop_makers()
        server.close()


def served_address(host: str, port: int) -> str:
    """The address that a person opens in a browser.

    Examples
    --------
    >>> served_address("0.0.0.0", 8000)
    'http://127.0.0.1:8000/'
    """
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}/"


def _end_when_told() -> None:
    """End as by Ctrl-C when a service manager says so: the processes that make pages end too."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


def _keep(edition_not_kept: Callable[[ProductError], None] | None) -> None:
    """Put aside what is here now: the site shows it whole, and addresses that name its edition stay good."""
    try:
        keep_edition(wait=False)
    except ProductError as fault:
        if edition_not_kept is not None:
            edition_not_kept(fault)


def _allow(host: str) -> None:
    from django.conf import settings

    if host not in ("0.0.0.0", "::", *settings.ALLOWED_HOSTS):  # noqa: S104
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, host]


def _listener(host: str, port: int, *, exact: bool) -> socket.socket:
    candidates = [port] if exact or port == 0 else range(port, min(port + _TRIES, 65536))
    for candidate in candidates:
        try:
            return _bound(host, candidate)
        except PermissionError as fault:
            raise InputError("web.port_forbidden", port=candidate) from fault
        except OSError as fault:
            if fault.errno not in _TAKEN:
                raise InputError("web.address_unusable", host=host, reason=fault.strerror) from fault
    raise InputError("web.port_taken", port=port, last=candidates[-1])


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    made = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
    except BaseException:
        made.close()
        raise
    return made


_TAKEN = {errno.EADDRINUSE}
