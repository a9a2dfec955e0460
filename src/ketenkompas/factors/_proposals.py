"""What a new edition would change: every incoming record beside the one that is current now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from ketenkompas.factors._columns import record_schema
from ketenkompas.factors._record import Factor
from ketenkompas.factors._validate import is_jump

ProposalKind = Literal["new", "changed", "same", "lapsed", "removed"]
Mark = Literal["", "factor", "sign", "meaning", "gone"]

_OF_THE_EDITION = frozenset(
    {
        "version", "supersedes", "change_kind", "change_note", "source_id", "edition", "cell", "url", "valid_from",
        "valid_to", "data_year_from", "data_year_to", "reviewed_by", "reviewed_on", "factor_id",
    }
)  # fmt: skip
_MEANING = ("unit", "quantity_kind", "boundary")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One factor of an edition beside the current release.

    Attributes
    ----------
    kind : {"new", "changed", "same", "lapsed", "removed"}
        ``lapsed`` when the edition itself ends the factor, ``removed`` when the edition no longer has it.
    before, after : Factor or None
        The current version and the incoming one.
    fields : tuple of str
        Columns that differ; those that every edition renews (edition, cell, dates) are left out.
    ratio : float or None
        Incoming value divided by the current one, where both are there and neither is zero; no unit.
    mark : {"", "factor", "sign", "meaning", "gone"}
        Why a person must look: more than 3 times larger or smaller, another sign (zero too), another
        unit, boundary or set of warming potentials, or no value any more.
    """

    kind: ProposalKind
    before: Factor | None
    after: Factor | None
    fields: tuple[str, ...] = ()
    ratio: float | None = None
    mark: Mark = ""

    @property
    def factor(self) -> Factor:
        """The incoming version, or the current one where the edition has none."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a proposal is about a factor")
        return found


def proposals(current: Iterable[Factor], incoming: Iterable[Factor], *, whole: bool = True) -> tuple[Proposal, ...]:
    """Every incoming record beside the current one, then the factors of its source that it no longer has.

    Parameters
    ----------
    current : iterable of Factor
        The newest version of every factor (``Release.current``); other sources in it do not matter.
    incoming : iterable of Factor
        Records of one edition, not yet numbered.
    whole : bool
        Whether the incoming records are the whole edition; if not, what is absent says nothing.

    Examples
    --------
    >>> proposals((), ())
    ()
    """
    given = tuple(incoming)
    known: Mapping[str, Factor] = {one.factor_id: one for one in current}
    found = [_beside(known.get(one.factor_id), one) for one in given]
    if whole:
        sources, ids = {one.source.source_id for one in given}, {one.factor_id for one in given}
        gone = [one for one in known.values() if one.source.source_id in sources and one.factor_id not in ids]
        found += [Proposal("removed", one, None) for one in gone if one.status == "active"]
    return tuple(found)


def changed_fields(before: Factor, after: Factor, *, all_columns: bool = False) -> tuple[str, ...]:
    """Columns in which two versions differ, in the order of the record; by default not those of the edition itself."""
    left_out = {"factor_id", "version"} if all_columns else _OF_THE_EDITION
    asked = [name for name in record_schema() if name not in left_out]
    found = tuple(name for name in asked if _column(before, name) != _column(after, name))
    alike = not all_columns and _family(before) == _family(after)
    return tuple(name for name in found if name != "gwp_set") if alike else found


def _column(one: Factor, name: str) -> object:
    return getattr(one.source if name in ("source_id", "edition") else one, name)


def _beside(before: Factor | None, after: Factor) -> Proposal:
    if before is None:
        return Proposal("new", None, after)
    fields = changed_fields(before, after)
    if after.status != "active" and before.status == "active":
        return Proposal("lapsed", before, after, fields)
    mark = _mark(before, after)
    return Proposal("changed" if fields else "same", before, after, fields, _ratio(before, after), mark)


def _ratio(before: Factor, after: Factor) -> float | None:
    return after.value / before.value if before.value and after.value else None


def _family(one: Factor) -> str:
    """``AR6-100`` of ``AR6-100@NL-2026``: the rest is who printed the list, and when."""
    return one.gwp_set.partition("@")[0]


def _mark(before: Factor, after: Factor) -> Mark:
    if any(getattr(before, name) != getattr(after, name) for name in _MEANING) or _family(before) != _family(after):
        return "meaning"
    if before.value is None or after.value is None:
        return "gone" if after.value is None and before.value is not None else ""
    if not is_jump(before.value, after.value):
        return ""
    return "sign" if before.value * after.value <= 0 else "factor"
