"""A small FIGARO table as the files that Eurostat hands out: matrix, flat, SDMX-CSV; made numbers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

AREAS = ("DE", "FIGW1", "NL")
ITEMS = ("A01", "C10T12", "D35", "J62_63")
USES = ("P3_S13", "P3_S14", "P3_S15", "P51G", "P5M")
ADDED = ("D21X31", "OP_RES", "OP_NRES", "D1", "D29X39", "B2A3G")
SECTORS = [f"{area}_{item}" for area in AREAS for item in ITEMS]
ROWS = [*SECTORS, *(f"W2_{item}" for item in ADDED)]
COLUMNS = [*SECTORS, *(f"{area}_{use}" for area in AREAS for use in USES)]
MATRIX, FLAT = "matrix_eu-ic-io_ind-by-ind_26ed_2022.csv", "flatfile_eu-ic-io_ind-by-ind_26ed_2022.csv"
SDMX = "naio_10_fcp_ii4.csv"
FLAT_HEADER = ["icioiRow", "icioiCol", "refArea", "rowIi", "counterpartArea", "colIi", "obsValue"]
SDMX_HEADER = ["DATAFLOW", "LAST UPDATE", "freq", "c_orig", "c_dest", "ind_ava", "ind_use", "unit"]
SDMX_HEADER += ["TIME_PERIOD", "OBS_VALUE", "OBS_FLAG", "CONF_STATUS"]
API_AREA = {"FIGW1": "WRL_REST", "W2": "DOM"}
API_ITEM = {"C10T12": "C10-12"}


def values() -> np.ndarray:
    """All cells (18, 27): balanced by the last row, three decimals, every flow above zero."""
    rng = np.random.default_rng(7)
    cells = np.zeros((len(ROWS), len(COLUMNS)))
    cells[:12] = np.round(rng.uniform(1, 20, (12, len(COLUMNS))), 3)
    cells[:12, 12:] += 100
    output = cells[:12].sum(axis=1)
    cells[12:17, :12] = np.round(rng.uniform(1, 9, (5, 12)), 3)
    cells[12, 12:] = 1.5
    cells[17, :12] = np.round(output - cells[:17, :12].sum(axis=0), 3)
    return np.round(cells, 3)


def matrix(cells: np.ndarray | None = None) -> list[list[str]]:
    """The matrix form as cells of text."""
    cells = values() if cells is None else cells
    body = [[label, *(f"{value:.3f}" for value in row)] for label, row in zip(ROWS, cells, strict=True)]
    return [["rowLabels", *COLUMNS], *body]


def flat(cells: np.ndarray | None = None) -> list[list[str]]:
    """The flat form as cells of text."""
    cells = values() if cells is None else cells
    body = [
        [row, column, *row.split("_", 1), *column.split("_", 1), f"{cells[i, j]:.3f}"]
        for i, row in enumerate(ROWS)
        for j, column in enumerate(COLUMNS)
    ]
    return [FLAT_HEADER, *body]


def sdmx() -> list[list[str]]:
    """Eurostat's SDMX-CSV in its own spelling of areas and industries."""
    head = ["ESTAT:NAIO_10_FCP_II4(1.0)", "18/07/26 11:00:00", "A"]
    body = []
    for row, column, *_, value in flat()[1:]:
        origin, made = row.split("_", 1)
        destination, used = column.split("_", 1)
        places = [API_AREA.get(origin, origin), API_AREA.get(destination, destination)]
        items = [API_ITEM.get(made, made), API_ITEM.get(used, used)]
        body.append([*head, *places, *items, "MIO_EUR", "2022", value, "", ""])
    return [SDMX_HEADER, *body]


def text(rows: list[list[str]], end: str = "\n", separator: str = ",") -> bytes:
    """Cells as a file."""
    return (end.join(separator.join(row) for row in rows) + end).encode()


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def zipped(content: bytes, name: str = FLAT) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def shuffled(rows: list[list[str]]) -> list[list[str]]:
    order = np.random.default_rng(1).permutation(len(rows) - 1)
    return [rows[0], *(rows[at + 1] for at in order)]


def columns_shuffled(rows: list[list[str]]) -> list[list[str]]:
    order = [0, *(np.random.default_rng(2).permutation(len(rows[0]) - 1) + 1)]
    return [[row[at] for at in order] for row in rows]


def two_years(rows: list[list[str]]) -> list[list[str]]:
    other = [[*row[:8], "2023", "1.0", *row[10:]] for row in rows[1:]]
    return [*rows, *other]


def edited(rows: list[list[str]], changes: dict[tuple[int, int], str]) -> list[list[str]]:
    """Cells replaced at (row of the file, column), both counted from 1."""
    copied = [list(row) for row in rows]
    for (row, column), cell in changes.items():
        copied[row - 1][column - 1] = cell
    return copied


def cell_is(cell: str, where: tuple[int, int] = (4, 3)) -> Callable[[], bytes]:
    return lambda: text(edited(matrix(), {where: cell}))


def flat_is(cell: str, row: int = 30) -> Callable[[], bytes]:
    return lambda: text(edited(flat(), {(row, 7): cell}))


def without_rows(rows: list[list[str]], *labels: str) -> list[list[str]]:
    return [row for row in rows if row[0] not in labels]


def without_columns(rows: list[list[str]], *labels: str) -> list[list[str]]:
    kept = [at for at, label in enumerate(rows[0]) if label not in labels]
    return [[row[at] for at in kept] for row in rows]


def renamed(old: str, new: str, form: Callable[[], list[list[str]]] = matrix) -> Callable[[], bytes]:
    return lambda: text([[new if cell == old else cell for cell in row] for row in form()])


def prefix_renamed(old: str, new: str) -> Callable[[], bytes]:
    return lambda: text(
        [[new + cell[len(old) :] if cell.startswith(old) else cell for cell in row] for row in matrix()]
    )


def changed(row: int, column: int, value: float) -> Callable[[], bytes]:
    def make() -> bytes:
        cells = values()
        cells[row, column] = value
        return text(matrix(cells))

    return make


def truncated_zip() -> bytes:
    whole = zipped(text(flat()))
    return whole[: len(whole) // 2]


def corrupted_zip() -> bytes:
    whole = bytearray(zipped(text(flat())))
    whole[len(whole) // 2] ^= 0xFF
    return bytes(whole)


def swapped_contents() -> bytes:
    rows = flat()
    return text([rows[0], *([row[1], row[0], *row[4:6], *row[2:4], row[6]] for row in rows[1:])])


def utf16() -> bytes:
    return text(matrix()).decode().encode("utf-16")
