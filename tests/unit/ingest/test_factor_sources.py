"""The registry of sources of which an edition can be imported."""

from __future__ import annotations

from pathlib import Path

from ketenkompas.ingest import FACTOR_SOURCES

ROOT = Path(__file__).resolve().parents[3]


def test_every_source_has_names_and_a_page_on_the_next_edition() -> None:
    assert {"co2emissiefactoren-nl", "rivm-food", "desnz"} <= FACTOR_SOURCES.keys()
    for source_id, source in FACTOR_SOURCES.items():
        assert source.source_id == source_id
        assert source.name("nl")
        assert source.name("en")
        page = ROOT / "docs" / f"{source.guide}.md"
        assert page.is_file(), page
        assert source_id in page.read_text("utf-8")
