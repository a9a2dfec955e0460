"""What the web application takes from its environment: secret, hosts, data base."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from ketenkompas.errors import InputError, Where

_ENGINES: Mapping[str, str] = {
    "postgres": "django.db.backends.postgresql",
    "postgresql": "django.db.backends.postgresql",
    "sqlite": "django.db.backends.sqlite3",
}
_PERIODS: Mapping[str, int] = {"s": 1, "min": 60, "h": 3600, "d": 86400}
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def secret_key(home: Path) -> str:
    """The key that signs sessions: ``SECRET_KEY``, else one made once and kept for its owner's eyes only.

    Raises
    ------
    InputError
        ``web.home_not_writable`` when the key cannot be kept.
    """
    given = os.environ.get("SECRET_KEY")
    if given:
        return given
    path = home / "web-secret-key"
    try:
        home.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    except OSError as fault:
        raise InputError("web.home_not_writable", where=Where(file=str(home)), reason=fault.strerror) from fault
    key = secrets.token_urlsafe(50)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key)
    return key


def allowed_hosts() -> list[str]:
    """Host names that the application answers to: those of ``KETENKOMPAS_HOSTS`` (comma between), else this machine."""
    given = [name.strip() for name in os.environ.get("KETENKOMPAS_HOSTS", "").split(",")]
    return [name for name in given if name] or list(LOOPBACK)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many questions in so many seconds."""

    count: int
    seconds: int


def api_rates() -> tuple[Rate | None, Rate | None]:
    """How often one address, and one key, may ask the API: ``KETENKOMPAS_API_RATE`` and ``..._RATE_WITH_KEY``.

    As ``600/min`` (s, min, h, d); ``off`` for no limit.

    Raises
    ------
    InputError
        ``web.rate_unreadable``.
    """
    return _rate("KETENKOMPAS_API_RATE", "600/min"), _rate("KETENKOMPAS_API_RATE_WITH_KEY", "6000/min")


def _rate(name: str, usual: str) -> Rate | None:
    given = os.environ.get(name) or usual
    if given == "off":
        return None
    count, _, period = given.partition("/")
    if not re.fullmatch(r"[1-9][0-9]{0,8}", count) or period not in _PERIODS:
        raise InputError("web.rate_unreadable", variable=name, found=given)
    return Rate(int(count), _PERIODS[period])


def proxies() -> int:
    """How many proxies of one's own stand before the server (``KETENKOMPAS_PROXIES``): their word on who asks counts.

    Raises
    ------
    InputError
        ``web.proxies_unreadable``.
    """
    given = os.environ.get("KETENKOMPAS_PROXIES") or "0"
    if not given.isdigit():
        raise InputError("web.proxies_unreadable", found=given)
    return int(given)


def database(home: Path) -> dict[str, Any]:
    """Django's description of the data base: that of ``DATABASE_URL``, else an SQLite file in the user's folder.

    Raises
    ------
    InputError
        ``web.database_url`` when the address names no known kind of data base.
    """
    given = os.environ.get("DATABASE_URL")
    return database_of(given) if given else sqlite(home / "web.sqlite3")


def sqlite(path: Path) -> dict[str, Any]:
    """An SQLite file that several threads can use: waits for a lock, and writes without blocking readers."""
    options = {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"}
    return {"ENGINE": _ENGINES["sqlite"], "NAME": str(path), "OPTIONS": options}


def database_of(url: str) -> dict[str, Any]:
    """Django's description of a data base from its address, ``postgresql://user:password@host:5432/name?sslmode=...``
    or ``sqlite:////absolute/path`` (three slashes for a relative one).

    Examples
    --------
    >>> database_of("postgresql://kk:p%40ss@db:5433/keten")["PASSWORD"]
    'p@ss'
    """
    parts = urlsplit(url)
    engine = _ENGINES.get(parts.scheme)
    name = unquote(parts.path.removeprefix("/"))
    if engine is None or not name:
        raise InputError("web.database_url", found=f"{parts.scheme}://…", known=", ".join(sorted(_ENGINES)))
    if engine == _ENGINES["sqlite"]:
        return sqlite(Path(name))
    return {
        "ENGINE": engine,
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
