"""Product declarations that a user brings, on made data sets in the real layout, and XML that means harm."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ketenkompas.errors import InputError
from ketenkompas.factors import Factor
from ketenkompas.ingest import FactorImport, read_ecospold, read_epd

ON = datetime.date(2026, 11, 28)
UUID, FLOW = "0f1c7d1e-0000-4000-8000-000000000001", "0f1c7d1e-0000-4000-8000-0000000000f1"

GWP = {
    "total": {"A1-A3": "90.0", "C3": "12.5", "D": "-20.0"},
    "fossil": {"A1-A3": "100.0", "C3": "2.5"},
    "biogenic": {"A1-A3": "-11.0", "C3": "10.0"},
    "luluc": {"A1-A3": "1.0"},
}


def epd(gwp: dict[str, dict[str, str]] | None = None, *, uuid: str = UUID, amount: str = "1.0", extra: str = "") -> str:
    def result(key: str, modules: dict[str, str]) -> str:
        told = "".join(f'<epd:amount epd:module="{one}">{value}</epd:amount>' for one, value in modules.items())
        label = f"Global Warming Potential - {key} (GWP-{key})"
        return (
            "<LCIAResult><referenceToLCIAMethodDataSet>"
            f'<common:shortDescription xml:lang="en">{label}</common:shortDescription>'
            f"</referenceToLCIAMethodDataSet><common:other>{told}{extra if key == 'total' else ''}</common:other>"
            "</LCIAResult>"
        )

    results = "".join(result(key, modules) for key, modules in (GWP if gwp is None else gwp).items())
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<processDataSet xmlns="http://lca.jrc.it/ILCD/Process" xmlns:common="http://lca.jrc.it/ILCD/Common"
  xmlns:epd="http://www.iai.kit.edu/EPD/2013" version="1.1">
 <processInformation>
  <dataSetInformation><common:UUID>{uuid}</common:UUID>
   <name><baseName xml:lang="en">Glued laminated timber</baseName><baseName xml:lang="nl">Gelijmd hout</baseName></name>
  </dataSetInformation>
  <quantitativeReference><referenceToReferenceFlow>0</referenceToReferenceFlow></quantitativeReference>
  <time><common:referenceYear>2023</common:referenceYear><common:dataSetValidUntil>2028</common:dataSetValidUntil></time>
  <geography><locationOfOperationSupplyOrProduction location="NL"/></geography>
 </processInformation>
 <administrativeInformation><publicationAndOwnership>
  <common:dataSetVersion>01.00.000</common:dataSetVersion></publicationAndOwnership></administrativeInformation>
 <exchanges><exchange dataSetInternalID="0"><referenceToFlowDataSet refObjectId="{FLOW}"/>
  <meanAmount>{amount}</meanAmount></exchange></exchanges>
 <LCIAResults>{results}</LCIAResults>
</processDataSet>"""


def flow(name: str = "Volume", mean: str = "1.0") -> str:
    return f"""<flowDataSet xmlns="http://lca.jrc.it/ILCD/Flow" xmlns:common="http://lca.jrc.it/ILCD/Common">
 <flowInformation><dataSetInformation><common:UUID>{FLOW}</common:UUID></dataSetInformation>
  <quantitativeReference><referenceToReferenceFlowProperty>0</referenceToReferenceFlowProperty></quantitativeReference>
 </flowInformation>
 <flowProperties><flowProperty dataSetInternalID="0"><referenceToFlowPropertyDataSet>
  <common:shortDescription xml:lang="en">{name}</common:shortDescription></referenceToFlowPropertyDataSet>
  <meanValue>{mean}</meanValue></flowProperty></flowProperties>
</flowDataSet>"""


def stored(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def only(found: FactorImport) -> Factor:
    (one,) = found.records
    return one


def test_a_declaration_with_its_flow(tmp_path: Path) -> None:
    stored(tmp_path / "processes" / "p.xml", epd(amount="2.0"))
    stored(tmp_path / "flows" / "f.xml", flow(mean="5.0"))
    one = only(read_epd(tmp_path, licence="Milieudatabase, my contract", on=ON))
    assert (one.unit, one.quantity_kind) == ("m3", "volume")
    assert one.value == pytest.approx((100.0 + 1.0) / 10.0)
    assert one.biogenic_uptake == pytest.approx(1.1)
    assert one.biogenic_co2 is None
    assert one.avoided == pytest.approx(-2.0)
    assert {part.stage: part.value for part in one.alternatives} == pytest.approx({"gwp_total_A1-A3": 9.0, "C3": 1.25})
    assert sum(part.value for part in one.components) == pytest.approx(one.value)
    assert (one.name_nl, one.region, one.valid_to) == ("Gelijmd hout", "NL", datetime.date(2028, 12, 31))
    assert (one.source.licence_verdict, one.source.redistribute) == ("red", False)
    assert one.source.licence == "Milieudatabase, my contract"


def test_a_zip_says_the_same_as_a_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "delivery.zip", "w") as archive:
        archive.writestr("ILCD/processes/p.xml", epd())
        archive.writestr("ILCD/flows/f.xml", flow("Masse"))
    assert only(read_epd(tmp_path / "delivery.zip", on=ON)).unit == "kg"


def test_a_lone_data_set_needs_the_unit(tmp_path: Path) -> None:
    path = stored(tmp_path / "p.xml", epd())
    assert [one.reason for one in read_epd(path, on=ON).skipped] == ["unit_unknown"]
    assert only(read_epd(path, unit="kg", on=ON)).value == pytest.approx(101.0)


@pytest.mark.parametrize(
    ("gwp", "reason"),
    [({"total": {"C3": "1"}}, "not_produced"), ({"fossil": {"A1-A3": "1"}}, "no_climate_figure"),
     ({"total": {"A1": "1", "A2": "1"}}, "not_produced"), ({"total": {"A1-A3": "MND"}}, "not_produced")],
)  # fmt: skip
def test_declarations_without_the_figure_are_named(tmp_path: Path, gwp: dict[str, dict[str, str]], reason: str) -> None:
    found = read_epd(stored(tmp_path / "p.xml", epd(gwp)), unit="kg", on=ON)
    assert [one.reason for one in found.skipped] == [reason]


def test_three_modules_add_up_and_no_split_is_flagged(tmp_path: Path) -> None:
    path = stored(tmp_path / "p.xml", epd({"total": {"A1": "1.5", "A2": "0.25", "A3": "0.25", "D": "0"}}))
    one = only(read_epd(path, unit="kg", on=ON))
    assert (one.value, one.avoided, one.flags) == (2.0, 0.0, ("method",))


def test_a_declaration_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as fault:
        read_epd(stored(tmp_path / "p.xml", epd(amount="0")), unit="kg", on=ON)
    assert fault.value.problems[0].code == "licensed.no_amount"


def test_scenarios_are_alternatives(tmp_path: Path) -> None:
    extra = '<epd:amount epd:module="C3" epd:scenario="Recycled">7</epd:amount>'
    one = only(read_epd(stored(tmp_path / "p.xml", epd(extra=extra)), unit="kg", on=ON))
    assert {part.stage: part.value for part in one.alternatives}["C3 [Recycled]"] == 7.0


def test_parts_that_do_not_add_up_are_flagged(tmp_path: Path) -> None:
    gwp = {**GWP, "total": {"A1-A3": "95.0"}}
    found = read_epd(stored(tmp_path / "p.xml", epd(gwp)), unit="kg", on=ON)
    assert only(found).flags == ("sum_mismatch",)
    assert found.anomalies[0].flag == "sum_mismatch"


def test_faults_of_declarations_are_told_together(tmp_path: Path) -> None:
    stored(tmp_path / "a.xml", epd({**GWP, "total": {"A1-A3": "9,5"}}))
    stored(tmp_path / "b.xml", epd(extra='<epd:amount epd:module="C3">1</epd:amount>'))
    with pytest.raises(InputError) as fault:
        read_epd(tmp_path, unit="kg", on=ON)
    codes = [one.code for one in fault.value.problems]
    assert codes == ["ingest.text_in_number", "licensed.twice", "licensed.module_twice"]


LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10)
)  # ten times ten times ... a thousand million laughs
HOSTILE = {
    "laughs": f"<?xml version='1.0'?><!DOCTYPE a [{LAUGHS}]><a>&l9;</a>",
    "file": '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
    "remote": '<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>',
    "parameter": '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY % p SYSTEM "http://example.org/p">%p;]><a/>',
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("read", [read_epd, read_ecospold])
def test_hostile_xml_is_refused(tmp_path: Path, kind: str, read: Callable[[Path], FactorImport]) -> None:
    with pytest.raises(InputError) as fault:
        read(stored(tmp_path / "a.xml", HOSTILE[kind]))
    assert fault.value.code == "xml.hostile"


def test_places_without_data_sets(tmp_path: Path) -> None:
    for path, code in ((tmp_path, "xml.none"), (tmp_path / "absent.xml", "table.file_absent")):
        with pytest.raises(InputError) as fault:
            read_epd(path)
        assert fault.value.code == code
    stored(tmp_path / "other.xml", "<a/>")
    with pytest.raises(InputError) as fault:
        read_epd(tmp_path)
    assert fault.value.code == "licensed.no_data_set"


def test_files_that_are_too_large_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ketenkompas.ingest._xml.LARGEST_XML", 100)
    stored(tmp_path / "p.xml", epd())
    with zipfile.ZipFile(tmp_path / "z.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("p.xml", epd())
    for path in (tmp_path, tmp_path / "p.xml", tmp_path / "z.zip"):
        with pytest.raises(InputError) as fault:
            read_epd(path)
        assert fault.value.code == "xml.too_large"
