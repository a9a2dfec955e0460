"""What a ledger account or a procurement code is a purchase of: our own reviewed tables."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from ketenkompas.classifications._packaged import folder, rows
from ketenkompas.classifications._schemes import scheme
from ketenkompas.errors import InputError, UnknownCodeError, Where

Treatment = Literal[
    "purchase",
    "capital_good",
    "energy",
    "fuel",
    "travel",
    "activity",
    "by_sector",
    "unassigned",
    "contra",
    "no_emission",
]
Kind = Literal["quantity", "ask", "none"]
TREATMENTS: tuple[Treatment, ...] = get_args(Treatment)
_TREATMENTS: Mapping[str, Treatment] = {one: one for one in TREATMENTS}
_KINDS: Mapping[str, Kind] = {one: one for one in get_args(Kind)}
_REVIEW = ("review_status", "reviewed_on", "change")
_ACCOUNTS = (
    "rgs_code", "rgs_number", "dc", "rgs_status", "label_nl", "treatment", "target", "target_alternatives",
    "spend_category_nl", "ghg_scope", "ghg_category", "ghg_also", "ask_for", "confidence", "note", *_REVIEW,
)  # fmt: skip
_ASSETS = (
    "rgs_code", "rgs_number", "acquisition_account", "label_nl", "treatment", "target", "target_alternatives",
    "ghg_scope", "ghg_category", "confidence", "note", *_REVIEW,
)  # fmt: skip
_SPECIAL = ("target", "kind", "unit", "default_ghg", "also_ghg", "note", *_REVIEW)
_DIVISIONS = (
    "division",
    "code8",
    "label_nl",
    "label_en",
    "a64",
    "a64_alternatives",
    "confidence",
    "split_note",
    *_REVIEW,
)
_OVERRIDES = ("prefix", "code8", "label_en", "a64", "confidence", *_REVIEW)


@dataclass(frozen=True, slots=True)
class SpendTarget:
    """What an account or a procurement code asks for: a product group, a quantity, a question, or nothing.

    Attributes
    ----------
    code : str
        The account (RGS, level 4) or the CPV prefix that decided.
    treatment : str
        One of :data:`TREATMENTS`; ``no_emission`` and ``contra`` never carry a factor.
    target : str
        An A64 product group, or a special target (:func:`special_targets`).
    alternatives : tuple of str
        What else it may be; never weighted.
    ghg_category : str
        Scope or category by default: ``1``, ``2``, ``3.1`` to ``3.15``; empty without emissions.
    ghg_also : str
        The category that belongs to it as well (``3.3`` beside fuel and energy).
    ask_for : str
        The quantity to ask for before the amount is used.
    confidence : int
        3 unambiguous, 2 likely, 1 a guess or a mixed pot.
    note, change : str
        What to know, and what the review of the draft changed; ``change`` is empty where it was confirmed.
    """

    code: str
    treatment: Treatment
    target: str
    alternatives: tuple[str, ...]
    ghg_category: str
    ghg_also: str
    ask_for: str
    confidence: int
    note: str
    change: str
    label_nl: str = ""


@dataclass(frozen=True, slots=True)
class SpecialTarget:
    """A target that is no product group: a quantity to ask for, a question, or nothing; ``unit`` is UCUM."""

    target: str
    kind: Kind
    unit: str
    default_ghg: str
    also_ghg: str
    note: str


@functools.cache
def special_targets() -> Mapping[str, SpecialTarget]:
    """The targets outside A64, by name; ``refrigerant:<name>`` stands for one for each refrigerant.

    Examples
    --------
    >>> special_targets()["energy:electricity"].unit
    'kW.h'
    """
    found: dict[str, SpecialTarget] = {}
    for row in rows(folder() / "keys/special-targets.csv", _SPECIAL):
        kind = _KINDS.get(row["kind"])
        if kind is None:
            raise _wrong("special-targets.csv", row["kind"])
        found[row["target"]] = SpecialTarget(
            row["target"], kind, row["unit"], row["default_ghg"], row["also_ghg"], row["note"]
        )
    return found


@functools.cache
def rgs_targets() -> Mapping[str, SpendTarget]:
    """What each result account of RGS 3.7 (level 4) and each acquisition account of a fixed asset asks for."""
    found = {
        row["rgs_code"]: _target(row["rgs_code"], row, "rgs-to-spend.csv")
        for row in rows(folder() / "keys/rgs-to-spend.csv", _ACCOUNTS)
    }
    for row in rows(folder() / "keys/rgs-investments-to-a64.csv", _ASSETS):
        code = row["acquisition_account"]
        found[code] = _target(code, {**row, "ghg_also": "", "ask_for": ""}, "rgs-investments-to-a64.csv")
    return found


@functools.cache
def cpv_prefixes() -> Mapping[str, SpendTarget]:
    """What each CPV division, and each longer prefix that differs from its division, is a purchase of."""
    found: dict[str, SpendTarget] = {}
    for row in rows(folder() / "keys/cpv-division-to-a64.csv", _DIVISIONS):
        found[row["division"]] = _bought(
            row["division"], row, row["a64_alternatives"], row["split_note"], row["label_nl"]
        )
    for row in rows(folder() / "keys/cpv-prefix-overrides-to-a64.csv", _OVERRIDES):
        found[row["prefix"]] = _bought(row["prefix"], row, "", "", "")
    return found


def cpv_target(code: str) -> SpendTarget:
    """What a CPV code (8 digits, without check digit) is a purchase of: the longest prefix that is known decides.

    Raises
    ------
    UnknownCodeError
        ``classification.unknown`` for a code in a division that the CPV does not have.

    Examples
    --------
    >>> cpv_target("30197600").target, cpv_target("30197600").code
    ('C17', '301976')
    """
    known = cpv_prefixes()
    for digits in range(len(code), 1, -1):
        if code[:digits] in known:
            return known[code[:digits]]
    raise UnknownCodeError("classification.unknown", found=code, scheme="CPV2008", nearest=", ".join(list(known)[:3]))


def _bought(code: str, row: Mapping[str, str], alternatives: str, note: str, label: str) -> SpendTarget:
    kind = row["a64"].split(":")[0]
    treatment = kind if ":" in row["a64"] or kind == "unassigned" else "purchase"
    filled = {
        "treatment": treatment, "target": row["a64"], "target_alternatives": alternatives, "ghg_category": "",
        "ghg_also": "", "ask_for": "", "confidence": row["confidence"], "note": note, "change": row["change"],
        "label_nl": label,
    }  # fmt: skip
    return _target(code, filled, "cpv")


def _target(code: str, row: Mapping[str, str], file: str) -> SpendTarget:
    """A row as a value; every target must exist.

    Raises
    ------
    InputError
        ``classification.damaged``.
    """
    alternatives = tuple(row["target_alternatives"].split(";")) if row["target_alternatives"] else ()
    for target in (row["target"], *alternatives):
        if target not in scheme("A64").items and target not in special_targets():
            raise _wrong(file, target)
    if row["treatment"] not in _TREATMENTS or row["confidence"] not in ("1", "2", "3"):
        raise _wrong(file, f"{code}: {row['treatment']}, {row['confidence']}")
    return SpendTarget(
        code=code,
        treatment=_TREATMENTS[row["treatment"]],
        target=row["target"],
        alternatives=alternatives,
        ghg_category=row["ghg_category"],
        ghg_also=row["ghg_also"],
        ask_for=row["ask_for"],
        confidence=int(row["confidence"]),
        note=row["note"],
        change=row["change"],
        label_nl=row["label_nl"],
    )


def _wrong(file: str, found: str) -> InputError:
    return InputError("classification.damaged", where=Where(file=file), file=file, reason=found)
