"""What of a record is searched: its words, codes and beginnings, and what makes it come first."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import pairwise

from ketenkompas.classifications import areas
from ketenkompas.factors._record import Factor
from ketenkompas.factors._search_synonyms import code_key
from ketenkompas.factors._search_text import meaningful, phrase_key, plain, refrigerant, stem, without_numbers, words

_HEAD, IN_NAME = 1.0, 0.9
_TERM, _VARIANT, _GROUP = 0.88, 0.55, 0.5
_PARTICULARS = re.compile("[,(:]")  # what stands after it tells records of one thing apart
_PARTICULAR, _MOST_PARTICULARS = 0.4, 4  # weight of such a word in the size of a name, and how many count
_EXACT_CODE, _WIDER_CODE = 1.0, 0.6
_LONGEST_LEAD = 2
_KEPT = re.compile(", (Ambient|Cooled|Frozen)\\b.*$")
_CUSTOMS_CODE = re.compile(r"\(CN ([\d ]+)\)")

# What comes first when words fit equally: the national list, then RIVM, British proxies, spend; customs goods matter
# to importers alone, grids of other countries and potentials of gases to few.
_RANK = {
    "co2emissiefactoren-nl": 0.20, "rivm-food": 0.10, "desnz": 0.0, "figaro-ecodex": -0.06, "grid-intensity": -0.05,
    "cbam-defaults": -0.05, "cbam-benchmarks": -0.07, "gwp-ipcc": -0.08,
}  # fmt: skip
_RANK_OF_OTHERS, _RANK_AT_HOME, _RANK_PURCHASER, _RANK_NO_TOTAL = 0.0, 0.05, 0.02, -0.02
# A general question asks for the general factor.
_GENERAL = ((re.compile(r"\b(onbekend|algemeen)\b"), 0.10), (re.compile(r"\b(gemiddelde?|gem)\b"), 0.05))
REST = {"nl": "overige landen", "en": "other countries"}  # the name of all countries without values of their own
_FIRST_REGIONS = ("EU27_2020", "RoW", "FIGW1", "GB")


def terms_of(record: Factor, language: str) -> tuple[str, ...]:
    """The search terms in one language."""
    return record.search_terms_nl if language == "nl" else record.search_terms_en


def _group(record: Factor, language: str) -> str:
    return record.group_nl if language == "nl" else record.group_en


def texts_of(record: Factor, language: str) -> tuple[str, ...]:
    """Every text of which the words are searched."""
    beside = (record.technology, record.variant, _group(record, language), _packed(record, language))
    return (_own_name(record, language), *terms_of(record, language), *beside)


def _own_name(record: Factor, language: str) -> str:
    """The name without that of the record's own region, which is found as a region and never guessed as a word.

    Of food without how it is kept and packed too: who asks for a cardboard box wants no ice cream out of one.
    """
    area = areas().get(record.region)
    own = area.name(language) if area else REST[language] if record.region == "RoW" else ""
    name = record.name(language).replace(own, " ") if own else record.name(language)
    return name.removesuffix(_packed(record, language))


def _packed(record: Factor, language: str) -> str:
    """How a food is kept and packed, as the end of its name tells it; empty for everything else."""
    found = _KEPT.search(record.name(language)) if record.category == "food" else None
    return found[0] if found else ""


def whole_names(record: Factor, language: str) -> tuple[str, ...]:
    """The name, where it does not tell one country from the others."""
    name = record.name(language)
    return (name,) if _own_name(record, language) == name else ()


def leads_of(record: Factor, language: str) -> tuple[str, ...]:
    """What a name begins with: its first word and its first two."""
    first = words(record.name(language))[:_LONGEST_LEAD]
    return tuple(" ".join(first[:count]) for count in range(1, len(first) + 1))


@functools.lru_cache(maxsize=65536)
def _keys(text: str, language: str) -> tuple[str, ...]:
    """The stems by which a text is found; numbers of gases as well, however they are written."""
    found = words(without_numbers(text))
    keys = {stem(one): None for one in meaningful(found, language)}
    for before, after in pairwise((*found, "")):
        gas = refrigerant(before) or (refrigerant(before + after) if before.isalpha() else "")
        if gas:
            keys["#" + gas] = None
    return tuple(keys)


@functools.lru_cache(maxsize=65536)
def phrase_of(text: str, language: str) -> str:
    """What a name or a term is compared by as a whole."""
    return phrase_key(words(without_numbers(text)), language)


def stems_of(record: Factor, language: str) -> Iterator[tuple[str, float]]:
    """The stems by which it is found, with the weight of the field."""
    head, particulars = _split_name(_own_name(record, language))
    weighed = [(_HEAD, head), (IN_NAME, particulars), *((_TERM, term) for term in terms_of(record, language))]
    weighed += [(_VARIANT, record.technology), (_VARIANT, record.variant), (_GROUP, _group(record, language))]
    weighed += [(_GROUP, _packed(record, language))]
    return ((key, weight) for weight, text in weighed if text for key in _keys(text, language))


def codes_of(record: Factor) -> Iterator[tuple[str, float]]:
    """Codes that it is linked to; customs codes of an older or newer edition stand in its name alone."""
    for told in _CUSTOMS_CODE.findall(record.name_nl) if record.category == "customs_goods" else ():
        yield code_key("CN", told), _EXACT_CODE
    for link in record.classifications:
        yield code_key(link.scheme, link.code), _EXACT_CODE if link.relation == "exact" else _WIDER_CODE


def identities_of(record: Factor) -> tuple[str, ...]:
    """The names by which exactly this factor is known: key, id, source and native id."""
    names = (record.key, record.factor_id, f"{record.source.source_id}:{record.native_id}")
    return tuple(name.casefold() for name in names)


def name_size(record: Factor, language: str) -> float:
    """How many words its name has; particulars count for less, words that say nothing not at all."""
    return _size(_own_name(record, language))


@functools.lru_cache(maxsize=65536)
def _size(name: str) -> float:
    head, particulars = (len(meaningful(words(text))) for text in _split_name(name))
    return max(1.0, head + _PARTICULAR * min(particulars, _MOST_PARTICULARS))


def rank_of(record: Factor, home: str) -> float:
    """What is added to every score: its source, its region and how general it is."""
    rank = _RANK.get(record.source.source_id, _RANK_OF_OTHERS)
    rank += _RANK_AT_HOME if record.region == home else 0.0
    rank += _generality(_own_name(record, "nl"))
    rank += _RANK_PURCHASER if record.price_basis == "purchaser" else 0.0
    return rank + (_RANK_NO_TOTAL if record.value is None else 0.0)


@functools.lru_cache(maxsize=65536)
def _generality(name: str) -> float:
    return max(bonus if found.search(plain(name)) else 0.0 for found, bonus in _GENERAL)


def family_of(record: Factor) -> tuple[str, ...]:
    """Records of one source that differ in their region alone have the same name, but for that region."""
    codes = [link.code for link in record.classifications if link.relation == "exact"]
    return (record.source.source_id, record.variant, phrase_of(_own_name(record, "en"), "en"), *codes)


@functools.lru_cache(maxsize=65536)
def _split_name(name: str) -> tuple[str, str]:
    """What a name is about, and the particulars."""
    head, *particulars = _PARTICULARS.split(name, maxsplit=1)
    return head, "".join(particulars)


def head_of(record: Factor) -> tuple[str, str]:
    """What a name is about, before the particulars."""
    return record.source.source_id, _split_name(record.name_nl)[0]


def preference(region: str, home: str) -> int:
    """Which member of a family is shown when no region is asked for: the lowest."""
    order = (home, *_FIRST_REGIONS)
    return order.index(region) if region in order else len(order)
