"""``refine``: a footprint with national data in place of, or coupled to, the global table's own block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xarray as xr

from ketenkompas import ingest
from ketenkompas.errors import InputError
from ketenkompas.i18n import text
from ketenkompas.library._analysis import Analysis, Item, analysis, computed
from ketenkompas.library._parts import Question
from ketenkompas.library._query import area_phrase, question_of
from ketenkompas.mrio import (
    FEEDBACKS,
    Accounts,
    Feedback,
    National,
    coupled_footprint,
    decomposition,
    footprint,
    own_block,
    refine_national,
    refinement_bridge,
)
from ketenkompas.pipeline import WIOD, Input, Step, Table, file_input, table


def refine(
    area: str,
    year: int,
    *,
    national: str | Path | None = None,
    mode: Feedback = "world_global_feedback",
    embed: bool = False,
    model: str = WIOD,
    gas: str | None = None,
    lang: str = "en",
) -> Analysis:
    """The footprint of an economy refined with national data, and how and why it moves, Mt.

    Parameters
    ----------
    area : str
        One region of the model.
    national : str or Path, optional
        A packaged definition (``nl-reexports-made``) or a YAML file (``docs/how-to/refine-with-national-data.md``).
        Without it the table's own block is used: the three modes side by side, nothing refined.
    mode : {"foreign_isolated", "foreign_global_feedback", "world_global_feedback"}
        What the multipliers of imports count.
    embed : bool
        Put the national data into the global table and balance it (``refine_national``) instead of coupling; the mode
        has then no meaning.

    Returns
    -------
    Analysis
        ``items``: the plain and the refined footprint, their difference, and the part behind imports (coupled) or
        emitted abroad (embedded), before and after, with its change in per cent. ``rows``: the bridge, adding up to the
        difference (coupled: intensities and chains at home, volume and origins of imports, multipliers; embedded: the
        effects of a decomposition); without national data the footprint in each mode.

    Raises
    ------
    KetenkompasError
        Those of :func:`footprint`, of the table and of the definition; ``refine.other_region`` when the definition is
        of another region; ``refine.nothing_to_embed``.

    Examples
    --------
    >>> from ketenkompas.library import refine
    >>> [round(row["value"], 2) for row in refine("NL", 2008).rows]
    [185.31, 186.45, 187.43]
    """
    question = question_of(area, year, model=model, gas=gas, lang=lang)
    if question.area not in question.model.info.regions:
        raise InputError("query.economy_only", area=question.area, model=question.model.id)
    found = table(question.model.id, year)
    if national is None:
        if embed:
            raise InputError("refine.nothing_to_embed")
        return _modes(question, found)
    definition = ingest.read_national_definition(national)
    if definition.region != question.area:
        raise InputError("refine.other_region", found=definition.region, area=question.area)
    data = definition.national(found.accounts)
    parameters = {"definition": dict(definition.raw), "embed": embed, **({} if embed else {"mode": mode})}
    answer = _embedded(found.accounts, data) if embed else _coupled(found.accounts, data, mode)
    notes = [definition.words("note", question.language), *data.assumptions]
    step = Step("mrio.refine_national" if embed else "mrio.coupled_footprint", 1)
    titles, files = [definition.words("title", question.language)], tuple(file_input(path) for path in definition.files)
    return _told(question, found, answer, step, parameters, titles, notes, files)


Answer = tuple[xr.DataArray, xr.DataArray, xr.DataArray, xr.DataArray, Mapping[str, xr.DataArray]]


def _coupled(accounts: Accounts, data: National, mode: Feedback) -> Answer:
    plain = coupled_footprint(accounts, own_block(accounts, data.region))
    refined = coupled_footprint(accounts, data, mode)
    bridge = refinement_bridge(accounts, data, mode)
    rows = {str(code): bridge.sel(component=code) for code in bridge["component"].values if code != "households"}
    return plain["total"], refined["total"], plain["abroad"].sum("region"), refined["abroad"].sum("region"), rows


def _embedded(accounts: Accounts, data: National) -> Answer:
    refined = refine_national(accounts, data)
    feet = [footprint(one, by="origin").sel(area=data.region) for one in (accounts, refined)]
    abroad = [one.sum("origin") - one.sel(origin=data.region) for one in feet]
    change = decomposition(accounts, refined, current_prices=True)["change"].sum("product").sel(area=data.region)
    rows = {str(code): change.sel(effect=code) for code in change["effect"].values if code != "population"}
    return feet[0].sum("origin"), feet[1].sum("origin"), abroad[0], abroad[1], rows


def _modes(question: Question, found: Table) -> Analysis:
    own = own_block(found.accounts, question.area)
    totals = {mode: coupled_footprint(found.accounts, own, mode) for mode in FEEDBACKS}
    plain = totals["world_global_feedback"]
    answer: Answer = (
        plain["total"],
        plain["total"],
        plain["abroad"].sum("region"),
        plain["abroad"].sum("region"),
        {mode: one["total"] for mode, one in totals.items()},
    )
    notes = [text("refine.own_block", question.language)]
    return _told(question, found, answer, Step("mrio.coupled_footprint", 1), {"definition": None}, [], notes)


def _told(
    question: Question,
    found: Table,
    answer: Answer,
    step: Step,
    parameters: Mapping[str, Any],
    titles: list[str],
    notes: list[str],
    files: Sequence[Input] = (),
) -> Analysis:
    language, info, gas = question.language, found.info, question.gas
    unit = f"Mt {info.units[info.gases.index(gas)].removeprefix('kt ')}"
    plain, refined, abroad_before, abroad_after = (float(part.sel(gas=gas)) / 1e3 for part in answer[:4])
    part = "abroad" if parameters.get("embed") else "imports"
    figures = {
        "plain": (plain, unit),
        "refined": (refined, unit),
        "difference": (refined - plain, unit),
        f"{part}_before": (abroad_before, unit),
        f"{part}_after": (abroad_after, unit),
        f"{part}_percent": (100 * (abroad_after / abroad_before - 1) if abroad_before else 0.0, "%"),
    }
    rows = [
        {"code": code, "label": text(f"refine.row.{code}", language), "value": float(values.sel(gas=gas)) / 1e3}
        for code, values in answer[4].items()
    ]
    title = text("refine.title", language, area=area_phrase(question.area, language), year=question.year)
    return analysis(
        "refine",
        computed("refine", [found], [step], {"area": question.area, "gas": gas, **parameters}, inputs=files),
        area=question.area,
        years=[question.year],
        gas=gas,
        title="; ".join([title, *titles]),
        items=[Item(code, text(f"refine.item.{code}", language), *figure) for code, figure in figures.items()],
        columns={"code": "", "label": "", "value": unit},
        rows=rows,
        notes=notes,
        language=language,
    )
