"""The answer of a choice: ranked candidates with reasons, what was refused, and what a calculation stores of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ketenkompas.errors import InputError, Language
from ketenkompas.factors._fit import unit_value
from ketenkompas.factors._interval import Interval, IntervalOrigin
from ketenkompas.factors._quantity import Amount
from ketenkompas.factors._reasons import Reason, Refusal, reason_json
from ketenkompas.factors._record import Factor
from ketenkompas.factors._release import Release

_INEXACT = frozenset({"boundary", "region", "year", "variant", "gwp", "spend"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One factor applied to the quantity that was asked about; all amounts are in kg.

    Attributes
    ----------
    factor : Factor
        The version that holds for the year.
    value_kg_co2e : float
        ``conversion.value`` times the value per unit.
    interval : Interval
        95 % interval of the value, with its origin.
    conversion : Amount
        The quantity in the factor's unit, with every step and its source.
    boundary, gwp_set : str
        Of the value: those of the factor, of its component, or of the set it was restated in.
    by_component, by_gas : Mapping of str to float
        kg CO2e by stage (adding up as well as the source's own figures do), and by gas where the gases are known
        (adding up to the value); empty where there are none.
    biogenic_kg_co2, avoided_kg_co2e : float or None
        Apart, never in the value; None where the source has none.
    """

    factor: Factor
    value_kg_co2e: float
    interval: Interval
    conversion: Amount
    boundary: str
    gwp_set: str
    by_component: Mapping[str, float]
    by_gas: Mapping[str, float]
    biogenic_kg_co2: float | None
    avoided_kg_co2e: float | None
    reasons: tuple[Reason, ...]

    @property
    def low(self) -> float | None:
        """Lower end of the 95 % interval, kg CO2e."""
        return self.interval.low

    @property
    def high(self) -> float | None:
        """Upper end of the 95 % interval, kg CO2e."""
        return self.interval.high

    @property
    def interval_from(self) -> IntervalOrigin:
        """Where the interval comes from."""
        return self.interval.origin

    @property
    def points(self) -> int:
        """Steps down, added up; fewest is best."""
        return sum(reason.points for reason in self.reasons)

    @property
    def inexact(self) -> tuple[str, ...]:
        """The subjects on which the factor is not exactly what was asked for; empty when it is."""
        return tuple({one.subject: None for one in self.reasons if one.points and one.subject in _INEXACT})

    @property
    def warnings(self) -> tuple[Reason, ...]:
        """The reasons that a user must read before using the value."""
        return tuple(one for one in self.reasons if one.severity == "warning")

    def as_json(self, language: Language | None = None) -> dict[str, Any]:
        """The candidate as plain data, with sentences when a language is given."""
        factor, edition = self.factor, self.factor.source
        return {
            "factor": factor.ref,
            "key": factor.key,
            "name": {"nl": factor.name_nl, "en": factor.name_en},
            "region": factor.region,
            "value": self.value_kg_co2e,
            "unit": "kg CO2e",
            "low": self.low,
            "high": self.high,
            "gsd2": self.interval.gsd2,
            "interval_from": self.interval_from,
            "interval_base": self.interval.base,
            "conversion": self.conversion.as_json(),
            "boundary": self.boundary,
            "gwp_set": self.gwp_set,
            "by_component": dict(self.by_component),
            "by_gas": dict(self.by_gas),
            "biogenic_kg_co2": self.biogenic_kg_co2,
            "avoided_kg_co2e": self.avoided_kg_co2e,
            "quality": {"pedigree": factor.pedigree, "pedigree_table": factor.pedigree_table, "flags": factor.flags},
            "source": {
                "publisher": edition.publisher,
                "dataset": edition.dataset,
                "edition": edition.edition,
                "cell": factor.cell,
                "licence": edition.licence,
                "licence_verdict": edition.licence_verdict,
                "attribution": edition.attribution,
            },
            "points": self.points,
            "inexact": self.inexact,
            "reasons": [reason_json(one, language) for one in self.reasons],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What a calculation keeps, so that it gives the same number for ever.

    ``amount`` is in ``unit``, the unit of the factor, after conversion.
    """

    release: str
    factor_id: str
    version: int
    amount: float
    unit: str
    boundary: str
    gwp_set: str
    value_kg_co2e: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The whole answer to one question, nothing left out in silence.

    Attributes
    ----------
    release : str
        Number of the release that answered.
    asked : Mapping of str to object
        The question: activity, quantity, unit, region, year, boundary, gwp_set, only_green.
    candidates : tuple of Candidate
        Best first.
    picked : Candidate or None
        The first, when it is exact on boundary, region and edition and clearly leads; otherwise a person chooses.
    refusals : tuple of Refusal
        Factors that the question named and that give no value, or not the one asked for, each with a typed reason.
    warnings : tuple of Reason
        About the question as a whole, then those of the candidate that was picked.
    """

    release: str
    asked: Mapping[str, Any]
    candidates: tuple[Candidate, ...] = ()
    picked: Candidate | None = None
    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[Reason, ...] = field(default=())

    @property
    def needs_choice(self) -> bool:
        """Whether a person must choose: there are candidates, and none is beyond doubt."""
        return self.picked is None and bool(self.candidates)

    def stored(self, candidate: Candidate | None = None) -> Stored:
        """What a calculation keeps of a candidate, by default of the one that was picked.

        Raises
        ------
        InputError
            ``factor.nothing_picked`` when no candidate is given and none was picked.
        """
        taken = candidate or self.picked
        if taken is None:
            raise InputError("factor.nothing_picked", found=len(self.candidates))
        return Stored(
            release=self.release,
            factor_id=taken.factor.factor_id,
            version=taken.factor.version,
            amount=taken.conversion.value,
            unit=taken.conversion.unit,
            boundary=taken.boundary,
            gwp_set=taken.gwp_set,
            value_kg_co2e=taken.value_kg_co2e,
        )

    def as_json(self, language: Language | None = None) -> dict[str, Any]:
        """The answer as plain data, with sentences when a language is given."""
        return {
            "release": self.release,
            "asked": dict(self.asked),
            "picked": self.picked.factor.ref if self.picked else None,
            "needs_choice": self.needs_choice,
            "candidates": [one.as_json(language) for one in self.candidates],
            "refusals": [reason_json(one, language) for one in self.refusals],
            "warnings": [reason_json(one, language) for one in self.warnings],
        }


def replay(release: Release, stored: Stored) -> float:
    """The value of a stored calculation, kg CO2e, computed anew from the very version it used.

    Every release holds every version, so the one named in ``stored`` and any later one give the same number
    (``tests/properties/test_factor_choice.py``).

    Raises
    ------
    UnknownCodeError
        ``factor.unknown`` or ``factor.version_unknown`` in a release before the one that was used.
    InputError
        ``factor.not_replayable`` when the record has no value at the stored boundary and set.
    """
    factor = release.get(stored.factor_id, stored.version)
    return stored.amount * unit_value(factor, stored.boundary, stored.gwp_set)
