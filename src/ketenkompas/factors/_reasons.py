"""Why a factor stands where it stands, and why one cannot be used: codes with parameters, told in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from ketenkompas.errors import Language
from ketenkompas.factors._units import unit_label
from ketenkompas.i18n import messages, number, text

Severity = Literal["info", "warning", "block"]
RefusalCode = Literal[
    "lapsed", "withdrawn", "empty_in_source", "variable", "unit_kind_mismatch", "boundary_not_available",
    "licence_blocked", "out_of_coverage", "gases_unknown", "needs_rate", "instrument_not_consumption",
    "no_purchase", "calorific_value_open",
]  # fmt: skip
_UNITS = frozenset({"unit", "needed"})
_WORDS: Mapping[str, str] = {
    "boundary": "boundary", "wanted": "boundary", "stages": "boundary", "kind": "kind", "asked_kind": "kind",
    "region": "region", "asked": "region", "subjects": "subject", "why": "why",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing to know about a candidate, or about the whole answer.

    Attributes
    ----------
    code : str
        Dotted, its first part the subject: ``boundary``, ``region``, ``year``, ``variant``, ``gwp``, ``conversion``,
        ``spend``, ``source``, ``quality``, ``meaning``, ``quantity``, ``choice``.
    severity : {"info", "warning", "block"}
        ``block`` is that of refusals: the factor gives no value here.
    points : int
        Steps down in the ranking (rules: ``data/factors/choice-rules.json``).
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    severity: Severity = "info"
    points: int = 0

    @property
    def subject(self) -> str:
        """What the reason is about: the first part of its code."""
        return self.code.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A factor that was asked for and gives no value, with the typed reason; none of these is zero.

    ``factor`` is the record's ``factor_id@version``, empty when no record is concerned.
    """

    code: RefusalCode
    factor: str = ""
    key: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """Always ``block``."""
        return "block"


def reason_text(reason: Reason | Refusal, language: Language = "nl") -> str:
    """The sentence of a reason or a refusal in one language.

    Examples
    --------
    >>> reason_text(Reason("region.eu", {"region": "EU27_2020", "asked": "NL"}), "en")
    'Average of the European Union, not of the region asked for (NL).'
    >>> reason_text(Refusal("lapsed", params={"edition": "2026", "name": {"nl": "Turf", "en": "Peat"}}), "nl")
    'Turf is vervallen in editie 2026 van de bron: er is geen waarde, ook geen nul.'
    """
    told = {name: _shown(name, value, language) for name, value in reason.params.items()}
    if isinstance(reason, Refusal):
        return text(f"choose.refusal.{reason.code}", language, **told)
    return text(f"choose.reason.{reason.code}", language, **told)


def reason_json(reason: Reason | Refusal, language: Language | None = None) -> dict[str, Any]:
    """A reason or refusal as plain data; with its sentence when a language is given."""
    told: dict[str, Any] = {"code": reason.code, "severity": reason.severity, "params": dict(reason.params)}
    if isinstance(reason, Refusal):
        told |= {"factor": reason.factor, "key": reason.key}
    else:
        told["points"] = reason.points
    return told if language is None else {**told, "text": reason_text(reason, language)}


def _shown(name: str, value: Any, language: Language) -> str:
    if isinstance(value, Mapping):
        return str(value[language])
    if isinstance(value, (tuple, list)):
        return ", ".join(_shown(name, one, language) for one in value)
    if isinstance(value, float):
        return number(value, language, _decimals(value))
    if name in _UNITS:
        return unit_label(value, language)
    key = f"choose.{_WORDS.get(name, '')}.{value}"
    return text(key, language) if key in messages() else str(value)


def _decimals(value: float) -> int:
    """As many decimals as six significant digits need."""
    exponent = Decimal(f"{value:.6g}").normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
