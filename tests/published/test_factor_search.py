"""The packaged factors answer everyday questions.

The first set of queries was committed before the search existed and the search was tuned on it; the second was
committed after that tuning, before it was tried. ``docs/methods/factor-search.md`` tells what they gave.
"""

from __future__ import annotations

import functools
import time

import pytest
from tests.published.factor_queries import FRESH, QUERIES, Rates, queries, rates

from ketenkompas.factors import Factor, SearchIndex, search_index
from ketenkompas.factors._search import _reading
from ketenkompas.factors._search_readings import _meant
from ketenkompas.ingest import read_edition
from ketenkompas.pipeline import packaged_factors

pytestmark = pytest.mark.xdist_group("factor-search")  # one worker makes what they share

SLOWEST_SECONDS, LONGEST_INDEXING_SECONDS = 0.030, 5.0  # of processor time: the machine may be busy


@functools.cache
def records() -> tuple[Factor, ...]:
    folders = sorted((packaged_factors() / "editions").glob("*/*/"))
    return tuple(one for folder in folders for one in read_edition(folder))


@functools.cache
def index() -> SearchIndex:
    return search_index(records())


def told(found: Rates) -> str:
    shares = ", ".join(f"{name} {share:.1%} of {found.counts[name]}" for name, share in found.shares.items())
    return shares + "".join(f"\n  not answered: {one.text!r} ({one.language}, {one.kind})" for one in found.failed)


def test_the_whole_base_is_searched() -> None:
    assert len(records()) > 13_000
    assert len({one.source.source_id for one in records()}) >= 8


def test_the_queries_are_many_and_of_every_kind() -> None:
    asked = queries(QUERIES)
    kinds = [one.kind for one in asked]
    plain = [one.language for one in asked if one.kind in ("plain", "synonym")]
    assert plain.count("nl") >= 110
    assert plain.count("en") >= 50
    assert (kinds.count("typo") >= 40, kinds.count("nothing") >= 25, kinds.count("code") >= 20) == (True, True, True)
    assert len({(one.text, one.language) for one in asked}) == len(asked) >= 240


@pytest.mark.parametrize("group", ["all", "nl", "en", "typo", "code", "nothing"])
def test_the_first_five_answer_ninety_five_in_a_hundred(group: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = rates(index(), queries(QUERIES))
    with capsys.disabled():
        print(f"\n{told(found)}" if group == "all" else "", end="")
    assert found.shares[group] >= 0.95, told(found)


def test_queries_written_afterwards_are_answered_nearly_as_often() -> None:
    found = rates(index(), queries(FRESH))
    assert found.shares["all"] >= 0.90, told(found)


def test_every_own_synonym_leads_to_a_record() -> None:
    meanings = {one for several in index().synonyms.written.values() for one in several}
    lost = [
        one.shown
        for one in sorted(meanings, key=lambda one: (one.language, one.shown))
        if not (_reading(index().words, next(_meant([one], one.language)), one.language)[0] > 0).any()
    ]
    assert lost == []


def test_every_hundredth_record_is_found_by_its_name() -> None:
    lost = []
    for record in records()[::100]:
        for language in ("nl", "en"):
            name = record.name(language)
            answer = [one.factor.factor_id for one in index().find(name, language=language, limit=5)]  # type: ignore[arg-type]
            if record.factor_id not in answer and sum(one.name(language) == name for one in records()) <= 5:
                lost.append((record.key, name))
    assert lost == []


def test_speed_over_the_whole_base() -> None:
    started = time.process_time()
    made = search_index(records())
    assert time.process_time() - started < LONGEST_INDEXING_SECONDS
    seconds = []
    for one in queries(QUERIES):
        started = time.process_time()
        made.find(one.text, language="en" if one.language == "en" else "nl")
        seconds.append(time.process_time() - started)
    assert sorted(seconds)[int(len(seconds) * 0.95)] < SLOWEST_SECONDS


def test_many_countries_of_one_good_do_not_crowd_out_the_rest() -> None:
    shown = [one.factor.category for one in index().find("staal", limit=5)]
    assert shown.count("customs_goods") <= 2
    assert "spend" in shown
