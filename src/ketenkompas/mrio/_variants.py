"""Variants of a product: what a definition says, and the checked key by which a product is split."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ketenkompas.errors import CorrespondenceError, InputError, KetenkompasError, UnknownCodeError, Where
from ketenkompas.mrio._accounts import Accounts, Array

ADDS_UP = 1e-9
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Share:
    """A share (0 to 1, dimensionless) with the interval that its source or key allows."""

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def bounds(self) -> tuple[float, float]:
        """Low and high; the value itself where no interval is known."""
        return (self.value if self.low is None else self.low, self.value if self.high is None else self.high)


@dataclass(frozen=True, slots=True)
class Variant:
    """A variant of a product: a fact with a definition, a source and dates, never a judgement of the engine.

    Attributes
    ----------
    code : str
        Short code; the variant becomes the product ``PARENT.code``.
    share : Share
        Its share in the value of the parent's output; all variants together are 1.
    buyer_shares : mapping of str to Share
        Its share in what a user buys of the parent, by the label of the user (``NL_c15``, ``NL_c37``). A user that is
        named must be named by every variant; users that are not named take what is left.
    recipe : mapping of str to float
        Inputs per unit of output relative to the parent's, by supplying sector (``NL_c17``) or by product of every
        region (``c17``); 1 where nothing is said. Their mean, weighted with the output shares, is 1.
    emission_ratio : float or mapping of gas to float
        Own emissions per unit of output relative to the parent's; weighted mean 1.
    label_en, label_nl, definition, source : str
        What it is called, by which named definition (certificate, route, field of a product passport), who says so.
    valid_from, valid_to : str
        ISO dates of the definition.
    cn_codes : tuple of str
        The customs codes that it is tied to.
    price_premium : float, optional
        Price per physical unit relative to the other variants, where the value share was made with it.
    passport_field : str
        The field of a digital product passport that tells the variant.
    """

    code: str
    share: Share
    buyer_shares: Mapping[str, Share] = field(default_factory=dict)
    recipe: Mapping[str, float] = field(default_factory=dict)
    emission_ratio: float | Mapping[str, float] = 1.0
    label_en: str = ""
    label_nl: str = ""
    definition: str = ""
    source: str = ""
    valid_from: str = ""
    valid_to: str = ""
    cn_codes: tuple[str, ...] = ()
    price_premium: float | None = None
    passport_field: str = ""


@dataclass(frozen=True)
class VariantKey:
    """Variants as arrays: parent position, output shares (k,), shares (k, users), recipes (k, n), ratios (k, g).

    ``buyers`` holds NaN for users of whom nothing is said; users are all sectors, then all final uses.
    """

    parent: int
    codes: tuple[str, ...]
    output: Array = field(repr=False)
    buyers: Array = field(repr=False)
    recipe: Array = field(repr=False)
    emission: Array = field(repr=False)


def value_shares(physical: Sequence[float], prices: Sequence[float]) -> tuple[float, ...]:
    """Shares in value from shares (or amounts) in physical units and prices per unit, dimensionless.

    Notes
    -----
    ``w_k = q_k pi_k / sum q pi``; only ratios of prices matter, so premiums serve as well (fact sheet section 9).

    Examples
    --------
    >>> value_shares([0.5, 0.5], [1.0, 3.0])
    (0.25, 0.75)
    """
    worth = np.asarray(physical, dtype=np.float64) * np.asarray(prices, dtype=np.float64)
    return tuple(float(value) for value in worth / worth.sum())


def ratios_to_mean(per_unit: Sequence[float], prices: Sequence[float], shares: Sequence[float]) -> tuple[float, ...]:
    """Amounts per unit of money relative to their mean, from amounts per physical unit (t CO2 per t, kWh per t).

    Parameters
    ----------
    per_unit : sequence of float
        Amount per physical unit of each variant.
    prices : sequence of float
        Money per physical unit of each variant, or premiums.
    shares : sequence of float
        Value shares; the mean is weighted with them, so that it is the parent's own.

    Notes
    -----
    ``phi_k = (e_k / pi_k) / sum_l w_l (e_l / pi_l)``; hence ``sum_k w_k phi_k = 1``.

    Examples
    --------
    >>> ratios_to_mean([3.0, 1.0], [1.0, 1.0], [0.5, 0.5])
    (1.5, 0.5)
    """
    per_money = np.asarray(per_unit, dtype=np.float64) / np.asarray(prices, dtype=np.float64)
    weights = np.asarray(shares, dtype=np.float64)
    return tuple(float(value) for value in per_money / (weights @ per_money))


def parent_of(accounts: Accounts, region: str, product: str) -> int:
    """The position of a product of a region.

    Raises
    ------
    UnknownCodeError
        ``variants.unknown_parent`` with the nearest sectors.
    """
    label, labels = f"{region}_{product}", accounts.sectors.labels
    if label not in labels:
        raise UnknownCodeError(
            "variants.unknown_parent", found=label, model=accounts.meta.model, nearest=_nearest(label, labels)
        )
    return labels.index(label)


def variant_key(accounts: Accounts, region: str, product: str, variants: Sequence[Variant]) -> VariantKey:
    """The checked key of a split; shares that add up within 1e-9 are scaled to add up exactly.

    Raises
    ------
    UnknownCodeError
        ``variants.unknown_parent``.
    InputError
        ``variants.faults`` with every fault of the definition.
    """
    parent = parent_of(accounts, region, product)
    faults = [*_code_faults(accounts, region, product, variants), *_share_faults(variants)]
    output, buyers = np.array([variant.share.value for variant in variants]), _buyers(accounts, variants, faults)
    faults += _sum_faults(output, buyers, _users(accounts))
    recipe, emission = _recipes(accounts, variants, faults), _ratios(accounts, variants, faults)
    if not faults:
        faults += _mean_faults(output, recipe, accounts.sectors.labels, "variants.recipe_mean")
        faults += _mean_faults(output, emission, accounts.gases, "variants.emission_mean")
    if faults:
        raise InputError("variants.faults", problems=faults, product=f"{region}_{product}", count=len(faults))
    output = output / output.sum()
    return VariantKey(
        parent=parent,
        codes=tuple(variant.code for variant in variants),
        output=output,
        buyers=buyers / buyers.sum(axis=0),
        recipe=recipe / (output @ recipe),
        emission=emission / (output @ emission),
    )


def _users(accounts: Accounts) -> tuple[str, ...]:
    return (*accounts.sectors.labels, *accounts.final_uses.labels)


def _nearest(found: str, known: Iterable[str]) -> str:
    listed = list(known)
    return ", ".join(difflib.get_close_matches(found, listed, n=3, cutoff=0.4) or listed[:3])


def _code_faults(accounts: Accounts, region: str, product: str, variants: Sequence[Variant]) -> list[KetenkompasError]:
    faults: list[KetenkompasError] = []
    if len(variants) < 2:
        faults.append(InputError("variants.too_few", count=len(variants)))
    taken = set(accounts.sectors.labels)
    for code, count in Counter(variant.code for variant in variants).items():
        label = f"{region}_{product}.{code}"
        if not _CODE.fullmatch(code) or count > 1 or label in taken:
            faults.append(InputError("variants.code", found=code, count=count, label=label))
    return faults


def _share_faults(variants: Sequence[Variant]) -> list[KetenkompasError]:
    named = [(variant.code, "output", variant.share) for variant in variants]
    named += [(variant.code, user, share) for variant in variants for user, share in variant.buyer_shares.items()]
    return [
        InputError("variants.share_range", where=f"{code}, {user}", value=share.value, low=low, high=high)
        for code, user, share in named
        for low, high in [share.bounds]
        if not 0.0 <= low <= share.value <= high <= 1.0
    ]


def _buyers(accounts: Accounts, variants: Sequence[Variant], faults: list[KetenkompasError]) -> Array:
    users = _users(accounts)
    places: dict[str, list[int]] = {}
    for at, user in enumerate(users):
        places.setdefault(user, []).append(at)
    buyers = np.full((len(variants), len(users)), np.nan)
    for row, variant in enumerate(variants):
        for user, share in variant.buyer_shares.items():
            if user not in places:
                faults.append(
                    UnknownCodeError(
                        "variants.unknown_user", where=variant.code, found=user, nearest=_nearest(user, users)
                    )
                )
                continue
            buyers[row, places[user]] = share.value
    halves = np.isnan(buyers).any(axis=0) & ~np.isnan(buyers).all(axis=0)
    for at in np.flatnonzero(halves).tolist():
        lacking = [variant.code for row, variant in enumerate(variants) if np.isnan(buyers[row, at])]
        faults.append(CorrespondenceError("variants.buyer_incomplete", user=users[at], lacking=", ".join(lacking)))
    return buyers


def _sum_faults(output: Array, buyers: Array, users: Sequence[str]) -> list[KetenkompasError]:
    totals = [("output", float(output.sum())), *((user, float(sum_)) for user, sum_ in _stated(buyers, users))]
    return [
        CorrespondenceError("variants.shares_do_not_add", where=user, total=total)
        for user, total in totals
        if not abs(total - 1.0) <= ADDS_UP
    ]


def _stated(buyers: Array, users: Sequence[str]) -> list[tuple[str, float]]:
    whole: list[int] = np.flatnonzero(~np.isnan(buyers).any(axis=0)).tolist() if buyers.size else []
    return [(users[at], float(buyers[:, at].sum())) for at in whole]


def _recipes(accounts: Accounts, variants: Sequence[Variant], faults: list[KetenkompasError]) -> Array:
    labels, products = accounts.sectors.labels, accounts.sectors.products
    recipe = np.ones((len(variants), len(labels)))
    for row, variant in enumerate(variants):
        for supplier in sorted(variant.recipe, key=lambda name: name in labels):
            at = [place for place, label in enumerate(labels) if supplier in (label, products[place])]
            if not at:
                near = _nearest(supplier, [*dict.fromkeys(products), *labels])
                faults.append(
                    UnknownCodeError("variants.unknown_supplier", where=variant.code, found=supplier, nearest=near)
                )
            _note_ratio(variant.code, supplier, variant.recipe[supplier], faults)
            recipe[row, at] = variant.recipe[supplier]
    return recipe


def _ratios(accounts: Accounts, variants: Sequence[Variant], faults: list[KetenkompasError]) -> Array:
    ratios = np.ones((len(variants), len(accounts.gases)))
    for row, variant in enumerate(variants):
        stated = variant.emission_ratio
        by_gas = dict(stated) if isinstance(stated, Mapping) else dict.fromkeys(accounts.gases, stated)
        for gas, ratio in by_gas.items():
            _note_ratio(variant.code, gas, ratio, faults)
            if gas in accounts.gases:
                ratios[row, accounts.gases.index(gas)] = ratio
            else:
                near = ", ".join(accounts.gases)
                faults.append(UnknownCodeError("variants.unknown_gas", where=variant.code, found=gas, nearest=near))
    return ratios


def _note_ratio(code: str, name: str, ratio: float, faults: list[KetenkompasError]) -> None:
    if not (np.isfinite(ratio) and ratio >= 0.0):
        faults.append(InputError("variants.ratio", where=Where(label=f"{code}, {name}"), value=ratio))


def _mean_faults(output: Array, ratios: Array, names: Sequence[str], code: str) -> list[KetenkompasError]:
    means = output @ ratios
    wrong: list[int] = np.flatnonzero(~(np.abs(means - 1.0) <= ADDS_UP)).tolist()
    return [CorrespondenceError(code, where=names[at], mean=float(means[at])) for at in wrong]
