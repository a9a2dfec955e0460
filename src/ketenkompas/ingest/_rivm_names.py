"""Names of foods in plain words: NEVO's Dutch names and RIVM's English ones without shortenings and turned words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ketenkompas.ingest._factor_layout import layout

_SOURCE = "rivm-food"
_COMPOUND = re.compile(r"^(?P<base>\S+) (?P<start>\S+)-(?=[ ,]|$)")
_PUNCTUATION = ",./()"


def plain_dutch(name: str) -> str:
    """A NEVO name in the order and with the words that people use.

    Examples
    --------
    >>> plain_dutch("Kool bloem- gekookt"), plain_dutch("Taart appel- v zandtaartdeeg z roomboter")
    ('Bloemkool gekookt', 'Appeltaart van zandtaartdeeg zonder roomboter')
    """
    found = _COMPOUND.match(name)
    if found:
        base, start = found["base"].lower(), found["start"]
        clash = start[-1] in "aeiou" and base[0] in "aeiou"
        name = f"{start}{'-' if clash else ''}{base}{name[found.end() :]}"
    spelled = layout(_SOURCE)["abbreviations"]
    whole = [spelled.get(word.strip(_PUNCTUATION), None) for word in name.split()]
    plain = " ".join(
        word.replace(word.strip(_PUNCTUATION), long) if long else word
        for word, long in zip(name.split(), whole, strict=True)
    )
    return plain[:1].upper() + plain[1:]


def plain_english(name: str) -> str:
    """RIVM's own name without its abbreviations.

    Examples
    --------
    >>> plain_english("Potatoes wo skins, Boiling")
    'Potatoes without skins, Boiling'
    """
    told: Mapping[str, str] = layout(_SOURCE)["english"]
    words = ((word.rstrip(","), word[len(word.rstrip(",")) :]) for word in name.split())
    return " ".join(told.get(word, word) + comma for word, comma in words)
