"""``ketenkompas data``: which source files there are, where they are, and how to have them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn
from rich.table import Table

from ketenkompas.cli._data_plan import plan_rows, plan_text
from ketenkompas.cli._data_text import explained, explained_json, place_text
from ketenkompas.cli._shared import EXIT_SOURCE, Lang, LangOption, on_screen, print_json, told
from ketenkompas.errors import Language, SourceError
from ketenkompas.i18n import text
from ketenkompas.library import households
from ketenkompas.sources import Opened, Places, SourceRecord, check, get, places, records, registry, remembered

app = typer.Typer(
    name="data", no_args_is_help=True, help="Source files: which there are, where they are, how to have them."
)

_TRAIL_COLUMNS = 200  # of a table that is not shown on a screen but written to a file or pipe


class Format(StrEnum):
    """How a list is given."""

    TABLE = "table"
    JSON = "json"


class Topic(StrEnum):
    """What there is a plan for."""

    HOUSEHOLDS = "households"


FormatOption = Annotated[Format, typer.Option("--format", help="A table to read or JSON to process.")]
Ids = Annotated[list[str], typer.Argument(help="Ids as 'data list' shows them; a family id means all its files.")]
SomeIds = Annotated[list[str] | None, typer.Argument(help="Ids; without any: all sources.")]


@app.command("list")
def list_(lang: LangOption = Lang.NL, form: FormatOption = Format.TABLE) -> None:
    """Show every source: id, title, year, licence and where it is."""
    with told(lang, as_json=form is Format.JSON):
        spots = places()
        rows = [_line(group, spots, lang.value) for group in _grouped(registry().values())]
        _shown(rows, ("id", "title", "year", "licence", "place"), lang.value, form)


@app.command()
def status(ids: SomeIds = None, lang: LangOption = Lang.NL, form: FormatOption = Format.TABLE) -> None:
    """Show which files are here and whether they were checked; reads no file ('verify' does)."""
    with told(lang, as_json=form is Format.JSON):
        spots = places()
        rows = [_state(item, spots, lang.value) for item in _chosen(ids)]
        whole = [item for item in rows if ids or not (item["family"] and item["state_code"] == "absent")]
        _shown(whole, ("id", "place", "state", "file"), lang.value, form)
        if form is Format.TABLE:
            looked = ", ".join(map(str, (spots.cache, *spots.mirrors)))
            typer.echo(text("data.places", lang.value, places=looked))


@app.command("get")
def get_(
    ids: Ids,
    again: Annotated[bool, typer.Option("--again", help="Fetch even when the file is already here.")] = False,
    lang: LangOption = Lang.NL,
    form: FormatOption = Format.TABLE,
) -> None:
    """Fetch files from their publishers; a broken-off download goes on where it stopped."""
    with told(lang, as_json=form is Format.JSON):
        wanted, spots = _chosen(ids), places()
        opened = [_got(item, spots, again=again, lang=lang.value) for item in wanted]
        if form is Format.JSON:
            print_json([_opened_json(item) for item in opened])
            return
        for item in opened:
            place = text(f"data.place_{item.origin}", lang.value)
            typer.echo(text("data.got", lang.value, id=item.record.id, path=item.path, place=place))


@app.command()
def verify(ids: SomeIds = None, lang: LangOption = Lang.NL, form: FormatOption = Format.TABLE) -> None:
    """Check length and sha256 of the files that are here; fails when one is wrong, or one that is named is missing."""
    with told(lang, as_json=form is Format.JSON):
        spots = places()
        rows = [_state(item, spots, lang.value, read=True) for item in _chosen(ids)]
        count = {code: sum(row["state_code"] == code for row in rows) for code in _STATES}
        _shown(
            [row for row in rows if ids or row["state_code"] != "absent"],
            ("id", "place", "state", "file"),
            lang.value,
            form,
        )
        if form is Format.TABLE:
            counted = {"good": "confirmed", "unknown": "unconfirmed", "bad": "differs", "absent": "absent"}
            typer.echo(text("data.verified", lang.value, **{key: count[code] for key, code in counted.items()}))
    if count["differs"] or (ids and count["absent"]):
        raise typer.Exit(EXIT_SOURCE)


@app.command()
def explain(
    source_id: Annotated[str, typer.Argument(metavar="ID", help="Id as 'data list' shows it.")],
    lang: LangOption = Lang.NL,
    form: FormatOption = Format.TABLE,
) -> None:
    """Tell everything about one source: licence, how to name it, columns, known faults, how to fetch it by hand."""
    with told(lang, as_json=form is Format.JSON):
        item, spots = records(source_id)[0], places()
        if form is Format.JSON:
            print_json(explained_json(item, spots.find(item)))
        else:
            typer.echo(explained(item, spots.find(item), lang.value))


@app.command()
def plan(
    topic: Annotated[Topic, typer.Argument(help="Which figures: households.")],  # noqa: ARG001 - one plan so far
    lang: LangOption = Lang.NL,
    form: FormatOption = Format.TABLE,
) -> None:
    """Tell which table that is not here would improve which figure, in order of effect, and what stands in for it."""
    with told(lang, as_json=form is Format.JSON):
        items, spots = households.plan(), places()
        if form is Format.JSON:
            print_json(plan_rows(items, spots))
        else:
            typer.echo(plan_text(items, spots, lang.value))


_STATES = ("confirmed", "unconfirmed", "unread", "differs", "absent")


def _chosen(ids: Sequence[str] | None) -> list[SourceRecord]:
    return [item for one in ids for item in records(one)] if ids else list(registry().values())


def _grouped(items: Iterable[SourceRecord]) -> list[list[SourceRecord]]:
    groups: dict[str, list[SourceRecord]] = {}
    for item in items:
        groups.setdefault(item.family or item.id, []).append(item)
    return list(groups.values())


def _line(group: Sequence[SourceRecord], spots: Places, lang: Language) -> dict[str, Any]:
    """One line of the list: a file, or a data set in slices."""
    first, here = group[0], [spots.find(item) for item in group]
    place = place_text(first, here[0], lang)
    if first.family:
        count = text("data.slices", lang, here=sum(found is not None for found in here), all=len(group))
        place = f"{count}; {place}"
    note = "" if first.licence_confirmed else f" ({text('data.licence_unconfirmed', lang)})"
    return {
        "id": first.family or first.id,
        "title": first.title_in(lang).removesuffix(f": {first.id.split(':')[-1]}"),
        "year": first.year,
        "licence": _short(first.licence) + note,
        "place": place,
        "reach": first.reach,
        "run_against_publisher": first.run_against_publisher,
    }


def _short(licence: str, length: int = 60) -> str:
    return licence if len(licence) <= length else licence[:length].rsplit(" ", 1)[0] + " …"


def _state(item: SourceRecord, spots: Places, lang: Language, *, read: bool = False) -> dict[str, Any]:
    """Where a file is and whether it is the right one; only with ``read`` is a file read that was not read before."""
    found = spots.find(item)
    code, why = "absent", ""
    if found is not None:
        known = remembered(found[0], spots.cache)
        code = "unread"
        if read or known is not None or (item.size or found[0].stat().st_size) != found[0].stat().st_size:
            try:
                code = "confirmed" if check(found[0], item, spots.cache)[1] else "unconfirmed"
            except SourceError as error:
                code, why = "differs", error.sentences(lang)["what"]
            except OSError as error:
                code, why = "differs", text("data.unreadable", lang, reason=error.strerror or error)
    return {
        "id": item.id,
        "family": item.family,
        "place": place_text(item, found, lang),
        "state_code": code,
        "state": text(f"data.state_{code}", lang) + (f": {why}" if why else ""),
        "file": str(found[0]) if found else item.path,
    }


def _got(item: SourceRecord, spots: Places, *, again: bool, lang: Language) -> Opened:
    """Fetch one file, with a bar on a screen."""
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn(),
        console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task(text("data.fetching", lang, id=item.id), total=None)
        return get(
            item, where=spots, again=again, progress=lambda done, total: bar.update(task, completed=done, total=total)
        )


def _opened_json(item: Opened) -> dict[str, Any]:
    return {
        "id": item.record.id,
        "path": str(item.path),
        "origin": item.origin,
        "sha256": item.sha256,
        "confirmed": item.confirmed,
    }


def _shown(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], lang: Language, form: Format) -> None:
    if form is Format.JSON:
        print_json(rows)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(text(f"data.{name}", lang), overflow="fold", no_wrap=name == "id")
    for row in rows:
        table.add_row(*("" if row[name] is None else str(row[name]) for name in columns))
    Console(width=None if on_screen() else _TRAIL_COLUMNS, markup=False, highlight=False).print(table)
