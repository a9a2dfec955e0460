"""What the sliders of the policy page say, and the scenario file that they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import yaml
from django.http import HttpRequest

from ketenkompas.errors import KetenkompasError
from ketenkompas.i18n import LANGUAGES, Language, text
from ketenkompas.library import households

NAMES: Mapping[Language, Mapping[str, str]] = {
    "nl": {
        "place": "plaats",
        "things": "spullen",
        "longer": "langer",
        "gas": "gas",
        "driving": "rijden",
        "share": "meedoen",
        "respend": "terugslag",
    },
    "en": {
        "place": "place",
        "things": "things",
        "longer": "longer",
        "gas": "gas",
        "driving": "driving",
        "share": "share",
        "respend": "rebound",
    },
}
NO: Mapping[Language, str] = {"nl": "nee", "en": "no"}
SLIDERS: Mapping[str, int] = {"things": 50, "longer": 100, "gas": 50, "driving": 50}
"""The sliders with the most that they can be set to, per cent."""
THINGS = ("clothing", "furnishing")
MISSING = ("diet", "flying")
"""What is asked for and not modelled: shown as such, with the reason."""
_USUAL = {"things": 25, "longer": 0, "gas": 20, "driving": 0, "share": 100}
STATED = "2026-11-28"


@dataclass(frozen=True, slots=True)
class Policy:
    """The sliders, in per cent; ``share`` of the households takes part."""

    place: str = "NL"
    things: int = _USUAL["things"]
    longer: int = _USUAL["longer"]
    gas: int = _USUAL["gas"]
    driving: int = _USUAL["driving"]
    share: int = _USUAL["share"]
    respend: bool = True

    def query(self, language: Language) -> str:
        """The state as the query of an address; what is usual is left out."""
        names = NAMES[language]
        told = [(names["place"], self.place)] if self.place != "NL" else []
        numbers = [
            (names[field], str(getattr(self, field))) for field in _USUAL if getattr(self, field) != _USUAL[field]
        ]
        kept = [] if self.respend else [(names["respend"], NO[language])]
        return urlencode([*told, *numbers, *kept])

    def definition(self) -> dict[str, Any]:
        """The scenario as plain data of the form that every door runs (``docs/reference/scenario-files.md``)."""
        changes: list[dict[str, Any]] = [
            _change(item, "change", -self.things, self.share) for item in THINGS if self.things
        ]
        changes += [_change(item, "longer_life", self.longer, self.share) for item in THINGS if self.longer]
        changes += [_change("gas", "change", -self.gas, self.share)] if self.gas else []
        changes += [_change("driving", "change", -self.driving, self.share)] if self.driving else []
        return {
            "id": "beleid-" + "-".join(str(getattr(self, field)) for field in _USUAL),
            "title": {language: text("household.policy.file.title", language) for language in LANGUAGES},
            "note": {language: text("household.policy.file.note", language) for language in LANGUAGES},
            "stated": STATED,
            "respend": self.respend,
            "changes": changes or [_change("gas", "change", 0, self.share)],
        }

    def file(self, language: Language) -> str:
        """The scenario as a file, with the command that runs it above it."""
        head = text("household.policy.file.head", language, place=self.place)
        return f"# {head}\n{yaml.safe_dump(self.definition(), allow_unicode=True, sort_keys=False, width=110)}"


def policy(request: HttpRequest, language: Language) -> Policy:
    """The sliders of an address; what is not known or beyond a slider is as usual."""
    names = NAMES[language]
    given = {field: request.GET.get(name, "").strip()[:80] for field, name in names.items()}
    numbers = {field: _within(given[field], SLIDERS.get(field, 100), usual) for field, usual in _USUAL.items()}
    return Policy(place=_place(given["place"]), respend=given["respend"] != NO[language], **numbers)


def _place(told: str) -> str:
    try:
        return households.place(told).area if told else "NL"
    except KetenkompasError:
        return "NL"


def _within(told: str, most: int, usual: int) -> int:
    return int(told) if told.isascii() and told.isdigit() and len(told) < 4 and int(told) <= most else usual


def _change(item: str, kind: str, per_cent: int, share: int) -> dict[str, Any]:
    source = "Set by hand on the policy page; a chosen what-if"
    return {"item": item, kind: per_cent / 100, "share": share / 100, "basis": "assumption", "source": source}
