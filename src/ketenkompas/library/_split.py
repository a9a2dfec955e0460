"""``split``: a product in variants, and what a footprint does when buyers choose another mix of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ketenkompas import ingest, sources
from ketenkompas.classifications import cpa_to_a64, label_of, members
from ketenkompas.errors import BalanceError, CorrespondenceError, SourceError
from ketenkompas.i18n import Language, number, text
from ketenkompas.library._analysis import Analysis, Item, analysis, computed
from ketenkompas.library._parts import Question
from ketenkompas.library._query import area_name, question_of
from ketenkompas.mrio import Accounts, buyer_shares, choose_variants, footprint, multipliers, split_products
from ketenkompas.pipeline import WIOD, Input, Step, Table, table

STEEL = "steel-routes"
VARIANT_DEFINITIONS: tuple[str, ...] = (STEEL,)
_KEYS = ("cn2022-to-cpa21", "a64-to-jrc56-to-wiod2013")


@dataclass(frozen=True)
class _Case:
    """A question, its table and definition, and the table with the product split everywhere it is made."""

    question: Question
    table: Table
    definition: ingest.VariantDefinition
    product: str
    regions: tuple[str, ...]
    inside: tuple[str, ...]
    split: Accounts = field(repr=False)

    def total(self, accounts: Accounts) -> float:
        """The footprint of the area, Mt."""
        return float(footprint(accounts).sel(gas=self.question.gas, area=list(self.inside)).sum()) / 1e3

    def world(self, accounts: Accounts) -> float:
        """The emissions of all industries, Mt."""
        return float(accounts.emissions.sel(gas=self.question.gas).sum()) / 1e3


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
        A model with a table at hand.
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
        Those of :func:`footprint`, of the table and of the definition; ``split.other_product`` when a customs code of
        the definition belongs to another industry.

    Notes
    -----
    A scenario in the economy of the table's year: prices, recipes and intensities stay. See the method page
    ``product-variants``.

    Examples
    --------
    >>> from ketenkompas.library import VARIANT_DEFINITIONS
    >>> VARIANT_DEFINITIONS
    ('steel-routes',)
    """
    question = question_of(area, year, model=model, gas=gas, lang=lang)
    definition = ingest.read_variants(variants)
    found = table(question.model.id, year)
    accounts, scheme = found.accounts, found.info.scheme
    product = definition.product(scheme)
    regions = definition.regions(accounts.regions)
    inside = members(question.area, accounts.regions)
    case = _Case(
        question, found, definition, product, regions, inside, _split_at(accounts, definition, scheme, regions)
    )
    covered, keys = _coverage(case)
    rows, left_out = _path(case) if definition.path else (_variants(case), ())
    return _told(case, rows, [*covered, *_shift(case), *_left_out(left_out, question.language)], keys)


def _split_at(
    accounts: Accounts,
    definition: ingest.VariantDefinition,
    scheme: str,
    regions: Sequence[str],
    emissions: ingest.Level = "value",
) -> Accounts:
    product = definition.product(scheme)
    made = {region: definition.variants(region, scheme, emissions=emissions) for region in regions}
    return split_products(accounts, product, made, balance=definition.balance)


def _mixes(case: _Case, step: float) -> dict[str, dict[str, float]]:
    """The mix of every region in which the rising variant is made, with its physical share raised to a step."""
    path, mixes = case.definition.path or {}, {}
    for region in case.regions:
        physical = case.definition.physical(region)
        if physical[path["rising"]] > 0:
            mixes[region] = case.definition.mix(_raised(physical, path["rising"], path["falling"], step))
    return mixes


def _raised(physical: Mapping[str, float], rising: str, falling: str, step: float) -> dict[str, float]:
    """Physical shares with one raised to a step at the cost of another, and of the rest where that is not enough."""
    gain = max(step - physical[rising], 0.0)
    given = min(gain, physical[falling])
    raised = {**physical, rising: physical[rising] + gain, falling: physical[falling] - given}
    others = [code for code in physical if code not in (rising, falling)]
    pool = sum(physical[code] for code in others)
    for code in others:
        raised[code] = physical[code] * (1.0 - (gain - given) / pool) if pool > 0 else 0.0
    return raised


def _path(case: _Case) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """The rows of the path, and the regions that cannot make what the area's buyers ask when production is fixed."""
    path, rows, left_out = case.definition.path or {}, [], set()
    before, world = case.total(case.split), case.world(case.split)
    for step in path["steps"]:
        mixes = _mixes(case, step)
        follows = choose_variants(case.split, case.product, mixes, buyers=case.inside)
        everyone = choose_variants(case.split, case.product, mixes, buyers=case.split.regions)
        fixed, lacking = _fixed(case, mixes)
        left_out |= set(lacking)
        total = case.total(follows)
        rows.append(
            {
                "code": f"{path['rising']}-{step:g}",
                "rising_share": step,
                "area_footprint": total,
                "area_change": total - before,
                "world_change": case.world(follows) - world,
                "everyone_change": case.total(everyone) - before,
                "attributed_change": case.total(fixed) - before,
            }
        )
    return rows, tuple(region for region in case.regions if region in left_out)


def _fixed(case: _Case, mixes: Mapping[str, Mapping[str, float]]) -> tuple[Accounts, list[str]]:
    """The table when production stays; regions that make too little of a variant keep their mix, and are told."""
    kept, lacking = dict(mixes), list[str]()
    while True:
        try:
            return choose_variants(case.split, case.product, kept, buyers=case.inside, production="fixed"), lacking
        except BalanceError as fault:
            label = fault.where.label
            region = next((name for name in kept if label.startswith(f"{name}_{case.product}.")), None)
            if fault.code != "variants.infeasible" or region is None:
                raise
            del kept[region]
            lacking.append(region)


def _coverage(case: _Case) -> tuple[list[str], list[Input]]:
    """What the key from customs codes says of the definition, and the files of the key."""
    language, codes = case.question.language, case.definition.cn_codes
    if not codes or case.table.info.scheme not in ("A64", "WIOD2013_35"):
        return [], []
    try:
        opened = [sources.open_source(name) for name in _KEYS]
    except SourceError as fault:
        return [text("split.no_key", language, reason=fault.sentences(language)["what"])], []
    products = ingest.read_cn_to_cpa(opened[0].path)
    key = products.then(cpa_to_a64([code for ends in products.pairs.values() for code in ends]))
    if case.table.info.scheme == "WIOD2013_35":
        key = key.then(ingest.read_a64_to_wiod2013(opened[1].path))
    report = key.coverage(codes)
    strangers = [code for code in codes if code in key.pairs and case.product not in key.targets(code)]
    if strangers:
        raise CorrespondenceError("split.other_product", found=", ".join(strangers), product=case.product)
    told = text(
        "split.coverage",
        language,
        covered=report.covered,
        asked=report.asked,
        product=case.product,
        missing=", ".join(report.missing) or "-",
    )
    return [told], [Input(one.record.id, one.sha256) for one in opened]


def _shift(case: _Case) -> list[str]:
    """How far balancing moved what is known of buyers."""
    if case.definition.balance == "rest" or not case.definition.raw.get("buyers"):
        return []
    accounts, scheme = case.table.accounts, case.table.info.scheme
    moved = {
        region: buyer_shares(
            accounts,
            case.product,
            case.definition.variants(region, scheme),
            region=region,
            balance=case.definition.balance,
        ).attrs["largest_shift"]
        for region in case.regions
    }
    region = max(moved, key=lambda name: float(moved[name]))
    language = case.question.language
    return [text("split.shift", language, shift=number(float(moved[region]), language, 3), region=region)]


def _intensities(case: _Case) -> dict[str, tuple[float, float]]:
    """What the area's buyers buy of each variant (money), and its chain intensity (kg per unit of money)."""
    chain = multipliers(case.split).sel(gas=case.question.gas).values
    sectors, mine = case.split.sectors, np.array([one in case.inside for one in case.split.sectors.regions])
    users = np.array([one in case.inside for one in case.split.final_uses.regions])
    bought = case.split.flows.values[:, mine].sum(axis=1) + case.split.demand.values[:, users].sum(axis=1)
    found: dict[str, tuple[float, float]] = {}
    for code in case.definition.labels:
        at = [place for place, name in enumerate(sectors.products) if name == f"{case.product}.{code}"]
        spent = float(bought[at].sum())
        found[code] = (spent, float(bought[at] @ chain[at]) / spent if spent > 0 else float("nan"))
    return found


def _variants(case: _Case) -> list[dict[str, Any]]:
    labels, language = case.definition.labels, case.question.language
    return [
        {"code": code, "label": labels[code][language], "bought": spent, "chain_intensity": rate}
        for code, (spent, rate) in _intensities(case).items()
        if spent > 0
    ]


def _interval(case: _Case) -> tuple[float, float]:
    """The change at the last step for the ends of the share of the variants in own emissions, Mt."""
    accounts, scheme = case.table.accounts, case.table.info.scheme
    step, changes = (case.definition.path or {})["steps"][-1], []
    for level in ("low", "high"):
        split_ = _split_at(accounts, case.definition, scheme, case.regions, level)
        chosen = choose_variants(split_, case.product, _mixes(case, step), buyers=case.inside)
        changes.append(case.total(chosen) - case.total(split_))
    return min(changes), max(changes)


def _items(case: _Case, rows: Sequence[Mapping[str, Any]], unit: str, rate: str) -> list[Item]:
    language, labels = case.question.language, case.definition.labels
    items = [
        Item("unsplit", text("split.item.unsplit", language), case.total(case.table.accounts), unit),
        Item("split", text("split.item.split", language), case.total(case.split), unit),
    ]
    if case.definition.path:
        last, (low, high) = rows[-1], _interval(case)
        share = number(100 * last["rising_share"], language, 0)
        variant = labels[case.definition.path["rising"]][language]
        told = text("split.item.last_change", language, share=share, variant=variant)
        items.append(Item("last_change", told, last["area_change"], unit, low, high))
        told = text("split.item.everyone", language, share=share, variant=variant)
        items.append(Item("everyone_change", told, last["everyone_change"], unit))
    for code, (spent, value) in _intensities(case).items():
        if spent > 0:
            told = text("split.item.intensity", language, variant=labels[code][language])
            items.append(Item(f"intensity.{code}", told, value, rate))
    return items


def _left_out(regions: Sequence[str], language: Language) -> list[str]:
    return [text("split.left_out", language, regions=", ".join(regions))] if regions else []


def _told(case: _Case, rows: list[dict[str, Any]], notes: Sequence[str], keys: Sequence[Input]) -> Analysis:
    question, info, definition = case.question, case.table.info, case.definition
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
    parameters = {"area": question.area, "gas": question.gas, "definition": dict(definition.raw)}
    benchmarks = ingest.cbam_data()
    parameters["opencbam"] = {"version": benchmarks.version, "sha256": benchmarks.sha256}
    basis = computed(
        "split",
        [case.table],
        [Step("mrio.split_products", 1), *([Step("mrio.choose_variants", 1)] if definition.path else [])],
        parameters,
        inputs=keys,
    )
    head = text("split.stated", language, date=definition.stated)
    return analysis(
        "split",
        basis,
        area=question.area,
        years=[year],
        gas=question.gas,
        title=text(
            "split.title",
            language,
            variants=definition.title(language),
            product=label_of(case.product, language),
            area=area_name(question.area, language),
            year=year,
        ),
        items=_items(case, rows, unit, rate),
        columns=columns,
        rows=rows,
        notes=[
            definition.note(language),
            *([text("split.reading", language)] if definition.path else []),
            *notes,
            head,
            *stated,
        ],
        language=language,
    )
