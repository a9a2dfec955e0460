"""From the labels of a FIGARO file to the axes of a table: canonical codes, complete and square, or named faults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from ketenkompas.classifications import areas, canonical_area, scheme
from ketenkompas.errors import UnknownCodeError
from ketenkompas.ingest._eurostat_codes import activity, area_kind
from ketenkompas.ingest._faults import Faults, shown

Side = Literal["row", "column"]
ADDED = ("D21X31", "OP_RES", "OP_NRES", "D1", "D29X39", "B2A3G")
_ADDED_ORIGINS = ("W2", "DOM")
_FIRST_50 = 25  # editions before this one have 46 areas for certain; public readers disagree about the 25th


class Spelled(NamedTuple):
    """One label as the file has it: origin and item, and where it stands first."""

    area: str
    item: str
    row: int | None = None
    column: str = ""

    @property
    def label(self) -> str:
        """The label in the spelling of the csv files."""
        return f"{self.area}_{self.item}" if self.item else self.area


class Code(NamedTuple):
    """A label in canonical codes."""

    area: str
    item: str

    @property
    def label(self) -> str:
        """``NL_C10T12``."""
        return f"{self.area}_{self.item}"


@dataclass(frozen=True)
class Layout:
    """The axes in canonical order, and where each label of the file belongs (-1: an aggregate, left aside).

    Areas are alphabetical by canonical code (FIGARO's own order), industries in the order of A*64, final uses as
    FIGARO lists them, so that every form of the same table gives the same accounts.
    """

    areas: tuple[str, ...]
    items: tuple[str, ...]
    categories: tuple[str, ...]
    products: bool
    row_places: tuple[int, ...]
    column_places: tuple[int, ...]

    @property
    def sectors(self) -> int:
        """Number of area-industry pairs."""
        return len(self.areas) * len(self.items)

    @property
    def rows(self) -> int:
        """Sectors and value-added rows."""
        return self.sectors + len(ADDED)

    @property
    def columns(self) -> int:
        """Sectors and final uses."""
        return self.sectors + len(self.areas) * len(self.categories)

    def row_label(self, place: int) -> str:
        """The canonical label of a row."""
        return self._pair(place, self.items) if place < self.sectors else f"W2_{ADDED[place - self.sectors]}"

    def column_label(self, place: int) -> str:
        """The canonical label of a column."""
        if place < self.sectors:
            return self._pair(place, self.items)
        return self._pair(place - self.sectors, self.categories)

    def _pair(self, place: int, items: Sequence[str]) -> str:
        return f"{self.areas[place // len(items)]}_{items[place % len(items)]}"


def split_label(label: str, row: int | None = None, column: str = "") -> Spelled:
    """A csv label split at its first underscore.

    Examples
    --------
    >>> split_label("NL_C31_32")[:2], split_label("FIGW1_P3_S14")[:2]
    (('NL', 'C31_32'), ('FIGW1', 'P3_S14'))
    """
    area, _, item = label.partition("_")
    return Spelled(area, item, row, column)


def layout_of(
    rows: Sequence[Spelled], columns: Sequence[Spelled], faults: Faults, *, edition: str = "", drop_totals: bool = False
) -> Layout | None:
    """The axes that these labels form, or None with everything noted that keeps them from being a table.

    Parameters
    ----------
    rows, columns : sequence of Spelled
        Every label as often as it occurs.
    edition : str
        ``24ed``; editions up to the 24th have 46 areas.
    drop_totals : bool
        Whether the form may hold aggregates beside their members (Eurostat's data sets do; they are left aside and
        never summed). In the csv files an aggregate is a fault.
    """
    made = [_code(label, "row", faults, drop_totals) for label in rows]
    used = [_code(label, "column", faults, drop_totals) for label in columns]
    _note_repeated(rows, made, "row", faults)
    _note_repeated(columns, used, "column", faults)
    products = _kind_of_table(rows, columns, made, used, faults)
    _note_edition([*rows, *columns], [*made, *used], edition, faults)
    axes = _axes(made, used)
    _note_absent(axes, made, used, faults)
    if faults:
        return None
    row_places, column_places = _places(*axes)
    return Layout(
        *axes,
        products=products,
        row_places=tuple(-1 if code is None else row_places[code] for code in made),
        column_places=tuple(-1 if code is None else column_places[code] for code in used),
    )


def _code(label: Spelled, side: Side, faults: Faults, drop_totals: bool) -> Code | None:
    """The canonical code of a label; None for an aggregate left aside and for a label with a fault."""
    if label.area in _ADDED_ORIGINS:
        return _added_code(label, side, faults, drop_totals)
    kind, area = area_kind(label.area)
    item_kind, item = _item(label.item, side)
    if "unknown" not in (kind, item_kind) and "aggregate" in (kind, item_kind):
        if not drop_totals:
            faults.add("figaro.aggregate_label", row=label.row, column=label.column, found=shown(label.label))
        return None
    if kind == "unknown":
        faults.add(
            "figaro.unknown_area",
            row=label.row,
            column=label.column,
            label=shown(label.label),
            found=shown(label.area),
            nearest=_nearest_area(label.area),
        )
    if item_kind != "item":
        near = _nearest_item(label.item)
        faults.add(
            "figaro.unknown_item",
            row=label.row,
            column=label.column,
            label=shown(label.label),
            found=shown(label.item),
            nearest=near,
        )
    return Code(area, item) if kind == "area" and item_kind == "item" else None


def _item(item: str, side: Side) -> tuple[str, str]:
    if side == "column" and item in scheme("FINAL_USE").spellings and item.startswith("P"):
        return "item", item
    return activity(item)


def _added_code(label: Spelled, side: Side, faults: Faults, drop_totals: bool) -> Code | None:
    if side == "row" and label.item in ADDED:
        return Code("W2", label.item)
    if side == "row" and drop_totals and activity(label.item)[0] == "aggregate":
        return None
    if side == "column":
        faults.add("figaro.value_added_as_column", row=label.row, column=label.column, found=shown(label.label))
    else:
        faults.add(
            "figaro.unknown_value_added",
            row=label.row,
            column=label.column,
            found=shown(label.label),
            known=", ".join(f"W2_{item}" for item in ADDED),
        )
    return None


def _nearest_area(found: str) -> str:
    try:
        return canonical_area(found, [code for code, area in areas().items() if area.in_figaro])
    except UnknownCodeError as unknown:
        return str(unknown.params["nearest"])


def _nearest_item(found: str) -> str:
    try:
        return scheme("A64").canonical(found)
    except UnknownCodeError as unknown:
        return str(unknown.params["nearest"])


def _note_repeated(labels: Sequence[Spelled], codes: Sequence[Code | None], side: Side, faults: Faults) -> None:
    first: dict[Code, Spelled] = {}
    for label, code in zip(labels, codes, strict=True):
        if code is None:
            continue
        if code in first:
            place = {"row": label.row, "column": label.column, "label": label.label}
            code_name = "figaro.row_twice" if side == "row" else "figaro.column_twice"
            faults.add(code_name, found=label.label, other=first[code].label, **place)  # type: ignore[arg-type]
        first.setdefault(code, label)


def _kind_of_table(
    rows: Sequence[Spelled],
    columns: Sequence[Spelled],
    made: Sequence[Code | None],
    used: Sequence[Code | None],
    faults: Faults,
) -> bool:
    """Whether this is a product-by-product table; rows and columns must be of one kind."""
    kinds: dict[Side, set[bool]] = {"row": set(), "column": set()}
    sides: tuple[tuple[Side, Sequence[Spelled], Sequence[Code | None]], ...] = (
        ("row", rows, made),
        ("column", columns, used),
    )
    for side, labels, codes in sides:
        for label, code in zip(labels, codes, strict=True):
            if code is not None and code.area != "W2" and code.item in scheme("A64").items:
                kinds[side].add(label.item.startswith("CPA_"))
    both = kinds["row"] | kinds["column"]
    if len(both) > 1:
        faults.add("figaro.products_and_industries")
    return both == {True}


def _note_edition(labels: Sequence[Spelled], codes: Sequence[Code | None], edition: str, faults: Faults) -> None:
    number = int(edition.removesuffix("ed") or 99)
    if number >= _FIRST_50:
        return
    later = {code.area: label for label, code in zip(labels, codes, strict=True) if code and _joined_late(code.area)}
    for area, label in later.items():
        faults.add("figaro.edition_areas", row=label.row, column=label.column, found=area, edition=edition)


def _joined_late(area: str) -> bool:
    return area in areas() and str(areas()[area].in_figaro) == "50"


_Axes = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def _axes(made: Sequence[Code | None], used: Sequence[Code | None]) -> _Axes:
    items, uses = scheme("A64").items, scheme("FINAL_USE").spellings
    pairs = [code for code in (*made, *used) if code is not None and code.area != "W2"]
    found_items = {code.item for code in pairs}
    known_uses = ("P3_S13", "P3_S14", "P3_S15", "P51G", "P5M")
    categories = tuple(use for use in (*known_uses, *(u for u in uses if u not in known_uses)) if use in found_items)
    return (
        tuple(sorted({code.area for code in pairs})),
        tuple(item for item in items if item in found_items),
        categories,
    )


def _note_absent(axes: _Axes, made: Sequence[Code | None], used: Sequence[Code | None], faults: Faults) -> None:
    listed, items, categories = axes
    rows, columns = set(made), set(used)
    for area in listed:
        for found, code_name, wanted in (
            (rows, "figaro.row_absent", items),
            (columns, "figaro.column_absent", items),
            (columns, "figaro.final_use_absent", categories),
        ):
            absent = [item for item in wanted if Code(area, item) not in found]
            if absent and len(absent) == len(wanted):
                whole = "figaro.area_without_rows" if found is rows else "figaro.area_without_columns"
                faults.add(whole, label=area, found=area, times=len(absent), count=len(absent))
                continue
            for item in absent:
                faults.add(code_name, label=f"{area}_{item}", found=f"{area}_{item}", area=area)
    for item in ADDED:
        if Code("W2", item) not in rows:
            faults.add("figaro.value_added_absent", label=f"W2_{item}", found=f"W2_{item}")
    if not (listed and items and categories):
        faults.add("figaro.no_table", areas=len(listed), items=len(items), categories=len(categories))


def _places(
    listed: Sequence[str], items: Sequence[str], categories: Sequence[str]
) -> tuple[Mapping[Code, int], Mapping[Code, int]]:
    sectors = [Code(area, item) for area in listed for item in items]
    rows = [*sectors, *(Code("W2", item) for item in ADDED)]
    columns = [*sectors, *(Code(area, use) for area in listed for use in categories)]
    return {code: at for at, code in enumerate(rows)}, {code: at for at, code in enumerate(columns)}
