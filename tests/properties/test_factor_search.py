"""Whatever is typed: no error, the same answer in capitals and accents, and every record by its own name."""

from __future__ import annotations

import functools
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.factors import SearchIndex, search_index
from tests.unit.factors.test_search import RECORDS

pytestmark = pytest.mark.xdist_group("factor-search")  # one worker makes what they share

LANGUAGES = st.sampled_from(["nl", "en"])


@functools.cache
def made_index() -> SearchIndex:
    return search_index(RECORDS)


@given(st.text(max_size=600), LANGUAGES)
def test_no_text_raises_and_scores_fall(text: str, language: str) -> None:
    answer = made_index().find(text, language=language)  # type: ignore[arg-type]
    lapsed = [one.factor.status != "active" for one in answer]
    assert lapsed == sorted(lapsed)
    assert len({one.factor.factor_id for one in answer}) == len(answer)
    assert made_index().find(text, language=language) == answer  # type: ignore[arg-type]


@given(st.sampled_from(RECORDS), LANGUAGES)
def test_every_record_is_found_by_its_name(record: object, language: str) -> None:
    name = record.name(language)  # type: ignore[attr-defined]
    answer = [one.factor for one in made_index().find(name, language=language, limit=5)]  # type: ignore[arg-type]
    assert record in answer or sum(one.name(language) == name for one in RECORDS) > 5


ASKED = ["diesel", "trein", "auto", "benzine", "koudemiddel", "R134a", "meubelen", "Turkije", "72071114"]


@given(st.lists(st.sampled_from(ASKED), max_size=4))
def test_capitals_accents_and_blanks_change_nothing(asked: list[str]) -> None:
    text = " ".join(asked)
    accented = unicodedata.normalize(
        "NFC", "".join(one + ("\N{COMBINING ACUTE ACCENT}" if one == "e" else "") for one in text)
    )
    expected = [one.factor for one in made_index().find(text)]
    for variant in (text.upper(), f"  {text} ", accented, text.replace(" ", "\N{NO-BREAK SPACE}")):
        assert [one.factor for one in made_index().find(variant)] == expected
