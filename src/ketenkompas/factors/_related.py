"""What else a release holds about the same thing: variants, other regions, other boundaries, other sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from ketenkompas.factors._record import Factor

Kinship = Literal["variant", "region", "boundary", "source"]
_LINKING = frozenset({"exact", "narrow"})


@dataclass(frozen=True, slots=True)
class Related:
    """A factor that may be meant instead, and in what it differs first."""

    factor: Factor
    kinship: Kinship


def related(records: Iterable[Factor], factor: Factor) -> tuple[Related, ...]:
    """Other factors for the same thing, in the order of the records; lapsed and withdrawn ones are left out.

    Two factors are about the same thing when one is a variant of the other or both are variants of a third; when they
    have the same name in the same source and group; when their keys differ in the last word only and their regions
    differ; or when they share a code of a classification that both mean exactly or more narrowly. A code that merely
    is near (``related``, ``broad``) makes no kin.

    Parameters
    ----------
    records : iterable of Factor
        The current records of a release.
    factor : Factor
        The one that was found.
    """
    return tuple(
        Related(one, kinship)
        for one in records
        if one.status == "active" and one.factor_id != factor.factor_id and (kinship := _kinship(factor, one))
    )


def _kinship(factor: Factor, other: Factor) -> Kinship | None:
    if factor.category != other.category:
        return None
    if _is_variant(factor, other):
        return "variant" if other.region == factor.region else "region"
    same_code = bool(_codes(factor) & _codes(other))
    if factor.source.source_id != other.source.source_id:
        return "source" if same_code else None
    if other.region != factor.region:
        return "region" if _stem(other) == _stem(factor) or _same_name(factor, other) else None
    if not same_code and not _same_name(factor, other):
        return None
    return "boundary" if _scope(other) != _scope(factor) else "variant"


def _is_variant(factor: Factor, other: Factor) -> bool:
    mine, theirs = factor.variant_of, other.variant_of
    return (bool(mine) and mine in (other.key, theirs)) or (bool(theirs) and theirs == factor.key)


def _stem(factor: Factor) -> str:
    return factor.key.rpartition(".")[0]


def _same_name(factor: Factor, other: Factor) -> bool:
    return (factor.name_nl, factor.group_nl) == (other.name_nl, other.group_nl)


def _codes(factor: Factor) -> frozenset[tuple[str, str]]:
    return frozenset((one.scheme, one.code) for one in factor.classifications if one.relation in _LINKING)


def _scope(factor: Factor) -> tuple[str, ...]:
    return factor.boundary, factor.price_basis, factor.quantity_kind, factor.gwp_set


_FIRST: Mapping[str, int] = {"NL": 0, "EU27_2020": 1, "RoW": 2}
_ORDER: Mapping[Kinship, int] = {"variant": 0, "boundary": 1, "region": 2, "source": 3}


def nearest(found: Iterable[Related], factor: Factor, most: int) -> tuple[Related, ...]:
    """The related factors that a reader would look at first: of each kinship at most ``most``.

    Those of the Netherlands, the European Union and the rest of the world come first, then those nearest in size.

    Parameters
    ----------
    most : int
        How many of each kinship.
    """
    listed: list[Related] = []
    for kinship in _ORDER:
        mine = [one for one in found if one.kinship == kinship]
        listed += sorted(mine, key=_distance_to(factor))[:most]
    return tuple(listed)


def _distance_to(factor: Factor) -> Callable[[Related], tuple[int, bool, float, str]]:
    def distance(one: Related) -> tuple[int, bool, float, str]:
        theirs, ours = one.factor.value, factor.value
        known = _FIRST.get(one.factor.region, len(_FIRST))
        far = abs(theirs - ours) if theirs is not None and ours is not None else 0.0
        return known, one.factor.quantity_kind != factor.quantity_kind, far, one.factor.key

    return distance
