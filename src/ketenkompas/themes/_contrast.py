"""Contrast of colours by WCAG 2.2: what must be told apart in pages and charts, and what cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Mode = Literal["light", "dark"]
TEXT, GRAPHIC = 4.5, 3.0
"""Success criteria 1.4.3 (text) and 1.4.11 (graphics), level AA."""
PAGE_PAIRS: tuple[tuple[str, str, float], ...] = (
    ("--kk-ink", "--kk-paper", TEXT),
    ("--kk-ink", "--kk-ground", TEXT),
    ("--kk-ink", "--kk-tint", TEXT),
    ("--kk-soft", "--kk-paper", TEXT),
    ("--kk-soft", "--kk-ground", TEXT),
    ("--kk-brand", "--kk-paper", TEXT),
    ("--kk-brand", "--kk-ground", TEXT),
    ("--kk-brand", "--kk-tint", TEXT),
    ("--kk-brand-dark", "--kk-paper", TEXT),
    ("--kk-brand-dark", "--kk-tint", TEXT),
    ("--kk-on-brand", "--kk-banner", TEXT),
    ("--kk-warning-ink", "--kk-warning", TEXT),
    ("--utrecht-button-primary-action-color", "--kk-brand", TEXT),
    ("--utrecht-button-primary-action-hover-color", "--kk-brand-dark", TEXT),
    ("--utrecht-skip-link-color", "--kk-ink", TEXT),
)
CHART_PAIRS: tuple[tuple[str, str, float], ...] = (
    ("ink", "paper", TEXT),
    ("soft_ink", "paper", TEXT),
    ("warning_ink", "warning_paper", TEXT),
    ("home", "paper", GRAPHIC),
    ("households", "paper", GRAPHIC),
    ("official", "paper", GRAPHIC),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Two colours that are too near to each other: what stands on what, their contrast and the least allowed."""

    mode: Mode
    ink: str
    on: str
    ratio: float
    least: float


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours ``#rrggbb``, 1 to 21, in either order.

    Notes
    -----
    ``(L1 + 0.05) / (L2 + 0.05)`` with relative luminances, WCAG 2.2.

    Examples
    --------
    >>> contrast("#000000", "#ffffff"), round(contrast("#777777", "#ffffff"), 2)
    (21.0, 4.48)
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def faults(pairs: tuple[tuple[str, str, float], ...], colours: Mapping[str, str], mode: Mode) -> Iterator[Fault]:
    """The pairs that are too near to each other."""
    for ink, on, least in pairs:
        ratio = contrast(colours[ink], colours[on])
        if ratio < least:
            yield Fault(mode, ink, on, ratio, least)
