"""``split``: a product in variants, and what a footprint does when buyers choose another mix of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ketenkompas import ingest
from ketenkompas.classifications import label_of, members
from ketenkompas.errors import ProductError, SourceError
from ketenkompas.i18n import Language, number, text
from ketenkompas.library._analysis import Analysis, Basis, Item, analysis, computed, of_product
from ketenkompas.library._parts import Question
from ketenkompas.library._query import area_phrase, question_of
from ketenkompas.mrio import buyer_shares
from ketenkompas.pipeline import (
    SPLIT_STEPS,
    STEEL,
    STEP_NUMBERS,
    WIOD,
    Coverage,
    Table,
    VariantNumbers,
    customs_coverage,
    kept_variants,
    kept_years,
    load,
    split_parameters,
    table,
    variant_case,
    variant_numbers,
)

VARIANT_DEFINITIONS: tuple[str, ...] = (STEEL,)


@dataclass(frozen=True)
class _Case:
    """A question, the definition, and the numbers that answer it, from a product or from the table."""

    question: Question
    definition: ingest.VariantDefinition
    basis: Basis
    numbers: VariantNumbers = field(repr=False)
    notes: tuple[str, ...]


def split(
    area: str,
    year: int,
    *,
    model: str = WIOD,
    variants: str | Path = STEEL,
    gas: str | None = None,
    lang: str = "en",
) -> Analysis:
    """Split a product into variants everywhere it is made, and follow a stated path of another mix, Mt.

    Parameters
    ----------
    area : str
        The consuming area; its buyers choose.
    year : int
    model : str
        A model with a table; the packaged definition needs it at hand only for years that no product answers.
    variants : str or Path
        A packaged definition (``steel-routes``) or a YAML file (``docs/how-to/split-a-product.md``).
    gas : str, optional
    lang : {"en", "nl"}

    Returns
    -------
    Analysis
        ``items``: the footprint before and after the split (equal, unless something is known of buyers), the change
        at the last step of the path with the interval that the share of the variants in own emissions leaves open, and
        the chain intensity of what the area buys, by variant. ``rows``: with a path one for every step: the area's
        footprint when its buyers choose and production follows, the same for the world's emissions, the change when
        buyers everywhere choose, and the change when production stays as it is (emissions are then only attributed
        differently: the world does not change). Without a path: the variants.

    Raises
    ------
    KetenkompasError
        Those of :func:`footprint`, of the table and of the definition; ``split.not_here`` with the years that a product
        answers when the table is not at hand; ``split.other_product`` when a customs code of
        the definition belongs to another industry.

    Notes
    -----
    The product ``variants`` where it is built, else computed from the table: the same numbers
    (``tests/published/test_split_steel.py``). A scenario in the economy of the table's year: prices, recipes and
    intensities stay. See the method page ``product-variants``.

    Examples
    --------
    >>> from ketenkompas.library import VARIANT_DEFINITIONS
    >>> VARIANT_DEFINITIONS
    ('steel-routes',)
    """
    question = question_of(area, year, model=model, gas=gas, lang=lang)
    definition = ingest.read_variants(variants)
    case = _kept(question, definition) or _computed(question, definition)
    return _told(case, _path(case) if definition.path else _variants(case))


def split_years(model: str = WIOD) -> list[int]:
    """The years of a model for which the packaged example is kept, so that its table is not needed.

    Examples
    --------
    >>> split_years()
    [2008, 2011]
    """
    return kept_years(model, "variants")


def _kept(question: Question, definition: ingest.VariantDefinition) -> _Case | None:
    """The answer from the product, where it is built from this very definition."""
    try:
        frame, receipt = load(question.model.id, question.year, "variants")
    except ProductError:
        return None
    if receipt.identity["parameters"] != split_parameters(definition):
        return None
    numbers, covered = kept_variants(frame, question.gas, question.area)
    return _Case(
        question,
        definition,
        of_product(question.model.info, receipt),
        numbers,
        tuple(_coverage(covered, definition, question)),
    )


def _computed(question: Question, definition: ingest.VariantDefinition) -> _Case:
    language = question.language
    try:
        found = table(question.model.id, question.year)
    except SourceError as fault:
        years = split_years(question.model.id)
        if definition.id not in VARIANT_DEFINITIONS or not years:
            raise
        known = ", ".join(str(year) for year in years)
        raise SourceError("split.not_here", problems=[fault], year=question.year, known=known) from fault
    accounts, scheme = found.accounts, found.info.scheme
    covered, notes = None, list[str]()
    try:
        covered = customs_coverage(definition, scheme)
        notes += _coverage(covered, definition, question)
    except SourceError as fault:
        notes.append(text("split.no_key", language, reason=fault.sentences(language)["what"]))
    case = variant_case(accounts, scheme, definition)
    numbers = variant_numbers(case, members(question.area, accounts.regions), question.gas)
    basis = computed(
        "split",
        [found],
        SPLIT_STEPS if definition.path else SPLIT_STEPS[:1],
        {"area": question.area, "gas": question.gas, **split_parameters(definition)},
        inputs=covered.keys if covered else (),
    )
    return _Case(question, definition, basis, numbers, (*notes, *_shift(found, definition, language)))


def _coverage(covered: Coverage | None, definition: ingest.VariantDefinition, question: Question) -> list[str]:
    """What the key from customs codes says of the definition."""
    if covered is None:
        return []
    return [
        text(
            "split.coverage",
            question.language,
            covered=covered.covered,
            asked=covered.asked,
            product=definition.product(question.model.info.scheme),
            missing=", ".join(covered.missing) or "-",
        )
    ]


def _shift(found: Table, definition: ingest.VariantDefinition, language: Language) -> list[str]:
    """How far balancing moved what is known of buyers."""
    if definition.balance == "rest" or not definition.raw.get("buyers"):
        return []
    accounts, scheme = found.accounts, found.info.scheme
    product = definition.product(scheme)
    moved = {
        region: buyer_shares(
            accounts, product, definition.variants(region, scheme), region=region, balance=definition.balance
        ).attrs["largest_shift"]
        for region in definition.regions(accounts.regions)
    }
    region = max(moved, key=lambda name: float(moved[name]))
    return [text("split.shift", language, shift=number(float(moved[region]), language, 3), region=region)]


def _path(case: _Case) -> list[dict[str, Any]]:
    rising = (case.definition.path or {})["rising"]
    return [
        {"code": f"{rising}-{step:g}", "rising_share": step, **{name: numbers[name] for name in STEP_NUMBERS}}
        for step, numbers in case.numbers.steps.items()
    ]


def _variants(case: _Case) -> list[dict[str, Any]]:
    labels, language, numbers = case.definition.labels, case.question.language, case.numbers
    return [
        {"code": code, "label": labels[code][language], "bought": spent, "chain_intensity": numbers.intensity[code]}
        for code, spent in numbers.bought.items()
    ]


def _items(case: _Case, rows: Sequence[Mapping[str, Any]], unit: str, rate: str) -> list[Item]:
    language, labels, numbers = case.question.language, case.definition.labels, case.numbers
    items = [
        Item("unsplit", text("split.item.unsplit", language), numbers.unsplit, unit),
        Item("split", text("split.item.split", language), numbers.split, unit),
    ]
    if case.definition.path and numbers.interval:
        last, (low, high) = rows[-1], numbers.interval
        share = number(100 * last["rising_share"], language, 0)
        variant = labels[case.definition.path["rising"]][language]
        told = text("split.item.last_change", language, share=share, variant=variant)
        items.append(Item("last_change", told, last["area_change"], unit, low, high))
        told = text("split.item.everyone", language, share=share, variant=variant)
        items.append(Item("everyone_change", told, last["everyone_change"], unit))
    for code, value in numbers.intensity.items():
        told = text("split.item.intensity", language, variant=labels[code][language])
        items.append(Item(f"intensity.{code}", told, value, rate))
    return items


def _left_out(regions: Sequence[str], language: Language) -> list[str]:
    return [text("split.left_out", language, regions=", ".join(regions))] if regions else []


def _told(case: _Case, rows: list[dict[str, Any]]) -> Analysis:
    question, info, definition = case.question, case.basis.info, case.definition
    language, year = question.language, question.year
    gas = info.units[info.gases.index(question.gas)].removeprefix("kt ")
    unit, money = f"Mt {gas}", info.money.removeprefix("M")
    rate = f"kg {gas}/{money}_{year}"
    stated = [
        text(
            "split.parameter",
            language,
            name=one.name,
            value=f"{one.value} {one.unit}".strip(),
            basis=text(f"split.basis.{one.basis}", language),
            source=one.source,
        )
        for one in definition.parameters(language)
    ]
    columns = (
        {"code": "", "rising_share": "", **dict.fromkeys(list(rows[0])[2:], unit)}
        if definition.path
        else {"code": "", "label": "", "bought": "", "chain_intensity": rate}
    )
    head = text("split.stated", language, date=definition.stated)
    return analysis(
        "split",
        case.basis,
        area=question.area,
        years=[year],
        gas=question.gas,
        title=text(
            "split.title",
            language,
            variants=definition.title(language),
            product=label_of(definition.product(info.scheme), language),
            area=area_phrase(question.area, language),
            year=year,
        ),
        items=_items(case, rows, unit, rate),
        columns=columns,
        rows=rows,
        notes=[
            definition.note(language),
            *([text("split.reading", language)] if definition.path else []),
            *case.notes,
            *_left_out(case.numbers.left_out, language),
            head,
            *stated,
        ],
        language=language,
    )
