"""The pages of the consumption compass: map and list, search, a place. No arithmetic here."""

from collections.abc import Callable, Mapping

from django.http import HttpResponseBase

from ketenkompas.web.householdpages._find import find, invitation, searched
from ketenkompas.web.householdpages._list import places
from ketenkompas.web.householdpages._map import data, download, embed
from ketenkompas.web.householdpages._mine import my_household, table
from ketenkompas.web.householdpages._place import download as place_file
from ketenkompas.web.householdpages._place import embed as place_embed
from ketenkompas.web.householdpages._place import place
from ketenkompas.web.householdpages._policy import download as policy_numbers
from ketenkompas.web.householdpages._policy import embed as policy_embed
from ketenkompas.web.householdpages._policy import file as policy_file
from ketenkompas.web.householdpages._policy import policies
from ketenkompas.web.householdpages._profile import profile
from ketenkompas.web.householdpages._why import download as why_file
from ketenkompas.web.householdpages._why import embed as why_embed
from ketenkompas.web.householdpages._why import why

VIEWS: Mapping[str, Callable[..., HttpResponseBase]] = {
    "households": places,
    "household_find": find,
    "household_data": data,
    "household_embed": embed,
    "household_file": download,
    "household_mine": my_household,
    "household_table": table,
    "household_policy": policies,
    "household_policy_file": policy_file,
    "household_policy_embed": policy_embed,
    "household_policy_numbers": policy_numbers,
    "household_why": why,
    "household_why_embed": why_embed,
    "household_why_file": why_file,
    "household_place": place,
    "household_profile": profile,
    "household_place_embed": place_embed,
    "household_place_file": place_file,
}
"""The views by the name of their address; fixed words come before the codes of places."""

__all__ = ["VIEWS", "invitation", "searched"]
