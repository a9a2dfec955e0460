"""What every release must pass: rules on one record, on two versions of one factor, and on the whole set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from ketenkompas.errors import InputError, KetenkompasError
from ketenkompas.factors._record import Factor
from ketenkompas.factors._units import activity_unit

JUMP = 3.0
SUM_TOLERANCE = (0.0011, 0.005)
CARBON_KG_PER_GJ = (40.0, 120.0)
ELECTRICITY_KG_PER_KWH = (0.0, 1.5)
SPEND_KG_PER_EUR = (0.005, 5.0)
_WITHOUT_VALUE = frozenset({"no_total", "variable", "empty_in_source", "lapsed"})
Found = Iterator[KetenkompasError]


def problems_of(records: Sequence[Factor]) -> tuple[KetenkompasError, ...]:
    """Everything that keeps these records out of a release; see :func:`validate`."""
    rules: tuple[Callable[[Factor], Found], ...] = (_named, _licence, _unit, _absent, _sums, _plausible)
    found = [problem for one in records for rule in rules for problem in rule(one)]
    return (*found, *_versions(records), *_doubles(records))


def validate(records: Sequence[Factor]) -> None:
    """Refuse records that may not be in a release.

    Raises
    ------
    InputError
        ``factor.release_refused`` with all problems: ``factor.field_absent``, ``factor.not_redistributable``,
        ``factor.unit_kind``, ``factor.value_absent``, ``factor.sum_mismatch`` (beyond 0.0011 and 0.5 %, unless
        flagged), ``factor.below_part``, ``factor.implausible`` (fossil fuels 40 to 120 kg CO2 per GJ, electricity 0 to
        1.5 kg/kWh, spend 0.005 to 5 kg/EUR, warming potentials below 0), ``factor.jump_without_note`` (more than 3
        times, or another sign), ``factor.version_twice``, ``factor.key_twice``.
    """
    found = problems_of(records)
    if found:
        raise InputError("factor.release_refused", problems=found, count=len(found), records=len(records))


def _named(one: Factor) -> Found:
    needed = {
        "name_nl": one.name_nl, "name_en": one.name_en, "key": one.key, "native_id": one.native_id,
        "publisher": one.source.publisher, "licence": one.source.licence, "attribution": one.source.attribution,
        "file_sha256": one.source.file_sha256,
    }  # fmt: skip
    if one.status == "active":
        needed["cell"] = one.cell
    for name, value in needed.items():
        if not value.strip():
            yield InputError("factor.field_absent", where=one.ref, key=one.key, field=name)


def _licence(one: Factor) -> Found:
    if one.source.licence_verdict == "red" or not one.source.redistribute:
        yield InputError("factor.not_redistributable", where=one.ref, key=one.key, source=one.source.source_id)


def _unit(one: Factor) -> Found:
    try:
        kind = activity_unit(one.unit).kind
    except KetenkompasError as fault:
        yield fault
        return
    if kind != one.quantity_kind:
        yield InputError(
            "factor.unit_kind", where=one.ref, key=one.key, unit=one.unit, kind=kind, found=one.quantity_kind
        )


def _absent(one: Factor) -> Found:
    if one.value is None and one.status == "active" and not _WITHOUT_VALUE & set(one.flags):
        yield InputError("factor.value_absent", where=one.ref, key=one.key)


def _sums(one: Factor) -> Found:
    if one.value is None or not one.components:
        return
    total = sum(part.value for part in one.components)
    allowed = max(SUM_TOLERANCE[0], SUM_TOLERANCE[1] * abs(one.value))
    if abs(total - one.value) > allowed and "sum_mismatch" not in one.flags:
        yield InputError("factor.sum_mismatch", where=one.ref, key=one.key, value=one.value, total=round(total, 6))
    if one.boundary == "WTW":
        for part in one.components:
            if part.value > one.value + allowed:
                yield InputError(
                    "factor.below_part", where=one.ref, key=one.key, value=one.value, stage=part.stage, part=part.value
                )


def _plausible(one: Factor) -> Found:
    told = _measure(one)
    if told is None:
        return
    value, (least, most), unit = told
    if not least <= value <= most:
        yield InputError(
            "factor.implausible", where=one.ref, key=one.key, value=round(value, 6), least=least, most=most, unit=unit
        )


def _measure(one: Factor) -> tuple[float, tuple[float, float], str] | None:
    burned = next((part.value for part in one.components if part.stage == "TTW"), None)
    if one.category == "fuels" and one.energy_content_mj and burned and not one.biogenic_co2:
        return burned / one.energy_content_mj * 1000, CARBON_KG_PER_GJ, "kg/GJ"
    if one.value is None:
        return None
    if one.category == "electricity" and one.quantity_kind == "energy":
        return one.value / activity_unit(one.unit).per_base, ELECTRICITY_KG_PER_KWH, "kg/kWh"
    if one.category == "spend" and one.currency == "EUR":
        return one.value, SPEND_KG_PER_EUR, "kg/EUR"
    return (one.value, (0.0, float("inf")), "kg/kg") if one.boundary == "GWP" else None


def _versions(records: Sequence[Factor]) -> Found:
    by_ref = {one.ref: one for one in records}
    for ref, count in Counter(one.ref for one in records).items():
        if count > 1:
            yield InputError("factor.version_twice", where=ref, key=by_ref[ref].key, count=count)
    for one in records:
        before = by_ref.get(f"{one.factor_id}@{one.supersedes}")
        if before is not None and not one.change_note and is_jump(before.value, one.value):
            yield InputError(
                "factor.jump_without_note", where=one.ref, key=one.key, before=before.value, after=one.value
            )


def is_jump(before: float | None, after: float | None) -> bool:
    """Whether a value changed by more than a factor 3, or its sign, so that a person has to look.

    Examples
    --------
    >>> is_jump(1.09, 0.109), is_jump(3.2, 3.3), is_jump(-2.0, 1.0), is_jump(None, 1.0)
    (True, False, True, False)
    """
    if before is None or after is None or before == after:
        return False
    if before * after <= 0:
        return True
    return not 1 / JUMP <= after / before <= JUMP


def _doubles(records: Sequence[Factor]) -> Found:
    newest: dict[tuple[str, str], Factor] = {}
    for one in records:
        name = (one.factor_id, one.source.edition)
        if name not in newest or newest[name].version < one.version:
            newest[name] = one
    same = Counter(
        (one.source.source_id, one.key, one.region, one.source.edition, one.boundary, one.gwp_set)
        for one in newest.values()
    )
    for (source, key, region, edition, *_), count in same.items():
        if count > 1:
            yield InputError("factor.key_twice", where=f"{source} {edition}", key=key, region=region, count=count)
