"""Lists of codes as their publishers print them, brought into one form: code, level, parent, labels, unit, notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from ketenkompas.classifications import SCHEME_COLUMNS, cpa_to_a64
from ketenkompas.errors import InputError, Where
from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._rows import read_sheet

Cells = Mapping[str, str]
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
_BROKEN = re.compile("[\u0080-\u009f\ufffd]|\u00e2\u20ac|\u00c3[\u0080-\u00bf]")
_CPV_LEVELS: Mapping[str, int] = {"division": 1, "group": 2, "class": 3, "category": 4, "subcategory": 5}
_CPA_LEVELS: Mapping[int, int] = {1: 1, 2: 2, 4: 3, 5: 4, 7: 5, 8: 6}
_RGS_SIDE: Mapping[str, str] = {"D": "debit", "C": "credit", "": ""}
_RGS_STATUS: Mapping[str, str] = {"A": "", "V": "lapsed", "P": "undocumented"}


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code in our form; ``aliases`` and ``marks`` are parted by a semicolon."""

    code: str
    level: int
    parent: str = ""
    en: str = ""
    nl: str = ""
    unit: str = ""
    aliases: str = ""
    marks: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class CodeTable:
    """How one published list is read.

    Attributes
    ----------
    name : str
        The classification.
    columns : tuple of str
        The columns that are needed.
    form : str
        Pattern of a code, as a regular expression that the whole code must match.
    row : callable
        A row of the file as a code; None for a row that is no code (a total, another version).
    counts : mapping of int to int
        How many codes the publisher has at each level: a list that was cut off is found by it.
    above : callable, optional
        The codes that a code may lie in, the nearest first; the first that exists is its parent.
    """

    name: str
    columns: tuple[str, ...]
    form: str
    row: Callable[[Cells], CodeRow | None]
    counts: Mapping[int, int]
    above: Callable[[str], Iterator[str]] | None = None


def read_codes(path: Path, table: CodeTable) -> pl.DataFrame:
    """A published list of codes in our own form, in the order of the codes of the publisher.

    Codes are text: a code that lost its leading zero has another form and is named. ``NA`` is taken for "no text" only
    in notes.

    Raises
    ------
    InputError
        ``table.columns_absent`` and its like, or ``ingest.file_has_problems`` with every code of another form
        (``correspondence.bad_code``), codes that stand twice, parents that are absent, and labels with letters of
        another alphabet or of a broken encoding.
    """
    sheet, faults = read_sheet(path, table.columns), Faults(path.name)
    found: dict[str, tuple[int, CodeRow]] = {}
    for number, cells in sheet.named():
        row = table.row(cells)
        if row is None:
            continue
        if not re.fullmatch(table.form, row.code):
            faults.add("correspondence.bad_code", row=number, found=row.code, scheme=table.name, form=table.form)
        elif row.code in found:
            faults.add("classification.code_twice", row=number, found=row.code, first=found[row.code][0])
        else:
            found[row.code] = (number, row)
            _check_letters(row, number, faults)
    if table.above is not None:
        found = {code: (at, replace(row, parent=_first(table.above(code), found))) for code, (at, row) in found.items()}
    for number, row in found.values():
        if row.parent and row.parent not in found:
            faults.add("classification.no_parent", row=number, found=row.code, parent=row.parent)
    faults.raise_if_any()
    return code_frame(row for _, row in found.values())


def require_counts(frame: pl.DataFrame, table: CodeTable, file: str) -> None:
    """Hold a list against the number of codes that its publisher has at each level.

    Raises
    ------
    InputError
        ``classification.other_count``.
    """
    here = dict(frame.group_by("level").len().sort("level").iter_rows())
    if here != dict(table.counts):
        raise InputError(
            "classification.other_count",
            where=Where(file=file),
            scheme=table.name,
            found=_counted(here),
            expected=_counted(table.counts),
        )


def code_frame(rows: Iterable[CodeRow]) -> pl.DataFrame:
    """Codes as a table with the columns of our own form."""
    listed = list(rows)
    columns = {name: [getattr(row, name) for row in listed] for name in SCHEME_COLUMNS}
    return pl.DataFrame(columns, schema={name: pl.Int8 if name == "level" else pl.String for name in SCHEME_COLUMNS})


def _first(codes: Iterable[str], known: Mapping[str, object]) -> str:
    return next((code for code in codes if code in known), "")


def _counted(counts: Mapping[int, int]) -> str:
    return ", ".join(f"{level}: {count}" for level, count in sorted(counts.items()))


def _check_letters(row: CodeRow, number: int, faults: Faults) -> None:
    for label in (row.en, row.nl):
        if _FOREIGN.search(label):
            faults.add("classification.foreign_letters", row=number, found=label[:60], of=row.code)
        if _BROKEN.search(label):
            faults.add("classification.broken_letters", row=number, found=label[:60].encode("unicode_escape").decode())


def _shorter(code: str) -> str:
    """The code above: ``24.10.21`` lies in ``24.10.2``, ``24.10`` in ``24.1``, ``24`` in the section ``C``."""
    if len(code) == 2:  # an A64 code begins with the letter of its section
        return cpa_to_a64([code]).pairs.get(code, ("",))[0][:1]
    return code[:-1].rstrip(".")


def _fewer_digits(code: str) -> Iterator[str]:
    """The CPV codes that a code may lie in: with one more zero at its end each time, down to the division."""
    for digits in range(len(code.rstrip("0")) - 1, 1, -1):
        yield code[:digits].ljust(8, "0")


def _notes(text: str) -> str:
    return "" if text == "NA" else " ".join(text.split())


def _cpa(cells: Cells) -> CodeRow:
    code = cells["CPA 2.1"].strip()
    notes = _notes(cells["Include"])
    return CodeRow(code, _CPA_LEVELS.get(len(code), 0), _shorter(code), cells["Name"].strip(), notes=notes)


def _nace2(cells: Cells) -> CodeRow:
    notes = " ".join(filter(None, (_notes(cells["Include"]), _notes(cells["Include_Also"]))))
    parent = "" if cells["Parent"] == "NA" else cells["Parent"]
    return CodeRow(cells["nace2"], int(cells["Level"]), parent, cells["Name"].strip(), notes=notes)


def _nace21(cells: Cells) -> CodeRow:
    return CodeRow(cells["code"], int(cells["level"]), cells["parent"], cells["name_en"].strip())


def _cn2023(cells: Cells) -> CodeRow:
    return CodeRow(cells["cn8"], 1, nl=cells["label_nl"].strip(), unit=cells["supplementary_unit"].strip())


def _hs(cells: Cells) -> CodeRow | None:
    """Codes only: the texts are the WCO's."""
    if cells["hscode"] == "TOTAL":
        return None
    code = cells["hscode"]
    return CodeRow(code, len(code) // 2, code[:-2])


def _cpv(cells: Cells) -> CodeRow:
    level = _CPV_LEVELS.get(cells["level"], 0)
    return CodeRow(cells["code8"], level, en=cells["label_en"].strip(), marks=f"check_digit:{cells['check_digit']}")


def _coicop(version: str) -> Callable[[Cells], CodeRow | None]:
    def row(cells: Cells) -> CodeRow | None:
        if cells["version"] != version:
            return None
        return CodeRow(cells["code"], int(cells["level"]) - 1, cells["parent"], cells["label_en"], cells["label_nl"])

    return row


def _hicp(cells: Cells) -> CodeRow:
    """A combined code (``CP082_083``) stands beside the codes it joins; a special aggregate crosses all of them."""
    code, kind = cells["code"], cells["kind"]
    if kind == "combined_code":
        first = re.split("[_-]", code)[0]
        return CodeRow(code, len(first) - 2, first[:-1], marks="combined")
    marks = kind if kind == "special_aggregate" else ""
    return CodeRow(code, int(cells["level"] or 1), cells["parent"], aliases=cells["coicop"], marks=marks)


def _rgs(cells: Cells) -> CodeRow:
    code, level = cells["code"], int(cells["level"])
    flags = [name for name in ("zzp", "ez", "bv", "svc") if cells[name] == "J"]
    marks = [_RGS_SIDE.get(cells["dc"], cells["dc"]), _RGS_STATUS.get(cells["status"], cells["status"]), *flags]
    parent = code[:-3] if level > 1 else ""
    number = cells["number"] if level > 1 else ""  # both roots have 00000: a number is no key there
    labels = {"en": cells["english"].strip(), "nl": cells["short"].strip()}  # long names repeat the parent's name
    return CodeRow(code, level, parent, **labels, aliases=number, marks=";".join(filter(None, marks)))


def _country(cells: Cells) -> CodeRow:
    others = [cells["iso3"], cells["iso_numeric"], *({cells["eurostat_geo"]} - {cells["iso2"], ""})]
    marks = "eu27_2020" if cells["eu27_2020"] == "1" else ""
    return CodeRow(cells["iso2"], 1, "", cells["name_en"], cells["name_nl"], "", ";".join(others), marks)


_NACE_FORM = r"[A-V]|\d{2}(\.\d{1,2})?"
CODE_TABLES: Mapping[str, CodeTable] = {
    table.name: table
    for table in (
        CodeTable(
            "CPA2.1",
            ("CPA 2.1", "Name", "Include"),
            r"[A-U]|\d{2}(\.\d{1,2}(\.\d{1,2})?)?",
            _cpa,
            {1: 21, 2: 88, 3: 262, 4: 576, 5: 1357, 6: 3218},
        ),
        CodeTable(
            "NACE2",
            ("nace2", "Name", "Level", "Parent", "Include", "Include_Also"),
            _NACE_FORM,
            _nace2,
            {1: 21, 2: 88, 3: 272, 4: 615},
        ),
        CodeTable(
            "NACE2.1", ("code", "parent", "level", "name_en"), _NACE_FORM, _nace21, {1: 22, 2: 87, 3: 287, 4: 651}
        ),
        CodeTable("CN2023", ("cn8", "label_nl", "supplementary_unit"), r"\d{8}", _cn2023, {1: 9759}),
        CodeTable("HS2022", ("hscode",), r"\d{2}|\d{4}|\d{6}", _hs, {1: 97, 2: 1229, 3: 5613}),
        CodeTable(
            "CPV2008",
            ("code8", "check_digit", "level", "label_en"),
            r"\d{8}",
            _cpv,
            {1: 45, 2: 272, 3: 1002, 4: 2379, 5: 5756},
            above=_fewer_digits,
        ),
        CodeTable(
            "COICOP1999",
            ("version", "code", "level", "parent", "label_nl", "label_en"),
            r"\d{2}(\.\d)?",
            _coicop("COICOP1999"),
            {1: 12, 2: 47},
        ),
        CodeTable(
            "COICOP2018",
            ("version", "code", "level", "parent", "label_nl", "label_en"),
            r"\d{2}(\.\d)?",
            _coicop("COICOP2018"),
            {1: 15, 2: 52},
        ),
        CodeTable(
            "HICP1",
            ("code", "coicop", "level", "parent", "kind"),
            r"[A-Z][A-Z0-9_-]*",
            _hicp,
            {1: 46, 2: 12, 3: 43, 4: 102, 5: 258},
        ),
        CodeTable(
            "RGS3.7",
            ("code", "number", "level", "dc", "short", "english", "zzp", "ez", "bv", "svc", "status"),
            r"[BW]([A-Z][a-z0-9]{2}){0,3}",
            _rgs,
            {1: 2, 2: 34, 3: 249, 4: 1313},
        ),
        CodeTable(
            "COUNTRIES",
            ("iso2", "iso3", "iso_numeric", "name_nl", "name_en", "eu27_2020", "eurostat_geo"),
            r"[A-Z]{2}",
            _country,
            {1: 249},
        ),
    )
}
