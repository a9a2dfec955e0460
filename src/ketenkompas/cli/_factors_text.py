"""Emission factors, imports and releases as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ketenkompas import library
from ketenkompas.factors import ChangeStep, Component, Factor, activity_unit
from ketenkompas.i18n import Language, exact, number, text
from ketenkompas.ingest import FactorImport

_SHOWN = 12


def value_of(factor: Factor, value: float | None, language: Language) -> str:
    """A value with its unit, or what the source says instead of one."""
    if value is None:
        return factor.value_text or text("cli.factor.no_value", language)
    unit = "kg CO2e/kg" if factor.boundary == "GWP" else f"kg CO2e/{activity_unit(factor.unit).label(language)}"
    return f"{exact(value, language, 6)} {unit}"


def factor_lines(factor: Factor, language: Language) -> list[str]:
    """Everything that must be known to use a factor."""
    source = factor.source
    told: list[tuple[str, str]] = [
        ("value", value_of(factor, factor.value, language)),
        ("parts", _parts(factor.components, language)),
        ("other", _parts(factor.alternatives, language)),
        ("interval", _interval(factor, language)),
        ("biogenic", "" if factor.biogenic_co2 is None else f"{exact(factor.biogenic_co2, language)} kg CO2"),
        ("avoided", "" if factor.avoided is None else exact(factor.avoided, language)),
        ("boundary", factor.boundary),
        ("region", factor.region),
        ("valid", f"{factor.valid_from} - {factor.valid_to or ''}".rstrip(" -")),
        ("gwp", factor.gwp_set),
        ("scopes", ", ".join(factor.scope_hint)),
        ("codes", ", ".join(f"{one.scheme} {one.code}" for one in factor.classifications)),
        ("flags", ", ".join(factor.flags)),
        ("status", factor.status),
        ("note", factor.change_note),
        ("source", f"{source.publisher}: {source.dataset}, {source.edition} ({source.source_version}), {factor.cell}"),
        ("licence", f"{source.licence} ({source.licence_verdict})"),
        ("attribution", source.attribution),
        ("ref", f"{factor.key}  {factor.ref}"),
    ]
    width = max(len(text(f"cli.factor.{name}", language)) for name, _ in told)
    lines = [f"{text(f'cli.factor.{name}', language):{width}}  {value}" for name, value in told if value]
    return [factor.name(language), *lines, ""]


def _parts(parts: Sequence[Component], language: Language) -> str:
    return ", ".join(f"{one.stage} {exact(one.value, language, 6)}" for one in parts)


def _interval(factor: Factor, language: Language) -> str:
    if factor.value is None or factor.gsd2 is None:
        return ""
    ends = sorted((factor.value / factor.gsd2, factor.value * factor.gsd2))
    low, high = (exact(one, language, 3) for one in ends)
    return text(f"cli.factor.interval_{factor.uncertainty_source}", language, low=low, high=high)


def step_row(step: ChangeStep, language: Language) -> tuple[str, ...]:
    """One line of a difference: name, before, after, change in per cent, cause with its note."""
    before = "" if step.before is None else value_of(step.before, step.before.value, language)
    after = "" if step.after is None else value_of(step.after, step.after.value, language)
    ratio = step.ratio
    change = "" if ratio is None else f"{number((ratio - 1) * 100, language)} %"
    cause = text(f"factor.cause.{step.cause}", language)
    return step.factor.name(language), before, after, change, f"{cause}: {step.note}" if step.note else cause


def import_lines(found: FactorImport, language: Language) -> Iterator[str]:
    """The report of an import: what was taken, what was skipped and why, what is odd."""
    told = found.as_json(language)
    yield f"{found.edition.publisher}: {found.edition.dataset}, {found.edition.edition}"
    yield text("cli.factor.taken", language, count=told["taken"])
    for name, count in told["by_status"].items():
        yield f"  {name}: {count}"
    yield text("cli.factor.skipped", language, count=len(found.skipped))
    for one in told["skipped"][:_SHOWN]:
        yield f"  {one['where']}: {one['text']} - {one['why']}"
    if len(found.skipped) > _SHOWN:
        yield f"  {text('cli.factor.more', language, count=len(found.skipped) - _SHOWN)}"
    yield text("cli.factor.odd", language, count=len(found.anomalies))
    for odd in found.anomalies[:_SHOWN]:
        yield f"  {odd.where}: {odd.sentence(language)}"
    if len(found.anomalies) > _SHOWN:
        yield f"  {text('cli.factor.more', language, count=len(found.anomalies) - _SHOWN)}"


def release_lines(info: library.factors.ReleaseInfo, language: Language) -> Iterator[str]:
    """A release: number, date, records, changes by cause, sources with their attribution."""
    yield text(
        "cli.factor.release",
        language,
        number=info.number,
        day=info.published_on,
        count=info.records,
        sha256=info.sha256,
    )
    if info.note(language):
        yield f"  {info.note(language)}"
    for cause, count in info.changes.items():
        yield f"  {text(f'factor.cause.{cause}', language)}: {count}"
    for one in info.editions:
        yield f"  {one.source_id} {one.edition}: {one.attribution} ({one.licence}, {one.licence_verdict})"
