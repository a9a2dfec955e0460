"""The raw table behind a model: from registered sources, from a user's files, or a named reason why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkompas.errors import InputError, ProductError, SourceError
from ketenkompas.pipeline import OFFICIAL, WIOD, table


@pytest.mark.mirror
def test_wiod_from_the_mirror(mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(mirror))
    found = table(WIOD, 2008)
    assert len(found.accounts.sectors) == 1435
    assert found.reader.id == "ingest.wiod2013"
    assert found.inputs[0].source == "wiod2013-wiot-2008"


def test_without_the_files_the_reason_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(tmp_path))
    with pytest.raises(SourceError) as caught:
        table(WIOD, 2008)
    assert caught.value.code == "table.not_here"
    assert caught.value.problems[0].code == "sources.not_here_mirror"


def test_a_series_has_no_table() -> None:
    with pytest.raises((InputError, ProductError)) as caught:
        table(OFFICIAL, 2022)
    assert caught.value.code == "product.absent"
