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

_KEYED: Mapping[str, SchemeName] = {"a64": "A64", "wiod2013_industry": "WIOD2013_35"}


def read_cn_to_cpa(path: Path) -> Correspondence:
    """Eurostat's key from customs codes (CN 2022, 8 digits) to products (CPA 2.1).

    Raises
    ------
    InputError
        ``ingest.file_has_problems`` with every code that is not 8 digits, or no CPA code.
    """
    sheet, faults = read_sheet(path, ["CN 2022", "CPA 2.1"]), Faults(path.name)
    forms = {"CN 2022": (_CN, "8 digits"), "CPA 2.1": (_CPA, "01.43.11")}
    for number, row in sheet.named():
        for column, (form, said) in forms.items():
            if not form.fullmatch(row[column]):
                faults.add(
                    "correspondence.bad_code", row=number, column=column, found=row[column], scheme=column, form=said
                )
    faults.raise_if_any()
    pairs: dict[str, tuple[str, ...]] = {}
    for start, end in zip(sheet.column("CN 2022"), sheet.column("CPA 2.1"), strict=True):
        pairs[start] = tuple(dict.fromkeys((*pairs.get(start, ()), end)))
    return Correspondence("CN2022", "CPA2.1", pairs)


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
