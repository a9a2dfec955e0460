"""A theme: found by its entry point, read from its package, and refused when its colours cannot be told apart."""

from __future__ import annotations

import functools
import importlib
import importlib.resources
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from ketenkompas.errors import InputError, KetenkompasError, UnknownCodeError
from ketenkompas.i18n import Language
from ketenkompas.themes._contrast import CHART_PAIRS, PAGE_PAIRS, Fault, Mode, faults
from ketenkompas.themes._tokens import colour, reaches_outside, tokens

GROUP, NEUTRAL, VARIABLE = "ketenkompas.themes", "neutral", "KETENKOMPAS_THEME"
_ABOUT, _SHEET = "theme.json", "tokens.css"
_MODES: tuple[Mode, ...] = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Theme:
    """A look of the site.

    Attributes
    ----------
    id, package
        The name of its entry point, and the Python package that holds it.
    names : mapping
        What it is called, by language.
    css : str
        Tokens of pages; laid over those of the neutral theme.
    chart, chart_dark : mapping
        The colour of every role in charts, and the roles that have another colour on a dark page.
    """

    id: str
    package: str
    names: Mapping[Language, str]
    css: str = field(repr=False)
    chart: Mapping[str, str] = field(repr=False)
    chart_dark: Mapping[str, str] = field(repr=False)


def theme_ids() -> tuple[str, ...]:
    """The themes that are installed, the neutral one first.

    Examples
    --------
    >>> theme_ids()[:2]
    ('neutral', 'forest')
    """
    return tuple(sorted(_found(), key=lambda name: (name != NEUTRAL, name)))


def theme_names(lang: Language) -> dict[str, str]:
    """What every installed theme is called, by id.

    Examples
    --------
    >>> theme_names("nl")["forest"]
    'Bos'
    """
    return {name: theme(name).names[lang] for name in theme_ids()}


def active_theme() -> Theme:
    """The theme that ``KETENKOMPAS_THEME`` names, else the neutral one; errors as :func:`theme`."""
    return theme(os.environ.get(VARIABLE) or NEUTRAL)


@functools.lru_cache(maxsize=32)
def theme(name: str) -> Theme:
    """An installed theme by its id.

    Raises
    ------
    UnknownCodeError
        ``theme.unknown``.
    InputError
        ``theme.twice`` when two packages take one name; ``theme.invalid`` for a package without readable files, a sheet
        that loads something from elsewhere, or a colour that cannot be checked; ``theme.contrast`` with every pair of
        colours that is too near (WCAG AA).

    Examples
    --------
    >>> theme("forest").chart["home"], theme("forest").chart["ink"] == theme("neutral").chart["ink"]
    ('#1f5f3a', True)
    """
    found = _found()
    if name not in found:
        raise UnknownCodeError("theme.unknown", found=name, known=", ".join(theme_ids()))
    read = _read(name, found[name])
    base = read if name == NEUTRAL else theme(NEUTRAL)
    if name != NEUTRAL:
        dark = {role: shade for role, shade in base.chart_dark.items() if role not in read.chart}
        read = Theme(
            read.id, read.package, read.names, read.css, {**base.chart, **read.chart}, {**dark, **read.chart_dark}
        )
    near = [fault for mode in _MODES for fault in _near(read, base, mode)]
    if near:
        raise InputError("theme.contrast", problems=[_told(fault) for fault in near], theme=name, count=len(near))
    return read


def sheet(chosen: Theme) -> str:
    """The style sheet of a theme: its tokens, and its charts on a dark page."""
    base = theme(NEUTRAL).chart
    turned = [
        f'.kk-figure svg [{part}="{chosen.chart[role]}"] {{ {part}: {shade}; }}'
        for role, shade in chosen.chart_dark.items()
        if chosen.chart[role] != base[role]
        for part in ("fill", "stroke")
    ]
    dark = "\n".join(turned)
    return f"{chosen.css}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n" if turned else chosen.css


def _found() -> dict[str, EntryPoint]:
    """The entry points by name; the neutral theme is always there, as every other one is laid over it."""
    listed: dict[str, EntryPoint] = {}
    for point in entry_points(group=GROUP):
        other = listed.setdefault(point.name, point)
        if other.value != point.value:
            raise InputError("theme.twice", theme=point.name, one=other.value, other=point.value)
    return {**listed, NEUTRAL: EntryPoint(NEUTRAL, f"{__package__}.{NEUTRAL}", GROUP)}


def _read(name: str, point: EntryPoint) -> Theme:
    try:
        folder = importlib.resources.files(importlib.import_module(point.module))
        about, css = (folder.joinpath(file).read_text("utf-8") for file in (_ABOUT, _SHEET))
        raw = json.loads(about)
    except (ImportError, OSError, UnicodeDecodeError, json.JSONDecodeError) as fault:
        raise InputError("theme.invalid", theme=name, package=point.module, reason=str(fault)) from fault
    for reason in _wrong(raw, css):
        raise InputError("theme.invalid", theme=name, package=point.module, reason=reason)
    return Theme(name, point.module, raw["name"], css, raw.get("chart", {}), raw.get("chart_dark", {}))


def _wrong(raw: object, css: str) -> Iterator[str]:
    from jsonschema import Draft202012Validator

    yield from (f"{_ABOUT}: {fault.message}" for fault in Draft202012Validator(_schema()).iter_errors(raw))
    outside = reaches_outside(css)
    if outside:
        yield f"{_SHEET}: {outside}"


@functools.cache
def _schema() -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads((importlib.resources.files(__package__) / "schema.json").read_text("utf-8"))
    return read


def _near(read: Theme, base: Theme, mode: Mode) -> Iterator[Fault]:
    """The pairs of a theme that are too near, in the order in which the sheets are laid over each other."""
    (light, dark), (own, own_dark) = tokens(base.css), tokens(read.css)
    laid = {**light, **own} if mode == "light" else {**light, **dark, **own, **own_dark}
    page = {name: colour(name, laid) for pair in PAGE_PAIRS for name in pair[:2]}
    for name, shade in page.items():
        if shade is None:
            reason = f"{_SHEET}: {name}: {laid.get(name, '-')} ({mode})"
            raise InputError("theme.invalid", theme=read.id, package=read.package, reason=reason)
    yield from faults(PAGE_PAIRS, {name: shade for name, shade in page.items() if shade}, mode)
    yield from faults(CHART_PAIRS, read.chart if mode == "light" else {**read.chart, **read.chart_dark}, mode)


def _told(fault: Fault) -> KetenkompasError:
    return InputError(
        "theme.pair",
        ink=fault.ink,
        on=fault.on,
        ratio=round(fault.ratio, 2),
        least=fault.least,
        mode=fault.mode,
    )
