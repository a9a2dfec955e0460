"""A series held against an indicative path: what is asked, the path that it gives, and what must be said with both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from ketenkompas import ingest
from ketenkompas.errors import MissingValueError, UnknownCodeError
from ketenkompas.i18n import Language, language_of, number, text
from ketenkompas.library._analysis import Analysis, Item, Picture
from ketenkompas.library._catalogue import receipt
from ketenkompas.library._figure import Footprint, Per, Scope, Series
from ketenkompas.library._query import series
from ketenkompas.pipeline import OFFICIAL, Identity, Input, Step
from ketenkompas.policy import PathPoint, Target, path

PathShape = Literal["point", "linear", "geometric"]
_DEFAULT_END, _DEFAULT_LOW, _DEFAULT_HIGH = 2050, -79.0, -71.0


@dataclass(frozen=True, slots=True)
class Aim:
    """A path in per cent of a reference year: where it comes from, and its end."""

    preset: str
    reference_year: int | None
    end_year: int
    low: float
    high: float
    shape: PathShape


@dataclass(frozen=True)
class Held:
    """A series, the path that it is held against, in the unit of the series, and the aim behind the path."""

    found: Series
    goal: Target
    aim: Aim
    language: Language
    points: Mapping[int, PathPoint] = field(repr=False)

    @property
    def newest(self) -> Footprint:
        """The newest observation."""
        return self.found.newest

    @property
    def base(self) -> Footprint:
        """The observation of the reference year."""
        return next(figure for figure in self.found.figures if figure.year == self.goal.start_year)


def held(
    area: str,
    *,
    model: str,
    target: str | None,
    base_year: int | None,
    end_year: int | None,
    low: float | None,
    high: float | None,
    shape: PathShape,
    scope: Scope | None,
    per: Per | None,
    lang: str,
) -> Held:
    """A series with its path; the parameters and errors are those of :func:`progress`."""
    language = language_of(lang)
    if shape not in get_args(PathShape):
        raise UnknownCodeError("query.choice", name="shape", found=shape, known=", ".join(get_args(PathShape)))
    chosen: Scope = scope or ("industry_only" if model == OFFICIAL else "with_households")
    found = series(area, model=model, scope=chosen, per=per, lang=language)
    aim = _aim(target, base_year, end_year, (low, high), shape)
    base = aim.reference_year if aim.reference_year is not None else found.years[0]
    observed = {figure.year: figure for figure in found.figures}
    if base not in observed:
        span = f"{found.years[0]}-{found.years[-1]}"
        nearest = min(found.years, key=lambda year: abs(year - base))
        raise MissingValueError("target.no_reference", year=base, model=model, known=span, nearest=nearest)
    start = observed[base].value
    goal = Target(base, start, aim.end_year, start * (1 + aim.low / 100), start * (1 + aim.high / 100), aim.shape)
    return Held(found, goal, aim, language, {point.year: point for point in path(goal)})


def _aim(
    target: str | None,
    base_year: int | None,
    end_year: int | None,
    sides: tuple[float | None, float | None],
    shape: PathShape,
) -> Aim:
    if target is None:
        low, high = sides
        if low is None and high is None:
            low, high = _DEFAULT_LOW, _DEFAULT_HIGH
        ends = sorted(float(one) for one in (low, high) if one is not None)
        return Aim("", base_year, end_year or _DEFAULT_END, ends[0], ends[-1], shape)
    preset = ingest.read_target(target)
    point = preset.points[-1]
    if point["low_per_cent"] is None or point["high_per_cent"] is None:
        raise MissingValueError("target.per_cent_unknown", target=target)
    return Aim(
        target,
        base_year if base_year is not None else preset.reference_year,
        int(point["year"]),
        float(point["low_per_cent"]),
        float(point["high_per_cent"]),
        shape,
    )


def told(
    name: str,
    case: Held,
    *,
    title: str,
    steps: Sequence[Step],
    items: Sequence[Item],
    columns: Mapping[str, str],
    rows: Sequence[Mapping[str, Any]],
    notes: Sequence[str],
    asked: Mapping[str, Any] | None = None,
    picture: Picture | None = None,
) -> Analysis:
    """An analysis of a series beside a path; ``asked`` is what else decides the result, beside series and path."""
    newest, goal, aim = case.newest, case.goal, case.aim
    receipts = list(dict.fromkeys(figure.receipt for figure in case.found.figures))
    parameters = {
        "area": newest.area,
        "scope": newest.scope,
        "unit": newest.unit,
        "base_year": goal.start_year,
        "end_year": goal.end_year,
        "low_per_cent": aim.low,
        "high_per_cent": aim.high,
        "shape": aim.shape,
        "target": aim.preset or None,
        "receipts": receipts,
        **(asked or {}),
    }
    files = [item for id_ in receipts for item in receipt(id_).identity["inputs"]]
    inputs = tuple(dict.fromkeys(Input(item["source"], item["sha256"]) for item in files))
    identity = Identity(name, newest.model, None, (Step("policy.path", 1), *steps), inputs, parameters)
    return Analysis(
        name=name,
        title=title,
        area=newest.area,
        years=tuple(case.found.years),
        model=newest.model,
        kind=newest.kind,
        edition=newest.edition,
        gases=newest.gases,
        items=tuple(items),
        columns=columns,
        rows=tuple(rows),
        notes=tuple(notes),
        sources=newest.sources,
        receipt=identity.id,
        identity=identity.as_json(),
        kept=False,
        language=case.language,
        picture=picture,
    )


def path_notes(case: Held) -> list[str]:
    """Whose path it is, what the series counts, and how the path runs between its two ends."""
    newest, goal, aim, language = case.newest, case.goal, case.aim, case.language
    said = []
    if aim.preset:
        preset = ingest.read_target(aim.preset)
        said.append(
            text(
                "progress.preset",
                language,
                name=preset.words("name", language),
                force=text(f"progress.force.{preset.force}", language),
                stated=preset.stated,
            )
        )
        said += [preset.words("note", language), text("progress.per_cent_only", language)]
    else:
        said.append(text("progress.own_path", language))
    said.append(text(f"progress.scope.{newest.scope}", language))
    said.append(
        text(
            f"progress.shape.{goal.kind}",
            language,
            first=goal.start_year,
            last=goal.end_year,
            low=number(aim.low, language, 0),
            high=number(aim.high, language, 0),
        )
    )
    return said
