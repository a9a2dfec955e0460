"""How likely it is that a footprint fell, in words that stand for fixed ranges of probability."""

from __future__ import annotations

from typing import Literal

from ketenkompas.errors import InputError
from ketenkompas.i18n import Language, number, text

Likelihood = Literal["certain", "very_likely", "likely", "open", "unlikely", "very_unlikely", "excluded"]
_FROM: tuple[tuple[float, Likelihood], ...] = (
    (0.99, "certain"),
    (0.90, "very_likely"),
    (0.66, "likely"),
    (0.33, "open"),
    (0.10, "unlikely"),
    (0.01, "very_unlikely"),
    (0.0, "excluded"),
)


def likelihood(probability: float) -> Likelihood:
    """The class of a probability; a boundary belongs to the class above it.

    Raises
    ------
    InputError
        ``reports.no_probability`` outside 0 to 1.

    Notes
    -----
    .99, .90, .66, .33, .10, .01: the scale of IPCC's calibrated language (Mastrandrea et al. 2010), to be confirmed.

    Examples
    --------
    >>> likelihood(0.90), likelihood(0.8999), likelihood(0.5)
    ('very_likely', 'likely', 'open')
    """
    if not 0.0 <= probability <= 1.0:
        raise InputError("reports.no_probability", found=probability)
    return next(name for least, name in _FROM if probability >= least)


def fall_sentence(
    probability: float, *, area_name: str, first: int, last: int, language: Language, per_cent: bool = False
) -> str:
    """Whether a footprint fell between two years: the words of the class with the chance beside them.

    Parameters
    ----------
    probability : float
        The chance that the later footprint is the lower.
    per_cent : bool
        Whether it is given in per cent.

    Examples
    --------
    >>> fall_sentence(0.95, area_name="Nederland", first=2008, last=2011, language="nl").replace(chr(160), " ")
    'De voetafdruk van Nederland is tussen 2008 en 2011 zeer waarschijnlijk gedaald (kans 95%).'
    """
    probability = probability / 100 if per_cent else probability
    found = likelihood(probability)
    shown = probability if probability >= 0.33 else 1 - probability
    percent = _percent(shown, language)
    return text(f"reports.fall.{found}", language, area=area_name, first=first, last=last, percent=percent)


def _percent(chance: float, language: Language) -> str:
    """A whole percentage; with a decimal where rounding would put it into another class than its words."""
    if chance > 0.99:
        return text("reports.fall.more_than", language, percent=99)
    whole = round(100 * chance)
    return number(100 * chance, language, 0 if likelihood(whole / 100) == likelihood(chance) else 1)
