"""``rebase``: what a statistical revision does to an indicative path and to the distance to it, under each rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ketenkompas import ingest
from ketenkompas.classifications import areas
from ketenkompas.errors import InputError
from ketenkompas.i18n import Language, language_of, number, text
from ketenkompas.library._analysis import Analysis, Item
from ketenkompas.library._figure import Per, Scope
from ketenkompas.library._held import Held, PathShape, held, path_notes, told
from ketenkompas.pipeline import OFFICIAL, Step
from ketenkompas.policy import REACHES, REBASE_RULES, Observation, Reach, RebaseRule, rebased

REVISION_SPAN = (-50.0, 100.0)
"""The revisions that can be asked, per cent."""


def revisions(lang: str = "en") -> list[dict[str, Any]]:
    """Published revisions that are packaged: one year as an old and as a new edition gave it, with source and status.

    Examples
    --------
    >>> [(one["id"], round(one["per_cent"], 1)) for one in revisions()]
    [('fr-2022', 7.8), ('se-2008', 9.0)]
    """
    language = language_of(lang)
    found = [ingest.read_revision(name) for name in ingest.revision_ids()]
    return [
        {
            "id": one.id,
            "jurisdiction": one.jurisdiction,
            "name": one.words("name", language),
            "note": one.words("note", language),
            "year": one.year,
            "unit": one.unit,
            "old": _edition(one.old, language),
            "new": _edition(one.new, language),
            "per_cent": one.per_cent,
            "stated": one.stated,
        }
        for one in found
    ]


def _edition(given: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """One edition of a figure; what it covers in the language asked for."""
    return {**given, "scope": given["scope"][language]} if "scope" in given else dict(given)


def rebase(
    area: str,
    *,
    revision: float | None = None,
    cited: str | None = None,
    model: str = OFFICIAL,
    target: str | None = None,
    base_year: int | None = None,
    end_year: int | None = None,
    low: float | None = None,
    high: float | None = None,
    shape: PathShape = "geometric",
    scope: Scope | None = None,
    per: Per | None = None,
    lang: str = "en",
) -> Analysis:
    """What is left of a path, and of the distance to it, when the figure of its reference year is revised.

    Parameters
    ----------
    area, model, target, base_year, end_year, low, high, shape, scope, per, lang
        The series and the path, as :func:`progress`.
    revision : float, optional
        New over old figure, less 1, per cent; 9 for nine per cent more.
    cited : str, optional
        Instead: the percentage of a published revision (:func:`revisions`), of another country.

    Returns
    -------
    Analysis
        ``rows``: as it stands, then every rule with a revision of the reference year alone and of the whole series: the
        levels at the end, the high side in the year of the newest observation, that observation, the distance to the
        high side and how far it moved in percentage points, and the yearly change needed. ``items``: the revision, and
        the distance before.

    Raises
    ------
    KetenkompasError
        Those of :func:`progress`; ``target.revision``, ``target.revision_twice``, ``target.newest_is_reference``.

    Notes
    -----
    Rules of ``docs/methods/indicative-targets.md``: tonnes stay (``frozen``), the percentage stays (``relative``), the
    percentage stays when the revision exceeds 1 per cent (``threshold_relative``, France), the level stays on the old
    series, which newer growth prolongs (``chained``).

    Examples
    --------
    >>> import ketenkompas as kk
    >>> found = kk.rebase("NL", revision=9)
    >>> {row["rule"]: round(row["distance"] - found.rows[0]["distance"], 1) for row in found.rows[2:4]}
    {'frozen': 10.9, 'relative': -10.0}
    """
    language = language_of(lang)
    per_cent = _per_cent(revision, cited)
    case = held(
        area,
        model=model,
        target=target,
        base_year=base_year,
        end_year=end_year,
        low=low,
        high=high,
        shape=shape,
        scope=scope,
        per=per,
        lang=lang,
    )
    newest = case.newest
    before = _row(case, 0.0, "frozen", "reference")
    rows = [
        {**before, "rule": "as_is", "said": text("rebase.rule.as_is", language), "reach": "", "shift": 0.0},
        *(_moved(case, per_cent, rule, reach, before) for rule in REBASE_RULES for reach in REACHES),
    ]
    amount, share = newest.unit, "%"
    items = [Item("revision", text("rebase.revision", language), per_cent, share)]
    if before["distance"] is not None:
        items.append(Item("distance", text("progress.distance", language), before["distance"], share))
    return told(
        "rebase",
        case,
        title=text("rebase.title", language, area=areas()[newest.area].phrase(language)),
        steps=(Step("policy.rebase", 1),),
        items=items,
        columns={
            "rule": "",
            "said": "",
            "reach": "",
            "end_low": amount,
            "end_high": amount,
            "level_high": amount,
            "observed": amount,
            "distance": share,
            "shift": "pp",
            "required": share,
        },
        rows=rows,
        notes=_notes(case, per_cent, cited),
        asked={"revision_per_cent": per_cent, "cited": cited},
    )


def _per_cent(revision: float | None, cited: str | None) -> float:
    if cited is not None and revision is not None:
        raise InputError("target.revision_twice", cited=cited)
    if cited is not None:
        return ingest.read_revision(cited).per_cent
    asked = 0.0 if revision is None else float(revision)
    least, most = REVISION_SPAN
    if not least <= asked <= most:
        raise InputError("target.revision", found=asked, least=least, most=most)
    return asked


def _row(case: Held, per_cent: float, rule: RebaseRule, reach: Reach) -> dict[str, Any]:
    newest, language = case.newest, case.language
    found = rebased(case.goal, Observation(newest.year, newest.value, newest.edition), per_cent / 100, rule, reach)
    return {
        "rule": rule,
        "said": text(f"rebase.rule.{rule}", language),
        "reach": text(f"rebase.reach.{reach}", language),
        "end_low": found.end_low,
        "end_high": found.end_high,
        "level_high": found.level,
        "observed": found.observed,
        "distance": None if found.distance is None else 100 * found.distance,
        "required": None if found.required is None else 100 * found.required,
    }


def _moved(case: Held, per_cent: float, rule: RebaseRule, reach: Reach, before: dict[str, Any]) -> dict[str, Any]:
    row = _row(case, per_cent, rule, reach)
    return {**row, "shift": None if row["distance"] is None else row["distance"] - before["distance"]}


def _notes(case: Held, per_cent: float, cited: str | None) -> list[str]:
    language = case.language
    said = [text("rebase.meaning", language, year=case.goal.start_year, per_cent=number(per_cent, language, 1))]
    if cited is not None:
        known = ingest.read_revision(cited)
        said.append(
            text(
                "rebase.cited",
                language,
                name=known.words("name", language),
                old=number(float(known.old["value"]), language, 1),
                new=number(float(known.new["value"]), language, 1),
                old_edition=known.old["edition"],
                new_edition=known.new["edition"],
            )
        )
        said.append(known.words("note", language))
    said += [text("rebase.own_country", language), *path_notes(case)]
    return said


def rebase_sentence(found: Analysis) -> str:
    """How far the distance moves when the tonnes stay, and when the percentage stays."""
    language = found.language
    revision = found.item("revision").value
    if revision == 0:
        return text("rebase.zero", language)
    moved = {(row["rule"], at % 2): row["shift"] for at, row in enumerate(found.rows[1:])}
    if moved[("frozen", 0)] is None:
        return text("progress.outside_years", language)
    return text(
        "rebase.sentence",
        language,
        per_cent=number(revision, language, 1),
        frozen=number(moved[("frozen", 1)], language, 1),
        relative=number(moved[("relative", 0)], language, 1),
    )
