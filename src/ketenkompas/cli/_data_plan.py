"""``ketenkompas data plan``: which missing table would improve which figure, in order of effect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ketenkompas.cli._data_text import place_text
from ketenkompas.errors import Language
from ketenkompas.i18n import number, text
from ketenkompas.ingest import PlanItem
from ketenkompas.sources import Places, SourceRecord, records


def plan_rows(items: tuple[PlanItem, ...], spots: Places) -> list[dict[str, Any]]:
    """The plan as plain data in both languages, with where each table is now."""
    return [
        {
            "order": item.order,
            "tables": [_table(source, spots) for source in item.sources],
            "here": all(spots.find(source) for name in item.sources for source in records(name)),
            "improves": dict(item.improves),
            "replaces": dict(item.replaces),
            "variance_share": item.variance_share,
            "variance_of": item.seen_in,
            "lessens": list(item.lessens),
            "effect_kg": item.effect_kg,
        }
        for item in items
    ]


def plan_text(items: tuple[PlanItem, ...], spots: Places, lang: Language) -> str:
    """The plan as text: per step what it improves, what it replaces, and which tables are here."""
    order = "measured" if any(item.variance_share is not None for item in items) else "order"
    lines = [text("plan.households.title", lang), text(f"plan.households.{order}", lang)]
    for item in items:
        lines += ["", *_step(item, spots, lang)]
    lacking = [name for item in items for name in item.sources if not all(map(spots.find, records(name)))]
    if lacking:
        lines += ["", text("plan.households.fetch", lang, ids=lacking[0])]
    return "\n".join(lines)


def _step(item: PlanItem, spots: Places, lang: Language) -> Iterator[str]:
    yield f"{item.order}. {item.improves[lang][:1].upper()}{item.improves[lang][1:]}"
    yield f"   {text('plan.households.replaces', lang)}: {item.replaces[lang]}"
    share = text("plan.households.unmeasured", lang)
    if item.variance_share is not None:
        share = text(
            f"plan.households.share_{item.seen_in or 'place'}", lang, share=number(100 * item.variance_share, lang, 0)
        )
    yield f"   {text('plan.households.variance', lang)}: {share}"
    for name in item.sources:
        source = records(name)[0]
        yield f"   - {name}: {source.title_in(lang)} [{place_text(source, spots.find(source), lang)}]"


def _table(name: str, spots: Places) -> dict[str, Any]:
    source: SourceRecord = records(name)[0]
    found = spots.find(source)
    return {
        "id": name,
        "title": {"nl": source.title_nl, "en": source.title},
        "place": None if found is None else found[1],
        "file": source.path if found is None else str(found[0]),
        "reach": source.reach,
    }
