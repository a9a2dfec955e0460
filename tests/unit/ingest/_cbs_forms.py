"""A region's own block written in the form of Statistics Netherlands' open data, for tests."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ketenkompas.ingest import CbsFiles
from ketenkompas.mrio import Accounts, own_block


def write(path: Path, head: str, rows: list[str]) -> Path:
    path.write_text("\ufeffID;" + head + "\n" + "\n".join(f"{n};{row}" for n, row in enumerate(rows)) + "\n", "utf-8")
    return path


def write_cbs(folder: Path, accounts: Accounts, names: list[str], year: int, region: str = "NL") -> CbsFiles:
    """The five tables; ``names`` are the national industries, one for each product of the global table."""
    own = own_block(accounts, region)
    abroad = [one for one in accounts.regions if one != region]

    def cells(values: np.ndarray, demand: np.ndarray, exports: np.ndarray | None) -> list[str]:
        rows = [
            f"{name}   ;{user}  ;{year}JJ00;{float(values[i, j])!r}"
            for i, name in enumerate(names)
            for j, user in enumerate(names)
        ]
        rows += [f"{name};T-FINAL;{year}JJ00;{float(demand[i])!r}" for i, name in enumerate(names)]
        rows += [
            f"{name};T-EXPORT;{year}JJ00;{float(exports[i])!r}" for i, name in enumerate(names) if exports is not None
        ]
        return [*rows, f"{names[0]};{names[0]};{year - 1}JJ00;1.0"]

    emitted = [
        f"{name};{gas};{year}JJ00;{float(own.emissions[g, i])!r}"
        for g, gas in enumerate(accounts.gases)
        for i, name in enumerate(names)
    ]
    emitted += [f"T-HOUSEHOLDS;{gas};{year}JJ00;{float(own.direct[g])!r}" for g, gas in enumerate(accounts.gases)]
    origins = [
        f"{one};{name};{year}JJ00;{float(own.origins[r, i])!r}"
        for r, one in enumerate(abroad)
        for i, name in enumerate(names)
    ]
    key = folder / "key.csv"
    pairs = [f"{name};{product}" for name, product in zip(names, own.products, strict=True)]
    key.write_text("national;global\n" + "\n".join(pairs) + "\n", "utf-8")
    head = "Afnemer;Perioden;Waarde_1"
    return CbsFiles(
        write(folder / "deliveries.csv", f"Leverancier;{head}", cells(own.domestic, own.demand, own.exports)),
        write(folder / "imports.csv", f"Product;{head}", cells(own.imports, own.imported, None)),
        write(folder / "emissions.csv", "Bedrijfstak;Stof;Perioden;Emissie_1", emitted),
        write(folder / "origins.csv", "Land;Product;Perioden;Invoerwaarde_1", origins),
        key,
    )
