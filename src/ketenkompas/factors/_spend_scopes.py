"""To which categories of the GHG Protocol a purchase in euros can belong, by the product group that is bought."""

from __future__ import annotations

_PURCHASE = ("3.1",)
# Capital goods (3.2), the chain of fuels (3.3), waste (3.5), transport (3.4, 3.9), travel (3.6, 3.7), leases (3.8).
# An energy bill mixes what is scope 2 and what is 3.3 for the buyer.
_A64 = {
    **dict.fromkeys(("C25", "C26", "C27", "C28", "C29", "C30", "C31_32", "F", "J62_63"), ("3.1", "3.2")),
    **dict.fromkeys(("B", "C19"), ("3.1", "3.3")),
    "D35": ("2", "3.3"),
    "E37T39": ("3.1", "3.5"),
    "H49": ("3.4", "3.6", "3.7", "3.9"),
    **dict.fromkeys(("H50", "H51"), ("3.4", "3.6", "3.9")),
    **dict.fromkeys(("H52", "H53"), ("3.1", "3.4", "3.9")),
    "I": ("3.1", "3.6"),
    **dict.fromkeys(("L", "N77"), ("3.1", "3.8")),
    "N79": ("3.6",),
}


def spend_scopes(scheme: str, product: str) -> tuple[str, ...]:
    """Categories that spending on a product group can fall in; a hint, the buyer decides by the use.

    Of other schemes than A*64 no more is said than ``3.1`` (purchased goods and services).

    Notes
    -----
    GHG Protocol, Corporate Value Chain (Scope 3) Standard, chapter 5.

    Examples
    --------
    >>> spend_scopes("A64", "H51"), spend_scopes("A64", "M69_70")
    (('3.4', '3.6', '3.9'), ('3.1',))
    """
    return _A64.get(product, _PURCHASE) if scheme == "A64" else _PURCHASE
