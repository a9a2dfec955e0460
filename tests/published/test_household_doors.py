"""The doors on the starter set: every municipality answers, sums hold, and what is withheld is told."""

from __future__ import annotations

import json

import pytest

import ketenkompas as kk
from ketenkompas.errors import MissingValueError

households = kk.households


def test_there_are_342_municipalities_12_provinces_and_the_country() -> None:
    listed = households.places("all")
    kinds = [one.kind for one in listed]
    assert (kinds.count("municipality"), kinds.count("province"), kinds.count("country")) == (342, 12, 1)
    assert min(len(one.peers) for one in listed if one.kind == "municipality") >= 8


@pytest.mark.parametrize(
    ("asked", "area"),
    [
        ("Den Haag", "GM0518"),
        ("Den Bosch", "GM0796"),
        ("Ljouwert", "GM0080"),
        ("Brielle", "GM1992"),
        ("Beemster", "GM0439"),
        ("Weesp", "GM0363"),
        ("Heerhugowaard", "GM1980"),
        ("Utrecht", "GM0344"),
        ("provincie Utrecht", "PV26"),
        ("Fryslan", "PV21"),
        ("Bergen", None),
    ],
)
def test_known_names_lead_to_their_places(asked: str, area: str | None) -> None:
    found = households.find(asked)
    if area is None:  # two municipalities of this name
        assert {"GM0373", "GM0893"} <= {one.place.area for one in found}
    else:
        assert found[0].place.area == area


def test_every_name_finds_its_own_place_first_and_one_wrong_letter_still_does() -> None:
    for one in households.places():
        assert any(found.place == one for found in households.find(one.name, 3)), one.name
        if len(one.name) > 7:
            wrong = one.name[:4] + one.name[5:]
            assert any(found.place == one for found in households.find(wrong, 5)), wrong


@pytest.mark.parametrize("by", [None, "item", "origin", "size", "income", "tenure"])
def test_parts_add_up_everywhere(by: str | None) -> None:
    withheld = 0
    for one in households.places("all"):
        try:
            figure = households.footprint(one, by)
        except MissingValueError as fault:
            assert fault.code == "households.mix_absent"
            withheld += 1
            continue
        assert sum(part.value for part in figure.parts) == pytest.approx(figure.value, rel=1e-9)
        assert figure.low <= figure.value <= figure.high
    assert withheld <= 5


def test_municipalities_add_up_to_the_country() -> None:
    whole = sum(households.footprint(one).value * one.households for one in households.places())
    country = households.place("NL")
    assert whole == pytest.approx(households.footprint(country).value * country.households, rel=1e-9)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_everything_printed_has_words(lang: str) -> None:
    rows = households.level(lang=lang).rows
    assert [row["name"] for row in rows if row["label"] == row["name"]] == []
    assert {row["effect"] for row in households.changes("GM0363", lang=lang).rows} == {"inhabitants", "use", "factor"}
    assert {row["part"] for row in households.course("GM0363", lang=lang).rows} == {
        "gas", "electricity", "heat", "wood", "car"
    }  # fmt: skip


def test_what_is_only_modelled_is_never_ranked_and_little_is_told_of_the_whole() -> None:
    told = [row for row in households.ranks().rows if row["told"]]
    energy = [row for row in households.ranks("home_energy").rows if row["told"]]
    assert len(energy) > len(told), "measured energy parts places better than the whole"
    assert all(row["last"] - row["first"] + 1 <= 171 for row in told)


def test_the_calculator_fits_a_browser_and_meets_the_country_s_mean() -> None:
    table = json.dumps(households.calculator(), separators=(",", ":"))
    assert len(table) < 200_000
    country = households.footprint("NL").value
    sizes = {row["size"]: row["households"] for row in households.types(income="all", tenure="all").rows}
    mean = sum(
        households.calculate(households.Household(int(size[0]))).value * count for size, count in sizes.items()
    ) / sum(sizes.values())
    assert mean == pytest.approx(country, rel=0.02)  # five and more are counted as five here
