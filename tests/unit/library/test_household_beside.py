"""What a place is held against: similar places, a path, the base of a what-if, the figures of others."""

import pytest
from tests import household_made

from ketenkompas.errors import InputError
from ketenkompas.i18n import LANGUAGES
from ketenkompas.library import households


@pytest.fixture(autouse=True)
def _made(_own_store: None) -> None:
    household_made.write()


def test_the_middle_of_similar_places_is_their_median() -> None:
    area = next(one.area for one in households.places() if one.peers)
    found = households.similar_range(area)["total"]
    kg = sorted(households.footprint(one).value for one in households.place(area).peers)
    assert (found.lowest, found.highest, found.count) == (pytest.approx(kg[0]), pytest.approx(kg[-1]), len(kg))
    half = len(kg) // 2
    assert found.middle == pytest.approx(kg[half] if len(kg) % 2 else (kg[half - 1] + kg[half]) / 2)


def test_the_country_is_like_no_other() -> None:
    assert households.similar_range("NL") == {}


@pytest.mark.parametrize("per_cent", [-1, 101])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_path_below_nothing_is_refused_in_both_languages(per_cent: int, language: str) -> None:
    with pytest.raises(InputError) as raised:
        households.lowered(100.0, per_cent)
    assert str(per_cent) in raised.value.text(language)  # type: ignore[arg-type]


def test_heads_turn_a_figure_per_household_into_one_per_person() -> None:
    for area in ("NL", "GM0417"):
        per = households.footprint(area, per="household").value / households.footprint(area, per="person").value
        assert households.heads(area, "person") == pytest.approx(per)
        assert households.heads(area, "household") == 1.0


def test_the_base_of_a_what_if_is_what_a_scenario_starts_from() -> None:
    base = households.scenario_base("GM0417")
    before = households.scenario("less-gas", "GM0417")
    assert {one["id"]: one["kg"] for one in base["items"]} == pytest.approx(
        {row.item: row.before for row in before.rows}
    )
    assert sum(one["kg"] for one in base["items"]) == pytest.approx(before.before)


def test_figures_of_others_say_whose_they_are_and_that_they_are_second_hand() -> None:
    found = {one.id: one for one in households.comparisons()}
    assert found["cbs_per_person"].value == 13.0
    assert found["eurostat_per_person"].value == 9.2
    assert found["cbs_deciles"].value == 2.16
    assert found["cbs_deciles_within_size"].value == 1.64
    assert {one.status for one in found.values()} == {"second_hand"}
    assert all(one.what[language] and one.source[language] for one in found.values() for language in LANGUAGES)
