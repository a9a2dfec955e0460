"""Shapes of municipalities: every one is there, valid, and shares its borders; simplification keeps that."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from fractions import Fraction

import pytest

from ketenkompas.classifications import (
    Topology,
    crossings,
    doubled_area,
    municipal_borders,
    municipal_shapes,
    municipal_source,
    repaired,
    simplified,
    without_specks,
)
from ketenkompas.classifications._municipal_geometry import municipal_topology
from ketenkompas.errors import InputError

ISLANDS = ("GM0448", "GM0060", "GM0088", "GM0093", "GM0096")  # Texel, Ameland, Schiermonnikoog, Terschelling, Vlieland


def test_every_municipality_of_2023_is_there_and_small_ones_too() -> None:
    shapes = municipal_shapes()
    assert len(shapes) == 342
    assert set(ISLANDS) <= set(shapes)
    assert all(shape and all(len(ring) > 3 for rings in shape for ring in rings) for shape in shapes.values())


def test_no_border_crosses_or_touches_another_neither_on_the_grid_nor_in_the_degrees_that_are_given() -> None:
    topology = municipal_topology()
    assert crossings(topology.lines) == set()
    degrees = [
        tuple((round(x * 1e5), round(y * 1e5)) for x, y in ring)
        for shape in municipal_shapes().values()
        for rings in shape
        for ring in rings
    ]
    assert [at for at, ring in enumerate(degrees) if crossings([ring])] == []


def test_every_ring_is_closed_passes_no_point_twice_and_holes_lie_inside() -> None:
    topology = municipal_topology()
    for code, shape in topology.areas.items():
        for rings in shape:
            outer, *holes = [topology.ring(ring) for ring in rings]
            for ring in (outer, *holes):
                assert ring[0] == ring[-1], code
                assert max(Counter(ring[1:]).values()) == 1, code
                assert doubled_area(ring) != 0, code
            assert all(_inside(hole[0], outer) for hole in holes), code


def test_holes_are_kept_among_them_the_twelve_belgian_ones_of_baarle_nassau() -> None:
    holes = {code: sum(len(rings) - 1 for rings in shape) for code, shape in municipal_shapes().items()}
    assert {code: count for code, count in holes.items() if count} == {"GM0744": 12, "GM0363": 2, "GM0420": 1}


def test_a_border_inside_the_country_belongs_to_two_municipalities_and_no_line_to_three() -> None:
    counted = Counter(map(len, municipal_topology().owners()))
    assert set(counted) == {1, 2}
    assert counted[2] > 800


def test_degrees_lie_in_the_netherlands_and_neighbours_have_the_very_same_points() -> None:
    shapes = municipal_shapes()
    points = [point for shape in shapes.values() for rings in shape for ring in rings for point in ring]
    assert (min(x for x, _ in points), max(y for _, y in points)) == (3.35838, 53.55405)
    amsterdam, diemen = ({(x, y) for x, y in shapes[code][0][0]} for code in ("GM0363", "GM0384"))
    assert len(amsterdam & diemen) >= 3


def test_lines_between_groups_are_those_where_the_group_changes() -> None:
    shapes = municipal_shapes()
    assert municipal_borders(dict.fromkeys(shapes, "one")) == []
    urk = municipal_borders({code: "one" if code == "GM0184" else "rest" for code in shapes})
    edge = {tuple(point) for point in shapes["GM0184"][0][0]}
    assert edge > {tuple(point) for line in urk for point in line} > set()  # the shore is no border with anybody


def test_the_source_is_named_and_the_transfer_is_small() -> None:
    assert municipal_source() == "CBS and Kadaster (PDOK), CC BY 4.0"
    assert len(json.dumps(municipal_shapes())) < 300_000


def test_a_simplified_square_keeps_its_corners_and_what_neighbours_share() -> None:
    shared = ((4, 0), (4, 1), (5, 2), (4, 3), (4, 4))
    topology = Topology(
        (((4, 0), (0, 0), (0, 2), (0, 4), (4, 4)), shared, ((4, 0), (8, 0), (8, 4), (4, 4))),
        {"left": (((1, ~0),),), "right": (((2, ~1),),)},
    )
    rough = simplified(topology, 0.5)
    assert rough.lines[0] == ((4, 0), (0, 0), (0, 4), (4, 4))
    assert rough.lines[1] == ((4, 0), (5, 2), (4, 4))
    assert rough.areas == topology.areas


def test_lines_that_would_cross_keep_more_points() -> None:
    bow = ((0, 0), (5, 6), (10, 0))
    inside = ((2, 1), (5, 4), (8, 1))
    assert crossings((bow, inside)) == set()
    made = simplified(Topology((bow, inside), {}), 5.0).lines
    assert crossings(made) == set()
    assert made[0] == bow


def test_a_crossing_of_the_source_is_repaired_with_the_fewest_points() -> None:
    edge = ((0, 0), (10, 0))
    slipped = ((0, 2), (5, -1), (10, 2))
    assert repaired(Topology((edge, slipped), {})).lines == (edge, ((0, 2), (10, 2)))


def test_ends_that_cross_cannot_be_repaired_and_the_areas_are_named() -> None:
    topology = Topology((((0, 0), (4, 4)), ((0, 4), (4, 0))), {"A": (((0,),),), "B": (((1,),),)})
    with pytest.raises(InputError) as told:
        repaired(topology)
    assert told.value.code == "households_map.borders_cross"
    assert "A, B" in told.value.text("nl")
    with pytest.raises(InputError, match="A, B"):
        simplified(topology, 1.0)


def test_specks_go_but_never_the_last_polygon_of_an_area() -> None:
    small, large = ((0, 0), (1, 0), (1, 1), (0, 0)), ((9, 9), (19, 9), (19, 19), (9, 9))
    topology = Topology((small, large), {"both": (((0,),), ((1,),)), "speck": (((0,),),)})
    kept = without_specks(topology, 5)
    assert kept.areas == {"both": (((1,),),), "speck": (((0,),),)}
    assert kept.lines == topology.lines


def _inside(point: tuple[int, int], ring: list[tuple[int, int]]) -> bool:
    """Whether a point lies inside: an odd number of edges to its right."""
    x, y = point
    right = 0
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        if (y1 > y) != (y2 > y):
            right += x < x1 + Fraction((y - y1) * (x2 - x1), y2 - y1)
    return right % 2 == 1
