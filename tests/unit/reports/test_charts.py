"""Charts say what they are, in both languages, in picture, words and table."""

import re
import xml.etree.ElementTree as ET
from typing import Any

import altair as alt
import polars as pl
import pytest

from ketenkompas import reports
from ketenkompas.i18n import Language
from ketenkompas.reports import Chart, Layout
from tests.unit.reports.made import parts

OFFICIAL = pl.DataFrame({"year": [2008, 2009, 2010], "value": [150.0, 140.0, 120.0]})


def _stack(language: Language = "nl", **changed: Any) -> Chart:
    asked: dict[str, Any] = {
        "language": language,
        "home": "NL",
        "title": "Voetafdruk",
        "subtitle": "Alle gassen",
        "note": "Bron: proef.",
        "mark": reports.kind_mark(["demo"], language),
        "marked": OFFICIAL,
        "marked_label": "Officieel",
    }
    return reports.origin_chart(parts(), **asked | changed)


def _ranked(language: Language = "nl", **changed: Any) -> Chart:
    frame = parts((2008,))
    return reports.ranked_chart(frame, language=language, title="Naar land", mark="DEMONSTRATIE", **changed)


@pytest.mark.parametrize("layout", ["image", "page", "narrow"])
@pytest.mark.parametrize("make", [_stack, _ranked])
def test_every_specification_is_valid_vega_lite(make: Any, layout: Layout) -> None:
    chart = make(layout=layout)
    assert chart.altair().to_dict()["layer"]
    alt.LayerChart.validate(chart.spec)


def test_the_kind_is_drawn_inside_the_picture() -> None:
    assert ">DEMONSTRATIE<" in _stack().svg()
    assert ">DEMONSTRATION<" in _stack("en").svg()
    assert "DEMONSTRATIE" not in _stack(mark=reports.kind_mark(["official"], "nl")).svg()


def test_source_and_title_stand_in_the_image_and_not_in_the_page() -> None:
    image, page = _stack().svg(), _stack(layout="page").svg()
    assert "Bron: proef." in image
    assert ">Voetafdruk<" in image
    assert "Bron: proef." not in page


@pytest.mark.parametrize("titled", [True, False])
def test_the_picture_has_a_name_and_a_description(titled: bool) -> None:
    root = ET.fromstring(_stack().svg(titled=titled))  # noqa: S314 (made by us)
    assert root.get("role") == "img"
    assert root.get("aria-label") == _stack().alt
    assert (root.find("{http://www.w3.org/2000/svg}title") is not None) == titled
    assert "style=" not in _stack().svg(), "an inline style would be refused by the page's policy"


def test_the_words_tell_the_course_the_extreme_and_the_origins() -> None:
    said = _stack().alt
    assert "2008: 154,0" in said
    assert "2010: 123,2" in said
    assert "het hoogst in 2008" in said
    assert "China, Duitsland en Frankrijk" in said
    assert "Ruiten: Officieel" in said
    assert "2008: 154.0" in _stack("en").alt


def test_numbers_in_the_picture_have_the_form_of_the_language() -> None:
    big = parts().with_columns(value=pl.col("value") * 100)
    drawn = {
        language: reports.origin_chart(big, language=language, home="NL", title="x").svg() for language in ("nl", "en")
    }
    assert ">20.000<" in drawn["nl"]
    assert ">20,000<" in drawn["en"]


def test_the_table_is_the_chart() -> None:
    table = _stack(top=2).table()
    assert table.header[:3] == ("Jaar", "Nederland", "Huishoudens, direct")
    assert table.header[-2:] == ("Totaal", "Officieel")
    assert table.cells()[0][-2:] == ["154,0", "150,0"]
    row = table.frame.row(0, named=True)
    named = [value for name, value in row.items() if name not in ("year", "total", "official_total")]
    assert row["total"] == pytest.approx(sum(named))
    assert table.csv().splitlines()[0] == "year,NL,households_direct,CN,DE,other,total,official_total"


def test_a_year_without_official_total_is_a_dash_not_a_zero() -> None:
    cells = _stack(marked=OFFICIAL.head(2)).table().cells()
    assert cells[2][-1] == "–"


def test_ranked_parts_are_ordered_and_add_up() -> None:
    table = _ranked(top=2).table()
    assert table.frame["code"].to_list() == ["NL", "households_direct", "other"]
    assert table.frame["value"].sum() == pytest.approx(154.0)
    assert table.frame["share"].sum() == pytest.approx(100.0)


def test_a_png_holds_its_words() -> None:
    bare = len(_ranked(top=3).png(1))
    spec = {**_ranked(top=3).spec}
    spec["layer"] = [one for one in spec["layer"] if one["mark"]["type"] != "text"]
    silent = Chart(spec, "", "", _ranked().twin, "nl")
    assert _ranked(top=3).png(1).startswith(b"\x89PNG")
    assert bare > 1.5 * len(silent.png(1)), "names and numbers must be painted: is there a usable font?"


def test_the_live_chart_is_the_same_chart() -> None:
    compiled = _stack().vega()
    assert compiled["$schema"].startswith("https://vega.github.io/schema/vega/")
    assert "hovered" in str(compiled["signals"])


def test_a_notebook_shows_the_picture() -> None:
    shown = _stack()._repr_mimebundle_()
    assert shown["image/svg+xml"].startswith("<svg")
    assert shown["text/plain"].startswith("Voetafdruk")


@pytest.mark.parametrize(
    ("values", "language", "said"),
    [
        ([100.0, 90.0, 95.0], "nl", "Dat is 6% hoger dan in 2009 en 5% lager dan in 2008."),
        ([100.0, 90.0, 95.0], "en", "That is 6% higher than in 2009 and 5% lower than in 2008."),
        ([100.0, 100.2], "nl", "Dat is vrijwel gelijk aan 2008."),
        ([100.0], "nl", ""),
    ],
)
def test_change_in_words(values: list[float], language: Language, said: str) -> None:
    frame = pl.DataFrame({"year": list(range(2008, 2008 + len(values))), "value": values})
    assert reports.change_sentence(frame, language=language) == said


def test_share_outside_counts_households_at_home() -> None:
    said = reports.share_sentence(parts(), home="NL", year=2008, area_name="Nederland", language="nl")
    assert said == "In 2008 kwam 35% van de voetafdruk vrij buiten Nederland."


def test_neighbours_in_a_stack_have_different_colours() -> None:
    bars = next(one for one in _stack().spec["layer"] if one["mark"]["type"] == "bar")
    used = bars["encoding"]["color"]["scale"]["range"]
    assert len(set(used)) == len(used)
    assert all(re.fullmatch(r"#[0-9a-f]{6}", one) for one in used)


def test_a_note_names_each_source_once() -> None:
    source = {"title": "Tabel", "attribution": "Source: Eurostat.", "licence": "CC BY 4.0"}
    said = reports.source_note([source, source], edition="2026-11", language="nl")
    assert said == "Bron: Eurostat.\nLicentie: CC BY 4.0.\nGrafiek: Ketenkompas 2026-11."
