"""The products of the household footprint as they lie in the starter set: sums, bounds, absence, disclosure."""

from __future__ import annotations

import io
import json

import numpy as np
import polars as pl
import pytest

from ketenkompas.errors import InputError
from ketenkompas.ingest import household_groups
from ketenkompas.pipeline import (
    HOUSEHOLDS,
    drawn_of,
    largest_difference,
    load,
    packed_draws,
    population_frame,
    write_population,
)

YEAR = 2023
MUNICIPALITIES, PROVINCES = 342, 12


def product(name: str) -> pl.DataFrame:
    """A product of the starter set."""
    return load(HOUSEHOLDS, YEAR, name)[0]


def masses() -> pl.DataFrame:
    """Figures with the kg of the whole place."""
    places = product("places").select("area", "kind", "households", "inhabitants")
    return product("figures").join(places, on="area").with_columns(kg=pl.col("kg_household") * pl.col("households"))


def test_every_place_is_there_once_with_every_item() -> None:
    kinds = product("places")["kind"].value_counts()
    assert dict(kinds.iter_rows()) == {"country": 1, "province": PROVINCES, "municipality": MUNICIPALITIES}
    counts = product("figures").group_by("area").len()["len"]
    assert counts.n_unique() == 1
    assert counts.len() == 1 + PROVINCES + MUNICIPALITIES


@pytest.mark.parametrize("kind", ["municipality", "province"])
def test_places_add_up_to_the_country_for_every_item(kind: str) -> None:
    table = masses()
    whole = table.filter(pl.col("area") == "NL").sort("item")["kg"].to_numpy()
    parts = table.filter(pl.col("kind") == kind).group_by("item").agg(pl.col("kg").sum()).sort("item")["kg"].to_numpy()
    np.testing.assert_allclose(parts, whole, rtol=1e-9)


def test_items_add_up_to_groups_and_groups_to_the_whole() -> None:
    wide = product("figures").pivot(on="item", index="area", values="kg_person")
    groups = household_groups()
    for group in groups:
        items = wide.select(pl.sum_horizontal(*(item.id for item in group.items))).to_series()
        np.testing.assert_allclose(items, wide[group.id], rtol=1e-9)
    whole = wide.select(pl.sum_horizontal(*(group.id for group in groups))).to_series()
    np.testing.assert_allclose(whole, wide["total"], rtol=1e-9)
    np.testing.assert_allclose(wide["households"] + wide["public"], wide["total"], rtol=1e-9)


def test_the_country_is_the_official_footprint_and_what_households_emit_themselves() -> None:
    """141,675 kt (Eurostat, env_ac_ghgfp 2023) and 26,277 kt (env_ac_ainah_r2 2023), kt CO2e_AR5."""
    table = masses().filter(pl.col("area") == "NL")
    total = table.filter(pl.col("item") == "total")["kg"].item()
    assert total / 1e6 == pytest.approx(141_675.345 + 26_277.414, abs=0.01)


def test_the_central_figure_is_between_its_bounds() -> None:
    table = product("figures")
    for per in ("household", "person"):
        low, value, high = (table[f"{name}_{per}"] for name in ("low", "kg", "high"))
        assert ((low <= value) & (value <= high)).all()
        assert (low >= 0).all()
    assert table["observed"].is_between(0, 1).all()


def test_what_is_equal_per_head_is_equal_per_head() -> None:
    """Government, non-profits and investment: never a residual, the same everywhere."""
    public = product("figures").filter(pl.col("item") == "public")["kg_person"]
    assert public.max() / public.min() == pytest.approx(1.0, abs=1e-12)


def test_origins_add_up() -> None:
    shares = product("origins").group_by("item").agg(pl.col("share").sum())["share"]
    np.testing.assert_allclose(shares, 1.0, rtol=1e-12)
    by_origin = product("origin_figures").group_by("area").agg(pl.col("kg_household").sum()).sort("area")
    total = product("figures").filter(pl.col("item") == "total").sort("area")
    np.testing.assert_allclose(by_origin["kg_household"], total["kg_household"], rtol=1e-9)


def test_kinds_of_households_add_up_to_the_country() -> None:
    kinds = product("types").filter(pl.col("item") == "total")
    assert kinds["households"].min() >= 1000
    whole = masses().filter((pl.col("area") == "NL") & (pl.col("item") == "total"))["kg"].item()
    assert kinds["households"].to_numpy() @ kinds["kg"].to_numpy() == pytest.approx(whole, rel=1e-9)


def test_no_class_of_a_place_has_fewer_than_a_thousand_households() -> None:
    mix = product("mix")
    assert mix["households"].drop_nulls().min() >= 1000
    shown = mix.filter(pl.col("share").is_not_null()).group_by("area", "dimension").agg(pl.col("share").sum())
    np.testing.assert_allclose(shown["share"], 1.0, rtol=1e-9)
    # the smallest municipalities have too few households to show any class apart
    small = mix.filter((pl.col("area") == "GM0088") & (pl.col("dimension") == "tenure"))  # Schiermonnikoog
    assert small.height == 1
    assert small["households"].null_count() == 1


def test_cells_of_provinces_are_whole_and_add_up_to_the_country() -> None:
    cells = product("cells")
    keys = ["size", "age", "income", "tenure"]
    provinces = cells.filter(pl.col("area") != "NL").group_by(keys).agg(pl.col("households").sum()).sort(keys)
    country = cells.filter(pl.col("area") == "NL").sort(keys)
    assert provinces["households"].to_list() == country["households"].to_list()
    exact = product("places").filter(pl.col("area") == "NL")["households"].item()
    assert country["households"].sum() == round(exact)


def test_the_population_counts_to_the_published_cells_exactly() -> None:
    cells = product("cells").filter(pl.col("area") != "NL")
    people = population_frame(product("cells"))
    keys = ["province", "size", "age", "income", "tenure"]
    counted = people.group_by(keys).len().with_columns(pl.col(keys).cast(pl.String)).sort(keys)
    wanted = cells.filter(pl.col("households") > 0).rename({"area": "province"}).sort(keys)
    assert counted["len"].to_list() == wanted["households"].to_list()


def test_the_population_is_written_once_with_a_note(tmp_path: pytest.TempPathFactory) -> None:
    path = tmp_path / "population.parquet"  # type: ignore[operator]
    receipt = write_population(path)
    told = json.loads(pl.read_parquet_metadata(path)["ketenkompas"])
    assert told["receipt"] == receipt.id
    assert "no record of a real household" in told["note_en"]
    assert "echte huishoudens" in told["note_nl"]
    with pytest.raises(InputError, match="already a file"):
        write_population(path)
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_absent_is_not_zero() -> None:
    """2019: energy of 40 municipalities is empty in the source; so is that of the country."""
    course = product("course").filter((pl.col("year") == 2019) & (pl.col("part") == "gas"))
    absent = course.filter(pl.col("state") == "absent")
    assert absent.filter(pl.col("area").str.starts_with("GM")).height == 40
    assert absent["quantity"].null_count() == absent.height == absent["kg"].null_count()
    assert "NL" in absent["area"].to_list()
    gas = product("course").filter((pl.col("year") == 2023) & (pl.col("part") == "gas") & (pl.col("area") == "NL"))
    assert gas["quantity"].item() == pytest.approx(199_173, abs=1)


def test_effects_add_up_to_the_change() -> None:
    course = product("course").filter(pl.col("kg").is_not_null())
    effects = product("changes").group_by("area", "from_year", "to_year", "part").agg(pl.col("kg").sum())
    both = effects.join(
        course.select("area", pl.col("year").alias("from_year"), "part", before="kg"), on=["area", "from_year", "part"]
    )
    both = both.join(
        course.select("area", pl.col("year").alias("to_year"), "part", after="kg"), on=["area", "to_year", "part"]
    )
    assert both.height == effects.height
    np.testing.assert_allclose(both["kg"], both["after"] - both["before"], rtol=1e-9, atol=1e-3)


def test_cars_of_lease_companies_are_marked() -> None:
    """The seven of the fact sheet on households, 3.8."""
    places = product("places").filter(pl.col("flag_lease"))
    names = {"Almere", "Breda", "Haarlemmermeer", "Amersfoort", "Houten", "Tynaarlo", "Wierden"}
    assert set(places["name"]) == names
    assert product("places").filter(pl.col("flag_dwellings"))["name"].to_list() == ["Weert"]
    cars = product("course").filter(
        (pl.col("part") == "car") & (pl.col("year") == 2023) & (pl.col("state") == "corrected")
    )
    assert set(cars["area"]) == set(places["area"])
    driving = product("figures").filter((pl.col("item") == "driving") & pl.col("area").is_in(places["area"].to_list()))
    assert driving["observed"].to_list() == [0.0] * 7


def test_similar_places_are_at_least_eight_and_never_the_place_itself() -> None:
    places = product("places").filter(pl.col("kind") == "municipality")
    for area, similar in places.select("area", "peers").iter_rows():
        assert len(similar) >= 8
        assert area not in similar


def test_former_municipalities_are_known() -> None:
    places = dict(product("places").select("name", "former").iter_rows())
    assert "Weesp" in places["Amsterdam"]
    assert {"Brielle", "Hellevoetsluis", "Westvoorne"} <= set(places["Voorne aan Zee"])


def test_draws_agree_with_the_bounds_of_the_figures() -> None:
    drawn = drawn_of(product("draws"), "households", "person")
    table = product("figures").filter(pl.col("item") == "households")
    for row in table.iter_rows(named=True):
        low, high = np.percentile(drawn[row["area"]], [5, 95])
        assert low == pytest.approx(row["low_person"], rel=0.004)
        assert high == pytest.approx(row["high_person"], rel=0.004)


def test_draws_are_unpacked_to_a_small_part_of_their_spread() -> None:
    rng = np.random.default_rng(1)
    country = rng.normal(100, 10, 1000)
    drawn = np.stack([country, country * rng.normal(1.2, 0.03, 1000)], axis=1)
    found = drawn_of(packed_draws(["NL", "GM0001"], {("car", "person"): drawn}), "car", "person")
    assert np.abs(found["GM0001"] / drawn[:, 1] - 1).max() < 0.005
    assert np.abs(found["NL"] / drawn[:, 0] - 1).max() < 0.01
    assert drawn_of(packed_draws(["NL"], {("car", "person"): drawn[:, :1]}), "car", "household") == {}


def test_the_table_of_the_calculator_gives_the_country_back() -> None:
    table = product("calculator")
    kinds = product("types").filter(pl.col("item") == "food").select("size", "income", "tenure", "households")
    cells = table.filter((pl.col("kind") == "cell") & (pl.col("item") == "food")).join(
        kinds, on=["size", "income", "tenure"]
    )
    country = product("figures").filter((pl.col("area") == "NL") & (pl.col("item") == "food"))["kg_household"].item()
    mean = (cells["households"] @ cells["kg"]) / cells["households"].sum()
    assert mean == pytest.approx(country, rel=1e-9)
    per_m3 = table.filter((pl.col("kind") == "factor") & (pl.col("item") == "gas"))
    assert per_m3["kg"].item() == pytest.approx(56.4 * 31.65e-3 + 0.355, rel=1e-9)
    assert per_m3["unit"].item() == "kg CO2e_AR5/m3"


def test_every_doubt_has_its_share() -> None:
    doubts = product("doubts")
    for name in ("national", "groups", "place"):
        assert doubts[name].sum() == pytest.approx(1.0)
    top = doubts.sort("place", descending=True)["doubt"].to_list()
    assert top[0] == "cars"


def test_a_replay_tells_steps_and_holes_apart() -> None:
    one = pl.DataFrame({"area": ["a", "b"], "kg": [1.0, None], "codes": [bytes([1, 2]), bytes([3])]})
    assert largest_difference(one, one) == 0.0
    other = one.with_columns(codes=pl.Series([bytes([1, 3]), bytes([3])]))
    assert largest_difference(one, other) == pytest.approx(1 / 127)
    filled = one.with_columns(pl.col("kg").fill_null(0.0))
    assert largest_difference(one, filled) == float("inf")
    buffer = io.BytesIO()
    one.write_parquet(buffer)
    assert largest_difference(one, pl.read_parquet(io.BytesIO(buffer.getvalue()))) == 0.0
