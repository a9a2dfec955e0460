"""What a survey published for classes of households, and bringing it into agreement before cells are fitted to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ketenkompas.errors import InputError
from ketenkompas.households._checks import Array, BoolArray, require_finite, require_not_negative

_ALLOWED = (0.98, 1.02)


@dataclass(frozen=True, slots=True)
class Margin:
    """What was published for classes of one dimension.

    Parameters
    ----------
    name : str
        The dimension: ``size``, ``tenure``, ``income``. Several margins may share it.
    member : array (k, h)
        1 for the cells of a class, else 0; no cell is in two classes.
    published : array (..., k, p) or (..., k)
        EUR per household; leading axes are draws. Where nothing is known the value is ignored: put 0.0.
    known : array (k, p) or (k,) of bool
        What was published. What was not is no constraint, and never zero.
    total : bool
        True: ``published`` holds sums over all groups (..., k). False: per group (..., k, p).

    Raises
    ------
    InputError
        ``households.margin_shape`` when shapes do not fit each other; ``households.classes_overlap`` when a cell is in
        two classes; ``households.negative``.
    MissingValueError
        ``households.not_finite``.
    """

    name: str
    member: Array
    published: Array
    known: BoolArray
    total: bool

    def __post_init__(self) -> None:
        require_finite(member=self.member, published=self.published)
        axes = 1 if self.total else 2
        fits = self.known.ndim == axes and self.published.shape[-axes:] == self.known.shape
        if not fits or self.member.ndim != 2 or len(self.member) != len(self.known):
            raise InputError(
                "households.margin_shape",
                margin=self.name,
                member=self.member.shape,
                published=self.published.shape,
                known=self.known.shape,
            )
        if (self.member.sum(axis=0) > 1).any():
            raise InputError("households.classes_overlap", margin=self.name)
        require_not_negative(published=np.where(self.known, self.published, 0.0))


def reconcile(
    weights: Array,
    everyone: Array,
    margins: Sequence[Margin],
    *,
    groups: Sequence[str] = (),
    allowed: Mapping[str, tuple[float, float]] | None = None,
) -> tuple[tuple[Margin, ...], dict[str, Array]]:
    """The margins, scaled so that classes that cover all households agree with what all households spend.

    Parameters
    ----------
    weights : array (h,) or (..., h)
        Households per cell.
    everyone : array (p,) or (..., p)
        EUR per household of all households, by group.
    margins : sequence of Margin
        What was published.
    groups : sequence of str, p, optional
        Names of the groups in factors and errors; their numbers from 0 by default.
    allowed : mapping, optional
        Wider bounds of a factor by ``dimension`` or ``dimension group``, where the caller can explain them. The
        default is 0.98 to 1.02.

    Returns
    -------
    tuple of Margin, dict of str to array
        The scaled margins, and the factors by ``dimension`` and ``dimension group`` (one number, or one per draw).

    Raises
    ------
    InputError
        ``households.margins_inconsistent`` naming the dimension, the group and the factor.
    MissingValueError
        ``households.not_finite``.

    Notes
    -----
    Per dimension ``f = W sum_p all[p] / sum_g W_g total_g``, for its class totals and its figures per group. A group
    that is known for all classes has its own ``W all[p] / sum_g W_g BO[g, p]`` in place of it. Dimensions of which
    only some classes are known are left as they are. The total of a class whose groups are all known is the sum of its
    groups, before and after. Fact sheet of households, section 3.3, step 1.

    Examples
    --------
    >>> import numpy as np
    >>> size = Margin("size", np.eye(2), np.array([79.0, 120.0]), np.ones(2, bool), total=True)
    >>> (scaled,), factors = reconcile(np.array([50.0, 50.0]), np.array([100.0]), [size])
    >>> factors["size"].round(6).tolist(), scaled.published.round(2).tolist()
    (1.005025, [79.4, 120.6])
    """
    require_not_negative(weights=weights, everyone=everyone)
    bounds, factors = dict(allowed or {}), dict[str, Array]()
    labels = list(groups) or [str(at) for at in range(everyone.shape[-1])]
    for name in dict.fromkeys(margin.name for margin in margins):
        own = [margin for margin in margins if margin.name == name]
        for at, label in enumerate(labels):
            classes = [row for margin in own if not margin.total for row in _class_group(margin, at)]
            if _covers([member for member, _ in classes]):
                spent = sum((weights @ member * value for member, value in classes), np.zeros(()))
                aim = weights.sum(axis=-1) * everyone[..., at]
                key = f"{name} {label}"
                factors[key] = _ratio(aim, spent)
                _require_near(factors[key], name, label, bounds.get(key, bounds.get(name, _ALLOWED)))
        totals = _class_totals(own)
        if _covers([member for member, _ in totals]):
            spent = sum((weights @ member * total for member, total in totals), np.zeros(()))
            factors[name] = _ratio(weights.sum(axis=-1) * everyone.sum(axis=-1), spent)
            _require_near(factors[name], name, "", bounds.get(name, _ALLOWED))
    scaled = [_scaled(margin, factors, labels) for margin in margins]
    sums = _sums_of_groups(scaled)
    return tuple(_with_sums(margin, sums) for margin in scaled), factors


def _ratio(aim: Array, spent: Array) -> Array:
    """The factor from one to the other: 1 where both are zero, infinite where nothing was published of something."""
    both = np.asarray(aim + spent)
    ratio = np.where((aim == 0) & (spent == 0), 1.0, np.full(both.shape, np.inf))
    return np.divide(aim, spent, out=ratio, where=np.broadcast_to(spent != 0, both.shape))


def _class_totals(margins: Sequence[Margin]) -> list[tuple[Array, Array]]:
    """Member row and total of every class whose groups are all known, or its total; each class once."""
    found: dict[bytes, tuple[Array, Array]] = {}
    for margin in sorted(margins, key=lambda margin: margin.total):
        for at, member in enumerate(margin.member):
            value = margin.published[..., at] if margin.total else margin.published[..., at, :].sum(axis=-1)
            if margin.known[at].all():
                found.setdefault(member.tobytes(), (member, value))
    return list(found.values())


def _sums_of_groups(margins: Sequence[Margin]) -> dict[tuple[str, bytes], Array]:
    """What the groups of a class add up to, by dimension and class, where all groups are known."""
    return {
        (margin.name, member.tobytes()): margin.published[..., at, :].sum(axis=-1)
        for margin in margins
        if not margin.total
        for at, member in enumerate(margin.member)
        if margin.known[at].all()
    }


def _with_sums(margin: Margin, sums: Mapping[tuple[str, bytes], Array]) -> Margin:
    """A margin of totals with those that follow from groups: one fact is not asked twice."""
    if not margin.total:
        return margin
    own = [sums.get((margin.name, member.tobytes())) for member in margin.member]
    columns = [margin.published[..., at] if one is None else one for at, one in enumerate(own)]
    return replace(margin, published=np.stack(np.broadcast_arrays(*columns), axis=-1))


def _class_group(margin: Margin, group: int) -> list[tuple[Array, Array]]:
    """Member row and published figure of every class of which this group is known."""
    return [
        (member, margin.published[..., at, group]) for at, member in enumerate(margin.member) if margin.known[at, group]
    ]


def _covers(members: Sequence[Array]) -> bool:
    """Whether every cell is in exactly one of the classes."""
    return bool(members) and bool((np.sum(members, axis=0) == 1).all())


def _require_near(factor: Array, dimension: str, group: str, bounds: tuple[float, float]) -> None:
    low, high = bounds
    inside = (factor >= low) & (factor <= high)
    if not inside.all():
        values = np.atleast_1d(factor)
        worst = float(values[np.abs(np.log(np.maximum(values, 1e-300))).argmax()])
        where = f"{dimension} {group}".strip()
        raise InputError("households.margins_inconsistent", dimension=where, factor=worst, low=low, high=high)


def _scaled(margin: Margin, factors: Mapping[str, Array], groups: Sequence[str]) -> Margin:
    """One margin times its factors."""
    common = np.asarray(factors.get(margin.name, np.ones(())))
    if margin.total:
        return replace(margin, published=margin.published * common[..., None])
    each = [np.asarray(factors.get(f"{margin.name} {group}", common)) for group in groups]
    return replace(margin, published=margin.published * np.stack(np.broadcast_arrays(*each), axis=-1)[..., None, :])
