"""A citation names maker, title, edition, source, address and licence in every style."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.reports import About, citation

SOURCES = (
    {
        "title": "GHG footprint",
        "attribution": "Source: Eurostat, env_ac_ghgfp, 22 January 2026",
        "licence": "CC BY 4.0",
    },
    {"title": "WIOD", "attribution": "Timmer et al. (2015), release 2013", "licence": "CC BY 4.0."},
)
ABOUT = About(
    title="Footprint & {origin}, 50% of CO₂_total",
    edition="2026-11",
    sources=SOURCES,
    receipts=("ef5b3608f8e50ff1",),
    permalink="https://example.org/en/footprint?area=NL&year=2008",
    built="2026-11-23",
)


@pytest.mark.parametrize(
    ("language", "edition", "source"), [("en", "edition", "from"), ("nl", "editie", "op basis van")]
)
def test_the_sentence(language: str, edition: str, source: str) -> None:
    assert citation(ABOUT, "text", language) == (  # type: ignore[arg-type]
        f"Ketenkompas, {ABOUT.title}, {edition} 2026-11, {source} Eurostat, env_ac_ghgfp, 22 January 2026; "
        "Timmer et al. (2015), release 2013, https://example.org/en/footprint?area=NL&year=2008, CC BY 4.0"
    )


def test_bibtex_is_escaped() -> None:
    entry = citation(ABOUT, "bibtex")
    assert entry.startswith("@misc{ketenkompas-footprint-origin-50-of-co2-total-2026-11,\n")
    assert r"  title = {{Footprint \& \{origin\}, 50\% of CO\textsubscript{2}\_total}}," in entry
    assert "  url = {https://example.org/en/footprint?area=NL&year=2008}," in entry
    assert "  year = {2026}," in entry
    assert r"env\_ac\_ghgfp" in entry
    assert "receipt ef5b3608f8e50ff1" in entry


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))), st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_braces_of_bibtex_always_close(title: str, address: str) -> None:
    entry = citation(About(title, permalink=address), "bibtex")
    bare = re.sub(r"\\[{}]", "", entry.replace("\\\\", ""))
    depth = 0
    for sign in bare:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0


def test_csl_is_a_dataset() -> None:
    (item,) = json.loads(citation(ABOUT, "csl"))
    assert item["type"] == "dataset"
    assert item["title"] == ABOUT.title
    assert item["author"] == [{"literal": "Ketenkompas"}]
    assert item["issued"] == {"date-parts": [[2026, 11, 23]]}
    assert item["version"] == "2026-11"
    assert item["URL"] == ABOUT.permalink
    assert "CC BY 4.0" in item["note"]


def test_what_is_not_known_is_left_out() -> None:
    bare = About("Footprint")
    assert citation(bare, "text") == "Ketenkompas, Footprint"
    assert set(json.loads(citation(bare, "csl"))[0]) == {"id", "type", "title", "author", "publisher", "language"}
    assert "year" not in citation(bare, "bibtex")


def test_a_stated_licence_goes_before_those_of_the_sources() -> None:
    assert About("t", sources=SOURCES, licences=("CC0-1.0",)).licence == "CC0-1.0"
    assert About("t", sources=SOURCES).licence == "CC BY 4.0"
