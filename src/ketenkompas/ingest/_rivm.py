"""Foods of RIVM (environmental impact of foods as consumed in the Netherlands): file in, records and a report out."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ketenkompas.errors import InputError, Where
from ketenkompas.factors import Edition, Factor, Flag, Link, factor_id
from ketenkompas.ingest._factor_import import Anomaly, FactorImport, FactorSource
from ketenkompas.ingest._factor_layout import csv_lines, file_edition, layout, slug, squeezed
from ketenkompas.ingest._faults import Faults, shown
from ketenkompas.ingest._rivm_names import plain_dutch, plain_english
from ketenkompas.ingest._rows import LARGEST_TABLE, bytes_of, decoded

SOURCE_ID = "rivm-food"
_DATE = re.compile(r"(?P<date>20\d{2}-\d{2}-\d{2})")
_COMMA = re.compile(r"-?\d+(,\d+)?")
_NAME, _CLIMATE, _NEVO, _NAME_NL, _GROUP_NL, _NAME_EN, _GROUP_EN = 0, 3, 9, 10, 11, 12, 13


@dataclass(frozen=True, slots=True)
class _Food:
    """A line of the file: RIVM's own name in parts (food, keeping, packaging, preparation) and the NEVO cells."""

    line: int
    parts: tuple[str, ...]
    value: float
    nevo: str
    nevo_nl: str
    nevo_en: str
    group_nl: str
    group_en: str

    @property
    def base_id(self) -> str:
        """NEVO code and the whole name: the same in every edition, however the lines are ordered."""
        return f"{self.nevo or 'none'}/{slug(' '.join(self.parts))}"


def read_rivm(
    path: Path, *, published_on: datetime.date | None = None, retrieved_on: datetime.date | None = None
) -> FactorImport:
    """Records of an edition of RIVM's foods: climate impact, kg CO2e per kg as consumed in the Netherlands.

    The value is per kg of what is eaten or drunk (after frying losses; coffee and tea as brewed), up to and including
    preparation at home: hence the flag ``includes_use_phase``. The five other impacts of the file are not taken.

    Parameters
    ----------
    path : Path
        The file of RIVM: semicolons, decimal commas, three header lines.
    published_on : date, optional
        Date of the edition; by default the date in the file's name, since the file itself does not tell.
    retrieved_on : date, optional
        The day on which the file was fetched, where the registry of sources does not know it.

    Raises
    ------
    InputError
        ``table.file_absent``, ``table.not_utf8``, ``factor.file_undated``, ``factor.food_header``, or
        ``ingest.file_has_problems`` with every line that cannot be read.
    """
    data = bytes_of(path, largest=LARGEST_TABLE)
    date = published_on.isoformat() if published_on else _date_of(path)
    foods = _foods(decoded(data, path.name), path.name)
    about = layout(SOURCE_ID)["edition"]
    edition = file_edition(path, data, about, edition=date[:4], date=date, retrieved_on=retrieved_on)
    records = _marked(list(_records(foods, edition)))
    anomalies = [_not_unique(one) for one in records if "name_not_unique" in one.flags]
    for food, record in zip(foods, records, strict=True):
        anomalies += [Anomaly(record.cell, one["flag"], record.key, one["nl"], one["en"]) for one in _known(food)]
        if _english(food):
            anomalies.append(_untranslated(record, _english(food)))
    return FactorImport(tuple(records), (), tuple(anomalies), edition)


def _date_of(path: Path) -> str:
    found = _DATE.search(path.name)
    if found is None:
        raise InputError("factor.file_undated", where=Where(file=path.name), example="voedingsmiddelen-2024-09-23.csv")
    return found["date"]


def _foods(text: str, file: str) -> list[_Food]:
    lines = csv_lines(text, file, delimiter=";")
    _check_header(lines, file)
    faults = Faults(file)
    found = [_food(number, cells, faults) for number, cells in enumerate(lines[3:], start=4) if any(cells)]
    if not found:
        faults.add("factor.list_no_rows")
    faults.raise_if_any()
    return [one for one in found if one is not None]


def _check_header(lines: Sequence[Sequence[str]], file: str) -> None:
    told: Sequence[Sequence[str]] = layout(SOURCE_ID)["header"]
    faults = Faults(file)
    for number, expected in enumerate(told, start=1):
        found = lines[number - 1] if len(lines) >= number else []
        if len(found) != len(expected):
            faults.add("factor.food_width", row=number, found=len(found), width=len(expected))
        for at, (is_, must) in enumerate(zip(found, expected, strict=False)):
            if squeezed(is_) != squeezed(must):
                faults.add("factor.food_header", row=number, column=str(at + 1), found=shown(is_), must=must or "-")
    faults.raise_if_any()


def _food(number: int, cells: Sequence[str], faults: Faults) -> _Food | None:
    told, before = layout(SOURCE_ID), faults.count
    label = shown(cells[_NAME])
    if len(cells) != len(told["header"][0]):
        faults.add("factor.food_width", row=number, label=label, found=len(cells), width=len(told["header"][0]))
        return None
    cells = [cell.strip() for cell in cells]
    *parts, last = (part.strip() for part in cells[_NAME].split("|"))
    if last != told["as_consumed"] or not parts:
        faults.add("factor.food_not_consumed", row=number, label=label, must=told["as_consumed"], found=shown(last))
    if not _COMMA.fullmatch(cells[_CLIMATE]):
        faults.add("factor.food_no_number", row=number, label=label, found=shown(cells[_CLIMATE]) or "-")
    if cells[_NEVO] and not cells[_NEVO].isdigit():
        faults.add("factor.food_nevo", row=number, label=label, found=shown(cells[_NEVO]))
    if faults.count > before:
        return None
    return _Food(
        line=number, parts=tuple(parts), value=float(cells[_CLIMATE].replace(",", ".")), nevo=cells[_NEVO],
        nevo_nl=" ".join(cells[_NAME_NL].split()), nevo_en=" ".join(cells[_NAME_EN].split()),
        group_nl=cells[_GROUP_NL], group_en=cells[_GROUP_EN],
    )  # fmt: skip


def _records(foods: Sequence[_Food], edition: Edition) -> Iterator[Factor]:
    shared = Counter(_dutch(one) for one in foods)
    seen: Counter[str] = Counter()
    for food in foods:
        seen[food.base_id] += 1
        times = seen[food.base_id]
        yield _record(food, edition, f"{food.base_id}#{times}" if times > 1 else food.base_id, shared[_dutch(food)] > 1)


def _record(food: _Food, edition: Edition, native_id: str, with_variant: bool) -> Factor:
    told, dutch = layout(SOURCE_ID), _dutch(food)
    variant = ", ".join(told["words"].get(part, part) for part in food.parts[1:])
    industry = told["a64"].get(food.group_nl, told["a64_other"])
    nevo = (Link("NEVO", food.nevo, "related"),) if food.nevo else ()
    return Factor(
        factor_id=factor_id(SOURCE_ID, native_id),
        version=1,
        key="food." + slug(f"nevo {native_id}" if food.nevo else native_id.removeprefix("none/")),
        status="active",
        source=edition,
        native_id=native_id,
        cell=f"D{food.line}",
        name_nl=f"{dutch} ({variant})" if with_variant and variant else dutch,
        name_en=plain_english(", ".join(food.parts)),
        activity_type="product",
        category="food",
        region="NL",
        region_role="consumption_mix",
        valid_from=datetime.date(int(edition.edition), 1, 1),
        value=food.value,
        unit="kg",
        quantity_kind="mass",
        gwp_set=edition.gwp_set,
        boundary="cradle_to_consumption",
        url=edition.url,
        description=f"NEVO {food.nevo}: {food.nevo_nl}" if food.nevo else "",
        group_nl=food.group_nl,
        group_en=food.group_en,
        classifications=(*nevo, Link("A64", industry, "related")),
        scope_hint=("3.1",),
        variant=", ".join(food.parts[1:]),
        search_terms_nl=tuple(filter(None, (food.nevo_nl,))),
        search_terms_en=tuple(filter(None, (food.nevo_en,))),
        allocation="economic",
        distribution="lognormal",
        gsd2=told["gsd2"],
        flags=_flags(food),
    )


def _flags(food: _Food) -> tuple[Flag, ...]:
    flags: tuple[Flag, ...] = ("includes_use_phase", "provisional") if _english(food) else ("includes_use_phase",)
    return flags + tuple(one["flag"] for one in _known(food))


def _known(food: _Food) -> list[dict[str, Any]]:
    """What is known to be odd of a line, as long as the figure is the one that was looked at."""
    return [one for one in layout(SOURCE_ID)["known"] if (one["food"], one["value"]) == (food.parts[0], food.value)]


def _dutch(food: _Food) -> str:
    """The Dutch name: our own where NEVO has none, that of another food or of another preparation, else NEVO's."""
    told = layout(SOURCE_ID)
    own: str | None = told["names"].get(food.parts[0], told["nevo_names"].get(food.nevo_nl))
    return own or plain_dutch(food.nevo_nl) or food.parts[0]


def _english(food: _Food) -> tuple[str, ...]:
    """What of a food has no Dutch words yet: its name, or its packaging and preparation."""
    told = layout(SOURCE_ID)
    nameless = not food.nevo_nl and food.parts[0] not in told["names"]
    name = food.parts[:1] if nameless else ()
    return (*name, *(part for part in food.parts[1:] if part not in told["words"]))


def _marked(records: Sequence[Factor]) -> list[Factor]:
    """Records that share a name with another are flagged, and show the NEVO code by which a reader tells them apart."""
    dutch, english = Counter(one.name_nl for one in records), Counter(one.name_en for one in records)
    return [
        _told_apart(one) if dutch[one.name_nl] > 1 or english[one.name_en] > 1 else one for one in records
    ]  # fmt: skip


def _told_apart(one: Factor) -> Factor:
    code = next((f" (NEVO {link.code})" for link in one.classifications if link.scheme == "NEVO"), "")
    return replace(
        one, name_nl=one.name_nl + code, name_en=one.name_en + code, flags=(*one.flags, "name_not_unique")
    )  # fmt: skip


def _not_unique(factor: Factor) -> Anomaly:
    return Anomaly(
        factor.cell, "name_not_unique", factor.key,
        f"De naam {factor.name_nl} komt vaker voor; NEVO-code en RIVM-naam ({factor.name_en}) maken het verschil.",
        f"The name {factor.name_nl} occurs more often; NEVO code and RIVM's name ({factor.name_en}) tell apart.",
    )  # fmt: skip


def _untranslated(factor: Factor, texts: Sequence[str]) -> Anomaly:
    told = "; ".join(texts)
    return Anomaly(
        factor.cell, "provisional", factor.key,
        f"Nog zonder Nederlandse woorden: {told}.",
        f"No Dutch words yet: {told}.",
    )  # fmt: skip


RIVM_FOOD = FactorSource(
    SOURCE_ID, "RIVM, milieubelasting voedingsmiddelen", "RIVM, environmental impact of foods", read_rivm,
    guide="how-to/next-edition-rivm", file_kind="csv",
)  # fmt: skip
