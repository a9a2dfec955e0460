"""A panel as a template needs it: drawn, its table filled, its addresses made; or why it cannot be shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from ketenkompas import reports
from ketenkompas.errors import KetenkompasError, SourceError
from ketenkompas.i18n import Language, text, unit_label
from ketenkompas.web import _addresses
from ketenkompas.web._files import SHAPES
from ketenkompas.web._panel import Panel
from ketenkompas.web._site import Make
from ketenkompas.web._state import State

TABLE_FORMS = ("csv", "xlsx", "json")
CHART_FORMS = (*TABLE_FORMS, "svg", "png")
MORE_FORMS = ("puntkomma.csv", "jsonstat.json", "parquet", "metadata.json", "txt", "bib", "csl.json")
_SHORT = 9  # letters; longer texts may be broken over lines
_FEW = 20  # rows; a longer table is opened on request, and never shown as cards


@dataclass(frozen=True, slots=True)
class Shown:
    """What the template of a panel reads."""

    id: str
    panel: Panel | None
    pictures: tuple[tuple[str, SafeString, str], ...] = ()
    columns: tuple[tuple[str, str], ...] = ()  # the heading, and what stands below it: a number, a code or words
    rows: tuple[tuple[tuple[str, str, str], ...], ...] = ()  # a cell, its form, the name of its column
    caption: str = ""
    folded: bool = False
    cards: bool = False  # on a narrow screen each row is read by itself
    downloads: tuple[tuple[str, str], ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    receipts: tuple[tuple[str, str], ...] = ()
    newest: tuple[tuple[str, int, str, str], ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()
    problem: str = ""
    passing: bool = False  # the problem is a file that is not here, and that may come at any time
    shapes: str = ""
    embed: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the forms of a panel, its frame for other sites and its receipts are."""

    download: Callable[[str], str]
    embed: str
    receipt: Callable[[str], str]


def shown(page: str, name: str, make: Make, state: State, language: Language) -> Shown:
    """A panel drawn for a page with a state."""
    places = Places(
        lambda form: _addresses.download(page, name, form, state, language),
        _addresses.embed(page, name, state, language),
        lambda id_: _addresses.receipt(id_, language),
    )
    return shown_at(places, name, lambda: make(state, language), language)


def shown_at(places: Places, name: str, make: Callable[[], Panel], language: Language) -> Shown:
    """A panel drawn, with the addresses that belong to it."""
    try:
        panel = make()
        drawn = {layout: panel.draw(layout) for layout in ("page", "narrow")} if panel.draw else {}
        table = drawn["page"].table() if drawn else panel.table()
    except KetenkompasError as fault:
        said = fault.sentences(language)
        told = f"{said['what']} {said['todo']}"
        return Shown(name, None, problem=told, passing=isinstance(fault, SourceError))
    vega = places.download("vega")
    joint = "&" if "?" in vega else "?"
    came = panel.provenance
    cells = table.cells()
    forms = [_form(column.dtype.is_numeric(), [row[at] for row in cells]) for at, column in enumerate(table.frame)]
    return Shown(
        id=name,
        panel=panel,
        pictures=tuple(
            (layout, mark_safe(chart.svg(titled=False)), f"{vega}{joint}layout={layout}")  # noqa: S308 (drawn by us)
            for layout, chart in drawn.items()
        ),
        columns=tuple(zip(table.header, forms, strict=True)),
        rows=tuple(tuple(zip(row, forms, table.header, strict=True)) for row in cells),
        cards=len(forms) > 3 and "words" in forms and len(cells) <= _FEW,
        folded=bool(drawn) or len(cells) > _FEW,
        caption=f"{table.caption} ({unit_label(table.unit, language)})" if table.unit else table.caption,
        downloads=tuple((form.upper(), places.download(form)) for form in _forms_of(panel, drawn=bool(drawn))),
        more=tuple((text(f"web.form.{form.split('.')[0]}", language), places.download(form)) for form in MORE_FORMS),
        embed=places.embed,
        shapes=places.download(SHAPES) if panel.shapes else "",
        receipts=tuple((id_, places.receipt(id_)) for id_ in came.receipts),
        newest=tuple(
            (reports.kind_label(kind, language).lower(), year, id_, places.receipt(id_))
            for kind, year, id_ in came.newest
        ),
        kinds=tuple((kind, reports.kind_label(kind, language)) for kind in came.kinds),
    )


def _forms_of(panel: Panel, *, drawn: bool) -> tuple[str, ...]:
    forms = CHART_FORMS if drawn else TABLE_FORMS
    return (*forms, SHAPES) if panel.live else forms


def _form(numeric: bool, cells: list[str]) -> str:
    if numeric:
        return "number"
    return "code" if max(map(len, cells), default=0) <= _SHORT else "words"
