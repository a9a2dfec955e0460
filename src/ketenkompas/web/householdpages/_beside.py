"""Places that a reader chose, beside each other: which is higher is told only where it is sure."""

from __future__ import annotations

from dataclasses import dataclass

from ketenkompas.i18n import number, text
from ketenkompas.library import households
from ketenkompas.web.householdpages import _held
from ketenkompas.web.householdpages._asked import Asked


@dataclass(frozen=True, slots=True)
class Chosen:
    """A place beside others: its figure, its page, and the way to leave it out."""

    name: str
    link: str
    leave: str
    value: str
    span: str
    measured: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Places beside each other; ``verdicts`` say of each pair what is sure, ``lacking`` why nothing is said."""

    places: tuple[Chosen, ...]
    verdicts: tuple[str, ...]
    lacking: str


def beside(shown: Asked) -> Beside | None:
    """The chosen places beside each other; None where none is chosen."""
    if not shown.compare:
        return None
    made = tuple(_chosen(area, shown) for area in shown.compare)
    if len(made) < 2:
        return Beside(made, (), text("household.beside.one", shown.language))
    if shown.item not in _held.RANKED:
        return Beside(made, (), text("household.beside.not_ranked", shown.language))
    return Beside(made, _verdicts(shown), "")


def _chosen(area: str, shown: Asked) -> Chosen:
    language = shown.language
    found = households.footprint(area, group=shown.item, per=shown.per, lang=language)
    value, low, high = (number(getattr(found, name), language, 0) for name in ("value", "low", "high"))
    return Chosen(
        name=found.name,
        link=shown.link("household_place", area),
        leave=shown.without_place(area).link("households", province=shown.province, order=shown.order),
        value=value,
        span=f"{low} – {high}",
        measured=f"{number(100 * found.observed_share, language, 0)}%",
    )


def _verdicts(shown: Asked) -> tuple[str, ...]:
    """For each pair the sentence that is sure, told from the higher one."""
    found = households.compare(shown.compare, _held.RANKED[shown.item], shown.per, lang=shown.language)
    names = {one.area: one.name for one in found.figures}
    told = []
    for at, area in enumerate(shown.compare):
        for other in shown.compare[at + 1 :]:
            pair = found.pair(area, other)
            higher, lower = (other, area) if pair.verdict == "below" else (area, other)
            kind = "alike" if pair.verdict == "about_as_high" else "higher"
            told.append(text(f"household.beside.{kind}", shown.language, one=names[higher], other=names[lower]))
    return tuple(told)
