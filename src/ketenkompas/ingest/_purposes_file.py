"""Keys from products to purposes of consumption, as packaged definitions."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ketenkompas.classifications import areas, scheme
from ketenkompas.errors import InputError, KetenkompasError, UnknownCodeError, Where
from ketenkompas.ingest._definition_file import read_definition
from ketenkompas.mrio import PurposeKey

PRIOR_KEY = "coicop-a64-prior"


@dataclass(frozen=True)
class PurposeDefinition:
    """A key, the area whose spending weighs it, its words and sources, and the file as plain data for a receipt."""

    id: str
    area: str
    key: PurposeKey
    divisions: Mapping[str, Mapping[str, str]]
    sources: tuple[str, ...]
    raw: Mapping[str, Any] = field(repr=False)

    def words(self, part: str, language: str) -> str:
        """``title`` or ``note`` in a language."""
        return str(self.raw[part][language])


@functools.cache
def read_purposes(name: str = PRIOR_KEY) -> PurposeDefinition:
    """The packaged key from A64 products to COICOP 1999.

    Raises
    ------
    InputError
        ``definition.faults`` with every link to a product that is not in the scheme, every group whose links do not
        add up to 1, every group without a division, an area that is not known.

    Examples
    --------
    >>> found = read_purposes()
    >>> found.area, len(found.key.spending), found.divisions["07"]["en"]
    ('NL', 32, 'Transport')
    """
    raw = read_definition(name, "purposes", _faults)
    groups = {str(group["code"]): group for group in raw["groups"]}
    key = PurposeKey(
        {code: float(group["spending"]) for code, group in groups.items()},
        {
            code: {str(product): float(share) for product, share in group["products"].items()}
            for code, group in groups.items()
        },
        tuple(raw["trade"]),
    )
    return PurposeDefinition(raw["id"], raw["area"], key, raw["divisions"], tuple(raw["sources"]), raw)


def _faults(raw: Mapping[str, Any], file: str) -> Sequence[KetenkompasError]:
    known = scheme(raw["scheme"]).items
    faults: list[KetenkompasError] = []
    if raw["area"] not in areas():
        faults.append(UnknownCodeError("area.unknown", found=raw["area"], nearest="-", known="NL, DE, ..."))
    for group in raw["groups"]:
        where, total = Where(file=file, label=group["code"]), sum(group["products"].values())
        if abs(total - 1) > 1e-9:
            faults.append(InputError("purpose.links", where=where, group=group["code"], total=f"{total:g}"))
        if group["code"][:2] not in raw["divisions"]:
            faults.append(InputError("purpose.division", where=where, group=group["code"]))
    linked = [code for group in raw["groups"] for code in group["products"]]
    strangers = sorted({code for code in [*linked, *raw["trade"]] if code not in known})
    if strangers:
        faults.append(InputError("purpose.products", where=Where(file=file), found=", ".join(strangers)))
    return faults
