"""The panels of a place: how much, what of, from where, since when, whose, what can be moved here, beside others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from ketenkompas import reports
from ketenkompas.errors import KetenkompasError, MissingValueError
from ketenkompas.i18n import Language, text, unit_label
from ketenkompas.library import households
from ketenkompas.reports import Chart, Layout, Table
from ketenkompas.web._panel import Panel
from ketenkompas.web.householdpages import _held, _place_frames
from ketenkompas.web.householdpages._asked import Asked
from ketenkompas.web.householdpages._beside import beside
from ketenkompas.web.householdpages._place_frames import COUNTRY
from ketenkompas.web.householdpages._told import LEVEL, Answer, bars, dress, provenance

Make = Callable[[households.Place, Asked], Panel]


def panels(found: households.Place, shown: Asked) -> Mapping[str, Make]:
    """The panels of a place by id, in their order; what a place cannot have is left out."""
    compared = {"compare": compare} if shown.compare else {}
    measured = TIME if households.course(found).rows else {}
    return {"whole": whole, "groups": groups, "origin": origin, **measured, "types": types, "local": local, **compared}


def whole(found: households.Place, shown: Asked) -> Panel:
    """The whole, beside similar places, the country and the reader's path."""
    language = shown.language
    frame, figures = _place_frames.whole(found, shown)
    came = provenance(language, *figures)
    title = text("household.place.whole.title", language, place=found.title(language))
    told = [text("household.place.similar.about", language)] if "similar" in frame["code"] else []
    if shown.less:
        told.append(text("household.place.path.about", language, less=shown.less, until=shown.until))
    return Panel(
        "whole",
        text("household.place.whole.heading", language),
        text("household.place.whole.explanation", language),
        came,
        answer=_rank(found, shown),
        draw=bars(frame, title, dress(came, language, shown.per), language),
        reasons=tuple(told),
        notes=(*figures[0].notes, *figures[0].missing),
        level=LEVEL,
    )


def _rank(found: households.Place, shown: Asked) -> str:
    if found.kind != "municipality":
        return ""
    rows = households.ranks("households", shown.per, lang=shown.language).rows
    mine = next(row for row in rows if row["area"] == found.area)
    kind = "told" if mine["told"] else "not_told"
    sentence = str(mine["sentence"])
    return text(f"household.place.rank.{kind}", shown.language, place=found.title(shown.language), rank=sentence)


def groups(found: households.Place, shown: Asked) -> Panel:
    """What the whole is made of."""
    language = shown.language
    frame, marks, figures = _place_frames.parts(found, shown)
    came = provenance(language, *figures)
    title = text("household.place.groups.title", language, place=found.title(language))
    return Panel(
        "groups",
        text("household.place.groups.heading", language),
        text("household.place.groups.explanation", language),
        came,
        draw=bars(frame, title, dress(came, language, shown.per), language, marks=marks),
        notes=(*figures[0].notes, *figures[0].missing),
        level=LEVEL,
    )


def origin(found: households.Place, shown: Asked) -> Panel:
    """Where it is emitted."""
    language = shown.language
    figure = _place_frames.footprint(found.area, shown, by="origin")
    rows = [{"code": one.id, "label": one.label, "value": one.value, "unit": figure.unit} for one in figure.parts]
    came = provenance(language, figure)
    title = text("household.place.origin.title", language, place=found.title(language))
    dressed = dress(came, language, shown.per)
    home = reports.percent(100 * figure.part(COUNTRY).share, language)

    def draw(layout: Layout) -> Chart:
        return reports.parts_chart(
            pl.DataFrame(rows),
            language=language,
            title=title,
            subtitle=dressed.subtitle,
            note=dressed.note,
            mark=dressed.mark,
            layout=layout,
            places=0,
        )

    return Panel(
        "origin",
        text("household.place.origin.heading", language),
        text("household.place.origin.explanation", language),
        came,
        answer=text("household.place.origin.answer", language, home=home),
        draw=draw,
        notes=(*figure.notes, *figure.missing),
        level=LEVEL,
    )


def course(found: households.Place, shown: Asked) -> Panel:
    """Energy in homes and cars over the years, as measured."""
    language = shown.language
    frame, told = _place_frames.course(found, language)
    came = provenance(language, told, interval="household.interval.course")
    title = text("household.place.course.title", language, place=found.title(language))
    dressed = dress(came, language)
    names = ("year", "part", "label", "quantity", "unit", "kg", "kg_person", "state")
    header = tuple(text(f"household.course.{name}", language) for name in names)
    states = {one: text(f"household.state.{one}", language) for one in ("observed", "absent", "corrected")}
    table = told.to_polars().select(names).with_columns(pl.col("state").replace_strict(states))
    twin = Table(table, header, title, "", language)

    def draw(layout: Layout) -> Chart:
        made = reports.course_chart(
            frame, language=language, title=title, subtitle=dressed.subtitle, note=dressed.note, mark=dressed.mark,
            layout=layout,
        )  # fmt: skip
        return replace(made, twin=twin)

    absent = [f"{row['label']} {row['year']}" for row in told.rows if row["state"] == "absent"]
    lacking = [text("household.place.course.absent", language, names=", ".join(absent))] if absent else []
    return Panel(
        "course",
        text("household.place.course.heading", language),
        text("household.place.course.explanation", language),
        came,
        draw=draw,
        twin=twin,
        reasons=(*told.notes, *lacking),
        level=LEVEL,
    )


def change(found: households.Place, shown: Asked) -> Panel:
    """What changed the measured emissions between the last two years.

    Raises
    ------
    MissingValueError
        ``households.change_absent`` where nothing is known of both years.
    """
    language = shown.language
    effects, rows = households.changes(found, lang=language), households.course(found, lang=language)
    steps = _steps(effects, rows, language)
    if steps is None:
        raise MissingValueError("households.change_absent", area=found.title(language))
    first, last = steps.first, steps.last
    came = provenance(language, effects, rows, interval="household.interval.course")
    told = {"place": found.title(language), "first": first, "last": last}
    title = text("household.place.change.title", language, **told)
    dressed = dress(came, language)

    def draw(layout: Layout) -> Chart:
        return reports.waterfall_chart(
            steps.steps, start=(str(first), steps.start), end=str(last), unit="kt CO2e_AR5", language=language,
            title=title, subtitle=dressed.subtitle, note=dressed.note, mark=dressed.mark, layout=layout,
        )  # fmt: skip

    return Panel(
        "change",
        text("household.place.change.heading", language, **told),
        text("household.place.change.explanation", language),
        came,
        draw=draw,
        reasons=(
            *effects.notes,
            text("household.place.change.parts", language, names=_listed(_names(steps, rows), shown)),
        ),
        level=LEVEL,
    )


def _names(steps: reports.ChangeSteps, rows: households.HouseholdRows) -> list[str]:
    """The parts that are in a change, as they are called."""
    called = {str(row["part"]): str(row["label"]) for row in rows.rows}
    return [called[part] for part in called if part in steps.parts]


def _steps(
    effects: households.HouseholdRows, rows: households.HouseholdRows, language: Language
) -> reports.ChangeSteps | None:
    """The latest change that holds energy in homes; where there is none, the latest that is known at all."""
    kinds = [f"{part}.{effect}" for part in ("energy", "car") for effect in ("inhabitants", "use", "factor")]
    labels = {kind: text(f"household.change.{kind}", language) for kind in kinds}
    last = max((row["to_year"] for row in effects.rows), default=0)
    years = sorted({row["from_year"] for row in effects.rows if row["to_year"] == last}, reverse=True)
    course, changes = rows.to_polars(), effects.to_polars()
    made = [reports.change_steps(course, changes, first=first, last=last, labels=labels) for first in years]
    known = [one for one in made if one is not None]
    return next((one for one in known if "gas" in one.parts), known[0] if known else None)


TIME: Mapping[str, Make] = {"course": course, "change": change}


def types(found: households.Place, shown: Asked) -> Panel:
    """Which kinds of households live here, and what such households cause in the whole country."""
    language = shown.language
    rows: list[dict[str, Any]] = []
    withheld: list[str] = []
    came_from: list[Answer] = []
    for by in households.CLASSES:
        name = text(f"household.dimension.{by}", language)
        try:
            here, country = (
                households.footprint(area, by, "households", lang=language) for area in (found.area, COUNTRY)
            )
        except KetenkompasError as fault:
            withheld.append(f"{name}: {fault.sentences(language)['what']}")
            continue
        shares = {part.id: part.households for part in country.parts}
        came_from += [here, country]
        rows += [
            {
                "code": f"{by}.{part.id}", "label": part.label, "value": 100 * (part.households or 0.0), "low": None,
                "high": None, "observed": 0.0, "unit": "%", "country": _percent(shares, part.id), "each": part.each,
            }
            for part in here.parts
        ]  # fmt: skip
    title = text("household.place.types.title", language, place=found.title(language))
    base = came_from or [households.types("all", "all", "all", lang=language)]
    came = provenance(language, *base, interval="household.interval.types")
    schema = {"value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "country": pl.Float64, "each": pl.Float64}
    frame = pl.DataFrame(rows, schema_overrides=schema) if rows else pl.DataFrame()
    marks = {"country": text("household.place.country", language)} if found.area != COUNTRY else {}
    names = ("code", "label", "value", *marks, "each")
    header = tuple(text(f"household.types.{name}", language) for name in names)
    twin = Table(frame.select(names), header, title, "", language, 1) if rows else None

    return Panel(
        "types",
        text("household.place.types.heading", language),
        text("household.place.types.explanation", language),
        came,
        draw=bars(frame, title, dress(came, language), language, marks=marks, twin=twin) if rows else None,
        twin=twin or Table(pl.DataFrame({"withheld": withheld}), (title,), title, "", language),
        reasons=tuple(withheld),
        level=LEVEL,
    )


def _percent(shares: Mapping[str, float | None], classes: str) -> float | None:
    """The share of classes together, per cent; None where one of them is not known."""
    found = [shares.get(one) for one in classes.split(",")]
    known = [share for share in found if share is not None]
    return 100 * sum(known) if len(known) == len(found) else None


def local(found: households.Place, shown: Asked) -> Panel:
    """For each item whether what a municipality does can show up in its figure, and why."""
    language = shown.language
    figure = _place_frames.footprint(found.area, shown, by="item")
    known = households.leaves()
    rows = [
        {
            "label": part.label,
            "value": part.value,
            "local": text(f"household.local.{known[part.id].local}", language),
            "why": known[part.id].why[language],
        }
        for part in figure.parts
    ]
    title = text("household.place.local.title", language, place=found.title(language))
    header = (
        text("household.local.item", language),
        unit_label(figure.unit, language),
        text("household.local.can", language),
        text("household.local.why", language),
    )
    movable = [part.label for part in figure.parts if known[part.id].local != "no"]
    return Panel(
        "local",
        text("household.place.local.heading", language),
        text("household.place.local.explanation", language),
        provenance(language, figure),
        answer=text("household.place.local.answer", language, names=_listed(movable, shown)),
        twin=Table(pl.DataFrame(rows), header, title, figure.unit, language, 0),
        level=LEVEL,
    )


def _listed(names: list[str], shown: Asked) -> str:
    lower = [name[0].lower() + name[1:] for name in names]
    joint = text("household.and", shown.language)
    return f"{', '.join(lower[:-1])} {joint} {lower[-1]}" if len(lower) > 1 else "".join(lower)


def compare(found: households.Place, shown: Asked) -> Panel:
    """The place beside up to five others, with what is sure of each pair."""
    language = shown.language
    areas = tuple(dict.fromkeys((found.area, *shown.compare)))
    item = _held.RANKED.get(shown.item, "households")
    figures = tuple(_place_frames.footprint(area, shown, group=item) for area in areas)
    frame = _place_frames.beside(figures)
    came = provenance(language, *figures)
    title = text("household.place.compare.title", language, item=figures[0].label)
    held = beside(replace(shown, item=item, compare=areas))

    return Panel(
        "compare",
        text("household.place.compare.heading", language),
        text("household.beside.how", language),
        came,
        draw=bars(frame, title, dress(came, language, shown.per), language),
        reasons=(
            text("household.place.compare.item", language, item=figures[0].label),
            *(held.verdicts if held else ()),
        ),
        level=LEVEL,
    )
