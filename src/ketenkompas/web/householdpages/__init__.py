"""The pages of the consumption compass: map and list, search, a place. No arithmetic here."""

from collections.abc import Callable, Mapping

from django.http import HttpResponseBase

from ketenkompas.web.householdpages._find import find
from ketenkompas.web.householdpages._list import places
from ketenkompas.web.householdpages._map import download, embed, layers, outlines
from ketenkompas.web.householdpages._mine import my_household, table
from ketenkompas.web.householdpages._place import download as place_file
from ketenkompas.web.householdpages._place import embed as place_embed
from ketenkompas.web.householdpages._place import place

VIEWS: Mapping[str, Callable[..., HttpResponseBase]] = {
    "households": places,
    "household_find": find,
    "household_outlines": outlines,
    "household_layers": layers,
    "household_embed": embed,
    "household_file": download,
    "household_mine": my_household,
    "household_table": table,
    "household_place": place,
    "household_place_embed": place_embed,
    "household_place_file": place_file,
}
"""The views by the name of their address; fixed words come before the codes of places."""

__all__ = ["VIEWS"]
