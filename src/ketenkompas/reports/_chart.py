"""A chart as data: one Vega-Lite specification from which every picture of it is drawn."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from ketenkompas.i18n import Language
from ketenkompas.reports._table import Table
from ketenkompas.reports._words import number_locale


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its specification, what it says in words, and the table that holds the same numbers.

    In a notebook it shows itself. ``svg()`` and ``png()`` draw it without a browser.

    Attributes
    ----------
    spec : Mapping
        Vega-Lite specification with the data inside.
    title, alt : str
        The title, and the text for those who do not see the picture.
    twin : Table
        The same numbers.
    language : Language
        Dutch or English; decides the form of numbers.
    """

    spec: Mapping[str, Any]
    title: str
    alt: str
    twin: Table
    language: Language

    def vega(self) -> dict[str, Any]:
        """The compiled Vega specification: what the browser's runtime takes."""
        compiled: dict[str, Any] = json.loads(_compiled(self._canonical()))
        return compiled

    def svg(self, *, titled: bool = True) -> str:
        """The chart as an SVG picture with a name and description for assistive technology.

        Parameters
        ----------
        titled : bool
            False inside a page, where a ``<title>`` would show as a tooltip over the whole picture.
        """
        drawn = _drawn(self._canonical(), self.language)
        named = f"<title>{escape(self.title)}</title>" if titled else ""
        inside = f"{named}<desc>{escape(self.alt)}</desc>"
        opening, _, rest = drawn.partition(">")
        return f'{opening} role="img" aria-label={quoteattr(self.alt)} lang="{self.language}">{inside}{rest}'

    def png(self, scale: float = 2.0) -> bytes:
        """The chart as a PNG picture; ``scale`` 2 is sharp on screens and in print."""
        return _painted(self._canonical(), self.language, scale)

    def altair(self) -> Any:
        """The chart as an Altair object, for those who want to change it."""
        import altair

        return altair.Chart.from_dict(dict(self.spec))

    def table(self) -> Table:
        """The chart's numbers."""
        return self.twin

    def _canonical(self) -> str:
        return json.dumps(self.spec, sort_keys=True, ensure_ascii=False)

    def _repr_svg_(self) -> str:
        return self.svg()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {"image/svg+xml": self.svg(), "text/plain": f"{self.title}\n{self.alt}"}


@functools.lru_cache(maxsize=64)
def _compiled(spec: str) -> str:
    import vl_convert

    return json.dumps(vl_convert.vegalite_to_vega(spec), ensure_ascii=False)


_PATH = re.compile(r' d="[^"]*"')
_LONG = re.compile(r"(\.\d)\d+")
"""Outlines to a tenth of a pixel: a map is then half as long."""


@functools.lru_cache(maxsize=64)
def _drawn(spec: str, language: Language) -> str:
    import vl_convert

    drawn: str = vl_convert.vega_to_svg(_compiled(spec), format_locale=number_locale(language))
    return _PATH.sub(lambda found: _LONG.sub(r"\1", found[0]), drawn)


@functools.lru_cache(maxsize=16)
def _painted(spec: str, language: Language, scale: float) -> bytes:
    import vl_convert

    painted: bytes = vl_convert.vega_to_png(_compiled(spec), scale=scale, format_locale=number_locale(language))
    return painted
