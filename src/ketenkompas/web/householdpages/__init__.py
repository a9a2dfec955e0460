"""The pages of the consumption compass: map and list, search, a place. No arithmetic here."""

from collections.abc import Callable, Mapping

from django.http import HttpResponseBase

from ketenkompas.web.householdpages._find import find, invitation, searched
from ketenkompas.web.householdpages._list import places
from ketenkompas.web.householdpages._map import data, download, embed
from ketenkompas.web.householdpages._place import place

VIEWS: Mapping[str, Callable[..., HttpResponseBase]] = {
    "households": places,
    "household_find": find,
    "household_data": data,
    "household_embed": embed,
    "household_file": download,
    "household_place": place,
}
"""The views by the name of their address; fixed words come before the codes of places."""

__all__ = ["VIEWS", "invitation", "searched"]
