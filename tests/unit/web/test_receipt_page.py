"""A receipt as a page: checks in words, numbers in the language's form, sources by their title."""

import re

from django.test import Client

from ketenkompas.web._receipt import check_told, source_title


def test_numbers_and_checks_are_told_in_the_language_of_the_page(client: Client) -> None:
    link = re.search(r'href="(/nl/herkomstbewijs/\w+)"', client.get("/nl/voetafdruk").content.decode())
    assert link
    page = client.get(link[1]).content.decode()
    assert "Afstand tot het officiële cijfer (aandeel), 2014" in page
    assert "0,0219" in page
    assert "−0,0166" in page
    assert "1.860" in page
    assert "Broeikasgasvoetafdruk naar land van finaal gebruik" in page
    english = client.get(link[1].replace("/nl/herkomstbewijs", "/en/receipt")).content.decode()
    assert "Distance to the official figure (share), 2014" in english
    assert "0.0219" in english


def test_a_check_and_a_source_of_the_users_own_keep_their_names() -> None:
    told = check_told({"check": "own_check", "value": 0.5, "tolerance": 1, "passed": True}, "nl")
    assert (told["said"], told["value"]) == ("own_check", "0,5")
    assert source_title("no-such-source", "nl") == ""
