"""The boundary of a factor as a drawing: the stages of a chain, and which of them the value counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ketenkompas.factors import Factor
from ketenkompas.i18n import Language, text

State = Literal["in", "missing", "out"]
Stages = tuple[tuple[str, State], ...]
SIGNS: Mapping[State, str] = {"in": "✓", "missing": "?", "out": "–"}
STAGES = ("raw", "production", "transport", "use", "end")
_INSIDE: Mapping[str, frozenset[str]] = {
    "cradle_to_gate": frozenset({"raw", "production"}),
    "cradle_to_shelf": frozenset({"raw", "production", "transport"}),
    "cradle_to_consumption": frozenset({"raw", "production", "transport", "use"}),
    "gate_to_grave": frozenset({"transport", "use", "end"}),
    "end_of_life": frozenset({"end"}),
    "use": frozenset({"use"}),
    "WTT": frozenset({"raw", "production", "transport"}),
    "TTW": frozenset({"use"}),
    "WTW": frozenset({"raw", "production", "transport", "use"}),
    "generation": frozenset({"production"}),
    "T&D": frozenset({"transport"}),
    "GWP": frozenset(),
}
_ENERGY = frozenset({"fuels", "electricity", "heat", "passenger_transport", "freight_transport", "homeworking"})
_POWER = frozenset({"electricity", "heat"})
_WIDE, _HIGH, _GAP, _TOP, _LETTERS = 148, 74, 22, 30, 15


@dataclass(frozen=True, slots=True)
class Boundary:
    """What is inside and outside, as a picture for those who see it and as a list for everybody."""

    name: str
    sentence: str
    stages: tuple[tuple[str, str, str], ...]
    picture: SafeString | None
    extras: tuple[str, ...]


def boundary(factor: Factor, language: Language) -> Boundary:
    """The boundary of a factor; of one without a total, the stages that are known and those that are missing."""
    family = "power" if factor.category in _POWER else "energy" if factor.category in _ENERGY else "goods"
    states = _states(factor)
    stages = tuple((text(f"factors.chain.{family}.{one}", language), states[one]) for one in STAGES)
    name = text(f"factors.boundary.{factor.boundary}.name", language)
    drawn = any(state == "in" for state in states.values())
    return Boundary(
        name=name,
        sentence=text(f"factors.boundary.{factor.boundary}.words", language),
        stages=tuple((label, state, text(f"factors.chain.{state}", language)) for label, state in stages if drawn),
        picture=_drawn(stages, text("factors.chain.alt", language, name=name), language) if drawn else None,
        extras=tuple(_extras(factor, language)),
    )


def _states(factor: Factor) -> Mapping[str, State]:
    inside = _INSIDE[factor.boundary]
    known = inside if factor.value is not None else _known(factor)
    return {one: "in" if one in known else "missing" if one in inside else "out" for one in STAGES}


def _known(factor: Factor) -> frozenset[str]:
    """The stages that the parts of a factor without a total speak of."""
    return frozenset().union(*(_INSIDE.get(one.stage, frozenset()) for one in factor.components))


def _extras(factor: Factor, language: Language) -> list[str]:
    told = [
        (factor.includes_capital_goods, "capital"),
        (factor.includes_infrastructure, "infrastructure"),
    ]
    found = [
        text(f"factors.includes.{name}.{'yes' if has else 'no'}", language) for has, name in told if has is not None
    ]
    if factor.aviation_rf != "na":
        found.append(text(f"factors.includes.rf.{factor.aviation_rf}", language))
    if factor.market_or_location:
        found.append(text(f"factors.market.{factor.market_or_location}", language))
    if factor.price_basis:
        found.append(text(f"factors.price_basis.{factor.price_basis}", language))
    if factor.vat:
        found.append(text(f"factors.vat.{factor.vat}", language))
    if factor.allocation:
        found.append(text("factors.allocation", language, rule=factor.allocation))
    if factor.technology:
        found.append(text("factors.technology", language, technology=factor.technology))
    if factor.category == "spend" and factor.price_year:
        found.append(text("factors.prices_of", language, year=factor.price_year))
    return found


def _drawn(stages: Stages, alt: str, language: Language) -> SafeString:
    """Boxes in a row, joined by arrows; below each stands in words whether it counts, so that colour is not needed."""
    wide = len(stages) * _WIDE + (len(stages) - 1) * _GAP
    boxes = ((_box(at, label, state, language),) for at, (label, state) in enumerate(stages))
    return format_html(
        '<svg class="kk-chain" viewBox="-2 -2 {} {}" role="img" aria-label="{}" focusable="false">{}</svg>',
        wide + 4, _HIGH + _TOP + 4, f"{alt} {_spoken(stages, language)}", format_html_join("", "{}", boxes),
    )  # fmt: skip


def _box(at: int, label: str, state: State, language: Language) -> SafeString:
    x = at * (_WIDE + _GAP)
    arrow = format_html(
        '<path class="kk-chain__arrow" d="M{} {}h{}m-6 -5l6 5l-6 5"/>', x - _GAP + 3, _HIGH / 2, _GAP - 6
    )
    return format_html(
        '{}<rect class="kk-chain__box kk-chain__box--{}" x="{}" y="0" width="{}" height="{}" rx="6"/>{}'
        '<text class="kk-chain__state" x="{}" y="{}">{} {}</text>',
        arrow if at else "", state, x, _WIDE, _HIGH, _lines(label, x + _WIDE / 2, state),
        x + _WIDE / 2, _HIGH + 21, SIGNS[state], text(f"factors.chain.{state}", language),
    )  # fmt: skip


def _lines(label: str, x: float, state: State) -> SafeString:
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + len(word) > _LETTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    first = _HIGH / 2 - (len(lines) - 1) * 9 + 5
    placed = ((x, first + at * 18, line) for at, line in enumerate(lines))
    return format_html(
        '<text class="kk-chain__name kk-chain__name--{}">{}</text>',
        state, format_html_join("", '<tspan x="{}" y="{}">{}</tspan>', placed),
    )  # fmt: skip


def _spoken(stages: Stages, language: Language) -> str:
    told = {state: ", ".join(label for label, own in stages if own == state) for state in SIGNS}
    return " ".join(
        text(f"factors.chain.spoken.{state}", language, stages=said) for state, said in told.items() if said
    )
