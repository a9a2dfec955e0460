"""What the connectors of licensed bases share: editions under the user's own licence, units, numbers, keys."""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from ketenkompas.classifications import canonical_area
from ketenkompas.errors import UnitError, UnknownCodeError
from ketenkompas.factors import ActivityUnit, Edition, Verdict, activity_unit

_ALSO = {
    "kilogram": "kg",
    "kilowatt hour": "kW.h",
    "megajoule": "MJ",
    "cubic meter": "m3",
    "square meter": "m2",
    "ton kilometer": "t.km",
    "metric ton*km": "t.km",
    "person kilometer": "km{passenger}",
    "person*km": "km{passenger}",
    "tonne.kilometre": "t.km",
    "t.km": "t.km",
    "tonne.km": "t.km",
    "passager.km": "km{passenger}",
    "personne.km": "km{passenger}",
    "véhicule.km": "km{vehicle}",
    "vehicule.km": "km{vehicle}",
    "tonne": "t",
    "litre": "L",
    "m2 (shon)": "",
    "€": "{EUR}",
    "€ ht": "{EUR}",
    "euro": "{EUR}",
}
_WIDER = {"GLO": "World", "RER": "Europe", "RoW": "RoW"}


def unit_of(text: str) -> ActivityUnit | None:
    """The unit that a base writes as ``kilogram``, ``metric ton*km`` or ``passager.km``; None when it is not known.

    A bare ``km`` is not: a base may mean a vehicle, a pipeline or a road.

    Examples
    --------
    >>> unit_of("metric ton*km").code, unit_of("kilogram").code, unit_of("km"), unit_of("unit")
    ('t.km', 'kg', None, None)
    """
    plain = " ".join(text.split())
    spelled = _ALSO.get(plain.casefold(), plain)
    try:
        return activity_unit(spelled) if spelled else None
    except UnitError:
        return None


def region_of(text: str) -> str:
    """An area as a record names it: our code where the base means an economy, else what the base says.

    Examples
    --------
    >>> region_of("DE"), region_of("NLD"), region_of("GLO"), region_of("Europe without Switzerland")
    ('DE', 'NL', 'World', 'Europe without Switzerland')
    """
    plain = text.strip()
    if plain in _WIDER:
        return _WIDER[plain]
    try:
        return canonical_area(plain)
    except UnknownCodeError:
        return plain or "-"


def slug_of(text: str) -> str:
    """A name as part of a key: small letters, digits and single hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def hash_of(parts: Iterable[tuple[str, bytes]]) -> str:
    """One hash over several files: their names and bytes, in order."""
    digest = hashlib.sha256()
    for name, data in parts:
        digest.update(name.encode())
        digest.update(hashlib.sha256(data).digest())
    return digest.hexdigest()


def licensed_edition(
    path: Path,
    sha256: str,
    *,
    source_id: str,
    publisher: str,
    dataset: str,
    url: str,
    edition: str,
    licence: str,
    verdict: Verdict = "red",
    on: datetime.date | None = None,
    published_on: str = "-",
) -> Edition:
    """The edition of a file that a user brings: under the user's licence, never passed on.

    Parameters
    ----------
    path : Path
        The file; its name stands in the version.
    verdict : {"red", "amber", "green"}
        Red for a base that needs a licence: it is never shipped, and ``only_green`` leaves it out.
    on : date, optional
        The day on which it was read; today when not given.
    """
    return Edition(
        source_id=source_id,
        publisher=publisher,
        dataset=dataset,
        edition=edition,
        source_version=path.name,
        url=url,
        file_sha256=sha256,
        retrieved_on=on or datetime.datetime.now(tz=datetime.UTC).date(),
        published_on=published_on,
        licence=licence,
        licence_verdict=verdict,
        redistribute=False,
        attribution=f"Source: {publisher}, {dataset} {edition}".strip(),
        gwp_set="source-native",
        gwp_basis="not_applicable",
    )
