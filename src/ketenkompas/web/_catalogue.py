"""The data catalogue in DCAT (version 3) as JSON-LD: one dataset for each model and series."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from ketenkompas import library
from ketenkompas.i18n import LANGUAGES, text
from ketenkompas.web import _addresses
from ketenkompas.web.factorpages import FILES

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "adms": "http://www.w3.org/ns/adms#",
}
_THEME = "http://publications.europa.eu/resource/authority/data-theme/ENVI"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_TONGUES = {"nl": "NLD", "en": "ENG"}


def catalogue(host: str, edition: str) -> dict[str, Any]:
    """Every model and series as a dataset, with the ZIP file of everything and the API as distributions.

    Parameters
    ----------
    host : str
        Scheme and host of this installation, without a slash at the end.
    edition : str
        The edition of the figures.
    """
    return {
        "@context": _CONTEXT,
        "@id": f"{host}{reverse('catalogue')}",
        "@type": "dcat:Catalog",
        "dct:title": _both("catalogue.title"),
        "dct:description": _both("catalogue.description"),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": "Ketenkompas"},
        "dct:language": [_language(one) for one in LANGUAGES],
        "foaf:homepage": {"@id": f"{host}/"},
        "dcat:version": edition,
        "dcat:dataset": [
            *(_dataset(model, host, edition) for model in library.models()),
            *(_release(one, host) for one in library.factors.releases()),
        ],
    }


def _dataset(model: library.Model, host: str, edition: str) -> dict[str, Any]:
    about = f"{host}{reverse('catalogue')}#{model.id}"
    licences = {source["licence"] for source in library.data_sources("en") if str(model.id) in source["models"]}
    years = f"{min(model.years)}/{max(model.years)}" if model.years else ""
    return {
        "@id": about,
        "@type": "dcat:Dataset",
        "dct:identifier": str(model.id),
        "dct:title": [{"@language": one, "@value": model.title(one)} for one in LANGUAGES],
        "dct:description": [{"@language": one, "@value": _told(model, one)} for one in LANGUAGES],
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": "Ketenkompas"},
        "dct:temporal": years,
        "dcat:theme": {"@id": _THEME},
        "dcat:keyword": [{"@language": one, "@value": text("catalogue.keyword", one)} for one in LANGUAGES],
        "dct:language": [_language(one) for one in LANGUAGES],
        "dcat:landingPage": [{"@id": f"{host}{_addresses.plain('data', one)}"} for one in LANGUAGES],
        "dct:rights": sorted(licences),
        "dcat:version": edition,
        "adms:status": str(model.info.kind),
        "dcat:distribution": [
            _distribution(
                f"{about}-zip", f"{host}{reverse('bundle', args=[edition])}", "application/zip", download=True
            ),
            *(
                _distribution(
                    f"{about}-{form.rpartition('/')[2]}",
                    f"{host}/api/v1/{_route(model)}",
                    form,
                )
                for form in ("application/json", "text/csv")
            ),
        ],
    }


def _release(one: library.factors.ReleaseInfo, host: str) -> dict[str, Any]:
    """A release of emission factors: each is a dataset of its own, because it never changes."""
    about = f"{host}{reverse('catalogue')}#factors-{one.number}"
    return {
        "@id": about,
        "@type": "dcat:Dataset",
        "dct:identifier": f"emission-factors-{one.number}",
        "dct:title": [
            {"@language": tongue, "@value": text("factors.catalogue", tongue, number=one.number)}
            for tongue in LANGUAGES
        ],
        "dct:description": [{"@language": tongue, "@value": one.note(tongue)} for tongue in LANGUAGES],
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": "Ketenkompas"},
        "dct:issued": one.published_on.isoformat(),
        "dcat:theme": {"@id": _THEME},
        "dcat:keyword": _both("catalogue.keyword"),
        "dct:language": [_language(tongue) for tongue in LANGUAGES],
        "dcat:landingPage": [
            {"@id": f"{host}{reverse(f'factor_release-{tongue}', args=[one.number])}"} for tongue in LANGUAGES
        ],
        "dct:rights": sorted({edition.attribution for edition in one.editions}),
        "dcat:version": one.number,
        "dcat:distribution": [
            _distribution(
                f"{about}-{form}",
                f"{host}{reverse('factor_file-en', args=[one.number, form])}",
                media_type.partition(";")[0],
                download=True,
            )
            for form, (_, media_type) in FILES.items()
        ],
    }


def _distribution(about: str, address: str, form: str, *, download: bool = False) -> dict[str, Any]:
    made: dict[str, Any] = {
        "@id": about,
        "@type": "dcat:Distribution",
        "dcat:accessURL": {"@id": address},
        "dcat:mediaType": {"@id": _MEDIA + form},
    }
    return made | ({"dcat:downloadURL": {"@id": address}} if download else {})


def _route(model: library.Model) -> str:
    area = "NL" if "NL" in model.areas else model.areas[0]
    return f"published?area={area}" if model.info.kind == "official" else f"footprints?area={area}&model={model.id}"


def _told(model: library.Model, language: Any) -> str:
    return model.note(language) or model.title(language)


def _both(key: str) -> list[dict[str, str]]:
    return [{"@language": one, "@value": text(key, one)} for one in LANGUAGES]


def _language(one: str) -> dict[str, str]:
    return {"@id": f"http://publications.europa.eu/resource/authority/language/{_TONGUES[one]}"}
