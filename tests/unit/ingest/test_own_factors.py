"""Bases that a user brings, on made files in the real layouts: what is read, what is refused, what is named."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from tests.unit.ingest.test_own_declarations import epd, only, stored

from ketenkompas.errors import InputError, KetenkompasError
from ketenkompas.ingest import (
    OWN_FACTOR_SOURCES,
    edition_texts,
    read_base_empreinte,
    read_brightway,
    read_ecospold,
    read_edition,
    read_epa,
    read_epd,
)
from ketenkompas.library import factors

ON = datetime.date(2026, 11, 28)

SPOLD_NS = "http://www.EcoInvent.org/EcoSpold02"


def indicator(amount: str, method: str = "IPCC 2021", category: str = "climate change", unit: str = "kg CO2-Eq") -> str:
    name = "global warming potential (GWP100)"
    return (
        f'<impactIndicator impactIndicatorId="i" amount="{amount}"><impactMethodName>{method}</impactMethodName>'
        f"<impactCategoryName>{category}</impactCategoryName><name>{name}</name><unitName>{unit}</unitName>"
        "</impactIndicator>"
    )


def spold(results: str, *, amount: str = "1", unit: str = "kg", group: str = "0") -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<ecoSpold xmlns="{SPOLD_NS}"><childActivityDataset>
 <activityDescription><activity id="a1"><activityName xml:lang="en">steel production</activityName></activity>
  <geography><shortname xml:lang="en">RER</shortname></geography>
  <timePeriod startDate="2019-01-01" endDate="2023-12-31"/></activityDescription>
 <flowData><intermediateExchange id="x" intermediateExchangeId="p1" amount="{amount}">
   <name xml:lang="en">steel</name><unitName xml:lang="en">{unit}</unitName><outputGroup>{group}</outputGroup>
  </intermediateExchange>{results}</flowData>
</childActivityDataset></ecoSpold>"""


def test_an_activity_with_its_score(tmp_path: Path) -> None:
    results = indicator("9.9", "EF v3.1") + indicator("1.5", category="climate change: fossil") + indicator("2.4")
    one = only(read_ecospold(stored(tmp_path / "a.spold", spold(results, amount="2")), edition="3.11", on=ON))
    assert (one.value, one.unit, one.region) == (1.2, "kg", "Europe")
    assert (one.data_year_from, one.data_year_to) == (2019, 2023)
    assert one.source.licence_verdict == "red"
    assert "IPCC 2021" in one.technology
    found = read_ecospold(tmp_path / "a.spold", method="EF v3.1", on=ON)
    assert only(found).value == pytest.approx(4.95)


def test_treatment_of_waste_is_per_unit_treated(tmp_path: Path) -> None:
    assert only(read_ecospold(stored(tmp_path / "a.spold", spold(indicator("0.5"), amount="-1")), on=ON)).value == 0.5


@pytest.mark.parametrize(
    ("text", "reason"),
    [(spold(indicator("1", "CML")), "no_climate_figure"), (spold(indicator("1"), unit="km"), "unit_unknown")],
)
def test_activities_that_are_skipped(tmp_path: Path, text: str, reason: str) -> None:
    assert [one.reason for one in read_ecospold(stored(tmp_path / "a.spold", text), on=ON).skipped] == [reason]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (spold(indicator("1"), group="2"), "licensed.no_reference"),
        (spold(indicator("1"), amount="0"), "licensed.no_amount"),
        (spold(indicator("x")), "ingest.text_in_number"),
        (spold(indicator("1") * 2), "licensed.indicator_twice"),
        (spold(indicator("1", unit="g")), "licensed.indicator_unit"),
        (spold(indicator("1"))[:-20], "xml.broken"),
        (f'<ecoSpold xmlns="{SPOLD_NS}"/>', "licensed.no_data_set"),
        ("", "xml.broken"),
    ],
)
def test_damaged_activities_are_named(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(InputError) as fault:
        read_ecospold(stored(tmp_path / "a.spold", text), on=ON)
    assert code in {fault.value.code, *(one.code for one in fault.value.problems)}


def test_the_same_activity_twice(tmp_path: Path) -> None:
    for name in ("a", "b"):
        stored(tmp_path / f"{name}.spold", spold(indicator("1")))
    with pytest.raises(InputError) as fault:
        read_ecospold(tmp_path, on=ON)
    assert fault.value.problems[0].code == "licensed.twice"


TABLE = "activity,product,unit,location,score,code,method\nsteel production,steel,kilogram,RER,1.9,abc,IPCC 2021\n"


def test_a_table_of_scores(tmp_path: Path) -> None:
    more = "transport,lorry,metric ton*km,NL,0.11,,\nroad,road,km,NL,5,,\n"
    found = read_brightway(stored(tmp_path / "t.csv", TABLE + more), on=ON)
    assert [(one.unit, one.value) for one in found.records] == [("kg", 1.9), ("t.km", 0.11)]
    assert [one.reason for one in found.skipped] == ["unit_unknown"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (TABLE.replace("score", "points"), "table.columns_absent"),
        (TABLE.replace("1.9", "1e999"), "ingest.number_too_large"),
        (TABLE.replace("1.9", ""), "ingest.empty_cell"),
        (TABLE + TABLE.split("\n")[1] + "\n", "licensed.twice"),
        (TABLE + "a,b\n", "table.row_width"),
    ],
)
def test_damaged_tables_of_scores(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(KetenkompasError) as fault:
        read_brightway(stored(tmp_path / "t.csv", text), on=ON)
    assert code in {fault.value.code, *(one.code for one in fault.value.problems)}


COLUMNS = (
    "Type Ligne", "Identifiant de l'élément", "Type de l'élément", "Statut de l'élément", "Nom base français",
    "Nom base anglais", "Nom attribut français", "Nom frontière français", "Code de la catégorie", "Unité français",
    "Localisation géographique", "Incertitude", "Type poste", "Total poste non décomposé", "CO2f", "CH4f", "CH4b",
    "N2O", "Autres GES", "CO2b",
)  # fmt: skip


def line(**given: str) -> dict[str, str]:
    told = {
        "kind": "Elément", "id": "100", "type": "Facteur d'émission", "status": "Valide générique",
        "name": "Gaz naturel", "english": "Natural gas", "attribute": "2023", "border": "France",
        "group": "Combustibles > Fossiles",
        "unit": "kgCO2e/kWh", "place": "France continentale", "width": "5", "stage": "", "total": "0,239",
        "co2f": "0,2", "ch4f": "0,03", "ch4b": "", "n2o": "0,009", "other": "", "co2b": "0,001", **given,
    }  # fmt: skip
    return dict(zip(COLUMNS, told.values(), strict=True))


def base(path: Path, rows: list[dict[str, str]], encoding: str = "cp1252") -> Path:
    lines = [";".join(COLUMNS), *(";".join(row.values()) for row in rows)]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_an_element_with_its_gases(tmp_path: Path, encoding: str) -> None:
    one = only(read_base_empreinte(base(tmp_path / "b.csv", [line()], encoding), edition="23.6", on=ON))
    assert (one.value, one.unit, one.region, one.category) == (0.239, "kW.h", "FR", "fuels")
    assert {part.stage: part.value for part in one.components} == {"co2_fossil": 0.2, "ch4_fossil": 0.03, "n2o": 0.009}
    assert (one.biogenic_co2, one.confidence) == (0.001, 0.95)
    assert (one.low, one.high) == pytest.approx((0.239 * 0.95, 0.239 * 1.05))
    assert (one.source.licence_verdict, one.source.redistribute) == ("amber", False)


def test_stages_are_the_components_of_their_element(tmp_path: Path) -> None:
    rows = [
        line(), line(kind="Poste", stage="Combustion", total="0,2"), line(kind="Poste", stage="Amont", total="0,039")
    ]  # fmt: skip
    one = only(read_base_empreinte(base(tmp_path / "b.csv", rows), on=ON))
    assert [(part.stage, part.value) for part in one.components] == [("combustion", 0.2), ("amont", 0.039)]
    rows[2] = line(kind="Poste", stage="Amont", total="0,5")
    found = read_base_empreinte(base(tmp_path / "b.csv", rows), on=ON)
    assert (only(found).flags, found.anomalies[0].flag) == (("sum_mismatch",), "sum_mismatch")


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"status": "Archivé"}, "archived"), ({"type": "Données source"}, "not_selected"),
        ({"group": "UTCF"}, "not_selected"), ({"unit": "kgCO2e/ha"}, "unit_unknown"),
        ({"unit": "kg/kWh"}, "unit_unknown"), ({"total": ""}, "empty_in_source"),
    ],
)  # fmt: skip
def test_rows_of_the_base_that_are_skipped(tmp_path: Path, given: dict[str, str], reason: str) -> None:
    found = read_base_empreinte(base(tmp_path / "b.csv", [line(**given)]), on=ON)
    assert [one.reason for one in found.skipped] == [reason]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([line(), line()], "licensed.twice"),
        ([line(kind="Poste")], "licensed.post_alone"),
        ([line(kind="Total")], "licensed.line_kind"),
        ([line(total="0,2,3")], "ingest.text_in_number"),
        ([line(co2b="n.d.")], "ingest.text_in_number"),
    ],
)
def test_damaged_rows_of_the_base(tmp_path: Path, rows: list[dict[str, str]], code: str) -> None:
    with pytest.raises(InputError) as fault:
        read_base_empreinte(base(tmp_path / "b.csv", rows), on=ON)
    assert code in [one.code for one in fault.value.problems]


def test_a_base_with_other_columns_or_bytes(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_bytes("Type Ligne;Total\r\nElément;1\r\n".encode("cp1252"))
    with pytest.raises(InputError) as fault:
        read_base_empreinte(path)
    assert fault.value.code == "table.columns_absent"
    path.write_bytes(b"Type\x81\xe9;Total\r\n1;2\r\n")
    with pytest.raises(InputError) as fault:
        read_base_empreinte(path)
    assert fault.value.code == "table.not_utf8"


EPA_HEAD = (
    '"2017 NAICS Code","2017 NAICS Title","GHG","Unit","Supply Chain Emission Factors without Margins",'
    '"Margins of Supply Chain Emission Factors","Supply Chain Emission Factors with Margins","Reference USEEIO Code"\n'
)
EPA_UNIT = "kg CO2e/2022 USD, purchaser price"
EPA = (
    f'{EPA_HEAD}1,"Beans","All GHGs","{EPA_UNIT}",0.488,0.044,0.532,"1A"\n'
    f'2,"Peas","All GHGs","{EPA_UNIT}",0.8,0.1,1.2,"1A"\n'
)


def test_factors_per_dollar(tmp_path: Path) -> None:
    found = read_epa(stored(tmp_path / "e.csv", EPA), on=ON)
    beans, peas = found.records
    assert (beans.value, beans.unit, beans.flags) == (0.532, "{USD2022}", ("homogeneous",))
    assert peas.flags == ("homogeneous", "sum_mismatch")
    assert len(found.anomalies) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (EPA.replace("purchaser", "producer"), "licensed.epa_unit"),
        (EPA.replace('\n2,"', '\n1,"'), "licensed.twice"),
        (EPA.replace("0.488", "n/a"), "ingest.no_value"),
        (EPA.replace("with Margins", "incl. margins"), "table.columns_absent"),
    ],
)
def test_damaged_factors_per_dollar(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(InputError) as fault:
        read_epa(stored(tmp_path / "e.csv", text), on=ON)
    assert code in {fault.value.code, *(one.code for one in fault.value.problems)}


def test_what_is_read_can_be_written_and_read_again(tmp_path: Path) -> None:
    imports = [
        read_epd(stored(tmp_path / "p.xml", epd()), unit="kg", on=ON),
        read_ecospold(stored(tmp_path / "a.spold", spold(indicator("1"))), on=ON),
        read_brightway(stored(tmp_path / "t.csv", TABLE), on=ON),
        read_base_empreinte(base(tmp_path / "b.csv", [line()]), on=ON),
        read_epa(stored(tmp_path / "e.csv", EPA), on=ON),
    ]
    for place, found in enumerate(imports):
        folder = tmp_path / str(place)
        for name, text in edition_texts(found.records).items():
            stored(folder / name, text)
        assert read_edition(folder) == found.records


def test_a_base_of_ones_own_is_imported_like_any_other(tmp_path: Path) -> None:
    found = factors.read_source("epa-supply-chain", stored(tmp_path / "e.csv", EPA))
    assert len(found.records) == 2
    stored(tmp_path / "delivery" / "p.xml", epd())
    lone = factors.read_source("epd-own-licence", tmp_path / "delivery")
    assert [one.reason for one in lone.skipped] == ["unit_unknown"]
    with pytest.raises(InputError) as fault:
        factors.read_source("epa-supply-chain", tmp_path)
    assert fault.value.code == "table.file_absent"


def test_every_connector_is_listed_in_both_languages() -> None:
    assert len(OWN_FACTOR_SOURCES) == 5
    for one in OWN_FACTOR_SOURCES.values():
        assert one.name("nl")
        assert one.name("en")
        assert one.guide == "how-to/bring-your-own-factors"
