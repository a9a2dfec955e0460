"""The packaged classifications, made from the registered files: our own compact form, never a copy of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from ketenkompas.classifications import KEY_COLUMNS, Correspondence, cpv_prefixes, relations
from ketenkompas.ingest import (
    CODE_TABLES,
    CodeRow,
    code_frame,
    read_cn_to_cpa,
    read_cn_to_next_cn,
    read_codes,
    read_countries_to_figaro,
    read_nace_to_cpa,
    require_counts,
)
from ketenkompas.pipeline._plan import parquet_bytes
from ketenkompas.pipeline._receipt import rows_sha256
from ketenkompas.pipeline._store import starter_folder, write_bytes, write_json
from ketenkompas.sources import Opened, open_source

_LISTS: Mapping[str, tuple[str, str]] = {
    "CPA2.1": ("cpa21", "cpa21-labels"),
    "NACE2": ("nace2", "nace2-labels"),
    "NACE2.1": ("nace21", "nace21-labels"),
    "CN2023": ("cn2023", "cn2023-labels-nl"),
    "HS2022": ("hs2022", "hs2022-codes"),
    "CPV2008": ("cpv2008", "cpv2008-labels"),
    "COICOP1999": ("coicop1999", "coicop-labels"),
    "COICOP2018": ("coicop2018", "coicop-labels"),
    "HICP1": ("hicp1", "hicp-codes"),
    "RGS3.7": ("rgs37", "rgs-3.7-mkb"),
    "COUNTRIES": ("countries", "countries"),
}
_TITLES: Mapping[str, tuple[str, str]] = {
    "cpa21": ("Statistical classification of products by activity, CPA 2.1", "Productclassificatie CPA 2.1"),
    "nace2": ("Statistical classification of economic activities, NACE Rev. 2", "Activiteitenindeling NACE Rev. 2"),
    "nace21": (
        "Statistical classification of economic activities, NACE Rev. 2.1",
        "Activiteitenindeling NACE Rev. 2.1",
    ),
    "cn2021": ("Combined Nomenclature 2021 (codes)", "Gecombineerde nomenclatuur 2021 (codes)"),
    "cn2022": ("Combined Nomenclature 2022 (codes)", "Gecombineerde nomenclatuur 2022 (codes)"),
    "cn2023": ("Combined Nomenclature 2023", "Gecombineerde nomenclatuur 2023"),
    "hs2022": ("Harmonized System 2022 (codes)", "Geharmoniseerd systeem 2022 (codes)"),
    "cpv2008": ("Common Procurement Vocabulary 2008", "Gemeenschappelijke woordenlijst overheidsopdrachten 2008"),
    "coicop1999": ("Classification of individual consumption by purpose, COICOP 1999", "Bestedingsdoelen COICOP 1999"),
    "coicop2018": ("Classification of individual consumption by purpose, COICOP 2018", "Bestedingsdoelen COICOP 2018"),
    "hicp1": ("Codes of the HICP (ECOICOP version 1)", "Codes van de HICP (ECOICOP versie 1)"),
    "rgs37": ("Dutch reference chart of accounts, RGS 3.7 (small firms)", "Referentie GrootboekSchema 3.7 (mkb)"),
    "countries": ("Countries and territories (ISO 3166-1)", "Landen en gebieden (ISO 3166-1)"),
}
_KEYS: Mapping[str, tuple[str, Callable[[Path], Correspondence]]] = {
    "cn2021-to-cn2022": ("cn2021-to-cn2022", read_cn_to_next_cn),
    "cn2022-to-cpa21": ("cn2022-to-cpa21", read_cn_to_cpa),
    "nace2-to-cpa21": ("nace2-to-cpa21", read_nace_to_cpa),
    "countries-to-figaro": ("countries", read_countries_to_figaro),
}


@dataclass(frozen=True, slots=True)
class BuiltTable:
    """A table that was written: its place below the folder of the classifications, rows and hash of the rows."""

    name: str
    rows: int
    sha256: str


def build_classifications(folder: Path | None = None) -> list[BuiltTable]:
    """Make every packaged list of codes and every published key from the registered files.

    The reviewed keys and the synonyms are our own text files and are not touched.

    Parameters
    ----------
    folder : Path, optional
        Where to; by default the folder in the package.

    Raises
    ------
    SourceError
        When a file is not here, or is another one.
    InputError
        When a file has faults, or has not the number of codes that its publisher has.
    """
    place = folder or starter_folder().parent / "classifications"
    keys, opened = {}, {}
    for stem, (source, read) in _KEYS.items():
        opened[stem] = open_source(source)
        keys[stem] = read(opened[stem].path)
    built = [_write(place, f"schemes/{stem}", frame, files) for stem, frame, files in _schemes(keys, opened)]
    return built + [_write(place, f"keys/{stem}", _key_frame(key), [opened[stem]]) for stem, key in keys.items()]


def _schemes(
    keys: Mapping[str, Correspondence], opened: Mapping[str, Opened]
) -> Iterable[tuple[str, pl.DataFrame, list[Opened]]]:
    frames: dict[str, pl.DataFrame] = {}
    for name, (stem, source) in _LISTS.items():
        file, table = open_source(source), CODE_TABLES[name]
        frames[name] = read_codes(file.path, table)
        require_counts(frames[name], table, file.path.name)
        if name == "HICP1":
            frames[name] = _with_labels(frames[name], frames["COICOP1999"])
        if name == "CPV2008":
            frames[name] = _with_division_labels(frames[name])
        yield stem, frames[name], [file]
    to_next, to_cpa = opened["cn2021-to-cn2022"], opened["cn2022-to-cpa21"]
    yield "cn2021", _codes_of(keys["cn2021-to-cn2022"].pairs), [to_next]
    later = {end: "" for ends in keys["cn2021-to-cn2022"].pairs.values() for end in ends}
    yield "cn2022", _codes_of({**later, **keys["cn2022-to-cpa21"].pairs}), [to_next, to_cpa]


def _codes_of(codes: Iterable[str]) -> pl.DataFrame:
    return code_frame(CodeRow(code, 1) for code in sorted(codes))


def _with_labels(hicp: pl.DataFrame, coicop: pl.DataFrame) -> pl.DataFrame:
    """Divisions and groups of the HICP with our labels of COICOP 1999, which they are."""
    labels = coicop.select(pl.col("code").alias("aliases"), pl.col("en").alias("en_"), pl.col("nl").alias("nl_"))
    joined = hicp.join(labels, on="aliases", how="left", maintain_order="left")
    named = joined.with_columns(en=pl.coalesce("en_", "en"), nl=pl.coalesce("nl_", "nl"))
    return named.select(hicp.columns)


def _with_division_labels(cpv: pl.DataFrame) -> pl.DataFrame:
    """The CPV with our own Dutch labels of its 45 divisions; the source is English."""
    labels = {code.ljust(8, "0"): one.label_nl for code, one in cpv_prefixes().items() if one.label_nl}
    return cpv.with_columns(nl=pl.col("code").replace_strict(labels, default=""))


def _key_frame(key: Correspondence) -> pl.DataFrame:
    pairs = [(start, end) for start, ends in key.pairs.items() for end in ends]
    rows = [(start, end, relation, "") for (start, end), relation in zip(pairs, relations(pairs), strict=True)]
    return pl.DataFrame(rows, schema=dict.fromkeys(KEY_COLUMNS, pl.String), orient="row")


def _write(place: Path, name: str, frame: pl.DataFrame, files: list[Opened]) -> BuiltTable:
    built = BuiltTable(name, frame.height, rows_sha256(frame))
    write_bytes(place / f"{name}.parquet", parquet_bytes(frame))
    write_json(place / f"{name}.meta.json", _about(built, files))
    return built


def _about(built: BuiltTable, files: list[Opened]) -> dict[str, Any]:
    records, stem = [file.record for file in files], built.name.rpartition("/")[2]
    en, nl = _TITLES.get(stem, (records[-1].title, records[-1].title_nl))
    return {
        "name": stem,
        "title": {"en": en, "nl": nl},
        "edition": records[-1].published,
        "publisher": records[-1].publisher,
        "licence": records[-1].licence,
        "attribution": "; ".join(dict.fromkeys(one.attribution for one in records)),
        "rows": built.rows,
        "rows_sha256": built.sha256,
        "made_from": [{"source": file.record.id, "sha256": file.sha256} for file in files],
    }
