"""National data stated as a file: factors on a region's own block and origin shares, or whole national tables, each
with its basis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from ketenkompas.errors import InputError, KetenkompasError, UnknownCodeError, Where
from ketenkompas.ingest._cbs import CbsFiles, read_cbs_national
from ketenkompas.ingest._definition_file import packaged, read_definition
from ketenkompas.mrio import Accounts, National, own_block, with_changes

_ONE = 1e-9
_TABLES = ("deliveries", "imports", "emissions", "origins", "key")


@dataclass(frozen=True)
class NationalDefinition:
    """A stated variant of a region's national data.

    Attributes
    ----------
    id, stated, region : str
        Name, ISO date of the statement, region of the table.
    raw : mapping
        The file as plain data, which a receipt keeps.
    folder : Path
        Where the file lies; names of tables count from there.
    """

    id: str
    stated: str
    region: str
    raw: Mapping[str, Any] = field(repr=False)
    folder: Path = Path()

    def words(self, part: str, language: str) -> str:
        """``title`` or ``note`` in a language."""
        return str(self.raw[part][language])

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Each part with its basis and source, as it is told with every figure."""
        parts = [name for name in ("tables", "imports", "emissions", "origins") if name in self.raw]
        return tuple(f"{name} ({self.raw[name]['basis']}, {self.stated}): {self.raw[name]['source']}" for name in parts)

    @property
    def files(self) -> tuple[Path, ...]:
        """The national tables that are named, as they are found; none where factors are stated."""
        return tuple(self.folder / self.raw["tables"][part] for part in _TABLES) if "tables" in self.raw else ()

    def national(self, accounts: Accounts) -> National:
        """The national data for a table: the national tables of its year, or the region's own block of it with the
        stated changes.

        Raises
        ------
        UnknownCodeError
            ``refine.region``; ``definition.product`` and ``definition.origin`` for codes that the table does not have.
        InputError
            ``definition.faults`` with all of them; those of :func:`read_cbs_national`.
        """
        if "tables" in self.raw:
            found = read_cbs_national(
                CbsFiles(*self.files),
                accounts,
                accounts.meta.year,
                region=self.region,
                money=float(self.raw["tables"].get("money", 1.0)),
            )
            return replace(found, assumptions=(*self.assumptions, *found.assumptions))
        plain = own_block(accounts, self.region)
        abroad = [region for region in accounts.regions if region != self.region]
        faults = self._strangers(plain.products, abroad)
        if faults:
            schema = "data/national/schema.json"
            raise InputError("definition.faults", problems=faults, count=len(faults), schema=schema)
        origins = plain.origins.copy()
        for product, shares in self.raw.get("origins", {}).get("products", {}).items():
            origins[:, plain.products.index(product)] = [shares.get(region, 0.0) for region in abroad]
        return with_changes(
            plain,
            accounts,
            emissions=self._factors("emissions", plain.products),
            imports=self._factors("imports", plain.products),
            origins=origins,
            assumptions=self.assumptions,
        )

    def _factors(self, part: str, products: Sequence[str]) -> list[float]:
        given = self.raw.get(part, {"default": 1.0})
        return [float(given.get("products", {}).get(product, given["default"])) for product in products]

    def _strangers(self, products: Sequence[str], abroad: Sequence[str]) -> list[KetenkompasError]:
        named = {
            (part, product)
            for part in ("imports", "emissions", "origins")
            for product in self.raw.get(part, {}).get("products", {})
        }
        faults: list[KetenkompasError] = [
            UnknownCodeError("definition.product", where=part, found=product, known=", ".join(products))
            for part, product in sorted(named)
            if product not in products
        ]
        shares = self.raw.get("origins", {}).get("products", {})
        return faults + [
            UnknownCodeError("definition.origin", where=product, found=region, known=", ".join(abroad))
            for product, given in shares.items()
            for region in given
            if region not in abroad
        ]


def national_definitions() -> tuple[str, ...]:
    """The stated variants of national data that come with the package.

    Examples
    --------
    >>> national_definitions()
    ('nl-reexports-made',)
    """
    return packaged("national")


def read_national_definition(name: str | Path) -> NationalDefinition:
    """A stated variant of national data: a packaged one by name, or a YAML file.

    Raises
    ------
    UnknownCodeError
        ``definition.unknown``.
    InputError
        ``definition.unreadable``; ``definition.faults`` with everything that is wrong with the file.

    Examples
    --------
    >>> read_national_definition("nl-reexports-made").region
    'NL'
    """
    raw = read_definition(name, "national", _faults)
    return NationalDefinition(raw["id"], raw["stated"], raw["region"], raw, Path(name).parent)


def _faults(raw: Mapping[str, Any], file: str) -> list[KetenkompasError]:
    shares = raw.get("origins", {}).get("products", {})
    return [
        InputError("definition.total", where=Where(file=file, label=f"origins.{product}"), total=sum(given.values()))
        for product, given in shares.items()
        if not np.isclose(sum(given.values()), 1.0, rtol=0, atol=_ONE)
    ]
