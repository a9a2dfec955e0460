"""``progress``, ``budgets``, ``rebase``: a footprint beside a path; ``targets`` and ``revisions`` of others."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from ketenkompas import library, pipeline
from ketenkompas.cli._analyses import give_analysis
from ketenkompas.cli._figures import AreaArgument, Format, FormatOption, OutOption
from ketenkompas.cli._shared import Lang, LangOption, on_screen, told
from ketenkompas.cli._tables import PIPE_WIDTH
from ketenkompas.i18n import number, text
from ketenkompas.library import PathShape, Per, Scope

ModelOption = Annotated[str, typer.Option("--model", help="A series or model of 'ketenkompas models'.")]
TargetOption = Annotated[
    str | None, typer.Option("--target", help="The percentages of a target of 'ketenkompas targets'.")
]
BaseOption = Annotated[int | None, typer.Option("--base-year", help="Reference year of the path.")]
EndOption = Annotated[int | None, typer.Option("--end-year", help="Last year of the path.")]
LowOption = Annotated[float | None, typer.Option("--low", help="Low side at the end, per cent: -79.")]
HighOption = Annotated[float | None, typer.Option("--high", help="High side at the end, per cent: -71.")]
ShapeOption = Annotated[
    PathShape, typer.Option("--shape", help="A constant yearly rate, a straight line, or the end alone.")
]
ScopeOption = Annotated[Scope | None, typer.Option("--scope", help="With or without direct household emissions.")]
PerOption = Annotated[Per | None, typer.Option("--per", help="Per inhabitant.")]


def progress(
    area: AreaArgument,
    model: ModelOption = pipeline.OFFICIAL,
    target: TargetOption = None,
    base_year: BaseOption = None,
    end_year: EndOption = None,
    low: LowOption = None,
    high: HighOption = None,
    shape: ShapeOption = "geometric",
    scope: ScopeOption = None,
    per: PerOption = None,
    lang: LangOption = Lang.NL,
    form: FormatOption = Format.TABLE,
    out: OutOption = None,
) -> None:
    """How a footprint stands to an indicative path, of your own or in the form that others published.

    ketenkompas progress NL --base-year 2014 --end-year 2050 --low -79 --high -71

    ketenkompas progress NL --model wiod2013-co2 --target fr-snbc3 --format svg --out path.svg
    """
    give_analysis(
        lambda: library.progress(
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
            lang=lang.value,
        ),
        lang,
        form,
        out,
    )


def budgets(
    area: AreaArgument,
    periods: Annotated[
        str, typer.Option("--periods", help="Budget periods, 2024-2028,2029-2033; as France counts them by default.")
    ] = "",
    model: ModelOption = pipeline.OFFICIAL,
    target: TargetOption = None,
    base_year: BaseOption = None,
    end_year: EndOption = None,
    low: LowOption = None,
    high: HighOption = None,
    shape: ShapeOption = "geometric",
    scope: ScopeOption = None,
    per: PerOption = None,
    lang: LangOption = Lang.NL,
    form: FormatOption = Format.TABLE,
    out: OutOption = None,
) -> None:
    """An indicative path in budget periods: what the path adds up to, what has been emitted of it, what is left.

    ketenkompas budgets NL --base-year 2014 --periods 2019-2023,2024-2028
    """
    give_analysis(
        lambda: library.budgets(
            area,
            periods=library.read_periods(periods),
            model=model,
            target=target,
            base_year=base_year,
            end_year=end_year,
            low=low,
            high=high,
            shape=shape,
            scope=scope,
            per=per,
            lang=lang.value,
        ),
        lang,
        form,
        out,
    )


def rebase(
    area: AreaArgument,
    revision: Annotated[
        float | None, typer.Option("--revision", help="Revision of the reference year's figure, per cent: 9.")
    ] = None,
    cited: Annotated[
        str | None, typer.Option("--cited", help="Instead, a revision of 'ketenkompas revisions'.")
    ] = None,
    model: ModelOption = pipeline.OFFICIAL,
    target: TargetOption = None,
    base_year: BaseOption = None,
    end_year: EndOption = None,
    low: LowOption = None,
    high: HighOption = None,
    shape: ShapeOption = "geometric",
    scope: ScopeOption = None,
    per: PerOption = None,
    lang: LangOption = Lang.NL,
    form: FormatOption = Format.TABLE,
    out: OutOption = None,
) -> None:
    """What a statistical revision does to an indicative path and to the distance to it, under each rule.

    ketenkompas rebase NL --cited se-2008
    """
    give_analysis(
        lambda: library.rebase(
            area,
            revision=revision,
            cited=cited,
            model=model,
            target=target,
            base_year=base_year,
            end_year=end_year,
            low=low,
            high=high,
            shape=shape,
            scope=scope,
            per=per,
            lang=lang.value,
        ),
        lang,
        form,
        out,
    )


AsJson = Annotated[bool, typer.Option("--json", help="As JSON, with every source and status.")]


def targets(lang: LangOption = Lang.NL, as_json: AsJson = False) -> None:
    """The published indicative targets that are packaged, with their force and what is known of them."""
    with told(lang, as_json=as_json):
        found = library.targets(lang.value)
        _listed(found, [text(f"progress.force.{one['force']}", lang.value) for one in found], as_json=as_json)


def revisions(lang: LangOption = Lang.NL, as_json: AsJson = False) -> None:
    """Published revisions that are packaged: one year as an old and as a new edition gave it."""
    with told(lang, as_json=as_json):
        found = library.revisions(lang.value)
        _listed(found, [f"{number(one['per_cent'], lang.value, 1)}%" for one in found], as_json=as_json)


def _listed(found: Sequence[Mapping[str, Any]], beside: Sequence[str], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    console = Console(width=None if on_screen() else PIPE_WIDTH, highlight=False)
    for one, said in zip(found, beside, strict=True):
        console.print(f"[bold]{one['id']}[/bold]  {escape(one['name'])} ({said})")
        console.print(escape(one["note"]))
