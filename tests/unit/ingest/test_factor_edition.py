"""Large editions state once what all records share, and read back the same."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.unit.factors.made import made_factor

from ketenkompas.errors import InputError
from ketenkompas.factors import Factor
from ketenkompas.ingest import edition_texts, read_edition


def _written(folder: Path, count: int) -> tuple[Factor, ...]:
    records = tuple(made_factor(str(at), value=float(at)) for at in range(count))
    for name, text in edition_texts(records).items():
        (folder / name).write_text(text, "utf-8")
    return records


def test_a_large_edition_shares_and_reads_back(tmp_path: Path) -> None:
    records = _written(tmp_path, 1000)
    header = (tmp_path / "records.csv").read_text("utf-8").partition("\n")[0].split(",")
    assert header == ["key", "native_id", "value"]
    assert yaml.safe_load((tmp_path / "edition.yml").read_text("utf-8"))["shared"]["unit"] == "L"
    assert read_edition(tmp_path) == records


def test_a_small_edition_has_every_column_in_the_table(tmp_path: Path) -> None:
    records = _written(tmp_path, 999)
    assert "shared" not in yaml.safe_load((tmp_path / "edition.yml").read_text("utf-8"))
    assert read_edition(tmp_path) == records


@pytest.mark.parametrize(
    ("change", "code"),
    [({"colour": "red"}, "ingest.file_has_problems"), ({"value": "1"}, "factor.shared_twice")],
)
def test_what_is_shared_must_be_a_column_and_stand_once(tmp_path: Path, change: dict[str, str], code: str) -> None:
    _written(tmp_path, 1000)
    about = yaml.safe_load((tmp_path / "edition.yml").read_text("utf-8"))
    about["shared"] |= change
    (tmp_path / "edition.yml").write_text(yaml.safe_dump(about), "utf-8")
    with pytest.raises(InputError) as told:
        read_edition(tmp_path)
    assert told.value.code == code
