"""Codes, and the keys between classifications."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from ketenkompas import library
from ketenkompas.web.api._described import described
from ketenkompas.web.api._forms import answer, page
from ketenkompas.web.api._problems import language_for
from ketenkompas.web.api._query import LANG, OFFSET, Parameter, read

router = Router()
_LIMIT = Parameter(
    "limit",
    "At most so many items, 100 when nothing is asked; the header `Link` leads to the next ones.",
    kind="integer",
    least=1,
    example=20,
)
_MOST = 100
_QUERY = Parameter("q", "Words to search in the labels, in Dutch or English.", example="meubelen")
_PREFIX = Parameter("prefix", "Only codes that begin so, dots left out of account.", example="31")
_ITEMS = (_QUERY, _PREFIX, _LIMIT, OFFSET, LANG)


class ClassificationOut(Schema):
    """A classification of one version."""

    id: str
    title: str
    edition: str
    publisher: str
    licence: str
    attribution: str
    codes: int
    levels: int


class ClassificationsOut(Schema):
    """The classifications that are here."""

    items: list[ClassificationOut]
    count: int


class CodeOut(Schema):
    """A code of a classification; codes are text."""

    scheme: str
    code: str
    label: str = Field(description="Empty where the publisher's texts may not be shown.")
    language: str = Field(description="Language of the label: the one asked, or the only one there is.")
    level: int = Field(description="1 is the top.")
    parent: str
    unit: str = Field(description="Supplementary unit of a customs code.")
    marks: str = Field(description="Marks of the publisher, parted by blanks: `lapsed`, `combined`, `eu27_2020`, ...")


class FoundCodeOut(CodeOut):
    """A code that was looked up or found by words."""

    how: str = Field(description="How a spelling was read, or why a text was found; empty in a plain list.")
    also: str = Field(description="Other codes that the spelling may mean, parted by blanks.")
    score: float


class CodesOut(Schema):
    """Codes of a classification; `count` is that of all, beyond this page."""

    items: list[FoundCodeOut]
    count: int


class PairOut(Schema):
    """A target of a code under a key."""

    source: str
    target: str
    through: str = Field(description="The classifications between, where the key is a chain.")
    code: str
    label: str
    relation: str = Field(description="SKOS: `broad` says that the target is the wider of the two.")
    weight: float | None = Field(description="Share of the source that goes here; null when nobody knows it.")
    derived: bool = Field(description="True when no publisher states the pair.")
    confidence: int = Field(description="3 sure, 2 likely, 1 a candidate to be looked at.")
    note: str


class WholeCodeOut(FoundCodeOut):
    """A code with its source, the codes above and below it, and what it corresponds to."""

    title: str
    edition: str
    licence: str
    attribution: str
    notes: str = Field(description="What the code includes, in the publisher's words.")
    parents: list[CodeOut]
    children: list[CodeOut]
    corresponds: list[PairOut]


class CorrespondenceOut(Schema):
    """The targets of a code under one key."""

    source: str
    target: str
    through: list[str]
    code: str
    derived: bool
    note: str
    attribution: str
    licence: str
    items: list[PairOut]


@router.get("classifications", response=ClassificationsOut, openapi_extra=described([LANG]), summary="Classifications")
def classifications(request: HttpRequest) -> HttpResponse:
    """The classifications of products, industries, accounts and countries, each with version, source and licence."""
    read(request.GET, [LANG])
    items = library.classification_list(language_for(request))
    return answer(request, {"items": items, "count": len(items)}, items)


@router.get(
    "classifications/{scheme}",
    response=CodesOut,
    openapi_extra=described(_ITEMS),
    summary="Codes of a classification",
)
def codes(request: HttpRequest, scheme: str) -> HttpResponse:
    """The codes of a classification: all, by their beginning, or by words, the best first."""
    asked = {"limit": _MOST} | read(request.GET, _ITEMS)
    items = library.classification_items(
        scheme, query=asked.pop("q", None), prefix=asked.pop("prefix", None), lang=language_for(request)
    )
    part, links = page(request, items, asked)
    return answer(request, {"items": part, "count": len(items)}, part, links)


@router.get(
    "classifications/{scheme}/{code}",
    response=WholeCodeOut,
    openapi_extra=described([LANG], rows=False),
    summary="A code",
)
def code(request: HttpRequest, scheme: str, code: str) -> HttpResponse:
    """A code, however it is written: its place, its source, and what it corresponds to in other classifications."""
    read(request.GET, [LANG])
    return answer(request, library.classified_code(scheme, code, lang=language_for(request)), None)


@router.get(
    "correspondences/{source}/{target}/{code}",
    response=CorrespondenceOut,
    openapi_extra=described([LANG]),
    summary="What a code corresponds to",
)
def correspondences(request: HttpRequest, source: str, target: str, code: str) -> HttpResponse:
    """Where a key, or a chain of keys, leads a code; a share that nobody knows is null and is never made up."""
    read(request.GET, [LANG])
    found = library.corresponding(source, target, code, lang=language_for(request))
    return answer(request, found, found["items"])
