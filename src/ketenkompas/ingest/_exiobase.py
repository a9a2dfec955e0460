"""EXIOBASE 3 tables (ixi and pxp) in the zip layout of their publisher; not yet run on the publisher's own file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from ketenkompas.errors import InputError, Where
from ketenkompas.ingest._pymrio import skeleton, summed_gases, year_of
from ketenkompas.ingest._rows import few
from ketenkompas.ingest._saved import Label, Saved, open_saved
from ketenkompas.mrio import Accounts, Meta

RESTS_OF_WORLD: Mapping[str, str] = {
    "WA": "EXIO_WA",
    "WE": "EXIO_WE",
    "WF": "EXIO_WF",
    "WL": "EXIO_WL",
    "WM": "EXIO_WM",
    "WWA": "EXIO_WA",
    "WWE": "EXIO_WE",
    "WWF": "EXIO_WF",
    "WWL": "EXIO_WL",
    "WWM": "EXIO_WM",
}
_FOLDERS = ("air_emissions", "satellite")
_MINING = ("antracite", "bituminous coal", "coking coal", "lignite (brown coal)", "sub-bituminous coal")
_CARBON_DIOXIDE = (
    "CO2 - combustion - air",
    "CO2 - non combustion - Cement production - air",
    "CO2 - non combustion - Lime production - air",
    "CO2 - waste - fossil - air",
)
_METHANE = (
    "CH4 - combustion - air",
    "CH4_bio - combustion - air",
    "CH4 - agriculture - air",
    "CH4 - waste - air",
    "CH4 - non combustion - Extraction/production of (natural) gas - air",
    "CH4 - non combustion - Extraction/production of crude oil - air",
    "CH4 - non combustion - Oil refinery - air",
    *(f"CH4 - non combustion - Mining of {mined} - air" for mined in _MINING),
)
_NITROUS_OXIDE = (
    "N2O - combustion - air",
    "N2O_bio - combustion - air",
    "N2O - agriculture - air",
    "N2O - waste - air",
)
STRESSORS: Mapping[str, str] = {
    **dict.fromkeys(_CARBON_DIOXIDE, "CO2"),
    **dict.fromkeys(_METHANE, "CH4"),
    **dict.fromkeys(_NITROUS_OXIDE, "N2O"),
    "SF6 - air": "SF6",
}
"""Which stressor counts for which gas: combustion and process emissions alike."""
LEFT_OUT: Mapping[str, str] = {
    "CO2_bio - combustion - air": "biogenic",
    "CO2 - waste - biogenic - air": "biogenic",
    "CO2 - agriculture - peat decay - air": "land use",
    "HFC - air": "kg CO2-eq of an unnamed set of potentials",
    "PFC - air": "kg CO2-eq of an unnamed set of potentials",
}
"""Stressors that are left out on purpose, and why; every other one of these gases is an error."""
_REQUIRED = ("CO2 - combustion - air", "CO2 - non combustion - Cement production - air")
_GAS = re.compile(r"^(CO2|CH4|N2O|SF6|HFC|PFC|NF3)(_bio)?\b")


def read_exiobase(path: Path, *, year: int | None = None, model: str = "") -> Accounts:
    """EXIOBASE 3, industry by industry or product by product, from its zip or the unpacked folder.

    Parameters
    ----------
    path : Path
        ``IOT_2019_ixi.zip``: ``Z.txt`` or ``A.txt`` with ``x.txt``, ``Y.txt``, ``unit.txt`` and a folder
        ``air_emissions`` (3.9 on) or ``satellite`` (3.8) with ``F.txt``, ``F_Y.txt``, ``unit.txt``.
    year : int, optional
        By default the year in the name.
    model : str
        By default ``exiobase3-ixi`` or ``exiobase3-pxp`` from the name.

    Returns
    -------
    Accounts
        MEUR; CO2, CH4, N2O and SF6 in kt of each gas. The five rests of the world are ``EXIO_WA`` .. ``EXIO_WM``.
        Direct emissions are those of all final users of a region.

    Raises
    ------
    InputError
        ``exiobase.no_emissions``, ``exiobase.required_stressor``, ``exiobase.stressor_unknown``, ``saved.*`` and every
        cell that is no number.

    Notes
    -----
    Stressors are chosen one by one (:data:`STRESSORS`), never through an impact list: lists called GWP with combustion
    gases only circulate. Biogenic CO2, peat decay (land use), and HFC and PFC (given in CO2 equivalents of a set that
    the file does not name) are left out and named in ``meta.notes``. Stadler et al. (2018), EXIOBASE 3.
    """
    told, saved = year_of(path, year), open_saved(path)
    folder = next((name for name in _FOLDERS if name in saved.folders()), "")
    if not folder:
        found = few(saved.folders()) or "-"
        raise InputError("exiobase.no_emissions", where=Where(file=path.name), found=found)
    chosen, units, notes = _stressors(saved, folder)
    table = skeleton(saved, RESTS_OF_WORLD)
    levels = len(next(iter(units)))
    industry = saved.matrix("F", folder, row_levels=levels).like(columns=table.rows)
    final = saved.matrix("F_Y", folder, row_levels=levels).like(columns=table.uses)
    emissions, direct, told_units = summed_gases(industry, final, chosen, units, table)
    kind = "pxp" if "pxp" in path.name.casefold() else "ixi"
    return Accounts.build(
        flows=table.flows,
        demand=table.demand,
        emissions=np.ascontiguousarray(emissions),
        direct=direct,
        sectors=table.sectors,
        final_uses=table.final_uses,
        gases=tuple(told_units),
        meta=Meta(
            model=model or f"exiobase3-{kind}",
            year=told,
            money_unit=table.money,
            emission_units=tuple(told_units.values()),
            table_edition=f"EXIOBASE 3 {kind}",
            emission_edition=f"EXIOBASE 3 {folder}",
            scheme=f"EXIOBASE3_{kind.upper()}",
            notes=notes,
        ),
    )


def _stressors(saved: Saved, folder: str) -> tuple[dict[Label, str], dict[Label, str], tuple[str, ...]]:
    units = saved.units(folder)
    names = {label[0]: label for label in units}
    file = f"{saved.path.name}/{folder}/unit.txt"
    for required in _REQUIRED:
        if required not in names:
            raise InputError("exiobase.required_stressor", where=Where(file=file, label=required), found=required)
    known = {*STRESSORS, *LEFT_OUT}
    strangers = [name for name in names if _GAS.match(name) and name.endswith("air") and name not in known]
    if strangers:
        where = Where(file=file, label=strangers[0])
        raise InputError("exiobase.stressor_unknown", where=where, found=few(strangers), count=len(strangers))
    chosen = {names[name]: gas for name, gas in STRESSORS.items() if name in names}
    absent = [name for name in STRESSORS if name not in names]
    notes = [f"left out: {name} ({why})" for name, why in LEFT_OUT.items() if name in names]
    notes += [f"not in this version: {name}" for name in absent]
    return chosen, units, ("reader not yet run on the publisher's own file", *notes)
