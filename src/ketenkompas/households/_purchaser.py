"""From basic to purchaser prices: the emission of trade and transport goes to the goods that carry the margin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ketenkompas.errors import InputError
from ketenkompas.households._finite import named_places, require_finite, require_shape

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Purchaser:
    """Footprint and spending of households at purchaser prices, by product.

    ``footprint`` (..., c) in the unit given (kg), ``spending`` (c,) in EUR, ``intensity`` (..., c) in kg per EUR: zero
    where nothing is spent and nothing caused. ``factor`` is what the margins on goods were multiplied by, so that they
    equal what the margin products give away.
    """

    footprint: Array
    spending: Array
    intensity: Array
    factor: float


def to_purchaser_prices(footprint: Array, demand: Array, margins: Array, taxes: Array) -> Purchaser:
    """The footprint of household demand, moved from margin products to the goods they are part of.

    Parameters
    ----------
    footprint : array (..., c)
        kg by product, of demand at basic prices; leading axes may be origins, gases or draws.
    demand : array (c,)
        Household demand, EUR at basic prices, zero or more.
    margins : array (c,)
        Trade and transport margin per EUR of demand: negative for the margin products, which give it away.
    taxes : array (c,)
        Taxes less subsidies per EUR of demand. They carry no emission.

    Returns
    -------
    Purchaser
        The sum of ``footprint`` over products is kept (``tests/properties/test_households_parts.py``).

    Raises
    ------
    MissingValueError, AlignmentError
        ``households.part_absent``, ``households.part_shape``.
    InputError
        ``households.demand_negative``; ``households.margin_too_large`` where a product gives away more than its
        demand; ``households.margin_one_sided`` when margins are only given or only received;
        ``households.caused_without_spending``.

    Notes
    -----
    ``Y_mar = margins y``; rates of the whole economy on the basket of households do not add up to zero, so the positive
    margins are scaled by ``factor``. With M the products with ``Y_mar < 0``: ``F_pp = F (1 + Y_mar / y)`` in M, and
    ``F_pp = F + R Y_mar / sum(Y_mar)`` elsewhere, R being what M gave away. Fact sheet of households, 3.5.

    Examples
    --------
    >>> import numpy as np
    >>> found = to_purchaser_prices(
    ...     np.array([50.0, 20, 12]), np.array([100.0, 50, 60]), np.array([0.3, 0.2, -2 / 3]), np.array([0.1, 0.2, 0])
    ... )
    >>> found.footprint.round(6).tolist(), found.spending.round(6).tolist()
    ([56.0, 22.0, 4.0], [140.0, 70.0, 20.0])
    """
    _require_usable(footprint, demand, margins, taxes)
    given = np.minimum(margins * demand, 0.0)
    received = np.maximum(margins * demand, 0.0)
    factor = _factor(float(-given.sum()), float(received.sum()))
    received = received * factor
    kept = footprint * np.where(given < 0, 1.0 + margins, 1.0)
    returned = (footprint - kept).sum(axis=-1, keepdims=True)
    whole = float(received.sum())
    moved = kept + returned * (received / whole) if whole > 0 else kept
    spending = demand + given + received + taxes * demand
    return Purchaser(moved, spending, _intensity(moved, spending), factor)


def _factor(given: float, received: float) -> float:
    """Positive margins times this equal the negative ones; 1 without any margin."""
    if given == 0 and received == 0:
        return 1.0
    if given == 0 or received == 0:
        raise InputError("households.margin_one_sided", given=given, received=received)
    return given / received


def _intensity(footprint: Array, spending: Array) -> Array:
    unpaid = (spending <= 0) & (footprint != 0)
    if unpaid.any():
        products = named_places((), unpaid.reshape(-1, len(spending)).any(axis=0))
        raise InputError("households.caused_without_spending", products=products)
    paid = np.broadcast_to(spending > 0, footprint.shape)
    found: Array = np.divide(footprint, spending, out=np.zeros_like(footprint), where=paid)
    return found


def _require_usable(footprint: Array, demand: Array, margins: Array, taxes: Array) -> None:
    require_finite(footprint=footprint, demand=demand, margins=margins, taxes=taxes)
    for name, values in (("margins", margins), ("taxes", taxes)):
        require_shape(name, values.shape, demand.shape)
    require_shape("footprint", footprint.shape[-1:], demand.shape)
    if (demand < 0).any():
        raise InputError("households.demand_negative", products=named_places((), demand < 0))
    if (margins < -1).any():
        raise InputError("households.margin_too_large", products=named_places((), margins < -1))
