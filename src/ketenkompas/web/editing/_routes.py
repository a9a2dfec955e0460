"""Every address of the editing pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.urls import URLPattern, path

from ketenkompas.i18n import Language
from ketenkompas.web.editing import _pages_batch, _pages_correction, _pages_login, _pages_release, _pages_work
from ketenkompas.web.editing._paths import BASE, PATHS

VIEWS: Mapping[str, Callable[..., HttpResponse]] = {
    "home": _pages_work.home,
    "login": _pages_login.log_in_page,
    "logout": _pages_login.log_out_page,
    "import": _pages_work.bring_in,
    "batch": _pages_batch.batch,
    "row": _pages_batch.row,
    "records": _pages_batch.records,
    "correct": _pages_correction.correct,
    "correction": _pages_correction.correction,
    "releases": _pages_release.releases,
    "log": _pages_release.log,
    "log-file": _pages_release.log_file,
}


def patterns(language: Language) -> list[URLPattern]:
    """The addresses in one language; whether they answer is decided by ``_gate``."""
    return [
        path(
            f"{BASE[language]}{PATHS[name][language]}", view, {"language": language}, name=f"editing-{name}-{language}"
        )
        for name, view in VIEWS.items()
    ]
