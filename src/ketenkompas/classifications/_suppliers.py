"""What the activity code of a supplier says about the product that was bought, and when it says nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ketenkompas.classifications._classification import classification
from ketenkompas.classifications._keys import correspondence

Silence = Literal["", "holding", "trade", "several"]
_HOLDINGS = ("64.2", "70.1")
_CLASS_DIGITS = 4


@dataclass(frozen=True, slots=True)
class SupplierProduct:
    """The product group that an activity points to, or why it points to none."""

    activity: str
    a64: str
    silent: Silence


def supplier_product(sbi: str) -> SupplierProduct:
    """The product group that a supplier's SBI 2008 code points to: its first four digits are a NACE Rev. 2 class.

    A holding (64.2, 70.1) sells nothing of its own, and a trader (45 to 47) sells what others make: for them the code
    says nothing about the product, and no group is given.

    Raises
    ------
    UnknownCodeError
        ``classification.unknown``.

    Examples
    --------
    >>> supplier_product("81210").a64, supplier_product("64200").silent, supplier_product("46510").silent
    ('N80T82', 'holding', 'trade')
    """
    digits = "".join(sign for sign in sbi if sign.isalnum())
    activity = classification("NACE2").lookup(digits[:_CLASS_DIGITS]).item.code
    if activity.startswith(_HOLDINGS):
        return SupplierProduct(activity, "", "holding")
    if activity[:2] in ("45", "46", "47"):
        return SupplierProduct(activity, "", "trade")
    ends = correspondence("NACE2", "A64").targets(activity)
    return SupplierProduct(activity, ends[0] if len(ends) == 1 else "", "" if len(ends) == 1 else "several")
