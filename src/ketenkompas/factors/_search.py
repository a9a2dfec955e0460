"""Search over emission factors: Dutch and English, with typing errors, synonyms and codes, and why each was found."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ketenkompas.classifications import scheme
from ketenkompas.errors import Language
from ketenkompas.factors._record import Boundary, Category, Factor
from ketenkompas.factors._search_fields import IN_NAME
from ketenkompas.factors._search_index import LANGUAGES, Numbers, Places, Postings, WordIndex, word_index
from ketenkompas.factors._search_query import Slot, slots_of
from ketenkompas.factors._search_readings import Lexicon, Reading, WhyCode, vocabulary
from ketenkompas.factors._search_synonyms import Synonyms, synonyms
from ketenkompas.factors._search_text import phrase_key, without_numbers, words
from ketenkompas.i18n import text as sentence

Answer = tuple[Numbers, Numbers]  # per record: how well it fits, and how many words of its name that takes

_OTHER_LANGUAGE = 0.85
_WHOLE_NAME, _WHOLE_TERM, _LEAD, _SHARE_OF_NAME, _MEANT = 0.6, 0.3, 0.3, 0.2, 0.9
_ENOUGH, _NEAR_THE_BEST = 0.5, 0.65
_MOST_CUSTOMS = 2  # per answer, when no code, country or category was asked for
_MOST_ALIKE = 3  # records whose names differ in the particulars alone


@dataclass(frozen=True, slots=True)
class Why:
    """Which part of the question led to a record, and how it was read."""

    code: WhyCode
    asked: str
    found: str

    def sentence(self, language: Language = "nl") -> str:
        """The reason in words."""
        return sentence(f"factor_search.{self.code}", language, asked=self.asked, found=_told(self.found, language))


def _told(found: str, language: Language) -> str:
    """What was read, with a code of a product group by its name."""
    is_group = found.startswith("a64=")
    group = scheme("A64").items.get(found.removeprefix("a64=")) if is_group else None
    return found if group is None else f"{group.label(language, product=True)} ({group.code})"


@dataclass(frozen=True, slots=True)
class Found:
    """A record with its score (higher fits better; comparable within one answer) and the reasons."""

    factor: Factor
    score: float
    why: tuple[Why, ...]


@dataclass(frozen=True)
class SearchIndex:
    """An index over the records of a release; made by :func:`search_index`, can be pickled."""

    records: tuple[Factor, ...] = field(repr=False)
    words: WordIndex = field(repr=False)
    synonyms: Synonyms = field(repr=False)
    vocabulary: tuple[str, ...] = field(repr=False)

    def find(
        self,
        text: str,
        *,
        language: Language = "nl",
        limit: int = 10,
        category: Category | None = None,
        region: str | None = None,
        source: str | None = None,
        boundary: Boundary | None = None,
    ) -> tuple[Found, ...]:
        """Records that a question can mean, the best first; none rather than far-fetched ones.

        Parameters
        ----------
        text : str
            What a person typed: words, a code (``7207 11 14``, ``R-410A``, ``C31_32``), a key or an id.
        language : {"nl", "en"}
            Language of the question; names in the other language are searched too and count for less.
        limit : int
            The most that is answered.
        category, region, source, boundary : str, optional
            Only records of these.

        Notes
        -----
        The score of a record is the weighted share of the question that it answers, plus a bonus for a name that is
        the question, for a search term that is, and for the share of the name that was asked for, plus the rank of its
        source. Lapsed records come last. Of records that differ in their country alone one is shown, unless a country
        is named. Method: ``docs/methods/factor-search.md``.
        """
        slots = slots_of(Lexicon(self.words, self.synonyms, self.vocabulary, language), text)
        if not slots or not self.records or limit < 1:
            return ()
        answers = [[_reading(self.words, one, language) for one in slot.readings] for slot in slots]
        fit, named_words = _fit(slots, answers, self.words.size)
        kept = self._kept(category, region, source, boundary)
        wanted = kept & (fit >= max(_ENOUGH, fit[kept].max(initial=0.0) * _NEAR_THE_BEST))
        scores = self._scores(fit, named_words) + self._bonus(slots, phrase_key(words(without_numbers(text)), language))
        named = category is not None or region is not None or any(slot.names("code", "region") for slot in slots)
        ordered = self._order(np.flatnonzero(wanted), scores)
        return tuple(
            Found(self.records[place], round(float(scores[place]), 4), _why(slots, answers, place))
            for place in self._spread(ordered, limit, named)
        )

    def _kept(
        self, category: Category | None, region: str | None, source: str | None, boundary: Boundary | None
    ) -> NDArray[np.bool_]:
        """Which records are searched at all."""
        kept = np.ones(self.words.size, dtype=np.bool_)
        for held, asked in zip(self._held, (category, region, source, boundary), strict=True):
            if asked is not None:
                kept &= held == asked
        return kept

    @functools.cached_property
    def _held(self) -> tuple[NDArray[np.str_], ...]:
        """Category, region, source and boundary of every record."""
        told = ((one.category, one.region, one.source.source_id, one.boundary) for one in self.records)
        return tuple(np.array(column, dtype=np.str_) for column in zip(*told, strict=True))

    def _scores(self, fit: Numbers, named: Numbers) -> Numbers:
        share = np.maximum(*(np.minimum(1.0, named / self.words.name_sizes[language]) for language in LANGUAGES))
        scores: Numbers = fit + np.float32(_SHARE_OF_NAME) * share.astype(np.float32) + self.words.rank
        return scores

    def _bonus(self, slots: Sequence[Slot], asked: str) -> Numbers:
        """For names, their beginnings, search terms and codes that are the question, or what all of it means."""
        bonus = np.zeros(self.words.size, dtype=np.float32)
        readings = slots[0].readings if len(slots) == 1 else ()
        phrases = [(asked, 1.0), (" ".join(slot.own_phrase for slot in slots), _MEANT)]
        phrases += [(reading.phrase, reading.quality * _MEANT) for reading in readings]
        for phrase, quality in phrases:
            for places, worth in self._equal(phrase):
                bonus[places] = np.maximum(bonus[places], np.float32(worth * quality))
        for key, quality in ((key, reading.quality * _MEANT) for reading in readings for key, _ in reading.codes):
            postings = self.words.coded(key)
            if postings is not None:
                exact = postings.places[postings.weights >= 1]
                bonus[exact] = np.maximum(bonus[exact], np.float32(_WHOLE_TERM * quality))
        return bonus

    def _equal(self, phrase: str) -> list[tuple[Places, float]]:
        """Records of which the name, its beginning or a search term is the phrase."""
        if not phrase:
            return []
        index = self.words
        given = ((index.names, _WHOLE_NAME), (index.terms, _WHOLE_TERM), (index.leads, _LEAD))
        return [(held[phrase], worth) for held, worth in given if phrase in held]

    def _order(self, places: NDArray[np.intp], scores: Numbers) -> list[int]:
        lapsed = np.array([self.records[place].status != "active" for place in places], dtype=np.bool_)
        keys = (places, self.words.preferred[places], -np.round(scores[places], 4), lapsed)
        return [int(place) for place in places[np.lexsort(keys)]]

    def _spread(self, ordered: Sequence[int], limit: int, named: bool) -> list[int]:
        """One record per family first, few that are alike, few customs goods, none that is lapsed; then the others."""
        shown: list[int] = []
        passed: list[int] = []
        regions: dict[int, str] = {}
        heads: Counter[int] = Counter()
        customs = 0
        for place in ordered:
            family, head, record = int(self.words.families[place]), int(self.words.heads[place]), self.records[place]
            crowded = not named and record.category == "customs_goods" and customs >= _MOST_CUSTOMS
            crowded = crowded or heads[head] >= _MOST_ALIKE or record.status != "active"
            if crowded or regions.setdefault(family, record.region) != record.region:
                passed.append(place)
                continue
            customs += record.category == "customs_goods"
            heads[head] += 1
            shown.append(place)
            if len(shown) == limit:
                return shown
        return (shown + passed)[:limit]


def search_index(records: Iterable[Factor], *, home: str = "NL", meanings: Synonyms | None = None) -> SearchIndex:
    """An index over records, in which those of the home region come first when words fit equally."""
    kept = tuple(records)
    told = synonyms() if meanings is None else meanings
    index = word_index(kept, home)
    return SearchIndex(kept, index, told, vocabulary(index, told))


def _fit(slots: Sequence[Slot], answers: Sequence[Sequence[Answer]], size: int) -> Answer:
    """Per record the share of the question that it answers, and how many words of its name were asked for."""
    fit, named = np.zeros((2, size), dtype=np.float32)
    total = sum(slot.weight for slot in slots)
    for slot, several in zip(slots, answers, strict=True):
        if several:
            fit += np.max([fits for fits, _ in several], axis=0) * np.float32(slot.weight / total)
            named += np.max([hits for _, hits in several], axis=0)
    return fit, named


def _why(slots: Sequence[Slot], answers: Sequence[Sequence[Answer]], place: int) -> tuple[Why, ...]:
    """How every part of the question was read for one record: the reading that fits it best, the first of equals."""
    reasons = []
    for slot, several in zip(slots, answers, strict=True):
        fits = [float(one[place]) for one, _ in several]
        if any(fits):
            reading = slot.readings[fits.index(max(fits))]
            reasons.append(Why(reading.kind, slot.asked, reading.shown))
        else:
            reasons.append(Why("unused", slot.asked, ""))
    return tuple(reasons)


def _reading(index: WordIndex, reading: Reading, language: str) -> Answer:
    """How well every record answers a reading (0 where it does not), and how many words of its name that takes."""
    if reading.region:
        given = [(index.regions.get(reading.region), reading.quality)]
        return _weighed(index.size, given)[0], np.zeros(index.size, dtype=np.float32)
    if reading.codes:
        given = [(index.coded(key), reading.quality * part) for key, part in reading.codes]
        return _weighed(index.size, given)[0], np.zeros(index.size, dtype=np.float32)
    whole = np.ones(index.size, dtype=np.bool_)
    total, named = np.zeros((2, index.size), dtype=np.float32)
    for term in reading.terms:
        given = [
            (index.stems[spoken].get(key), quality * (1.0 if spoken == language else _OTHER_LANGUAGE))
            for key, quality in term
            for spoken in LANGUAGES
        ]
        fits, hits = _weighed(index.size, given)
        whole &= fits > 0
        total += fits
        named += hits
    return whole * total * np.float32(reading.quality / max(1, len(reading.terms))), whole * named


def _weighed(size: int, given: Iterable[tuple[Postings | None, float]]) -> Answer:
    """Per record the best weight of all fields, and of its name alone."""
    fits, named = np.zeros((2, size), dtype=np.float32)
    for postings, quality in given:
        if postings is not None:
            weights = postings.weights * np.float32(quality)
            fits[postings.places] = np.maximum(fits[postings.places], weights)
            inside = postings.weights >= IN_NAME
            held = postings.places[inside]
            named[held] = np.maximum(named[held], weights[inside])
    return fits, named
