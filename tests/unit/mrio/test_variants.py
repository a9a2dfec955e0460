"""Variants of a product: worked by hand on two sectors, and every refusal by name."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np
import pytest

from ketenkompas.errors import KetenkompasError
from ketenkompas.mrio import (
    Accounts,
    Share,
    Variant,
    buyer_shares,
    choose_variants,
    example_accounts,
    footprint_draws,
    ratios_to_mean,
    split_product,
    value_shares,
)


def pair(
    share: float = 0.25,
    *,
    bought: Mapping[str, tuple[float, float]] | None = None,
    recipe: Mapping[str, tuple[float, float]] | None = None,
    ratio: tuple[float, float] = (1.0, 1.0),
    other: float | None = None,
) -> list[Variant]:
    return [
        Variant(
            code,
            Share(value),
            buyer_shares={user: Share(shares[at]) for user, shares in (bought or {}).items()},
            recipe={supplier: factors[at] for supplier, factors in (recipe or {}).items()},
            emission_ratio=ratio[at],
        )
        for at, (code, value) in enumerate((("green", share), ("other", 1.0 - share if other is None else other)))
    ]


def with_value_added(accounts: Accounts) -> Accounts:
    return Accounts.build(
        flows=accounts.flows.values,
        demand=accounts.demand.values,
        emissions=accounts.emissions.values,
        direct=accounts.direct.values,
        sectors=accounts.sectors,
        final_uses=accounts.final_uses,
        gases=accounts.gases,
        meta=accounts.meta,
        value_added=np.array([[8.0, 16.0], [24.0, 40.0]]),
        value_added_rows=("taxes", "wages"),
    )


def codes(error: KetenkompasError) -> list[str]:
    return [error.code, *(problem.code for problem in error.problems)]


def test_a_split_by_hand() -> None:
    """NL_A sells 16 to itself, 8 to BE_A, 56 to NL; a quarter is green, of which NL buys a fifth of 56 = 11.2.

    The rest of the green output, 20 - 11.2 = 8.8, goes to users of 24: 36.67 % each.
    """
    variants = pair(bought={"NL_c37": (0.2, 0.8)}, recipe={"NL_A": (2.0, 2 / 3)}, ratio=(0.4, 1.2))
    split = split_product(example_accounts(), "A", variants, region="NL")
    mix = 8.8 / 24
    green_own = np.array([mix * 0.25 * 2.0, mix * 0.75 * 2 / 3]) * 16
    np.testing.assert_allclose(split.flows.values[0], [*green_own, mix * 8])
    np.testing.assert_allclose(split.flows.values[2], [0.25 * 32, 0.75 * 32, 16])
    np.testing.assert_allclose(split.demand.values[:2, 0], [11.2, 44.8])
    np.testing.assert_allclose(split.emissions.values, [[4.0, 36.0, 0.0]])
    assert split.sectors.labels == ("NL_A.green", "NL_A.other", "BE_A")
    assert "green 0.2500, other 0.7500" in split.meta.notes[-1]


def test_value_added_follows_the_residual() -> None:
    """NL_A earns 80 - 48 = 32; twice the own inputs cost green 0.25 x 16 more, so it earns 8 - 4 = 4 of 32."""
    split = split_product(with_value_added(example_accounts()), "A", pair(recipe={"NL_A": (2.0, 2 / 3)}), region="NL")
    found = split.value_added
    assert found is not None
    np.testing.assert_allclose(found.values, [[1.0, 7.0, 16.0], [3.0, 21.0, 40.0]])


def test_value_shares_and_ratios_from_physical_figures() -> None:
    shares = value_shares([0.7, 0.3], [1.0, 1.2])
    assert shares == pytest.approx((0.7 / 1.06, 0.36 / 1.06))
    ratios = ratios_to_mean([1.37, 0.072], [1.0, 1.2], shares)
    assert np.dot(shares, ratios) == pytest.approx(1.0)
    assert ratios[0] / ratios[1] == pytest.approx(1.37 / (0.072 / 1.2))


@pytest.mark.parametrize(
    ("variants", "expected"),
    [
        (pair(other=0.7), "variants.shares_do_not_add"),
        (pair(bought={"NL_c37": (0.2, 0.7)}), "variants.shares_do_not_add"),
        (pair(bought={"NL_c99": (0.2, 0.8)}), "variants.unknown_user"),
        (pair(recipe={"steel": (1.0, 1.0)}), "variants.unknown_supplier"),
        (pair(recipe={"NL_A": (2.0, 1.0)}), "variants.recipe_mean"),
        (pair(ratio=(0.4, 1.0)), "variants.emission_mean"),
        (pair(ratio=(float("nan"), 1.0)), "variants.ratio"),
        (pair(recipe={"A": (-1.0, 1.0)}), "variants.ratio"),
        (pair()[:1], "variants.too_few"),
        ([pair()[0], pair(0.75)[0]], "variants.code"),
        ([Variant("a b", Share(0.5)), Variant("c", Share(0.5))], "variants.code"),
        ([Variant("a", Share(0.5, 0.6, 0.7)), Variant("c", Share(0.5))], "variants.share_range"),
        ([Variant("a", Share(0.5, 0.4, 1.7)), Variant("c", Share(0.5))], "variants.share_range"),
        ([Variant("a", Share(0.5), {"NL_c37": Share(1.0)}), Variant("c", Share(0.5))], "variants.buyer_incomplete"),
        ([Variant("a", Share(0.5), emission_ratio={"SF6": 1.0}), Variant("c", Share(0.5))], "variants.unknown_gas"),
    ],
)
def test_a_definition_that_cannot_be_used_is_refused_by_name(variants: list[Variant], expected: str) -> None:
    with pytest.raises(KetenkompasError) as caught:
        split_product(example_accounts(), "A", variants, region="NL")
    assert expected in codes(caught.value)
    assert caught.value.code == "variants.faults"


def test_all_faults_are_told_together() -> None:
    broken = pair(other=0.7, bought={"XX_c1": (0.5, 0.5)}, recipe={"nothing": (1.0, 1.0)})
    with pytest.raises(KetenkompasError) as caught:
        split_product(example_accounts(), "A", broken, region="NL")
    assert set(codes(caught.value)[1:]) == {
        "variants.shares_do_not_add",
        "variants.unknown_user",
        "variants.unknown_supplier",
    }
    assert "0.95" in caught.value.text("nl")


@pytest.mark.parametrize(("product", "region"), [("B", "NL"), ("A", "FR")])
def test_an_unknown_parent_is_named_with_the_nearest(product: str, region: str) -> None:
    with pytest.raises(KetenkompasError) as caught:
        split_product(example_accounts(), product, pair(), region=region)
    assert caught.value.code == "variants.unknown_parent"
    assert "NL_A" in caught.value.params["nearest"]


def test_buyers_of_more_than_is_made_are_named() -> None:
    with pytest.raises(KetenkompasError) as caught:
        buyer_shares(example_accounts(), "A", pair(0.1, bought={"NL_c37": (0.5, 0.5)}), region="NL")
    assert codes(caught.value) == ["variants.infeasible", "variants.oversold"]
    assert caught.value.problems[0].params == {"made": pytest.approx(8.0), "sold": pytest.approx(28.0)}
    assert "NL_A.green" in caught.value.text()


def test_when_every_buyer_is_stated_their_shares_must_sell_the_output() -> None:
    users = ("NL_A", "BE_A", "NL_c37", "BE_c37")
    fitting = pair(bought=dict.fromkeys(users, (0.25, 0.75)))
    assert split_product(example_accounts(), "A", fitting, region="NL").output.values[0] == pytest.approx(20.0)
    with pytest.raises(KetenkompasError) as caught:
        split_product(example_accounts(), "A", pair(bought=dict.fromkeys(users, (0.2, 0.8))), region="NL")
    assert codes(caught.value) == ["variants.infeasible", "variants.oversold", "variants.oversold"]


def test_shares_that_cannot_be_sold_are_balanced_on_request() -> None:
    """Green is 8 of 80; NL asks half of 56 = 28. Odds of every buyer are scaled alike until 8 are sold."""
    variants = pair(0.1, bought={"NL_c37": (0.5, 0.5)})
    found = buyer_shares(example_accounts(), "A", variants, region="NL", balance="all")
    sold = (found["share"] * found["sales"]).sum("user").values
    np.testing.assert_allclose(sold, [8.0, 72.0])
    green = found["share"].sel(variant="green")
    odds = green / (1 - green)
    assert (odds.sel(user="NL_c37") / odds.sel(user="BE_A")).item() == pytest.approx(1.0 / (0.1 / 0.9))
    assert found.attrs["largest_shift"] == pytest.approx(0.5 - green.sel(user="NL_c37").item())
    assert found.attrs["moved"] == pytest.approx(56 * found.attrs["largest_shift"])
    split = split_product(example_accounts(), "A", variants, region="NL", balance="all")
    assert f"moved by {found.attrs['largest_shift']:.4f}" in split.meta.notes[-1]


def test_even_balanced_a_variant_needs_a_buyer() -> None:
    users = ("NL_A", "BE_A", "NL_c37", "BE_c37")
    with pytest.raises(KetenkompasError) as caught:
        split_product(
            example_accounts(), "A", pair(bought=dict.fromkeys(users, (0.0, 1.0))), region="NL", balance="all"
        )
    assert codes(caught.value) == ["variants.infeasible", "balancing.no_cell"]
    assert caught.value.problems[0].where.label == "green"


def test_a_recipe_that_costs_more_than_the_variant_earns_is_refused() -> None:
    with pytest.raises(KetenkompasError) as caught:
        split_product(example_accounts(), "A", pair(recipe={"BE_A": (3.0, 1 / 3)}), region="NL")
    assert codes(caught.value) == ["variants.negative_value_added", "variants.value_added"]
    assert caught.value.problems[0].params["value"] == pytest.approx(20 - 4 - 24)


def test_draws_are_reproduced_one_by_one_and_stay_within_the_shares() -> None:
    green, other = pair(ratio=(0.4, 1.2), bought={"NL_c37": (0.2, 0.8)})
    loose = [
        dataclasses.replace(green, share=Share(0.25, 0.2, 0.3), buyer_shares={"NL_c37": Share(0.2, 0.1, 0.3)}),
        dataclasses.replace(other, share=Share(0.75, 0.7, 0.8), buyer_shares={"NL_c37": Share(0.8, 0.7, 0.9)}),
    ]
    asked = {"region": "NL", "area": "NL", "seed": 7}
    many = footprint_draws(example_accounts(), "A", loose, draws=20, **asked)  # type: ignore[arg-type]
    fewer = footprint_draws(example_accounts(), "A", loose, draws=3, **asked)  # type: ignore[arg-type]
    np.testing.assert_array_equal(many.values[:, :3], fewer.values)
    fixed = footprint_draws(example_accounts(), "A", [green, other], draws=2, **asked)  # type: ignore[arg-type]
    assert float(np.ptp(fixed.values)) == 0.0
    assert many.min().item() < fixed.values[0, 0] < many.max().item()


def test_intervals_that_cannot_add_up_and_unknown_areas_are_refused() -> None:
    narrow = [Variant("a", Share(0.5, 0.5, 0.5)), Variant("b", Share(0.5, 0.5, 0.6))]
    short = [Variant("a", Share(0.5), {"NL_c37": Share(0.5, 0.5, 0.5)}), narrow[1]]
    with pytest.raises(KetenkompasError):
        footprint_draws(example_accounts(), "A", short, region="NL", area="NL", draws=1, seed=1)
    with pytest.raises(KetenkompasError) as caught:
        footprint_draws(example_accounts(), "A", narrow, region="NL", area="US", draws=1, seed=1)
    assert caught.value.code == "variants.unknown_area"


def test_mixes_that_cannot_be_bought_are_refused_by_name() -> None:
    split = split_product(example_accounts(), "A", pair(), region="NL")
    for mix, buyers, expected in [
        ({"NL": {"green": 0.5, "other": 0.4}}, ["NL"], "variants.shares_do_not_add"),
        ({"NL": {"green": 1.0}}, ["NL"], "variants.other_codes"),
        ({"BE": {"green": 0.5, "other": 0.5}}, ["NL"], "variants.other_codes"),
        ({"NL": {"green": 0.5, "other": 0.5}}, ["XX"], "variants.unknown_buyer"),
    ]:
        with pytest.raises(KetenkompasError) as caught:
            choose_variants(split, "A", mix, buyers=buyers)
        assert codes(caught.value) == ["variants.mixes", expected]


def test_more_than_is_made_and_a_variant_that_is_not_made_are_refused() -> None:
    split = split_product(example_accounts(), "A", pair(), region="NL")
    with pytest.raises(KetenkompasError) as caught:
        choose_variants(split, "A", {"NL": {"green": 0.9, "other": 0.1}}, buyers=["NL"], production="fixed")
    assert codes(caught.value) == ["variants.infeasible", "variants.oversold"]
    none = split_product(example_accounts(), "A", pair(0.0), region="NL")
    with pytest.raises(KetenkompasError) as caught:
        choose_variants(none, "A", {"NL": {"green": 0.9, "other": 0.1}}, buyers=["NL"])
    assert caught.value.code == "variants.not_made"
    assert "NL_A.green" in caught.value.text()


def test_value_added_follows_output() -> None:
    split = split_product(with_value_added(example_accounts()), "A", pair(), region="NL")
    chosen = choose_variants(split, "A", {"NL": {"green": 0.4, "other": 0.6}}, buyers=["NL"])
    found, before = chosen.value_added, split.value_added
    assert found is not None
    assert before is not None
    growth = chosen.output.values / split.output.values
    np.testing.assert_allclose(found.values, before.values * growth)
