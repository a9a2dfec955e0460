"""The keys between the classifications: published ones, our own, and those that follow from a rule."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import get_args

from ketenkompas.classifications._classification import classification, named
from ketenkompas.classifications._correspondence import Correspondence, divisions
from ketenkompas.classifications._derived import by_heading, same_code, same_words
from ketenkompas.classifications._packaged import KEY_COLUMNS, About, about, folder, frame
from ketenkompas.classifications._pairs import Pair, Relation
from ketenkompas.classifications._schemes import scheme
from ketenkompas.classifications._spend import SpendTarget, cpv_target, rgs_targets
from ketenkompas.errors import CorrespondenceError, InputError, Where

SPEND, FIGARO = "SPEND", "FIGARO"
Pairs = Mapping[str, Iterable[Pair]]
_USED = re.compile(r", gebruikt(,| \(|$)")  # the Dutch text of a customs code for used goods
_RELATIONS: Mapping[str, Relation] = {one: one for one in get_args(Relation)}


def correspondence(source: str, target: str) -> Correspondence:
    """The key from one classification to another; where there is none of its own, the shortest chain of keys.

    ``SPEND`` stands for the A64 groups with the special targets (``energy:electricity``, ``no_emission``, ...), and
    ``FIGARO`` for the regions of FIGARO's newest edition. A chain names the schemes it goes ``through``.

    Raises
    ------
    UnknownCodeError
        ``classification.no_scheme``.
    CorrespondenceError
        ``correspondence.no_key`` when no chain of keys leads from the one to the other.

    Examples
    --------
    >>> correspondence("CN2022", "CPA2.1").targets("72071114")
    ('24.10.21',)
    >>> key = correspondence("CN2023", "A64")
    >>> key.targets("72071114"), key.through
    (('C24',), ('CPA2.1',))
    """
    return _found(_named(source), _named(target))


def keys() -> tuple[tuple[str, str], ...]:
    """The keys that are here, each as source and target; chains of them come on top."""
    return tuple(_MAKERS)


@functools.cache
def _found(source: str, target: str) -> Correspondence:
    path = _path(source, target)
    if not path:
        raise CorrespondenceError("correspondence.no_key", source=source, target=target)
    steps = [_made(*step) for step in path]
    whole = steps[0]
    for step in steps[1:]:
        whole = whole.then(step)
    return whole if len(steps) == 1 else dataclasses.replace(whole, about=_chained([key.about for key in steps]))


def _chained(said: Iterable[About | None]) -> About:
    """Who made the keys of a chain: all of them, each once."""
    known = [one for one in said if one is not None]

    def all_of(parts: Iterable[str]) -> str:
        return "; ".join(dict.fromkeys(part for part in parts if part))

    return About(
        title_en=all_of(one.title_en for one in known),
        title_nl=all_of(one.title_nl for one in known),
        edition=all_of(one.edition for one in known),
        publisher=all_of(one.publisher for one in known),
        licence=all_of(one.licence for one in known),
        attribution=all_of(one.attribution for one in known),
        derived=any(one.derived for one in known),
        note_en=" ".join(one.note_en for one in known if one.note_en),
        note_nl=" ".join(one.note_nl for one in known if one.note_nl),
    )


@functools.cache
def _made(source: str, target: str) -> Correspondence:
    return _MAKERS[source, target]()


def _path(source: str, target: str) -> list[tuple[str, str]]:
    """The shortest chain; empty when there is none."""
    waiting: deque[list[tuple[str, str]]] = deque([key] for key in _MAKERS if key[0] == source)
    seen = {source}
    while waiting:
        path = waiting.popleft()
        end = path[-1][1]
        if end == target:
            return path
        if end not in seen:
            seen.add(end)
            waiting.extend([*path, key] for key in _MAKERS if key[0] == end)
    return []


def _named(name: str) -> str:
    return name.upper() if name.upper() in (SPEND, FIGARO) else named(name)


def _key(source: str, target: str, found: Pairs, said: About) -> Correspondence:
    details = {code: tuple(pairs) for code, pairs in found.items()}
    ends = {code: tuple(pair.target for pair in pairs) for code, pairs in details.items()}
    return Correspondence(source, target, ends, details, said)


def _stored(source: str, target: str, stem: str) -> Correspondence:
    place = folder() / "keys"
    found: dict[str, list[Pair]] = {}
    for start, end, relation, note in frame(place / f"{stem}.parquet", KEY_COLUMNS).iter_rows():
        found.setdefault(start, []).append(Pair(end, _relation(relation, stem), None, note=note))
    sole = {code: [_taking_all(pairs[0])] if len(pairs) == 1 else pairs for code, pairs in found.items()}
    return _key(source, target, sole, about(place / f"{stem}.meta.json"))


def _taking_all(pair: Pair) -> Pair:
    return Pair(pair.target, pair.relation, 1.0, note=pair.note)


def _relation(text: str, stem: str) -> Relation:
    if text not in _RELATIONS:
        raise InputError("classification.damaged", where=Where(file=stem), file=stem, reason=f"relation {text}")
    return _RELATIONS[text]


def _divisions_to_a64(source: str) -> Correspondence:
    """By division: every division lies in one A64 group; a section may hold several groups."""
    known, listed = divisions(), classification(source)
    groups: dict[str, set[str]] = {}
    for division, group in known.items():
        groups.setdefault(group, set()).add(division)
    found: dict[str, list[Pair]] = {}
    for code, item in listed.items.items():
        held = {one.code for one in listed.children(code)} if item.level == 1 else {code[:2]}
        ends = sorted({known[division] for division in held})
        whole = item.level <= 2 and len(ends) == 1 and held == groups[ends[0]]
        relation: Relation = "exact" if whole else "broad" if len(ends) == 1 else "narrow"
        found[code] = [Pair(end, relation, 1.0 if len(ends) == 1 else None) for end in ends]
    return _key(source, "A64", found, _said("divisions-to-a64"))


def _to_hs(source: str) -> Correspondence:
    """The first six digits of a customs code, where the Harmonized System has them (not chapters 98 and 99)."""
    known = classification("HS2022").items
    found = {code: [Pair(code[:6], "broad", 1.0)] for code in classification(source).items if code[:6] in known}
    return _key(source, "HS2022", found, _said("cn-to-hs"))


def _next_cn() -> Correspondence:
    old, new = classification("CN2022").items, classification("CN2023").items
    return same_code(old, new, _said("cn2022-to-cn2023"), source="CN2022", target="CN2023")


def _cn2023_to_cpa() -> Correspondence:
    items = classification("CN2023").items
    used = frozenset(code for code, item in items.items() if _USED.search(item.nl))
    return by_heading(items, _made("CN2022", "CPA2.1"), _said("cn2023-to-cpa21"), source="CN2023", used=used)


def _next_nace() -> Correspondence:
    old, new = (tuple(classification(name).items.values()) for name in ("NACE2", "NACE2.1"))
    return same_words(old, new, _said("nace2-to-nace21"), source="NACE2", target="NACE2.1")


def _rgs_to_spend() -> Correspondence:
    found = {code: [_of_target(one)] for code, one in rgs_targets().items()}
    return _key("RGS3.7", SPEND, found, _said("rgs-to-spend"))


def _cpv_to_spend() -> Correspondence:
    found = {code: [_of_target(cpv_target(code))] for code in classification("CPV2008").items}
    return _key("CPV2008", SPEND, found, _said("cpv-division-to-a64"))


def _cpv_to_a64() -> Correspondence:
    """Only what is a product group: energy and fuels are asked in their own units, and stand under ``SPEND``."""
    whole, groups = _made("CPV2008", SPEND), scheme("A64").items
    found = {code: whole.candidates(code) for code, ends in whole.pairs.items() if ends[0] in groups}
    return _key("CPV2008", "A64", found, _said("cpv-division-to-a64"))


def _of_target(one: SpendTarget) -> Pair:
    note = f"decided by {one.code}" + (f"; {one.note}" if one.note else "")
    return Pair(one.target, "related", 1.0, confidence=one.confidence, note=note)


def _said(stem: str) -> About:
    return about(folder() / f"keys/{stem}.meta.json")


_MAKERS: Mapping[tuple[str, str], Callable[[], Correspondence]] = {
    ("CN2021", "CN2022"): lambda: _stored("CN2021", "CN2022", "cn2021-to-cn2022"),
    ("CN2022", "CN2021"): lambda: _made("CN2021", "CN2022").turned(),
    ("CN2022", "CN2023"): _next_cn,
    ("CN2023", "CN2022"): lambda: _made("CN2022", "CN2023").turned(),
    ("CN2022", "CPA2.1"): lambda: _stored("CN2022", "CPA2.1", "cn2022-to-cpa21"),
    ("CN2023", "CPA2.1"): _cn2023_to_cpa,
    ("CN2022", "HS2022"): lambda: _to_hs("CN2022"),
    ("CN2023", "HS2022"): lambda: _to_hs("CN2023"),
    ("NACE2", "CPA2.1"): lambda: _stored("NACE2", "CPA2.1", "nace2-to-cpa21"),
    ("NACE2", "NACE2.1"): _next_nace,
    ("NACE2", "A64"): lambda: _divisions_to_a64("NACE2"),
    ("CPA2.1", "A64"): lambda: _divisions_to_a64("CPA2.1"),
    ("CPV2008", "A64"): _cpv_to_a64,
    ("CPV2008", SPEND): _cpv_to_spend,
    ("RGS3.7", SPEND): _rgs_to_spend,
    ("COUNTRIES", FIGARO): lambda: _stored("COUNTRIES", FIGARO, "countries-to-figaro"),
}
