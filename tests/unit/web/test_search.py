"""Search over the site: everyday words lead to product groups and pages; what is not found says what to do."""

import pytest
from django.test import Client

from ketenkompas.i18n import Language


@pytest.mark.parametrize(
    ("language", "address", "word", "group", "page"),
    [
        ("nl", "/nl/zoeken", "staal", "IJzer, staal, aluminium", "/nl/productgroepen"),
        ("en", "/en/search", "steel", "Iron, steel, aluminium", "/en/product-groups"),
    ],
)
def test_the_word_that_the_home_page_gives_as_an_example_is_found(
    client: Client, language: Language, address: str, word: str, group: str, page: str
) -> None:
    assert word in client.get(f"/{language}/").content.decode()
    found = client.get(address, {"q": word}).content.decode()
    assert group in found
    assert "#recent-products" in found
    assert f'href="{page}"' in found


def test_an_everyday_word_leads_to_the_group_it_lies_in(client: Client) -> None:
    found = client.get("/nl/zoeken", {"q": "bureaustoel"}).content.decode()
    assert "Meubelen, sieraden, speelgoed" in found


def test_nothing_found_says_what_to_do(client: Client) -> None:
    assert "Probeer één woord" in client.get("/nl/zoeken", {"q": "xqzv"}).content.decode()
