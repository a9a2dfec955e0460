"""``ketenkompas factor search`` and ``choose``: the right factor, with the reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

import typer

from ketenkompas import library
from ketenkompas.cli._factors import AsOf, JsonOption, OnlyGreen, ReleaseOption
from ketenkompas.cli._factors_text import value_of
from ketenkompas.cli._shared import Lang, LangOption, print_json, told
from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.factors import CATEGORIES, Candidate, Category, Vat, reason_text
from ketenkompas.i18n import Language, exact, text
from ketenkompas.reports import factor_json

_SHOWN = 5
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)  # a thousand in one language, one in another
_FORMS = (
    (re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE), ",", "."),
    (re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?", re.ASCII), ".", ","),
)


def search(
    words: Annotated[list[str], typer.Argument(help="Words in Dutch or English, a code, or a key.")],
    category: Annotated[str | None, typer.Option(help="Only this category, for instance fuels.")] = None,
    region: Annotated[str | None, typer.Option(help="Only this region, for instance NL.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="At most so many.")] = 10,
    release: ReleaseOption = None,
    as_of: AsOf = None,
    only_green: OnlyGreen = False,
    as_json: JsonOption = False,
    lang: LangOption = Lang.NL,
) -> None:
    """Find emission factors by words or code; each tells why it was found.

    ketenkompas factor search kantoormeubelen

    ketenkompas factor search 7207 11 14
    """
    language: Language = lang.value
    with told(lang, as_json=as_json):
        found = library.factors.search(
            " ".join(words), language=language, limit=limit, category=known_category(category), region=region,
            release=release, as_of=as_of, only_green=only_green or None,
        )  # fmt: skip
        if as_json:
            print_json(
                [
                    {"score": round(one.score, 4), "why": [why.sentence(language) for why in one.why]}
                    | factor_json(one.factor)
                    for one in found
                ]
            )
            return
        if not found:
            typer.echo(text("cli.factor.nothing_found", language, words=" ".join(words)))
            raise typer.Exit(2)
        for one in found:
            factor = one.factor
            typer.secho(factor.name(language), bold=True)
            source = f"{factor.source.source_id} {factor.source.edition}"
            value = value_of(factor, factor.value, language)
            typer.echo(f"    {value}  {factor.boundary}  {factor.region}  {source}  [{factor.key}]")
            typer.echo(f"    {'; '.join(why.sentence(language) for why in one.why)}")


def known_category(spelling: str | None) -> Category | None:
    """A category by its name.

    Raises
    ------
    UnknownCodeError
        ``factor.category_unknown``.
    """
    if spelling is not None and spelling not in CATEGORIES:
        raise UnknownCodeError("factor.category_unknown", found=spelling, known=", ".join(CATEGORIES))
    return spelling


def choose(
    activity: Annotated[str, typer.Argument(help="Key or id of a factor, or words.")],
    quantity: Annotated[str, typer.Argument(help="How much, as 1250,5 or 1250.5; negative for a credit note.")],
    unit: Annotated[str, typer.Argument(help="Unit, for instance liter, kWh, km, EUR ('factor units').")],
    year: Annotated[int, typer.Option(help="Year of the activity.")],
    region: Annotated[str, typer.Option(help="Region of the activity.")] = "NL",
    boundary: Annotated[str | None, typer.Option(help="For instance WTW or TTW; by default the factor's own.")] = None,
    gwp_set: Annotated[str | None, typer.Option("--gwp-set", help="For instance AR5-100@gwp-0.13.2.")] = None,
    vat: Annotated[str, typer.Option(help="For amounts of money: excl or incl deductible VAT.")] = "",
    release: ReleaseOption = None,
    as_of: AsOf = None,
    only_green: OnlyGreen = False,
    as_json: JsonOption = False,
    lang: LangOption = Lang.NL,
) -> None:
    """Choose the factor for an activity: ranked, with result, interval and reasons; never a silent fallback.

    ketenkompas factor choose diesel 1000 liter --year 2026
    """
    language: Language = lang.value
    with told(lang, as_json=as_json):
        found = library.factors.choose(
            activity, known_quantity(quantity), unit, year=year, region=region, boundary=boundary, gwp_set=gwp_set,
            language=language, vat=known_vat(vat), release=release, as_of=as_of, only_green=only_green or None,
        )  # fmt: skip
        if as_json:
            print_json(found.as_json(language))
            return
        picked = "chosen" if found.picked else "needs_choice" if found.candidates else "none_fits"
        typer.secho(text(f"cli.factor.{picked}", language, release=found.release), bold=True)
        for one in found.candidates[:_SHOWN]:
            _tell(one, language)
        if len(found.candidates) > _SHOWN:
            typer.echo(text("cli.factor.more", language, count=len(found.candidates) - _SHOWN))
        for warning in found.warnings:
            typer.secho(f"! {reason_text(warning, language)}", fg=typer.colors.YELLOW)
        for refusal in found.refusals[:_SHOWN]:
            typer.echo(f"- {refusal.key}: {reason_text(refusal, language)}")
        if not found.picked:
            raise typer.Exit(2)


def known_quantity(written: str) -> float:
    """A quantity as people write it, with a comma or a point before the decimals.

    Raises
    ------
    InputError
        ``factor.quantity_ambiguous`` for one that can be a thousand times another (``1.250``);
        ``factor.quantity_no_number``.

    Examples
    --------
    >>> known_quantity("1250,5"), known_quantity("-1.250,50"), known_quantity("0.125")
    (1250.5, -1250.5, 0.125)
    """
    text = written.strip()
    if _EITHER.fullmatch(text):
        digits = text.replace(".", "").replace(",", "")
        raise InputError("factor.quantity_ambiguous", found=text, without=digits)
    for form, thousands, decimal in _FORMS:
        if form.fullmatch(text):
            return float(text.replace(thousands, "").replace(decimal, "."))
    raise InputError("factor.quantity_no_number", found=text[:40])


def known_vat(spelling: str) -> Vat:
    """Whether an amount includes VAT, by its name.

    Raises
    ------
    UnknownCodeError
        ``factor.vat_unknown``.
    """
    known: Mapping[str, Vat] = {"": "", "excl": "excl", "incl": "incl"}
    if spelling not in known:
        raise UnknownCodeError("factor.vat_unknown", found=spelling, known="excl, incl")
    return known[spelling]


def _tell(one: Candidate, language: Language) -> None:
    factor = one.factor
    ends = [exact(end, language, 4) for end in (one.low, one.high) if end is not None]
    value, interval = exact(one.value_kg_co2e, language, 7), f" ({' - '.join(ends)})" if ends else ""
    typer.echo(f"{value} kg CO2e{interval}  {factor.name(language)}  [{factor.key}@{factor.version}]")
    for reason in one.reasons:
        typer.echo(f"    {reason_text(reason, language)}")
    typer.echo(f"    {factor.source.attribution}")
