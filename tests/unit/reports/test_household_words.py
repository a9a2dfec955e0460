"""Amounts in the digits that their interval supports, the steps of a change, rows of a computed household, paper."""

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.reports import Block, change_steps, joined_pdf, mine_rows, page_svg, said_change, said_with
from ketenkompas.reports._pdf import _OBJECT


def test_values_are_rounded_by_half_the_interval() -> None:
    assert said_with(18_386.2, 15_628.0, 22_063.0, "en").value == "18,400"
    assert said_with(1_844.3, 1_790.0, 1_910.0, "nl").value == "1.844"
    assert said_with(27.0, 27.0, 27.0, "nl").low == "27"


@given(st.floats(-1e5, 1e5))
def test_a_change_says_its_sign_and_nothing_is_zero_without_one(value: float) -> None:
    said = said_change(value, "en")
    assert (said == "0") == (abs(float(said.replace("\N{MINUS SIGN}", "-").replace(",", ""))) < 10)
    assert said[0] in "+\N{MINUS SIGN}0"


COURSE = pl.DataFrame(
    {"year": [2019, 2019, 2019, 2023], "part": ["gas", "heat", "car", "gas"], "kg": [8e6, None, 5e6, 6e6]}
)
CHANGES = pl.DataFrame(
    {
        "from_year": [2019] * 5,
        "to_year": [2023] * 5,
        "part": ["gas", "gas", "car", "car", "heat"],
        "effect": ["inhabitants", "use", "use", "factor", "use"],
        "kg": [1e6, -3e6, 2e5, -1e6, 9e9],
    }
)
LABELS = {
    f"{part}.{effect}": f"{part} {effect}" for part in ("energy", "car") for effect in ("inhabitants", "use", "factor")
}


def test_steps_lead_from_the_first_year_to_the_last_and_leave_out_what_is_absent() -> None:
    found = change_steps(COURSE, CHANGES, first=2019, last=2023, labels=LABELS)
    assert found is not None
    assert found.parts == ("gas", "car")
    assert found.steps["code"].to_list() == ["energy.inhabitants", "energy.use", "car.use", "car.factor"]
    assert found.start == pytest.approx(13.0)
    assert found.end == pytest.approx(13.0 + 1.0 - 3.0 + 0.2 - 1.0)


def test_without_two_years_there_are_no_steps() -> None:
    assert change_steps(COURSE, CHANGES.clear(), first=2019, last=2023, labels=LABELS) is None


def test_rows_of_a_household_add_up_by_group_on_one_scale() -> None:
    rows = mine_rows(
        ["car", "food", "public"], [("car", 100.0), ("car", 300.0), ("food", 800.0)], [("food", 400.0)], "en"
    )
    assert [(row.id, row.value, row.usual, row.width, row.usual_width) for row in rows] == [
        ("car", "400", "0", 50.0, 0.0),
        ("food", "800", "400", 100.0, 50.0),
    ]


def _pages() -> list[str]:
    words = "Een huishouden in 's-Gravenhage veroorzaakt 15.800 kg CO₂-equivalent & meer. " * 12
    return [page_svg([Block("title", f"Blad {at}"), Block("text", words, bullet=True)], "voet") for at in (1, 2)]


def test_a_page_breaks_its_lines_within_the_paper_and_escapes_what_it_says() -> None:
    page = _pages()[0]
    assert "&amp; meer" in page
    assert page.count("<text") > 6
    assert max(float(found) for found in re.findall(r'y="([\d.]+)"', page)) < 842


def test_two_pages_are_one_document_with_title_language_and_text() -> None:
    made = joined_pdf(_pages(), title="Profiel: Súdwest-Fryslân", language="nl", subject="Situatie 2023")
    assert made.startswith(b"%PDF-1.7")
    assert b"/Count 2" in made
    assert b"/Lang (nl-NL)" in made
    assert ("\ufeff" + "Profiel: Súdwest-Fryslân").encode("utf-16-be").hex().upper().encode() in made
    assert made.count(b"/ToUnicode") >= 2, "text can be selected and searched"


def test_every_reference_of_the_document_leads_somewhere_and_the_table_says_where() -> None:
    made = joined_pdf(_pages(), title="x", language="en")
    known = {int(found[1]) for found in _OBJECT.finditer(made)}
    for found in _OBJECT.finditer(made):
        head = found[2].split(b"stream", 1)[0]
        assert {int(one) for one in re.findall(rb"(?<![\d.])(\d+) 0 R", head)} <= known
    start = int(made.rsplit(b"startxref\n", 1)[1].split()[0])
    for number, line in enumerate(made[start:].split(b"\n")[2:]):
        if line.endswith(b"n "):
            assert made[int(line[:10]) :].startswith(b"%d 0 obj" % number)
