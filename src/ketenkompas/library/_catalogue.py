"""What can be asked: models, their areas and years."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from ketenkompas.classifications import available_areas
from ketenkompas.errors import UnknownCodeError
from ketenkompas.i18n import Language
from ketenkompas.pipeline import CITED, OFFICIAL, PURPOSES, TERRITORY, ModelInfo, Store, load, read_from, stores
from ketenkompas.pipeline import Receipt as _Receipt
from ketenkompas.pipeline import find_receipt as _find_receipt


@dataclass(frozen=True, slots=True)
class Model:
    """A model or series that figures can be asked from."""

    info: ModelInfo
    years: tuple[int, ...]
    areas: tuple[str, ...]
    territorial_years: tuple[int, ...] = ()
    """The years whose table brought a residence bridge."""
    purpose_years: tuple[int, ...] = ()
    """The years for which there is a key to purposes of consumption."""

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """The breakdowns that can be asked; by purpose only of a table by A64 products."""
        if self.info.kind == "official":
            return ()
        if self.info.kind == "cited":
            return ("origin", "product")
        return ("origin", "industry", "product", "final_use", *(("purpose",) if self.purpose_years else ()))

    @property
    def views(self) -> tuple[str, ...]:
        """The views that can be asked: consumption alone of a published series, territorial only with a bridge."""
        if self.info.kind in ("official", "cited"):
            return ("consumption",)
        return ("consumption", "production", *(("territorial",) if self.territorial_years else ()))

    @property
    def id(self) -> str:
        """The model's id."""
        return self.info.id

    def title(self, language: Language = "en") -> str:
        """The model's title."""
        return self.info.title_nl if language == "nl" else self.info.title_en

    def note(self, language: Language = "en") -> str:
        """What must be said with every figure of the model."""
        return self.info.note_nl if language == "nl" else self.info.note_en

    def as_json(self, language: Language = "en") -> dict[str, object]:
        """Plain data for the doors."""
        return {
            "id": self.id,
            "kind": self.info.kind,
            "title": self.title(language),
            "note": self.note(language),
            "gases": list(self.info.gases),
            "edition": self.info.edition,
            "scheme": self.info.scheme,
            "years": list(self.years),
            "areas": list(self.areas),
            "views": list(self.views),
            "breakdowns": list(self.breakdowns),
        }


def models() -> tuple[Model, ...]:
    """Every model and series that is here: what the user built, then the starter set.

    Examples
    --------
    >>> [model.id for model in models()]
    ['eurostat-ghgfp', 'figaro-nl-cited', 'wiod2013-co2']
    """
    held = read_from()
    return _found() if held is None else _held(held)


@functools.lru_cache(maxsize=8)
def _held(store: Store) -> tuple[Model, ...]:  # noqa: ARG001 (a kept edition never changes)
    return _found()


def _found() -> tuple[Model, ...]:
    found: dict[str, ModelInfo] = {}
    for store in stores():
        for name, data in store.models().items():
            found.setdefault(name, ModelInfo.from_json(dict(data)))
    return tuple(_model(info) for _, info in sorted(found.items()))


def model(id_: str) -> Model:
    """One model by its id.

    Raises
    ------
    UnknownCodeError
        ``model.unknown`` with the models that are here.
    """
    known = {item.id: item for item in models()}
    if id_ not in known:
        near = difflib.get_close_matches(id_, list(known), n=2, cutoff=0.3) or list(known)
        raise UnknownCodeError("model.unknown", found=id_, known=", ".join(known), nearest=", ".join(near))
    return known[id_]


def area_codes(model_id: str) -> tuple[str, ...]:
    """The areas that can be asked of a model, canonical codes."""
    return model(model_id).areas


def receipt(id_: str) -> _Receipt:
    """A receipt by its id or the first 6 or more characters of it.

    Raises
    ------
    ProductError
        ``receipt.unknown``.
    """
    return _find_receipt(id_)[1]


def _model(info: ModelInfo) -> Model:
    if info.id == OFFICIAL:
        frame, _ = load(OFFICIAL, None, "official")
        return Model(
            info, tuple(sorted(frame["year"].unique().to_list())), tuple(frame["area"].unique(maintain_order=True))
        )
    if info.id == CITED:
        frame, _ = load(CITED, None, "final_demand")
        return Model(info, tuple(sorted(frame["year"].unique().to_list())), info.regions)
    years = sorted({year for store in stores() for year in store.years(info.id, "footprint")})
    bridged, keyed = (
        tuple(sorted({year for store in stores() for year in store.years(info.id, product)}))
        for product in (TERRITORY, PURPOSES)
    )
    return Model(info, tuple(years), tuple(available_areas(info.regions)), bridged, keyed)


def nearest_year(year: int, years: Sequence[int]) -> int:
    """The year that is there and nearest to the one asked."""
    return min(years, key=lambda known: abs(known - year))
