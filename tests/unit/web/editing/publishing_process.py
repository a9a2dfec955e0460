"""A process of its own that publishes, and is killed at a named point: ``HOME URL RUN POINT``."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

from tests.unit.web.editing.made import made_sources

POINTS = (
    "before building",
    "before the hash is noted",
    "after building",
    "while files are written",
    "before the rename",
    "after the rename",
    "before it is said",
    "after publishing",
)


def die(*_: Any, **__: Any) -> None:
    """End at once, as by a power cut: nothing is closed, nothing rolled back by us."""
    os.kill(os.getpid(), signal.SIGKILL)


def _before(function: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(*given: Any, **named: Any) -> Any:
        die()
        return function(*given, **named)

    return wrapped


def _after(function: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(*given: Any, **named: Any) -> Any:
        function(*given, **named)
        die()

    return wrapped


def _patches(point: str) -> list[Any]:
    from ketenkompas.web.editing import _audit, _publishing

    replace = Path.replace

    def renamed_and_gone(self: Path, target: Path) -> Path:
        replace(self, target)
        die()
        return target

    def dies_at(act: str) -> Callable[..., Any]:
        record = _audit.record

        def recorded(who: str, asked: str, *given: Any, **named: Any) -> Any:
            made = record(who, asked, *given, **named)
            if asked == act:
                die()
            return made

        return recorded

    return {
        "before building": [mock.patch.object(_publishing, "assembled", _before(_publishing.assembled))],
        "before the hash is noted": [mock.patch.object(_audit, "record", dies_at("build"))],
        "after building": [mock.patch.object(_publishing, "_put", _before(_publishing._put))],
        "while files are written": [mock.patch("os.fsync", die)],
        "before the rename": [mock.patch.object(Path, "replace", die)],
        "after the rename": [mock.patch.object(Path, "replace", renamed_and_gone)],
        "before it is said": [mock.patch.object(_audit, "record", dies_at("publish"))],
        "after publishing": [mock.patch.object(_publishing, "_finish", _after(_publishing._finish))],
    }[point]


def main(packaged: str, run: int, name: str, point: str) -> None:
    """Publish, and die on the way."""
    from ketenkompas import web

    web.prepare()
    from django.contrib.auth.models import User

    from ketenkompas.web.editing._publishing import publish

    with made_sources(Path(packaged)):
        for patch in _patches(point):
            patch.start()
        publish(User.objects.get(username=name), run)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4])
