"""Definitions of variants as files: checked by a schema, and turned into the variants of a region."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ketenkompas.errors import InputError, KetenkompasError, UnknownCodeError, Where
from ketenkompas.ingest._cbam import cbam_benchmark, cbam_data
from ketenkompas.ingest._definition_file import packaged, read_definition
from ketenkompas.mrio import Balance, Share, Variant, ratios_to_mean, value_shares

Level = Literal["value", "low", "high"]
_ADDS_UP = 1e-9


@dataclass(frozen=True, slots=True)
class Parameter:
    """A stated number (or several, as text) with its basis: cited, derived or assumption."""

    name: str
    value: str
    unit: str
    basis: str
    source: str


@dataclass(frozen=True)
class VariantDefinition:
    """A definition as it stands in its file; every method makes values, none changes it.

    Attributes
    ----------
    id, stated : str
        Name, and the ISO date on which the parameters were stated.
    raw : mapping
        The file as plain data, which a receipt keeps.
    """

    id: str
    stated: str
    raw: Mapping[str, Any] = field(repr=False)

    def title(self, language: str) -> str:
        """What the definition is called."""
        return str(self.raw["title"][language])

    def note(self, language: str) -> str:
        """What must be said with every figure."""
        return str(self.raw["note"][language])

    def product(self, scheme: str) -> str:
        """The product that is split, in the scheme of a table.

        Raises
        ------
        UnknownCodeError
            ``definition.other_scheme`` when the definition names no product of this scheme.
        """
        return _in_scheme(self.raw["product"], scheme, self.id)

    def regions(self, known: tuple[str, ...]) -> tuple[str, ...]:
        """The regions that make the product."""
        return tuple(self.raw.get("regions", known))

    @property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        """Each variant's label by language, the rest of the product among them."""
        labels = {variant["code"]: variant["label"] for variant in self.raw["variants"]}
        part = self.raw.get("part")
        return labels if part is None else {**labels, part["rest"]: part["label"]}

    @property
    def cn_codes(self) -> tuple[str, ...]:
        """The customs codes that the variants are tied to."""
        return tuple(dict.fromkeys(code for variant in self.raw["variants"] for code in variant.get("cn_codes", ())))

    @property
    def balance(self) -> Balance:
        """How sales and output of the variants are made equal."""
        found: Balance = self.raw.get("balance", "rest")
        return found

    @property
    def path(self) -> Mapping[str, Any] | None:
        """The scenario: ``rising``, ``falling`` and ``steps``, or None."""
        return self.raw.get("path")

    def physical(self, region: str) -> dict[str, float]:
        """Physical shares of the variants (without the rest of the product) in a region."""
        shares = self.raw["shares"]
        return dict(shares.get(region, shares["default"])["by_variant"])

    def emissions(self) -> dict[str, float]:
        """Own emissions of each variant per physical unit, t CO2e per t for benchmarks of CBAM."""
        return {variant["code"]: _emission(variant["emissions"]) for variant in self.raw["variants"]}

    def prices(self) -> dict[str, float]:
        """Price of each variant per physical unit, relative."""
        return {variant["code"]: float(variant["price"]["value"]) for variant in self.raw["variants"]}

    def part_of(self, name: Literal["output", "emissions"], level: Level = "value") -> float:
        """The share of the variants together in the product's output or own emissions; 1 where they are all of it."""
        part = self.raw.get("part")
        return 1.0 if part is None else float(part[name].get(level, part[name]["value"]))

    def mix(self, physical: Mapping[str, float], level: Level = "value") -> dict[str, float]:
        """Value shares in the whole product for physical shares of the variants, the rest of the product added."""
        prices, part = self.prices(), self.part_of("output", level)
        worth = value_shares(list(physical.values()), [prices[code] for code in physical])
        shares = {code: part * share for code, share in zip(physical, worth, strict=True)}
        rest = self.raw.get("part")
        return shares if rest is None else {**shares, rest["rest"]: 1.0 - part}

    def variants(self, region: str, scheme: str, *, emissions: Level = "value") -> tuple[Variant, ...]:
        """The variants of a region, for a table of a scheme.

        Parameters
        ----------
        region, scheme : str
        emissions : {"value", "low", "high"}
            Which end of the share of own emissions is taken.

        Notes
        -----
        A variant's emission ratio is its share in own emissions over its share in output; recipes are relative to the
        mean of the variants, so that what the product buys is kept.
        """
        physical, prices = self.physical(region), self.prices()
        codes, shares = list(physical), self.mix(physical)
        at = [prices[code] for code in codes]
        inside = [shares[code] / self.part_of("output") for code in codes]
        scale = self.part_of("emissions", emissions) / self.part_of("output")
        own = self.emissions()
        ratios = {
            code: scale * ratio
            for code, ratio in zip(codes, ratios_to_mean([own[code] for code in codes], at, inside), strict=True)
        }
        recipes: dict[str, dict[str, float]] = {code: {} for code in codes}
        for item in self.raw.get("inputs", ()):
            amounts = [float(item["by_variant"][code]) for code in codes]
            supplier = _in_scheme(item["product"], scheme, self.id)
            for code, ratio in zip(codes, ratios_to_mean(amounts, at, inside), strict=True):
                recipes[code][supplier] = ratio
        bounds = self._shares(physical)
        bought = self._bought(region)
        made = [_variant(raw, bounds, ratios, recipes, bought, self.id) for raw in self.raw["variants"]]
        part = self.raw.get("part")
        if part is not None:
            left = (1.0 - self.part_of("emissions", emissions)) / (1.0 - self.part_of("output"))
            label = part["label"]
            made.append(
                Variant(
                    part["rest"],
                    bounds[part["rest"]],
                    buyer_shares=_of(part["rest"], bought),
                    emission_ratio=left,
                    label_en=label["en"],
                    label_nl=label["nl"],
                )
            )
        return tuple(made)

    def _shares(self, physical: Mapping[str, float]) -> dict[str, Share]:
        """Value shares with the interval that the part of the variants in output leaves open."""
        mixes = [self.mix(physical, level) for level in ("value", "low", "high")]
        return {code: Share(value, *sorted((mixes[1][code], mixes[2][code]))) for code, value in mixes[0].items()}

    def _bought(self, region: str) -> dict[str, dict[str, Share]]:
        """The mix (value shares) that each named user takes from a region."""
        return {
            user: self._shares(item["by_variant"])
            for item in self.raw.get("buyers", ())
            if region in item.get("suppliers", [region])
            for user in item["users"]
        }

    def parameters(self, language: str) -> Iterator[Parameter]:
        """Every stated number with its basis and source, to be printed with the result."""
        part = self.raw.get("part", {})
        for name in ("output", "emissions"):
            if name in part:
                item = part[name]
                span = f"{item['value']} ({item['low']} - {item['high']})" if "low" in item else str(item["value"])
                yield Parameter(f"part.{name}", span, "", item["basis"], item["source"])
        for variant in self.raw["variants"]:
            code, given = variant["code"], variant["emissions"]
            cited = "route" in given
            source = f"CN {given['cn']}, {given['route']}; {cbam_data().attribution}" if cited else given["source"]
            value, basis = str(_emission(given)), "cited" if cited else given["basis"]
            yield Parameter(f"emissions.{code}", value, "t CO2e/t", basis, source)
            price = variant["price"]
            yield Parameter(f"price.{code}", str(price["value"]), "", price["basis"], price["source"])
        for region, item in self.raw["shares"].items():
            yield Parameter(f"shares.{region}", _listed(item["by_variant"]), "", item["basis"], item["source"])
        for item in self.raw.get("inputs", ()):
            name = f"inputs.{item['name'][language]}"
            yield Parameter(name, _listed(item["by_variant"]), item["unit"], item["basis"], item["source"])
        for item in self.raw.get("buyers", ()):
            name = f"buyers.{' '.join(item['users'])}"
            yield Parameter(name, _listed(item["by_variant"]), "", item["basis"], item["source"])
        if self.path is not None:
            steps = ", ".join(str(step) for step in self.path["steps"])
            yield Parameter("path", steps, "", self.path["basis"], self.path["source"])


def packaged_definitions() -> tuple[str, ...]:
    """The definitions that come with the package.

    Examples
    --------
    >>> packaged_definitions()
    ('steel-routes',)
    """
    return packaged("variants")


def read_variants(name: str | Path) -> VariantDefinition:
    """A definition of variants: a packaged one by name, or a YAML file.

    Raises
    ------
    UnknownCodeError
        ``definition.unknown`` when there is neither.
    InputError
        ``definition.unreadable``; ``definition.faults`` with everything that is wrong with the file.

    Examples
    --------
    >>> steel = read_variants("steel-routes")
    >>> [round(variant.share.value, 4) for variant in steel.variants("NL", "WIOD2013_35")]
    [0.2156, 0.0, 0.0044, 0.78]
    """
    raw = read_definition(name, "variants", _faults)
    return VariantDefinition(raw["id"], raw["stated"], raw)


def _faults(raw: Mapping[str, Any], file: str) -> list[KetenkompasError]:
    faults: list[KetenkompasError] = []
    codes = [variant["code"] for variant in raw["variants"]]
    lists = {f"shares.{region}": item["by_variant"] for region, item in raw["shares"].items()}
    lists |= {f"buyers.{at}": item["by_variant"] for at, item in enumerate(raw.get("buyers", ()))}
    totals = {name: sum(shares.values()) for name, shares in lists.items()}
    lists |= {f"inputs.{at}": item["by_variant"] for at, item in enumerate(raw.get("inputs", ()))}
    path = raw.get("path", {})
    strangers = [path[name] for name in ("rising", "falling") if name in path and path[name] not in codes]
    for name, given in lists.items():
        if sorted(given) != sorted(codes):
            faults.append(_fault(file, name, "definition.codes", found=", ".join(given), known=", ".join(codes)))
    faults += [_fault(file, "path", "definition.codes", found=code, known=", ".join(codes)) for code in strangers]
    faults += [
        _fault(file, name, "definition.total", total=total)
        for name, total in totals.items()
        if not abs(total - 1.0) <= _ADDS_UP
    ]
    for name in ("output", "emissions"):
        item = raw.get("part", {}).get(name)
        if item and not 0 < item.get("low", item["value"]) <= item["value"] <= item.get("high", item["value"]) < 1:
            faults.append(_fault(file, f"part.{name}", "definition.part", found=item["value"]))
    return faults


def _fault(file: str, label: str, code: str, **params: Any) -> KetenkompasError:
    return InputError(code, where=Where(file=file, label=label), **params)


def _in_scheme(named: Mapping[str, str], scheme: str, id_: str) -> str:
    found = named.get(scheme, named.get("any"))
    if found is None:
        raise UnknownCodeError("definition.other_scheme", scheme=scheme or "-", id=id_, known=", ".join(named))
    return found


def _emission(given: Mapping[str, Any]) -> float:
    if "route" in given:
        return cbam_benchmark(given["cn"], given["route"], year=given["year"])
    return float(given["value"])


def _variant(
    raw: Mapping[str, Any],
    shares: Mapping[str, Share],
    ratios: Mapping[str, float],
    recipes: Mapping[str, Mapping[str, float]],
    bought: Mapping[str, Mapping[str, Share]],
    id_: str,
) -> Variant:
    code = raw["code"]
    return Variant(
        code,
        shares[code],
        buyer_shares=_of(code, bought),
        recipe=recipes[code],
        emission_ratio=ratios[code],
        label_en=raw["label"]["en"],
        label_nl=raw["label"]["nl"],
        definition=raw["definition"]["en"],
        source=id_,
        valid_from=raw.get("valid_from", ""),
        valid_to=raw.get("valid_to", ""),
        cn_codes=tuple(raw.get("cn_codes", ())),
        price_premium=float(raw["price"]["value"]),
        passport_field=raw.get("passport_field", ""),
    )


def _of(code: str, bought: Mapping[str, Mapping[str, Share]]) -> dict[str, Share]:
    return {user: mix[code] for user, mix in bought.items()}


def _listed(amounts: Mapping[str, float]) -> str:
    return ", ".join(f"{code} {amount:g}" for code, amount in amounts.items())
