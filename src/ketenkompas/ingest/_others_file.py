"""Footprint figures that others have published, with their scope in words, as a packaged definition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ketenkompas.classifications import areas
from ketenkompas.errors import KetenkompasError, UnknownCodeError
from ketenkompas.ingest._definition_file import read_definition

_FOLDER, _NAME = "others", "footprints"


@dataclass(frozen=True, slots=True)
class OthersFigure:
    """A published figure: whose, of which area and year, and what it counts."""

    publisher: str
    area: str
    year: int
    value: float
    unit: str
    gases: str
    households: str
    method: Mapping[str, str]
    source: str
    status: str


def read_others() -> tuple[OthersFigure, ...]:
    """The packaged figures of others, all at second hand until checked at the publisher.

    Examples
    --------
    >>> [(one.publisher, one.year, one.value) for one in read_others() if one.area == "NL"][0]
    ('CBS', 2021, 15.4)
    """
    raw = read_definition(_NAME, _FOLDER, _unknown_areas)
    return tuple(OthersFigure(**figure) for figure in raw["figures"])


def _unknown_areas(raw: Mapping[str, object], file: str) -> Sequence[KetenkompasError]:  # noqa: ARG001 (the form of all)
    figures = raw["figures"]
    found = [str(figure["area"]) for figure in figures] if isinstance(figures, list) else []
    return [
        UnknownCodeError("area.unknown", found=code, nearest="-", known="NL, EU27_2020, ...")
        for code in found
        if code not in areas()
    ]
