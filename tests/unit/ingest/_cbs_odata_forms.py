"""Made tables in the form of CBS's OData 3 and 4, and a service on this machine that gives them page after page."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

Rows = list[dict[str, Any]]
Cell = float | str | None


@dataclass(frozen=True)
class Measure:
    key: str
    title: str
    unit: str = "aantal"
    group: str = ""
    datatype: str = "Double"


@dataclass(frozen=True)
class Dimension:
    key: str
    title: str
    codes: Mapping[str, str]
    kind: str = "Dimension"
    status: str = ""


@dataclass(frozen=True)
class Made:
    """A table: ``rows`` are the codes of the dimensions, then a cell per measure."""

    id: str
    dimensions: Sequence[Dimension]
    measures: Sequence[Measure]
    rows: Sequence[tuple[Any, ...]]
    modified: str = "2026-08-21T02:00:00"
    told: Mapping[tuple[Any, ...], str] = field(default_factory=dict)

    def parts(self, version: str) -> dict[str, Rows]:
        return self._v3() if version == "3" else self._v4()

    def write(self, folder: Path, version: str = "3") -> Path:
        """The file that the download makes of the answers."""
        whole = {"table": self.id, "odata": version, "base": f"https://x/{self.id}", "parts": self.parts(version)}
        path = folder / f"{self.id}-v{version}.json"
        path.write_text(json.dumps(whole), "utf-8")
        return path

    def _v3(self) -> dict[str, Rows]:
        groups = list(dict.fromkeys(m.group for m in self.measures if m.group))
        properties: Rows = [
            {
                "odata.type": f"Cbs.OData.{d.kind}",
                "ID": at,
                "ParentID": None,
                "Type": d.kind,
                "Key": d.key,
                "Title": d.title,
            }
            for at, d in enumerate(self.dimensions)
        ]
        properties += [
            {
                "odata.type": "Cbs.OData.TopicGroup",
                "ID": 100 + at,
                "ParentID": None,
                "Type": "TopicGroup",
                "Key": "",
                "Title": g,
            }
            for at, g in enumerate(groups)
        ]
        properties += [
            {
                **{"odata.type": "Cbs.OData.Topic", "ID": 200 + at, "Type": "Topic", "Key": m.key, "Title": m.title},
                **{"ParentID": 100 + groups.index(m.group) if m.group else None, "Unit": m.unit, "Decimals": 0},
                "Datatype": m.datatype,
            }
            for at, m in enumerate(self.measures)
        ]
        cells = [
            {
                "ID": at,
                **{d.key: f"{code:<8}" for d, code in zip(self.dimensions, row, strict=False)},
                **{m.key: cell for m, cell in zip(self.measures, row[len(self.dimensions) :], strict=True)},
            }
            for at, row in enumerate(self.rows)
        ]
        info = [{"ID": 0, "Title": f"Table {self.id}", "Identifier": self.id, "Modified": self.modified}]
        lists = {
            d.key: [
                {"Key": f"{code:<8}", "Title": title, "Description": "", **({"Status": d.status} if d.status else {})}
                for code, title in d.codes.items()
            ]
            for d in self.dimensions
        }
        return {"TableInfos": info, "DataProperties": properties, **lists, "TypedDataSet": cells}

    def _v4(self) -> dict[str, Rows]:
        groups = list(dict.fromkeys(m.group for m in self.measures if m.group))
        kinds = {"TimeDimension": "TimeDimension"}
        codes = {m.key: f"M{at:06d}" for at, m in enumerate(self.measures, start=200)}
        cells: Rows = []
        for row in self.rows:
            place = {d.key: f"{code:<8}" for d, code in zip(self.dimensions, row, strict=False)}
            for m, cell in zip(self.measures, row[len(self.dimensions) :], strict=True):
                text = m.datatype == "String"
                cells.append(
                    {
                        **{"Id": len(cells), "Measure": codes[m.key], "Value": None if text else cell},
                        **{"StringValue": cell if text else None},
                        "ValueAttribute": self.told.get((*row[: len(self.dimensions)], m.key), "None"),
                        **place,
                    }
                )
        measures: Rows = [
            {
                **{"Identifier": codes[m.key], "Title": m.title, "Unit": m.unit, "DataType": m.datatype},
                "MeasureGroupId": f"G{groups.index(m.group)}" if m.group else None,
            }
            for m in self.measures
        ]
        lists = {
            f"{d.key}Codes": [
                {"Identifier": f"{code:<8}", "Title": title, **({"Status": d.status} if d.status else {})}
                for code, title in d.codes.items()
            ]
            for d in self.dimensions
        }
        return {
            "Properties": [{"Identifier": self.id, "Title": f"Table {self.id}", "Modified": self.modified}],
            "Dimensions": [
                {"Identifier": d.key, "Title": d.title, "Kind": kinds.get(d.kind, "Dimension")} for d in self.dimensions
            ],
            "MeasureCodes": measures,
            "MeasureGroups": [{"Id": f"G{at}", "Title": group, "ParentId": None} for at, group in enumerate(groups)],
            **lists,
            "Observations": cells,
        }


PERIODS = Dimension("Perioden", "Perioden", {"2020JJ00": "2020", "2025JJ00": "2025"}, "TimeDimension", "Definitief")
AREAS = Dimension(
    "RegioS", "Regio's", {"NL01": "Nederland", "PV27": "Noord-Holland (PV)", "GM0034": "Almere", "GM0363": "Amsterdam"},
    "GeoDimension",
)  # fmt: skip
SIZE_GROUP = "Particuliere huishoudens: grootte"
HOUSEHOLDS = Made(
    "71486ned",
    (
        Dimension(
            "LeeftijdReferentiepersoon", "Leeftijd referentiepersoon", {"10000": "Totaal", "53105": "tot 25 jaar"}
        ),
        AREAS,
        PERIODS,
    ),
    (
        Measure("Eenpersoonshuishouden_2", "Eenpersoonshuishouden", group="Particuliere huishoudens: samenstelling"),
        Measure("TotaalParticuliereHuishoudens_21", "Totaal particuliere huishoudens", group=SIZE_GROUP),
        Measure("Eenpersoonshuishouden_22", "Eenpersoonshuishouden", group=SIZE_GROUP),
        Measure("k_2Personen_24", "2 personen", group=SIZE_GROUP),
        Measure("k_3Personen_25", "3 personen", group=SIZE_GROUP),
        Measure("k_4Personen_26", "4 personen", group=SIZE_GROUP),
        Measure("k_5OfMeerPersonen_27", "5 of meer personen", group=SIZE_GROUP),
    ),
    (
        ("10000", "NL01", "2025JJ00", 1, 8_430_352, 3_430_352, 2_800_000, 1_000_000, 900_000, 300_000),
        ("10000", "GM0363", "2025JJ00", 1, 500, 270, 140, 45, 30, 15),
        ("10000", "GM0034", "2025JJ00", 1, 100, 33, 33, None, 14, -99997),
        ("53105", "GM0363", "2025JJ00", 1, 40, 30, 10, 0, 0, 0),
        ("10000", "GM0363", "2020JJ00", 1, 480, 260, 135, 43, 28, 14),
    ),
)

Answer = Callable[[BaseHTTPRequestHandler], None]


class Service:
    """Gives made tables as CBS does: ``/ODataFeed/odata/ID/PART`` (3) and ``/odata/v1/CBS/ID/PART`` (4), in pages.

    ``instead`` holds answers that are given once instead, by part and the rows skipped.
    """

    def __init__(self, tables: Sequence[Made], page: int = 2, versions: str = "34") -> None:
        self.tables, self.page, self.versions = {made.id: made for made in tables}, page, versions
        self.instead: dict[tuple[str, int], list[Answer]] = {}
        self.asked: list[tuple[str, int, str]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.close_connection = True
                service._answer(self)

            def log_message(self, *_: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def odata(self, table: str, **more: str) -> dict[str, str]:
        """What a record says of where the table is."""
        root = self.address
        return {"3": f"{root}/ODataFeed/odata/{table}", "4": f"{root}/odata/v1/CBS/{table}", **more}

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        split = urlsplit(handler.path)
        query = parse_qs(split.query)
        version = "3" if split.path.startswith("/ODataFeed/") else "4"
        table, part = split.path.split("/")[-2:]
        skip = int(query.get("$skip", ["0"])[0])
        self.asked.append((part, skip, query.get("$filter", [""])[0]))
        waiting = self.instead.get((part, skip))
        if waiting:
            waiting.pop(0)(handler)
        elif version not in self.versions or table not in self.tables:
            reply(handler, 404, {"odata.error": {"code": "", "message": {"lang": "", "value": "Not found."}}})
        else:
            reply(handler, 200, self._page(version, table, part, skip, split.query))

    def _page(self, version: str, table: str, part: str, skip: int, query: str) -> dict[str, Any]:
        rows = self.tables[table].parts(version)[part]
        if part == "Properties":
            return {"@odata.context": "x", **rows[0]}
        mark = "odata." if version == "3" else "@odata."
        answer: dict[str, Any] = {f"{mark}{'metadata' if version == '3' else 'context'}": "x"}
        answer["value"] = rows[skip : skip + self.page] if part in ("TypedDataSet", "Observations") else rows
        if part in ("TypedDataSet", "Observations") and skip + self.page < len(rows):
            kept = "&".join(ask for ask in query.split("&") if ask and not ask.startswith("$skip"))
            base = self.odata(table)[version]
            answer[f"{mark}nextLink"] = f"{base}/{part}?{kept}{'&' if kept else ''}$skip={skip + self.page}"
        return answer


def reply(handler: BaseHTTPRequestHandler, status: int, body: Any, kind: str = "application/json") -> None:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(raw)))
    handler.end_headers()
    handler.wfile.write(raw)


@contextmanager
def running(service: Service) -> Iterator[Service]:
    thread = threading.Thread(target=service.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.server.shutdown()
        service.server.server_close()
        thread.join()
