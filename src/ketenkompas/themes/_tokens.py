"""Design tokens as they stand in a style sheet: custom properties with their values, light and dark."""

from __future__ import annotations

import re
from collections.abc import Mapping

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DARK = re.compile(r"@media[^{]*prefers-color-scheme:\s*dark[^{]*\{")
_TOKEN = re.compile(r"(--[a-z0-9-]+)\s*:\s*([^;}]+)")
_VAR = re.compile(r"var\(\s*(--[a-z0-9-]+)\s*\)")
_COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")
_OUTSIDE = re.compile(r"url\s*\(|@import|expression\s*\(", re.IGNORECASE)


def tokens(css: str) -> tuple[dict[str, str], dict[str, str]]:
    """The tokens of a style sheet, and those for dark colours.

    Examples
    --------
    >>> tokens(".a { --kk-ink: #111; } @media (prefers-color-scheme: dark) { .a { --kk-ink: #eee; } }")
    ({'--kk-ink': '#111'}, {'--kk-ink': '#eee'})
    """
    light, dark, rest = "", "", _COMMENT.sub("", css)
    while found := _DARK.search(rest):
        end = _closing(rest, found.end())
        light, dark, rest = light + rest[: found.start()], dark + rest[found.end() : end], rest[end + 1 :]
    return _named(light + rest), _named(dark)


def _named(css: str) -> dict[str, str]:
    return {name: value.strip().lower() for name, value in _TOKEN.findall(css)}


def _closing(css: str, start: int) -> int:
    depth = 1
    for at in range(start, len(css)):
        depth += {"{": 1, "}": -1}.get(css[at], 0)
        if depth == 0:
            return at
    return len(css)


def colour(name: str, known: Mapping[str, str]) -> str | None:
    """The colour of a token as ``#rrggbb``, through other tokens that it names; None where it is no such colour.

    Examples
    --------
    >>> colour("--a", {"--a": "var(--b)", "--b": "#fa0"})
    '#ffaa00'
    """
    value, seen = known.get(name, ""), {name}
    while (found := _VAR.fullmatch(value)) and found[1] not in seen:
        seen.add(found[1])
        value = known.get(found[1], "")
    if not _COLOUR.fullmatch(value):
        return None
    return value if len(value) == 7 else "#" + "".join(2 * digit for digit in value[1:])


def reaches_outside(css: str) -> str:
    """What in a style sheet would load something else, empty where nothing does."""
    found = _OUTSIDE.search(_COMMENT.sub("", css))
    return found[0] if found else ""
