"""kk.households on made products whose numbers can be worked out by hand."""

from __future__ import annotations

import json

import pytest
from tests import household_made as made

import ketenkompas as kk
from ketenkompas.errors import InputError, KetenkompasError, MissingValueError, UnknownCodeError

households = kk.households


@pytest.fixture(autouse=True)
def _made() -> None:
    made.write()


@pytest.mark.parametrize(
    ("asked", "area", "why"),
    [
        ("GM0363", "GM0363", "code"),
        ("gm0363", "GM0363", "code"),
        ("amsterdam", "GM0363", "name"),
        ("gemeente Amsterdam", "GM0363", "name"),
        ("Den Haag", "GM0518", "other_name"),
        ("s gravenhage", "GM0518", "name"),
        ("Weesp", "GM0363", "former"),
        ("hellevoetsluis", "GM1992", "former"),
        ("voorne", "GM1992", "start"),
        ("zee", "GM1992", "part"),
        ("Amstrdam", "GM0363", "spelling"),
        ("Rotterdmm", "GM0599", "spelling"),
        ("Zuid holland", "PV28", "name"),
        ("The Netherlands", "NL", "other_name"),
    ],
)
def test_a_place_is_found_by_many_spellings(asked: str, area: str, why: str) -> None:
    best = households.find(asked)[0]
    assert (best.place.area, best.why) == (area, why)


def test_a_search_without_a_place_is_empty_and_a_place_that_is_none_is_told_with_the_nearest() -> None:
    assert households.find("qqqzzz") == []
    assert households.find("  ") == []
    with pytest.raises(UnknownCodeError) as caught:
        households.place("Amstrdam")
    assert caught.value.code == "households.place_unknown"
    assert "Amsterdam (GM0363)" in caught.value.text("nl")


def test_a_former_name_of_two_places_is_none_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert households.place("Weesp").area == "GM0363"
    monkeypatch.setitem(made.FORMER, "GM0417", ["Weesp"])
    made.frames.cache_clear()
    made.write(seed=3)
    with pytest.raises(UnknownCodeError) as caught:
        households.place("Weesp")
    made.frames.cache_clear()
    assert caught.value.code == "households.place_several"
    assert "Amsterdam (GM0363), Laren (GM0417)" in caught.value.text("en")


def test_places_are_listed_by_name_and_kind() -> None:
    listed = households.places()
    assert [one.name for one in listed][:2] == ["Almere", "Amsterdam"]
    assert (len(listed), len(households.places("all")), len(households.places("province"))) == (6, 9, 2)
    assert listed.to_polars().height == 6
    assert listed.as_json()["places"][0]["area"] == "GM0034"
    assert [one.area for one in households.similar("GM0363")] == ["GM0417", "GM0599", "GM0518"]
    with pytest.raises(InputError, match="no kind of place"):
        households.places("street")


@pytest.mark.parametrize("by", [None, "group", "item", "origin", "size", "income", "tenure"])
@pytest.mark.parametrize("per", ["household", "person"])
@pytest.mark.parametrize("area", ["NL", "PV27", "GM0034"])
def test_parts_add_up_to_the_value(by: str | None, per: str, area: str) -> None:
    figure = households.footprint(area, by, per=per)
    assert sum(part.value for part in figure.parts) == pytest.approx(figure.value, rel=1e-12)
    assert sum(part.share for part in figure.parts) == pytest.approx(1)
    assert figure.unit == f"kg CO2e_AR5/{per}"
    assert figure.low < figure.value < figure.high


@pytest.mark.parametrize("item", households.item_ids())
def test_every_item_and_group_can_be_asked(item: str) -> None:
    figure = households.footprint("GM0599", group=item)
    assert figure.item == item
    assert sum(part.value for part in figure.parts) == pytest.approx(figure.value, rel=1e-12)


def test_a_figure_says_how_much_of_it_is_measured_and_what_it_lacks() -> None:
    energy, food = (households.footprint("GM0363", group=group, lang="nl") for group in ("home_energy", "food"))
    assert (energy.observed_share, food.observed_share) == (1.0, 0.0)
    assert energy.status == "gemeten in deze plaats, voorlopig"
    assert food.status.startswith("verwacht voor de huishoudens die hier wonen")
    assert any("coronajaar" in sentence for sentence in food.missing)
    assert any("weer" in sentence for sentence in energy.missing)
    assert households.footprint("GM0363", group="public").status_code == "equal_per_head"
    assert households.footprint("GM0363").status_code == "partly_observed"


def test_a_flagged_place_is_told_where_it_matters() -> None:
    assert "Almere" in households.footprint("GM0034", group="car").notes[0]
    assert households.footprint("GM0034", group="food").notes == ()


def test_origin_follows_the_items() -> None:
    figure = households.footprint("GM0363", "origin", "home_energy")
    assert [part.share for part in figure.parts] == pytest.approx([0.9, 0.06, 0.04])
    assert figure.part("NL").observed_share == pytest.approx(1)
    with pytest.raises(KeyError):
        figure.part("EU27")
    whole = households.footprint("GM0363", "origin")
    assert whole.part("EU").low == pytest.approx(0.9 * whole.part("EU").value), "of its own draws, not the whole's"


def test_classes_are_shares_of_the_place_times_the_country_s_means() -> None:
    figure = households.footprint("GM0363", "tenure", "food")
    own, rent = figure.parts
    assert (own.households, rent.households) == (0.56, 0.44)
    assert own.each is not None
    assert rent.each is not None
    assert own.value / rent.value == pytest.approx(0.56 * own.each / (0.44 * rent.each))
    assert own.each == pytest.approx(households.types("all", "all", "own", item="food").rows[0]["kg"])


def test_merged_classes_are_one_part_and_withheld_ones_are_told() -> None:
    parts = households.footprint("GM0417", "size").parts
    assert [part.id for part in parts] == ["1", "2", "3", "4,5+"]
    assert parts[-1].label == "four persons, five persons or more"
    with pytest.raises(MissingValueError) as caught:
        households.footprint("GM0417", "income")
    assert caught.value.code == "households.mix_absent"


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ({"by": "colour"}, "households.by_unknown"),
        ({"by": "age"}, "household_tables.no_age"),
        ({"per": "dog"}, "households.per_unknown"),
        ({"group": "meat"}, "households.item_unknown"),
        ({"group": "public", "by": "size"}, "households.no_class_parts"),
        ({"year": 1999}, "households.year_unknown"),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_cannot_be_asked_is_told(question: dict[str, object], code: str, language: str) -> None:
    with pytest.raises(KetenkompasError) as caught:
        households.footprint("GM0363", **question)  # type: ignore[arg-type]
    assert caught.value.code == code
    assert caught.value.text(language)  # type: ignore[arg-type]


def test_json_and_table_say_the_same() -> None:
    figure = households.footprint("GM0363", "origin")
    plain = json.loads(figure.to_json())
    assert {"value", "low", "high", "unit", "observed_share", "status", "receipt", "sources", "parts"} <= set(plain)
    table = figure.to_polars()
    assert table["value"].to_list() == [figure.value, *(part["value"] for part in plain["parts"])]
    assert kk.receipt(figure.receipt).id == figure.receipt
    assert next(source["id"] for source in plain["sources"]) == "cbs-bo2020-coicop"


def test_places_are_compared_by_the_draws_that_they_share() -> None:
    found = households.compare(["Den Haag", "GM0599", "GM0363", "GM0363"], per="household")
    assert found.pair("GM0518", "GM0599").verdict == "about_as_high"
    assert found.pair("GM0363", "GM0599").verdict == "below"
    assert found.pair("GM0599", "GM0363").probability == 1.0
    low, high = (next(one for one in found.figures if one.area == area) for area in ("GM0363", "GM0599"))
    assert low.high > high.low, "the intervals overlap, and yet one is surely above the other"
    assert len(found.to_polars()) == 6
    with pytest.raises(KeyError):
        found.pair("GM0363", "NL")


def test_a_position_is_an_interval_or_it_is_not_told() -> None:
    two = households.compare(["GM0518", "GM0599"], lang="nl")
    assert [rank.sentence for rank in two.ranks] == ["niet te onderscheiden"] * 2
    assert "first" not in two.ranks[0].as_json()
    rows = {row["area"]: row for row in households.ranks("car").rows}
    assert (rows["GM0417"]["first"], rows["GM0417"]["last"]) == (1, 1)
    assert (rows["GM0363"]["sentence"], rows["GM0599"]["first"], rows["GM0599"]["last"]) == ("place 6 of 6", 4, 5)


@pytest.mark.parametrize(
    ("places", "item", "code"),
    [
        (["GM0363", "GM0599"], "food", "households.not_ranked"),
        (["GM0363"], "car", "households.compare_number"),
        (["GM0363", "Atlantis"], "car", "households.place_unknown"),
    ],
)
def test_what_cannot_be_compared_is_told(places: list[str], item: str, code: str) -> None:
    with pytest.raises(KetenkompasError) as caught:
        households.compare(places, item)
    assert caught.value.code == code


def test_types_are_rows_or_taken_together() -> None:
    assert len(households.types().rows) == 50
    together = households.types("all", "all", "all").rows[0]
    every = households.types().rows
    weights = sum(row["households"] for row in every)
    assert together["households"] == pytest.approx(weights)
    assert together["kg"] == pytest.approx(sum(row["kg"] * row["households"] for row in every) / weights)
    assert [row["size"] for row in households.types(income="all", tenure="all").rows] == list(made.SIZES)
    assert households.types("1", "5", "rent", lang="nl").rows[0]["label"] == (
        "één persoon; hoogste vijfde van de inkomens; huurwoning"
    )
    with pytest.raises(InputError, match="no class of income"):
        households.types(income="6")


def test_the_course_keeps_what_is_absent_absent() -> None:
    rows = [row for row in households.course("Laren").rows if row["part"] == "heat"]
    assert {(row["kg"], row["kg_person"], row["state"]) for row in rows} == {(None, None, "absent")}
    table = households.course("GM0363").to_polars()
    gas = table.filter(part="gas")["kg"].to_list()
    assert gas[0] / gas[2] == pytest.approx(1.3)
    assert households.course("GM0034").rows[4]["state"] == "corrected"


def test_changes_add_up_and_the_level_is_printed() -> None:
    rows = [row for row in households.changes("GM0363", lang="nl").rows if row["part"] == "gas"]
    gas = {row["year"]: row["kg"] for row in households.course("GM0363").rows if row["part"] == "gas"}
    assert sum(row["kg"] for row in rows) == pytest.approx(gas[2023] - gas[2019])
    assert rows[0]["label"] == "aardgas: aantal inwoners"
    assert households.level().rows[0]["name"] == "official_total"


def test_one_item_for_every_place() -> None:
    rows = households.figures("home_energy", per="person").rows
    assert [row["name"] for row in rows][:2] == ["Almere", "Amsterdam"]
    assert rows[0]["value"] == pytest.approx(households.footprint("GM0034", group="home_energy", per="person").value)
    assert rows[0]["flags"] == "lease"


def test_a_scenario_conserves_what_moves_home_and_abroad() -> None:
    found = households.scenario("less-gas", "GM0363")
    assert found.home + found.abroad == pytest.approx(found.after - found.before)
    gas = next(row for row in found.rows if row.item == "gas")
    assert found.saved_eur == pytest.approx(0.2 * 0.7 * gas.before)
    assert gas.after == pytest.approx(gas.before * 0.8 * (1 + found.saved_eur / _bought("GM0363", gas=0.8)))
    assert found.after < found.before
    assert found.change_kt == pytest.approx((found.after - found.before) * 480_000 / 1e6)
    assert households.scenario("less-gas").area == "NL"
    assert [one["id"] for one in households.scenarios()] == ["fewer-new-things", "less-gas"]
    assert found.to_polars().height == len(found.rows) == len(households.leaves_of("households"))


def _bought(area: str, **left: float) -> float:
    """EUR of everything that is bought after a change."""
    kg = made.areas()[area][2]
    bought = [one.id for group, one in made.items() if group != "public" and one.id not in made.UNPRICED]
    return sum(made.eur_per_kg(name) * kg[name] * left.get(name, 1.0) for name in bought)


def test_without_a_rebound_only_the_changed_item_changes() -> None:
    plain = {
        "id": "mine",
        "title": {"nl": "Mijn", "en": "Mine"},
        "note": {"nl": "Bedacht", "en": "Made"},
        "stated": "2026-11-28",
        "respend": False,
        "changes": [{"item": "goods", "change": -0.5, "share": 0.5, "basis": "assumption", "source": "made"}],
    }
    found = households.scenario(plain, "GM0363")
    goods = households.footprint("GM0363", group="goods").value
    assert found.after - found.before == pytest.approx(-0.25 * goods)
    assert found.rebound == 0
    with pytest.raises(InputError) as caught:
        households.scenario(
            {**plain, "changes": [{"item": "public", "change": -0.5, "basis": "assumption", "source": "x"}]}
        )
    assert [problem.code for problem in caught.value.problems] == ["households.scenario_item"]
    with pytest.raises(InputError) as caught:
        households.scenario({**plain, "respend": "yes"})
    assert caught.value.code == "definition.faults"
