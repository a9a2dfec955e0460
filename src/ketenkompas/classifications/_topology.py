"""Borders that neighbours share: each line is held once, so that simplified areas still fit together."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ketenkompas.errors import InputError

Point = tuple[int, int]
Line = tuple[Point, ...]
RingOfLines = tuple[int, ...]
Shape = tuple[tuple[RingOfLines, ...], ...]

_CELL = 256  # steps of the grid; segments are compared within cells of this size
_FINER = (1.0, 0.5, 0.25, 0.1, 0.0)
"""Parts of the tolerance that a line tries while it would cross another."""
_MOST_DROPPED = 3  # points; a crossing in the source that takes more is no slip of a simplification


@dataclass(frozen=True, slots=True)
class Topology:
    """Areas as polygons of shared lines.

    Attributes
    ----------
    lines : tuple of lines
        Points on a grid of whole steps.
    areas : Mapping
        For each area its polygons; a polygon is its outer ring and then its holes; a ring is line numbers, ``~n`` for
        line ``n`` walked backwards.
    """

    lines: tuple[Line, ...]
    areas: Mapping[str, Shape]

    def ring(self, numbers: RingOfLines) -> list[Point]:
        """The points of a ring, the last equal to the first."""
        points: list[Point] = []
        for number in numbers:
            line = self.lines[number] if number >= 0 else self.lines[~number][::-1]
            points.extend(line[1:] if points else line)
        return points

    def owners(self) -> list[set[str]]:
        """For each line the areas that it bounds: two inside the country, one at its edge."""
        found: list[set[str]] = [set() for _ in self.lines]
        for code, shape in self.areas.items():
            for number in itertools.chain.from_iterable(itertools.chain.from_iterable(shape)):
                found[number if number >= 0 else ~number].add(code)
        return found


def doubled_area(points: Sequence[Point]) -> int:
    """Twice the signed area of a closed ring, in squares of the grid.

    Examples
    --------
    >>> doubled_area([(0, 0), (2, 0), (2, 1), (0, 1), (0, 0)])
    4
    """
    return sum(x * v - u * y for (x, y), (u, v) in itertools.pairwise(points))


def without_specks(topology: Topology, least: float) -> Topology:
    """Without islands smaller than ``least`` squares of the grid, where an area has a larger one; holes are kept."""

    def size(rings: tuple[RingOfLines, ...]) -> float:
        return abs(doubled_area(topology.ring(rings[0]))) / 2

    kept = {
        code: tuple(rings for rings in shape if size(rings) >= least) or (max(shape, key=size),)
        for code, shape in topology.areas.items()
    }
    return _renumbered(Topology(topology.lines, kept))


def repaired(topology: Topology) -> Topology:
    """Lines that cross nothing: of those that do, the fewest points beside the crossing are dropped.

    Raises
    ------
    InputError
        ``households_map.borders_cross`` when no few points undo a crossing.
    """
    lines = list(topology.lines)
    while pairs := _pairs(lines):
        met = min(pairs)
        beside = {number: _points_beside(lines, number, met) for number in sorted({*met})}
        choices = [(number, at) for number, points in beside.items() for at in points]
        found = next((made for made in _with_fewer(lines, choices) if _apart_now(lines, made)), None)
        if found is None:
            raise InputError("households_map.borders_cross", areas=_named(topology, met))
        for number, line in found.items():
            lines[number] = line
    return Topology(tuple(lines), topology.areas)


def _points_beside(lines: Sequence[Line], number: int, met: tuple[int, int]) -> list[int]:
    """The inner points of a line at which a segment begins or ends that meets the other line, or the line itself."""
    line, other = lines[number], lines[met[0] if number == met[1] else met[1]]
    joints, pieces = {line[0], line[-1], other[0], other[-1]}, list(itertools.pairwise(line))
    opposite = list(itertools.pairwise(other))
    hit = {
        at
        for at, piece in enumerate(pieces)
        for place, one in enumerate(opposite)
        if (line is not other or abs(place - at) > 1) and _meet(piece, one, joints, beside=False)
    }
    least = 4 if line[0] == line[-1] else 2
    ends = {end for at in hit for end in (at, at + 1)} - {0, len(pieces)}
    return sorted(ends) if len(line) > least else []


def _with_fewer(lines: Sequence[Line], choices: Sequence[tuple[int, int]]) -> Iterator[dict[int, Line]]:
    """The lines without one of the chosen points, then without two, then three."""
    for count in range(1, _MOST_DROPPED + 1):
        for dropped in itertools.combinations(choices, count):
            yield {
                number: tuple(point for at, point in enumerate(lines[number]) if (number, at) not in dropped)
                for number, _ in dropped
            }


def _apart_now(lines: Sequence[Line], made: Mapping[int, Line]) -> bool:
    """Whether no changed line meets one around it."""
    boxes = [_box(line) for line in made.values()]
    around = [
        line for at, line in enumerate(lines) if at not in made and any(_overlap(_box(line), box) for box in boxes)
    ]
    return not any(at < len(made) for pair in _pairs([*made.values(), *around]) for at in pair)


def _box(line: Line) -> tuple[int, int, int, int]:
    across, down = [x for x, _ in line], [y for _, y in line]
    return min(across), min(down), max(across), max(down)


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def simplified(topology: Topology, tolerance: float, aspect: float = 1.0) -> Topology:
    """Lines with fewer points (Douglas and Peucker), none of which crosses or touches another or itself.

    Where lines would meet, they keep more of their points. Ends of lines stay, so that neighbours keep sharing what
    they share.

    Parameters
    ----------
    tolerance : float
        How far, in steps of the grid down, a dropped point may be from the line.
    aspect : float
        The length of a step across in steps down; on a map in degrees the cosine of the latitude.

    Raises
    ------
    InputError
        ``households_map.borders_cross`` when lines cross with all their points; see :func:`repaired`.
    """
    tried = [0] * len(topology.lines)
    made = [_fewer(line, tolerance, aspect) for line in topology.lines]
    while met := crossings(made):
        finer = [number for number in met if tried[number] < len(_FINER) - 1]
        if not finer:
            raise InputError("households_map.borders_cross", areas=_named(topology, met))
        for number in finer:
            tried[number] += 1
            made[number] = _fewer(topology.lines[number], tolerance * _FINER[tried[number]], aspect)
    return Topology(tuple(made), topology.areas)


def _named(topology: Topology, numbers: Iterable[int]) -> str:
    owners = topology.owners()
    return ", ".join(sorted(set().union(*(owners[number] for number in numbers))))


def crossings(lines: Sequence[Line]) -> set[int]:
    """The numbers of lines that cross, touch or lie on another line or on themselves elsewhere than where they join.

    Examples
    --------
    >>> sorted(crossings([((0, 0), (4, 4)), ((0, 4), (4, 0)), ((4, 0), (8, 0))]))
    [0, 1]
    """
    return {number for pair in _pairs(lines) for number in pair}


def _pairs(lines: Sequence[Line]) -> set[tuple[int, int]]:
    pieces = [(one, other, number) for number, line in enumerate(lines) for one, other in itertools.pairwise(line)]
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, (one, other, _) in enumerate(pieces):
        for cell in _cells(one, other):
            cells[cell].append(at)
    joints = {end for line in lines for end in (line[0], line[-1])}
    found: set[tuple[int, int]] = set()
    for listed in cells.values():
        for first, second in itertools.combinations(listed, 2):
            if _meet(pieces[first][:2], pieces[second][:2], joints, beside=second - first == 1):
                found.add((pieces[first][2], pieces[second][2]))
    return found


def _cells(one: Point, other: Point) -> Iterator[tuple[int, int]]:
    across = range(min(one[0], other[0]) // _CELL, max(one[0], other[0]) // _CELL + 1)
    down = range(min(one[1], other[1]) // _CELL, max(one[1], other[1]) // _CELL + 1)
    return itertools.product(across, down)


def _meet(one: tuple[Point, Point], other: tuple[Point, Point], joints: set[Point], *, beside: bool) -> bool:
    """Whether two segments have a point in common that is not the end at which they are joined."""
    shared = {*one} & {*other}
    if len(shared) == 2:
        return True
    if shared:
        joint = shared.pop()
        ends = [next(end for end in piece if end != joint) for piece in (one, other)]
        ahead = [(end[0] - joint[0], end[1] - joint[1]) for end in ends]
        folded = _turn(joint, *ends) == 0 and ahead[0][0] * ahead[1][0] + ahead[0][1] * ahead[1][1] > 0
        return folded or not (beside or joint in joints)
    turns = (_turn(*one, other[0]), _turn(*one, other[1]), _turn(*other, one[0]), _turn(*other, one[1]))
    if 0 in turns:
        pairs = ((one, other[0]), (one, other[1]), (other, one[0]), (other, one[1]))
        return any(turn == 0 and _between(*piece, point) for turn, (piece, point) in zip(turns, pairs, strict=True))
    return turns[0] != turns[1] and turns[2] != turns[3]


def _turn(start: Point, end: Point, point: Point) -> int:
    turned = (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])
    return (turned > 0) - (turned < 0)


def _between(start: Point, end: Point, point: Point) -> bool:
    across = min(start[0], end[0]) <= point[0] <= max(start[0], end[0])
    return across and min(start[1], end[1]) <= point[1] <= max(start[1], end[1])


def _fewer(line: Line, tolerance: float, aspect: float) -> Line:
    """A line with its ends and the points that are needed; of a ring at least three points stay."""
    if line[0] != line[-1]:
        kept = {0, len(line) - 1, *_needed(line, 0, len(line) - 1, tolerance, aspect)}
    else:
        far = max(range(len(line)), key=lambda at: _apart(line[0], line[at], aspect))
        kept = {0, far, len(line) - 1}
        for start, end in ((0, far), (far, len(line) - 1)):
            kept |= _needed(line, start, end, tolerance, aspect)
        if len(kept) < 4:
            kept.add(max(range(len(line)), key=lambda at: _off(line[at], line[0], line[far], aspect)))
    return tuple(line[at] for at in sorted(kept))


def _needed(line: Line, start: int, end: int, tolerance: float, aspect: float) -> set[int]:
    found, waiting = set(), [(start, end)]
    while waiting:
        first, last = waiting.pop()
        inside = range(first + 1, last)
        if not inside:
            continue
        worst = max(inside, key=lambda at: _off(line[at], line[first], line[last], aspect))
        if _off(line[worst], line[first], line[last], aspect) > tolerance:
            found.add(worst)
            waiting += [(first, worst), (worst, last)]
    return found


def _apart(one: Point, other: Point, aspect: float) -> float:
    return float((((one[0] - other[0]) * aspect) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)


def _off(point: Point, start: Point, end: Point, aspect: float) -> float:
    """How far a point is from a segment."""
    across, down = (end[0] - start[0]) * aspect, end[1] - start[1]
    length = across**2 + down**2
    if length == 0:
        return _apart(point, start, aspect)
    along = ((point[0] - start[0]) * aspect * across + (point[1] - start[1]) * down) / length
    along = min(1.0, max(0.0, along))
    left = (point[0] - start[0]) * aspect - along * across
    return float((left**2 + (point[1] - start[1] - along * down) ** 2) ** 0.5)


def _renumbered(topology: Topology) -> Topology:
    """Without lines that no area uses any more."""
    used = [number for number, owners in enumerate(topology.owners()) if owners]
    place = {number: at for at, number in enumerate(used)}

    def moved(numbers: Iterable[int]) -> RingOfLines:
        return tuple(place[one] if one >= 0 else ~place[~one] for one in numbers)

    areas = {
        code: tuple(tuple(moved(ring) for ring in rings) for rings in shape) for code, shape in topology.areas.items()
    }
    return Topology(tuple(topology.lines[number] for number in used), areas)
