"""``paths`` and ``extract``: the chains behind a footprint, and what hangs on them."""

from __future__ import annotations

from typing import Annotated

import typer

from ketenkompas import library, pipeline
from ketenkompas.cli._analyses import give_analysis
from ketenkompas.cli._figures import AreaArgument, Format, FormatOption, OutOption
from ketenkompas.cli._shared import Lang, LangOption

YearNeeded = Annotated[int, typer.Option("--year", help="A year of the model.")]
ModelOption = Annotated[str, typer.Option("--model", help="A model of 'ketenkompas models'.")]
GasOption = Annotated[str | None, typer.Option("--gas", help="One gas of the model.")]
Codes = list[str] | None


def paths(
    area: AreaArgument,
    year: YearNeeded,
    top: Annotated[int | None, typer.Option("--top", help="So many paths, provably the largest (100).")] = None,
    threshold: Annotated[
        float | None, typer.Option("--threshold", help="Every path of at least this share of the footprint.")
    ] = None,
    product: Annotated[Codes, typer.Option("--product", help="Only this final product; may be repeated.")] = None,
    emitter_region: Annotated[Codes, typer.Option("--emitter-region", help="Only emissions in this region.")] = None,
    emitter_industry: Annotated[
        Codes, typer.Option("--emitter-industry", help="Only emissions of this industry.")
    ] = None,
    model: ModelOption = pipeline.WIOD,
    gas: GasOption = None,
    lang: LangOption = Lang.NL,
    form: FormatOption = Format.TABLE,
    out: OutOption = None,
) -> None:
    """The supply chains behind a footprint, largest first, and how much of it they cover.

    The hundred largest:

        ketenkompas paths NL --year 2008

    What electricity in China does for Dutch consumption, in every path above a ten-thousandth:

        ketenkompas paths NL --year 2008 --emitter-region CN --emitter-industry c17 --threshold 0.0001
    """
    give_analysis(
        lambda: library.paths(
            area,
            year,
            model=model,
            top=top,
            threshold=threshold,
            products=product or (),
            emitter_regions=emitter_region or (),
            emitter_industries=emitter_industry or (),
            gas=gas,
            lang=lang.value,
        ),
        lang,
        form,
        out,
    )


def extract(
    area: AreaArgument,
    year: YearNeeded,
    industry: Annotated[str | None, typer.Option("--industry", help="Take an industry out: NL:c17.")] = None,
    keep_demand: Annotated[
        bool, typer.Option("--keep-demand", help="With --industry: final demand for its products stays.")
    ] = False,
    link: Annotated[str | None, typer.Option("--link", help="Stop a trade, seller first: CN:NL.")] = None,
    move: Annotated[str | None, typer.Option("--move", help="Buy elsewhere what comes from here: CN:c12.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="With --move: the region that delivers instead.")] = None,
    model: ModelOption = pipeline.WIOD,
    gas: GasOption = None,
    lang: LangOption = Lang.NL,
    form: FormatOption = Format.TABLE,
    out: OutOption = None,
) -> None:
    """What if an industry were not there, a trade stopped, or the work were done elsewhere.

    How much hangs on Dutch electricity, and on purchases from China:

        ketenkompas extract NL --year 2008 --industry NL:c17

        ketenkompas extract NL --year 2008 --link CN:NL

    Basic metals that the Netherlands buys from China, made at home instead:

        ketenkompas extract NL --year 2008 --move CN:c12 --to NL
    """
    give_analysis(
        lambda: library.extract(
            area,
            year,
            industry=industry,
            keep_demand=keep_demand,
            link=link,
            move=move,
            to=to,
            model=model,
            gas=gas,
            lang=lang.value,
        ),
        lang,
        form,
        out,
    )
