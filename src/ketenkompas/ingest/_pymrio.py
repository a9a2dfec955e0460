"""Tables in pymrio's saved-folder format, both ways (the format of pymrio 0.7; no code of pymrio is used)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from ketenkompas.errors import InputError, Where
from ketenkompas.ingest._rows import few
from ketenkompas.ingest._saved import PARAMETERS, Label, Matrix, Saved, kilotonnes, money_unit, open_saved, region_codes
from ketenkompas.mrio import Accounts, FinalUses, Meta, Sectors

Array = npt.NDArray[np.float64]
GASES = ("CO2", "CH4", "N2O", "SF6", "NF3", "HFC", "PFC", "GHG")
_HOUSEHOLD_CATEGORIES = ("P3_S14", "c37", "households", "HFCE", "Final consumption expenditure by households")
_VALUE_ADDED = ("factor_inputs", "value_added")
_LARGEST_GAP = 0.01


@dataclass(frozen=True)
class Skeleton:
    """The money part of a saved table with its canonical labels."""

    flows: Array = field(repr=False)
    demand: Array = field(repr=False)
    sectors: Sectors
    final_uses: FinalUses
    rows: tuple[Label, ...] = field(repr=False)
    uses: tuple[Label, ...] = field(repr=False)
    money: str

    @property
    def regions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.sectors.regions))


def read_pymrio(
    folder: Path,
    *,
    year: int | None = None,
    model: str = "pymrio",
    extension: str = "",
    gases: Mapping[str, str] | None = None,
) -> Accounts:
    """Accounts from a table that pymrio saved (``save_all``), a folder or a zip, text or Parquet.

    Parameters
    ----------
    folder : Path
        Holds ``Z`` (or ``A`` and ``x``), ``Y``, ``unit`` and a folder for each extension with ``F``, ``F_Y``, ``unit``.
    year : int, optional
        The table's year; by default the year in the folder's name.
    model : str
        The name the accounts get.
    extension : str
        The folder with the emissions; by default the only one that holds a known gas.
    gases : mapping, optional
        Stressor -> gas, for stressors that are not simply named by their gas; several may add up to one gas.

    Returns
    -------
    Accounts
        Money as in ``unit``, emissions in kt of each gas. Regions that are countries get canonical codes, others keep
        their label. Emissions of final users (``F_Y``) are summed by region: the direct emissions.

    Raises
    ------
    InputError
        ``pymrio.no_year``, ``pymrio.no_gas``, ``pymrio.mass_unit``, ``pymrio.output_differs``, ``saved.*`` and every
        cell that is no number.
    """
    saved = open_saved(folder)
    told = year_of(folder, year)
    table = skeleton(saved)
    chosen = _extension(saved, extension, gases)
    emissions, direct, units = _emissions(saved, chosen, gases, table)
    added, rows = _value_added(saved, table)
    return Accounts.build(
        flows=table.flows,
        demand=table.demand,
        emissions=emissions,
        direct=direct,
        sectors=table.sectors,
        final_uses=table.final_uses,
        gases=tuple(units),
        meta=Meta(
            model=model,
            year=told,
            money_unit=table.money,
            emission_units=tuple(units.values()),
            price_basis="as saved",
            table_edition=f"saved table {folder.name}",
            emission_edition=f"extension {chosen}" if chosen else "",
            principle="as saved",
            households_unknown=() if _has_final(saved, chosen) else table.regions,
        ),
        value_added=added,
        value_added_rows=rows,
    )


def year_of(path: Path, year: int | None) -> int:
    """The year given, or the one in the name of the file or folder.

    Raises
    ------
    InputError
        ``pymrio.no_year``.
    """
    named = re.search(r"(?<!\d)(?:19|20)\d{2}(?!\d)", path.name)
    if year is None and named is None:
        raise InputError("pymrio.no_year", where=Where(file=path.name))
    return year if year is not None else int(named.group() if named else 0)


def skeleton(saved: Saved, own: Mapping[str, str] | None = None) -> Skeleton:
    """The money part of a saved table: flows, demand, labels, checked against ``x`` where the table has it."""
    file = saved.path.name
    demand = saved.matrix("Y")
    direct_flows = saved.has("Z.txt") or saved.has("Z.parquet")
    matrix = saved.matrix("Z" if direct_flows else "A")
    matrix = matrix.like(columns=matrix.rows)
    demand = demand.like(rows=matrix.rows)
    stated = _stated_output(saved, matrix.rows)
    flows = matrix.values
    if not direct_flows:
        if stated is None:
            raise InputError("saved.file_absent", where=Where(file=file), name="x.txt", found=few(sorted(saved.names)))
        flows = flows * stated[None, :]
    if stated is not None:
        _check_output(flows, demand.values, stated, file)
    codes = region_codes([*(row[0] for row in matrix.rows), *(use[0] for use in demand.columns)], file, own)
    return Skeleton(
        flows=np.ascontiguousarray(flows),
        demand=np.ascontiguousarray(demand.values),
        sectors=Sectors(tuple(codes[row[0]] for row in matrix.rows), tuple(_second(row) for row in matrix.rows)),
        final_uses=FinalUses(
            tuple(codes[use[0]] for use in demand.columns), tuple(_second(use) for use in demand.columns)
        ),
        rows=matrix.rows,
        uses=demand.columns,
        money=money_unit(saved.units(), file),
    )


def _second(label: Label) -> str:
    return label[1] if len(label) > 1 else label[0]


def _stated_output(saved: Saved, rows: Sequence[Label]) -> Array | None:
    if not (saved.has("x.txt") or saved.has("x.parquet")):
        return None
    return np.asarray(_one_header(saved, "x").like(rows=rows).values[:, 0])


def _one_header(saved: Saved, stem: str) -> Matrix:
    """``x`` has one header row and its index names stand in it, whatever the list of files says."""
    if saved.has(f"{stem}.parquet"):
        return saved.matrix(stem)
    return saved.matrix(stem, header_rows=1)


def _check_output(flows: Array, demand: Array, stated: Array, file: str) -> None:
    gap = np.abs(flows.sum(axis=1) + demand.sum(axis=1) - stated).sum()
    share = float(gap / max(np.abs(stated).sum(), 1e-300))
    if share > _LARGEST_GAP:
        raise InputError("pymrio.output_differs", where=Where(file=f"{file}/x"), share=f"{100 * share:.2g}")


def _extension(saved: Saved, wanted: str, gases: Mapping[str, str] | None) -> str:
    found = saved.folders()
    if wanted and wanted not in found:
        raise InputError(
            "pymrio.no_extension", where=Where(file=saved.path.name), found=wanted, known=few(found) or "-"
        )
    if wanted:
        return wanted
    holding = [name for name in found if _chosen(saved.units(name), gases)]
    emitting = [name for name in holding if "emission" in name.casefold()] or holding
    if found and not emitting and set(found) - set(_VALUE_ADDED):
        stressors = [" ".join(label) for name in found for label in saved.units(name) if name not in _VALUE_ADDED]
        raise InputError("pymrio.no_gas", where=Where(file=saved.path.name), known=few(stressors))
    return emitting[0] if emitting else ""


def _chosen(units: Mapping[Label, str], gases: Mapping[str, str] | None) -> dict[Label, str]:
    """Which stressors count, and for which gas."""
    if gases is not None:
        return {label: gas for label in units for name, gas in gases.items() if name in (label[0], " ".join(label))}
    return {label: label[0] for label in units if label[0] in GASES}


def _emissions(
    saved: Saved, folder: str, gases: Mapping[str, str] | None, table: Skeleton
) -> tuple[Array, Array, dict[str, str]]:
    if not folder:
        return np.zeros((0, len(table.sectors))), np.zeros((0, len(table.regions))), {}
    units = saved.units(folder)
    chosen = _chosen(units, gases)
    if not chosen or (gases is not None and set(gases.values()) - set(chosen.values())):
        raise InputError(
            "pymrio.no_gas",
            where=Where(file=f"{saved.path.name}/{folder}"),
            known=few([" ".join(label) for label in units]),
        )
    levels = len(next(iter(units)))
    industry = saved.matrix("F", folder, row_levels=levels).like(columns=table.rows)
    final = None
    if _has_final(saved, folder):
        final = saved.matrix("F_Y", folder, row_levels=levels).like(columns=table.uses)
    return summed_gases(industry, final, chosen, units, table)


def _has_final(saved: Saved, folder: str) -> bool:
    return saved.has(f"{folder}/F_Y.txt") or saved.has(f"{folder}/F_Y.parquet")


def summed_gases(
    industry: Matrix, final: Matrix | None, chosen: Mapping[Label, str], units: Mapping[Label, str], table: Skeleton
) -> tuple[Array, Array, dict[str, str]]:
    """Stressors summed to gases in kt: (gas, sector), (gas, region) and the unit of each gas.

    Raises
    ------
    InputError
        ``pymrio.mass_unit`` for a stressor that is not a mass; ``pymrio.stressor_absent``.
    """
    order = list(dict.fromkeys(chosen.values()))
    emissions, told = np.zeros((len(order), len(table.sectors))), dict.fromkeys(order, "")
    direct = np.zeros((len(order), len(table.regions)))
    place = {region: at for at, region in enumerate(table.regions)}
    user = np.array([place[region] for region in table.final_uses.regions], dtype=np.intp)
    for label, gas in chosen.items():
        where = Where(file=industry.file, label=" ".join(label))
        mass = kilotonnes(units[label])
        if mass is None:
            raise InputError("pymrio.mass_unit", where=where, found=units[label])
        if label not in industry.rows:
            raise InputError("pymrio.stressor_absent", where=where, found=" ".join(label))
        factor, substance = mass
        told[gas] = f"kt {substance}" if substance else f"kt {gas}"
        at = order.index(gas)
        emissions[at] += industry.values[industry.rows.index(label)] * factor
        if final is not None and label in final.rows:
            np.add.at(direct[at], user, final.values[final.rows.index(label)] * factor)
    return emissions, direct, told


def _value_added(saved: Saved, table: Skeleton) -> tuple[Array | None, tuple[str, ...]]:
    name = next((folder for folder in saved.folders() if folder in _VALUE_ADDED), "")
    if not name:
        return None, ()
    units = saved.units(name)
    matrix = saved.matrix("F", name, row_levels=len(next(iter(units)))).like(columns=table.rows)
    return np.ascontiguousarray(matrix.values), tuple(" ".join(row).strip() for row in matrix.rows)


def write_pymrio(accounts: Accounts, folder: Path) -> None:
    """Accounts as a folder that ``pymrio.load_all`` opens; text files with every digit of each value.

    Gases become stressors of the extension ``emissions``; direct emissions stand in ``F_Y`` at each region's
    consumption by households (its first final use where there is none by that name); value added becomes
    ``factor_inputs``. The layout cannot say that a region's direct emissions are unknown: where all are, there is no
    ``F_Y``; where some are, they are zero and the description in ``metadata.json`` names them. Reading the folder again
    gives the same numbers (``tests/unit/ingest/test_pymrio.py``).

    Raises
    ------
    InputError
        ``pymrio.folder_not_empty``: nothing is overwritten; ``pymrio.no_final_use`` for a region with direct emissions
        and no final use to carry them.
    """
    if folder.exists() and any(folder.iterdir()):
        raise InputError("pymrio.folder_not_empty", where=Where(file=folder.name))
    direct = _direct_by_use(accounts)
    folder.mkdir(parents=True, exist_ok=True)
    sectors = tuple(zip(accounts.sectors.regions, accounts.sectors.products, strict=True))
    uses = tuple(zip(accounts.final_uses.regions, accounts.final_uses.categories, strict=True))
    ours, theirs = ("region", "sector"), ("region", "category")
    _write(folder / "Z.txt", accounts.flows.values, (ours, sectors), (ours, sectors))
    _write(folder / "Y.txt", accounts.demand.values, (ours, sectors), (theirs, uses))
    _write(folder / "x.txt", accounts.output.values[:, None], (ours, sectors), (("indout",), ()))
    _write_units(folder, ours, dict.fromkeys(sectors, accounts.meta.money_unit))
    _write_parameters(folder, {"Z": (2, 2), "Y": (2, 2), "x": (2, 1), "unit": (2, 1)}, "IOSystem")
    written = f"{accounts.meta.model} {accounts.meta.year}, written by Ketenkompas"
    if accounts.meta.households_unknown:
        written += f"; direct emissions of households not known: {', '.join(accounts.meta.households_unknown)}"
    metadata = {"description": written, "name": accounts.meta.model, "system": "", "version": "", "history": []}
    (folder / "metadata.json").write_text(json.dumps(metadata, indent=4), "utf-8")
    gases: dict[Label, str] = dict(zip(((gas,) for gas in accounts.gases), accounts.meta.emission_units, strict=True))
    if gases:
        values = {"F": (accounts.emissions.values, sectors, ours)}
        if set(accounts.meta.households_unknown) != set(accounts.regions):
            values["F_Y"] = (direct, uses, theirs)
        _write_extension(folder / "emissions", gases, values, "Emissions")
    if accounts.value_added is not None:
        rows: dict[Label, str] = {(row,): accounts.meta.money_unit for row in accounts.value_added_rows}
        _write_extension(
            folder / "factor_inputs", rows, {"F": (accounts.value_added.values, sectors, ours)}, "Factor Inputs"
        )


def _direct_by_use(accounts: Accounts) -> Array:
    """Direct emissions (gas, region) put at one final use of each region (gas, final use)."""
    spread = np.zeros((len(accounts.gases), len(accounts.final_uses)))
    uses = list(zip(accounts.final_uses.regions, accounts.final_uses.categories, strict=True))
    for at, region in enumerate(accounts.regions):
        own = [index for index, use in enumerate(uses) if use[0] == region]
        named = [index for index in own if uses[index][1] in _HOUSEHOLD_CATEGORIES]
        values = accounts.direct.values[:, at]
        if not own and values.any():
            raise InputError("pymrio.no_final_use", where=Where(label=region), found=region)
        if own:
            spread[:, (named or own)[0]] = values
    return spread


def _write_extension(
    folder: Path,
    units: Mapping[Label, str],
    matrices: Mapping[str, tuple[Array, tuple[Label, ...], Label]],
    name: str,
) -> None:
    folder.mkdir()
    for stem, (values, columns, levels) in matrices.items():
        _write(folder / f"{stem}.txt", values, (("stressor",), tuple(units)), (levels, columns))
    _write_units(folder, ("stressor",), units)
    listed = {**dict.fromkeys(matrices, (1, 2)), "unit": (1, 1)}
    _write_parameters(folder, listed, "Extension", name)


def _write(
    path: Path, values: Array, rows: tuple[Label, tuple[Label, ...]], columns: tuple[Label, tuple[Label, ...]]
) -> None:
    """A matrix as pandas writes one with labels of several levels: a header line a level, then the index names."""
    (names, labels), (levels, headers) = rows, columns
    padding = "\t" * len(names)
    if headers:
        lines = [f"{level}{padding}" + "\t".join(header[at] for header in headers) for at, level in enumerate(levels)]
        lines.append("\t".join([*names, *([""] * len(headers))]))
    else:
        lines = ["\t".join([*names, *levels])]
    frame = pl.DataFrame(
        {
            **{f"label {at}": [label[at] for label in labels] for at in range(len(names))},
            **{f"value {at}": values[:, at] for at in range(values.shape[1])},
        }
    )
    body = frame.write_csv(separator="\t", include_header=False, quote_style="never")
    path.write_text("\n".join(lines) + "\n" + body, "utf-8")


def _write_units(folder: Path, names: Label, units: Mapping[Label, str]) -> None:
    lines = ["\t".join([*names, "unit"]), *("\t".join([*label, unit]) for label, unit in units.items())]
    (folder / "unit.txt").write_text("\n".join(lines) + "\n", "utf-8")


def _write_parameters(folder: Path, files: Mapping[str, tuple[int, int]], kind: str, name: str = "") -> None:
    listed = {
        stem: {"name": f"{stem}.txt", "nr_index_col": str(index), "nr_header": str(header)}
        for stem, (index, header) in files.items()
    }
    parameters = {"files": listed, "systemtype": kind, **({"name": name} if name else {})}
    (folder / PARAMETERS).write_text(json.dumps(parameters, indent=4), "utf-8")
