"""Keys between classifications as their publishers print them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ketenkompas.classifications import Correspondence, SchemeName, scheme
from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._rows import read_sheet

_CN = re.compile(r"\d{8}")
_CPA = re.compile(r"\d{2}(\.\d{1,2}(\.\d{1,2})?)?")
_CPA_ANY = re.compile(r"[A-U]|\d{2}(\.\d{1,2}(\.\d{1,2})?)?")
_NACE = re.compile(r"[A-U]|\d{2}(\.\d{1,2})?")
_ISO2 = re.compile(r"[A-Z]{2}")
_REGION = re.compile(r"[A-Z]{2}|FIGW1")

_KEYED: Mapping[str, SchemeName] = {"a64": "A64", "wiod2013_industry": "WIOD2013_35"}


def read_cn_to_cpa(path: Path) -> Correspondence:
    """Eurostat's key from customs codes (CN 2022, 8 digits) to products (CPA 2.1).

    Raises
    ------
    InputError
        ``ingest.file_has_problems`` with every code that is not 8 digits, or no CPA code.
    """
    return _read_key(path, ("CN2022", "CPA2.1"), {"CN 2022": (_CN, "8 digits"), "CPA 2.1": (_CPA, "01.43.11")})


def read_cn_to_next_cn(path: Path) -> Correspondence:
    """Eurostat's key from customs codes of 2021 to those of 2022.

    Raises
    ------
    InputError
        ``ingest.file_has_problems`` with every code that is not 8 digits.
    """
    return _read_key(path, ("CN2021", "CN2022"), {"CN 2021": (_CN, "8 digits"), "CN 2022": (_CN, "8 digits")})


def read_nace_to_cpa(path: Path) -> Correspondence:
    """Eurostat's key from industries (NACE Rev. 2) to products (CPA 2.1), at every level.

    Raises
    ------
    InputError
        ``ingest.file_has_problems`` with every code that neither scheme can have.
    """
    forms = {"NACE Rev 2.": (_NACE, "01.43"), "CPA 2.1": (_CPA_ANY, "01.43.11")}
    return _read_key(path, ("NACE2", "CPA2.1"), forms)


def read_countries_to_figaro(path: Path) -> Correspondence:
    """Our key from the 249 countries and territories of ISO 3166 to the regions of FIGARO's newest edition.

    Raises
    ------
    InputError
        ``ingest.file_has_problems``.
    """
    forms = {"iso2": (_ISO2, "NL"), "figaro_csv_region": (_REGION, "NL, FIGW1")}
    return _read_key(path, ("COUNTRIES", "FIGARO"), forms)


def _read_key(path: Path, names: tuple[str, str], forms: Mapping[str, tuple[re.Pattern[str], str]]) -> Correspondence:
    """A key from two columns of a text table; the order of the pairs is that of the file."""
    sheet, faults = read_sheet(path, list(forms)), Faults(path.name)
    for number, row in sheet.named():
        for column, (form, said) in forms.items():
            if not form.fullmatch(row[column]):
                faults.add(
                    "correspondence.bad_code", row=number, column=column, found=row[column], scheme=column, form=said
                )
    faults.raise_if_any()
    pairs: dict[str, tuple[str, ...]] = {}
    for start, end in zip(*(sheet.column(column) for column in forms), strict=True):
        pairs[start] = tuple(dict.fromkeys((*pairs.get(start, ()), end)))
    return Correspondence(*names, pairs)


def read_a64_to_wiod2013(path: Path) -> Correspondence:
    """The key from FIGARO's 64 groups to the 35 industries of WIOD 2013; one group has two targets.

    Raises
    ------
    InputError
        ``ingest.file_has_problems`` with codes that either scheme lacks.
    """
    sheet, faults = read_sheet(path, ["a64", "wiod2013_industry"]), Faults(path.name)
    known, pairs = {name: scheme(name).items for name in _KEYED.values()}, {}
    for number, row in sheet.named():
        ends = tuple(row["wiod2013_industry"].split("|"))
        for column, codes in (("a64", (row["a64"],)), ("wiod2013_industry", ends)):
            name = _KEYED[column]
            for code in codes:
                if code not in known[name]:
                    faults.add("correspondence.bad_code", row=number, column=column, found=code, scheme=name, form=name)
        pairs[row["a64"]] = ends
    faults.raise_if_any()
    return Correspondence("A64", "WIOD2013_35", pairs)
