"""Addresses of pages: parallel in Dutch and English, each with its state."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from ketenkompas.i18n import LANGUAGES, Language
from ketenkompas.web._site import PAGES
from ketenkompas.web._state import State, query

OTHERS: Mapping[str, Mapping[Language, str]] = {
    "home": {"nl": "", "en": ""},
    "search": {"nl": "zoeken", "en": "search"},
    "receipt": {"nl": "herkomstbewijs/<slug:receipt>", "en": "receipt/<slug:receipt>"},
    "methods": {"nl": "methode", "en": "method"},
    "method": {"nl": "methode/<slug:method>", "en": "method/<slug:method>"},
    "data": {"nl": "gegevens", "en": "data"},
    "api": {"nl": "api", "en": "api"},
    "factors": {"nl": "emissiefactoren", "en": "emission-factors"},
    "factor_compare": {"nl": "emissiefactoren/vergelijk", "en": "emission-factors/compare"},
    "factor_changes": {"nl": "emissiefactoren/wijzigingen", "en": "emission-factors/changes"},
    "factor_category": {
        "nl": "emissiefactoren/categorie/<slug:category>",
        "en": "emission-factors/category/<slug:category>",
    },
    "factor_source": {"nl": "emissiefactoren/bron/<slug:source>", "en": "emission-factors/source/<slug:source>"},
    "factor_release": {"nl": "emissiefactoren/release/<str:number>", "en": "emission-factors/release/<str:number>"},
    "factor_file": {
        "nl": "emissiefactoren/bestand/<str:number>/<str:form>",
        "en": "emission-factors/file/<str:number>/<str:form>",
    },
    "factor_codes": {"nl": "emissiefactoren/codes", "en": "emission-factors/codes"},
    "factor_code": {
        "nl": "emissiefactoren/codes/<str:scheme>/<str:code>",
        "en": "emission-factors/codes/<str:scheme>/<str:code>",
    },
    "factor": {"nl": "emissiefactoren/<str:factor>", "en": "emission-factors/<str:factor>"},
    "factor_embed": {
        "nl": "emissiefactoren/<str:factor>/insluiten/<slug:panel>",
        "en": "emission-factors/<str:factor>/embed/<slug:panel>",
    },
    "factor_file_of": {
        "nl": "emissiefactoren/<str:factor>/<slug:panel>.<str:form>",
        "en": "emission-factors/<str:factor>/<slug:panel>.<str:form>",
    },
    "households": {"nl": "consumptiekompas", "en": "consumption-compass"},
    "household_find": {"nl": "consumptiekompas/zoeken", "en": "consumption-compass/search"},
    "household_data": {
        "nl": "consumptiekompas/gegevens/<slug:part>.json",
        "en": "consumption-compass/data/<slug:part>.json",
    },
    "household_embed": {
        "nl": "consumptiekompas/insluiten/<slug:panel>",
        "en": "consumption-compass/embed/<slug:panel>",
    },
    "household_file": {
        "nl": "consumptiekompas/<slug:panel>.<str:form>",
        "en": "consumption-compass/<slug:panel>.<str:form>",
    },
    "household_mine": {"nl": "consumptiekompas/mijn-huishouden", "en": "consumption-compass/my-household"},
    "household_table": {
        "nl": "consumptiekompas/mijn-huishouden/<slug:name>.json",
        "en": "consumption-compass/my-household/<slug:name>.json",
    },
    "household_policy": {"nl": "consumptiekompas/beleid", "en": "consumption-compass/policy"},
    "household_policy_file": {
        "nl": "consumptiekompas/beleid/<slug:name>.yml",
        "en": "consumption-compass/policy/<slug:name>.yml",
    },
    "household_policy_embed": {
        "nl": "consumptiekompas/beleid/insluiten/<slug:panel>",
        "en": "consumption-compass/policy/embed/<slug:panel>",
    },
    "household_policy_numbers": {
        "nl": "consumptiekompas/beleid/<slug:panel>.<str:form>",
        "en": "consumption-compass/policy/<slug:panel>.<str:form>",
    },
    "household_why": {"nl": "consumptiekompas/waarom-anders", "en": "consumption-compass/why-different"},
    "household_why_embed": {
        "nl": "consumptiekompas/waarom-anders/insluiten/<slug:panel>",
        "en": "consumption-compass/why-different/embed/<slug:panel>",
    },
    "household_why_file": {
        "nl": "consumptiekompas/waarom-anders/<slug:panel>.<str:form>",
        "en": "consumption-compass/why-different/<slug:panel>.<str:form>",
    },
    "household_place": {"nl": "consumptiekompas/<str:place>", "en": "consumption-compass/<str:place>"},
    "household_profile": {
        "nl": "consumptiekompas/<str:place>/profiel.pdf",
        "en": "consumption-compass/<str:place>/profile.pdf",
    },
    "household_place_embed": {
        "nl": "consumptiekompas/<str:place>/insluiten/<slug:panel>",
        "en": "consumption-compass/<str:place>/embed/<slug:panel>",
    },
    "household_place_file": {
        "nl": "consumptiekompas/<str:place>/<slug:panel>.<str:form>",
        "en": "consumption-compass/<str:place>/<slug:panel>.<str:form>",
    },
    "about": {"nl": "over", "en": "about"},
    "accessibility": {"nl": "toegankelijkheid", "en": "accessibility"},
    "privacy": {"nl": "privacy", "en": "privacy"},
    "contact": {"nl": "contact", "en": "contact"},
}
"""The addresses of what is no page with charts."""
CATEGORIES: Mapping[str, Mapping[Language, str]] = {
    "fuels": {"nl": "brandstoffen", "en": "fuels"},
    "electricity": {"nl": "elektriciteit", "en": "electricity"},
    "heat": {"nl": "warmte", "en": "heat"},
    "passenger_transport": {"nl": "personenvervoer", "en": "passenger-transport"},
    "freight_transport": {"nl": "goederenvervoer", "en": "freight-transport"},
    "materials": {"nl": "materialen", "en": "materials"},
    "food": {"nl": "voeding", "en": "food"},
    "services": {"nl": "diensten", "en": "services"},
    "spend": {"nl": "uitgaven", "en": "spending"},
    "waste": {"nl": "afval", "en": "waste"},
    "water": {"nl": "water", "en": "water"},
    "homeworking": {"nl": "thuiswerken", "en": "homeworking"},
    "customs_goods": {"nl": "douanegoederen", "en": "customs-goods"},
    "refrigerants": {"nl": "koudemiddelen", "en": "refrigerants"},
    "gwp": {"nl": "aardopwarmingsvermogen", "en": "warming-potentials"},
}
"""The categories of emission factors in the order in which they are listed, with their word in an address."""
METHODS: Mapping[str, Mapping[Language, str]] = {
    "footprint": {"nl": "voetafdruk", "en": "footprint"},
    "origin": {"nl": "herkomst", "en": "origin"},
    "kinds": {"nl": "soorten-cijfers", "en": "kinds-of-figures"},
    "households": {"nl": "huishoudens", "en": "households"},
    "change": {"nl": "verandering", "en": "change"},
    "certainty": {"nl": "zekerheid", "en": "certainty"},
    "chains": {"nl": "ketens", "en": "chains"},
    "national": {"nl": "nationale-gegevens", "en": "national-data"},
    "variants": {"nl": "varianten", "en": "variants"},
    "targets": {"nl": "streefpaden", "en": "target-paths"},
    "receipts": {"nl": "herkomstbewijzen", "en": "receipts"},
    "household_kinds": {"nl": "huishoudtypen", "en": "kinds-of-households"},
    "household_level": {"nl": "niveau-van-huishoudens", "en": "level-of-households"},
    "household_energy": {"nl": "energie-en-autos", "en": "energy-and-cars"},
    "household_rank": {"nl": "zekerheid-van-gemeenten", "en": "certainty-of-municipalities"},
    "household_change": {"nl": "verandering-van-gemeenten", "en": "change-of-municipalities"},
}
"""The methods in the order in which they are listed, with their word in an address."""


def page(id_: str, state: State, language: Language) -> str:
    """The permanent link of a page in a state; only what the page can show is in it."""
    return _with(reverse(f"{id_}-{language}"), query(state, language, PAGES[id_].controls))


def download(id_: str, panel: str, form: str, state: State, language: Language) -> str:
    """Where a panel's numbers or picture are."""
    address = reverse(f"{id_}-download-{language}", args=[panel, form])
    return _with(address, query(state, language, PAGES[id_].controls))


def embed(id_: str, panel: str, state: State, language: Language) -> str:
    """Where a panel stands alone, for use on another site."""
    return _with(reverse(f"{id_}-embed-{language}", args=[panel]), query(state, language, PAGES[id_].controls))


def method(name: str, language: Language) -> str:
    """The page of a method."""
    return reverse(f"method-{language}", args=[METHODS[name][language]])


def plain(name: str, language: Language) -> str:
    """The address of a page without a state."""
    return reverse(f"{name}-{language}")


def receipt(id_: str, language: Language) -> str:
    """Where a receipt can be read."""
    return reverse(f"receipt-{language}", args=[id_])


def other(language: Language) -> Language:
    """The language that the reader can switch to."""
    return next(one for one in LANGUAGES if one != language)


def _with(path: str, asked: str) -> str:
    return f"{path}?{asked}" if asked else path
