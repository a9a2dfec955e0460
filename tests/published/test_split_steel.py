"""The worked example on WIOD 2008: steel by production route, a scenario that the unsplit table cannot show.

The unsplit footprint is that of section 4.1 of the fact sheet without households (187.43 Mt); the changes are our own
results, kept here so that no change of code moves them unseen.
"""

from __future__ import annotations

import functools

import pytest
from django.test import Client

from ketenkompas import library, web
from ketenkompas.errors import SourceError

pytestmark = pytest.mark.xdist_group("split-steel")  # one worker makes what they share


@functools.cache
def steel(lang: str) -> library.Analysis:
    return library.split("NL", 2008, lang=lang)


@pytest.mark.mirror
@pytest.mark.usefixtures("mirror")
def test_the_dutch_footprint_falls_along_the_path() -> None:
    found = steel("en")
    assert found.item("unsplit").value == pytest.approx(187.43, abs=0.01)
    assert found.item("split").value == pytest.approx(found.item("unsplit").value, rel=1e-12)
    changes = [row["area_change"] for row in found.rows]
    assert changes == pytest.approx([-0.542, -1.106, -1.670, -2.233], abs=0.001)
    last = found.item("last_change")
    assert (last.low, last.high) == pytest.approx((-2.531, -1.787), abs=0.001)
    assert found.rows[-1]["everyone_change"] == pytest.approx(-7.466, abs=0.001)
    assert found.rows[-1]["attributed_change"] == pytest.approx(-1.398, abs=0.001)
    assert found.rows[-1]["world_change"] == pytest.approx(-4.888, abs=0.001)
    assert [round(found.item(f"intensity.{code}").value, 3) for code in ("oxygen", "electric")] == [1.467, 0.606]
    assert any("scenario" in note.casefold() for note in found.notes)
    assert any("1 of 1 reach an industry" in note for note in found.notes)


@pytest.mark.mirror
@pytest.mark.usefixtures("mirror")
@pytest.mark.parametrize("area", ["NL", "CN", "EU26", "WORLD"])
def test_the_product_holds_what_the_table_gives(area: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = library.split(area, 2008)
    assert kept.kept
    monkeypatch.setattr("ketenkompas.library._split._kept", lambda *_: None)
    computed = library.split(area, 2008)
    assert not computed.kept
    for one, other in zip(kept.rows, computed.rows, strict=True):
        assert one["code"] == other["code"]
        assert [one[name] for name in list(one)[1:]] == pytest.approx([other[name] for name in list(one)[1:]], abs=1e-9)
    assert [item.code for item in kept.items] == [item.code for item in computed.items]
    assert [item.value for item in kept.items] == pytest.approx([item.value for item in computed.items], rel=1e-9)
    assert kept.notes == computed.notes


def test_steel_is_there_without_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KETENKOMPAS_MIRROR", raising=False)
    assert library.split_years() == [2008, 2011]
    assert library.split("NL", 2011, lang="nl").item("last_change").value < 0
    with pytest.raises(SourceError) as raised:
        library.split("NL", 2005)
    assert raised.value.code == "split.not_here"
    assert "2008, 2011" in raised.value.text("nl")


@pytest.mark.mirror
@pytest.mark.usefixtures("mirror")
def test_the_api_gives_what_the_library_gives() -> None:
    web.prepare()
    given = Client(HTTP_HOST="localhost").get("/api/v1/split?area=NL&year=2008&lang=en")
    assert given.status_code == 200
    assert given.json() == steel("en").to_dict()
    refused = Client(HTTP_HOST="localhost").get("/api/v1/split?area=NL&year=2008&variants=mine.yml")
    assert refused.status_code == 400
    assert "web.parameter_choice" in refused.content.decode()
