"""The map of municipalities: classes of equal size, paler where less sure, grey with a reason."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.classifications import municipal_shapes
from ketenkompas.errors import InputError
from ketenkompas.i18n import LANGUAGES
from ketenkompas.reports import (
    Table,
    municipal_features,
    municipal_key,
    municipal_layer,
    municipal_map,
    municipal_outlines,
    sureness,
)
from ketenkompas.reports._municipal_classes import OPACITY, TINTS, UNKNOWN, map_classes, quantile_edges

CODES = sorted(municipal_shapes())


def made(**changed: Any) -> pl.DataFrame:
    """All municipalities, from 1,000 kg up; the second without a figure, the third marked."""
    values: list[float | None] = [1000.0 + 10 * at for at in range(len(CODES))]
    values[1] = None
    width = [0.1, 0.2, 0.5]
    rows = [
        {
            "code": code,
            "label": f"Plaats {at}",
            "group": "north" if at < 100 else "south",
            "value": value,
            "low": None if value is None else value * (1 - width[at % 3]),
            "high": None if value is None else value * (1 + width[at % 3]),
            "unit": "kg CO2e_AR5/person",
            "marked": at == 2,
            "reason": {1: "Hier niet gemeten.", 2: "Verbeterd."}.get(at, ""),
        }
        for at, (code, value) in enumerate(zip(CODES, values, strict=True))
    ]
    return pl.DataFrame(rows, schema_overrides={"value": pl.Float64}).with_columns(
        *(pl.lit(value).alias(name) for name, value in changed.items())
    )


def twin(frame: pl.DataFrame) -> Table:
    return Table(frame.select("code", "value"), ("Code", "kg"), "Kaart", "kg CO2e_AR5/person", "nl", 0)


@given(st.lists(st.floats(1.0, 1e6), min_size=50, max_size=90, unique=True))
def test_classes_rise_and_none_holds_much_more_than_its_share(values: list[float]) -> None:
    edges = quantile_edges(values)
    assert list(edges) == sorted(set(edges))
    assert len(edges) < len(TINTS)
    assert all(min(values) < edge <= max(values) for edge in edges)


def test_classes_of_even_values_are_of_equal_size() -> None:
    counts = pl.Series(map_classes(made(value=None).with_columns(value=pl.Series(range(1000, 1342)) * 1.0)).shade)
    assert counts.value_counts().sort("count")["count"].to_list() == [60, 70, 70, 70, 72]


def test_the_same_everywhere_is_one_class() -> None:
    assert quantile_edges([3.0] * 9) == ()
    assert set(map_classes(made(value=5.0, low=5.0, high=5.0)).shade) == {0}


def test_a_figure_of_nothing_that_is_known_is_sure_and_one_without_interval_is_rough() -> None:
    assert sureness(0.0, 0.0, 0.0) == 0
    assert sureness(0.0, 0.0, 3.0) == 2
    assert sureness(9.0, None, None) == 2


def test_the_map_draws_every_municipality_in_the_colour_of_its_class_and_certainty() -> None:
    frame = made()
    spec = municipal_map(frame, twin(frame), language="nl", title="Kaart").spec
    drawn = spec["layer"][0]["data"]["values"]
    assert len(drawn) == 342
    assert (drawn[0]["tint"], drawn[0]["opacity"]) == (TINTS[0], OPACITY[0])
    assert (drawn[1]["tint"], drawn[1]["opacity"]) == (UNKNOWN, 1.0)
    assert (drawn[341]["tint"], drawn[341]["opacity"]) == (TINTS[-1], OPACITY[2])
    assert drawn[1]["said"] == "Plaats 1: geen cijfer. Hier niet gemeten."
    assert drawn[2]["said"] == (
        "Plaats 2: 1.020\N{NO-BREAK SPACE}kg CO₂-equivalent per persoon (510 tot 1.530), een ruwe schatting. Verbeterd."
    )


def test_a_municipality_without_a_row_is_grey_too() -> None:
    frame = made().head(5)
    drawn = municipal_map(frame, twin(frame), language="en", title="Map").spec["layer"][0]["data"]["values"]
    assert len(drawn) == 342
    assert {one["tint"] for one in drawn[5:]} == {UNKNOWN}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", ["image", "page", "narrow"])
def test_the_picture_names_itself_without_calling_any_place_the_highest(language: Any, layout: Any) -> None:
    frame = made()
    chart = municipal_map(frame, twin(frame), language=language, title="Gas", mark="X", note="Bron", layout=layout)
    svg = chart.svg()
    assert "114" in chart.alt  # a third is rough
    assert "Plaats" not in chart.alt
    assert 'role="img"' in svg
    assert len(svg) < 260_000
    assert ("CBS and Kadaster (PDOK), CC BY 4.0" in svg) is (layout == "image")
    assert "nan" not in svg.casefold()


def test_codes_that_are_no_municipality_and_mixed_units_are_refused() -> None:
    strange = made().with_columns(code=pl.when(pl.col("label") == "Plaats 3").then(pl.lit("GM0000")).otherwise("code"))
    with pytest.raises(InputError) as told:
        municipal_map(strange, twin(strange), language="nl", title="Kaart")
    assert told.value.code == "households_map.place_unknown"
    assert "GM0000" in told.value.text("nl")
    with pytest.raises(InputError) as empty:
        municipal_features(made().clear(), "nl")
    assert empty.value.code == "reports.empty"


def test_the_layer_of_a_browser_says_what_the_picture_shows() -> None:
    frame, classes = made(), map_classes(made())
    layer = municipal_layer(frame, "nl")
    assert [None if one == "-" else int(one) for one in layer["shade"]] == list(classes.shade)
    assert [None if one == "-" else int(one) for one in layer["sure"]] == list(classes.sure)
    assert layer["value"][:3] == [1000, None, 1020]
    assert layer["marked"].index("1") == 2
    assert layer["reasons"] == {CODES[1]: "Hier niet gemeten.", CODES[2]: "Verbeterd."}
    assert len(layer["classes"]) == len(classes.edges) + 1 == 5
    assert layer["classes"][0].startswith("minder dan")


def test_sentences_for_a_browser_keep_their_places_open() -> None:
    key = municipal_key("nl")
    assert key["said"] == "{name}: {value} ({low} tot {high}), {sure}.{reason}"
    assert key["none"] == "{name}: geen cijfer.{reason}"
    assert len(key["sure_words"]) == len(key["opacity"]) == 3


def test_geojson_holds_figures_and_outlines_hold_none() -> None:
    frame = made()
    features = municipal_features(frame, "en")
    assert features["features"][0]["properties"]["value"] == 1000.0
    assert features["features"][1]["properties"]["value"] is None
    names = dict(zip(frame["code"], frame["label"], strict=True))
    outlines = municipal_outlines(names, dict(zip(frame["code"], frame["group"], strict=True)))
    assert len(outlines["areas"]["features"]) == 342
    assert set(outlines["areas"]["features"][0]["properties"]) == {"code", "name", "centre"}
    assert outlines["borders"]["features"][0]["geometry"]["coordinates"]
    assert len(json.dumps(outlines)) < 400_000
