"""``beside``: what several sources say of one area."""

from __future__ import annotations

from ketenkompas import library
from ketenkompas.cli._analyses import give_analysis
from ketenkompas.cli._figures import AreaArgument, Format, FormatOption, OutOption
from ketenkompas.cli._shared import Lang, LangOption


def beside(
    area: AreaArgument, lang: LangOption = Lang.NL, form: FormatOption = Format.TABLE, out: OutOption = None
) -> None:
    """Sources side by side: what each says of an area and what it counts; never one series.

    ketenkompas beside NL
    """
    give_analysis(lambda: library.beside(area, lang=lang.value), lang, form, out)
