"""What every factor page has: the frame of the site, the setting on licences, the release and its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ketenkompas.i18n import Language, text
from ketenkompas.library import factors
from ketenkompas.reports import FactorForm
from ketenkompas.web import _addresses, _frame
from ketenkompas.web.factorpages import _held, _words
from ketenkompas.web.factorpages._asked import NAMES, YES, Asked

FILES: Mapping[str, tuple[FactorForm, str]] = {
    "csv": ("csv", "text/csv; charset=utf-8; header=present"),
    "parquet": ("parquet", "application/vnd.apache.parquet"),
    "json": ("json", "application/json"),
    "schema.json": ("schema", "application/schema+json"),
}
"""The forms of a release: ending, form, media type."""


def page(shown: Asked, here: Callable[[Language], str]) -> dict[str, Any]:
    """What every factor page has: the frame of the site, the setting on licences, the release."""
    language = shown.language
    return {
        "asked": shown,
        "names": NAMES[language],
        "yes": YES[language],
        "start": shown.link("factors"),
        "start_plain": _addresses.plain("factors", language),
        "compare_link": shown.link("factor_compare"),
        "codes_link": shown.link("factor_codes"),
        "release": shown.release,
        "release_link": shown.link("factor_release", shown.release.number),
        "older": shown.newest if shown.release.number != shown.newest else "",
        **_frame.frame(language, "factors", here),
    }


def told(shown: Asked) -> dict[str, Any]:
    """A release in a few words: its day, how many factors, what changed against the one before."""
    language = shown.language
    info = next(one for one in _held.listed() if one.number == shown.release.number)
    return {
        "info": info,
        "day": day(info, language),
        "total": _words.figure(len(shown.records), language),
        "changed": [
            (text(f"factors.cause.{cause}", language), _words.figure(count, language))
            for cause, count in sorted(info.changes.items())
        ],
        "changes_link": shown.link("factor_changes", to=info.number),
    }


def day(info: factors.ReleaseInfo, language: Language) -> str:
    """The day of a release as people write it."""
    month = text(f"factors.month.{info.published_on.month}", language)
    return f"{info.published_on.day} {month} {info.published_on.year}"


def files(shown: Asked) -> list[tuple[str, str]]:
    """The release as files: the name of each form and its address."""
    number = shown.release.number
    return [(text(f"factors.file.{form}", shown.language), shown.link("factor_file", number, form)) for form in FILES]
