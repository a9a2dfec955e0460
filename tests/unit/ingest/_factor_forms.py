"""Small files in the real form of the official factor lists, of which any part can be spoilt."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

PER_UNIT = "Kg CO₂-eq / eenheid"
LONG = ["Totaal (WTW)", "Verbrandingsemissies (TTW)", "Ketenemissies (WTT)", "Biogene emissies"]
SHORT = ["WTW", "TTW", "WTT", "Biogene Emissies"]
REFRIGERANTS = ["GWP100", "-", "-", "Montreal Protocol (AR4)"]
ROAD = ["Totaal (WTW)", "Verbrandingsemissies (TTW)", "Ketenemissies (WTT)", "-"]
RECYCLING = [
    "GHG protocol (inzameling en verwerking)", "Transport naar Recycling", "Emissies van Recycling",
    "Vermeden emissies door recycling materialen",
]  # fmt: skip

Row = tuple[str, int, Sequence[Any], str, Any]
Block = tuple[str, str, Sequence[str], list[Row]]


def nl_blocks() -> list[Block]:
    """Blocks as in the list, with the cases that matter: a row is name, id, columns B to E, unit, energy content."""
    return [
        ("Brandstoffen voertuigen en schepen", "Fossiele brandstoffen met bio-bijmenging", LONG, [
            ("Diesel B7 ", 67, [3.251, 2.462, 0.788, 0.176], "liter", 35.9),
        ]),
        ("Brandstoffen energieopwekking", "Gasvormige brandstoffen", SHORT, [
            ("Groengas (Covergisting)", 139, ["Vervallen"] * 4, "Nm3", 31.65),
        ]),
        ("", "Vloeibare brandstoffen", SHORT, [("Bitumen ", 118, [None, 3.381, None, None], "kg", 41.9)]),
        ("Koudemiddelen", "Blends", REFRIGERANTS, [("R404a ", 14, [4728, None, None, 3922], "kg", None)]),
        ("Overige Emissies", "", ["GWP100", "-", "-", "-"], [
            ("Lachgas (N2O) ", 27, [273, None, None, None], "kg", None),
        ]),
        ("Goederenvervoer", "Bulk- en stukgoederen - Wegvervoer", ROAD, [
            ("Vrachtwagen LZV", 83, [0.085, 0.067, 0.021, None], "tonkilometer", 0.9),
        ]),
        ("Afval", "Recycling", RECYCLING, [("Glas ", 232, [26, 22, 18, -247], "ton", None)]),
    ]  # fmt: skip


def nl_workbook(folder: Path, *, blocks: Sequence[Block] | None = None, year: int = 2026, **spoilt: Any) -> Path:
    """A workbook in the form of the Dutch list.

    ``cells`` replaces cells by address after all is written; ``title`` replaces the title; ``links`` False leaves the
    links out.
    """
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([" "])
    sheet.append([spoilt.get("title", f"Factoren {year} dd 20-08-{year}")])
    sheet.append(["Onderstaande lijst is gegenereerd van de website."])
    for section, part, headers, rows in nl_blocks() if blocks is None else blocks:
        if section:
            sheet.append([section])
        sheet.append([part or None, PER_UNIT])
        sheet.append([None, *headers, "Eenheid", "Conversie MJ"])
        for name, number, values, unit, energy in rows:
            sheet.append([name, *values, unit, energy, "Link"])
            if spoilt.get("links", True):
                sheet.cell(sheet.max_row, 8).hyperlink = f"https://example.org/factoren/{year}/30/{number}/x/"
    for address, value in spoilt.get("cells", {}).items():
        sheet[address] = value
    packed = io.BytesIO()
    book.save(packed)
    path = folder / "list.xlsx"
    path.write_bytes(packed.getvalue())
    return path


RIVM_HEADER = [
    "Cijfers tot en met consumptie;;;;;;;;;;;;;;",
    ";;Effect-categorie;Global warming;Terrestrial acidification;Freshwater eutrophication;Marine eutrophication;"
    "Land use;Water consumption;Codering NEVO;;;;;",
    "Naam;Eenheid     1 kg;;kg CO2 eq;kg SO2 eq;kg P eq;kg N eq;m2a crop eq;m3;NEVO code;NEVO naam;NEVO productgroep;"
    "NEVO name;NEVO productgroup;",
]


def rivm_line(name: str, value: str, nevo: str = "14", dutch: str = "Kool bloem- rauw", group: str = "Groente") -> str:
    """A line in the form of RIVM's foods."""
    return f"{name} | consumed/NL Economic;;;{value};0,1;0,1;0,1;0,1;0,1;{nevo};{dutch};{group};English;Group;"


def rivm_file(folder: Path, lines: Sequence[str], header: Sequence[str] = RIVM_HEADER, name: str = "") -> Path:
    """A file in the form of RIVM's foods, with the byte-order mark."""
    path = folder / (name or "milieubelasting-voedingsmiddelen-2024-09-23.csv")
    path.write_bytes(("\n".join([*header, *lines]) + "\n").encode("utf-8-sig"))
    return path


DESNZ_HEADER = (
    "factor_id,id_total,id_co2,id_ch4,id_n2o,scope,level1,level2,level3,level4,column_text,uom,kgco2e,co2_kgco2e,"
    "ch4_kgco2e,n2o_kgco2e"
)


def desnz_line(native_id: str, levels: Sequence[str], uom: str, figures: Sequence[str] = ("1", "", "", "")) -> str:
    """A line in the form of the British factors; ``levels`` are level 1 to 4 and the column."""
    told = [native_id, f"{native_id}_1", "", "", "", "Scope 3", *levels, uom, *figures]
    return ",".join(f'"{cell}"' if "," in cell else cell for cell in told)


def desnz_file(folder: Path, lines: Sequence[str], header: str = DESNZ_HEADER, name: str = "") -> Path:
    """A file in the form of the British factors."""
    path = folder / (name or "ghg-conversion-factors-2025.csv")
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path
