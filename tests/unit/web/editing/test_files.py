"""Files that cannot be taken are told, and nothing of them is kept."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from ketenkompas.errors import InputError, UnknownCodeError
from tests.unit.web.editing.conftest import People

if TYPE_CHECKING:
    pass


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([("lijst.json", b"geen json")], "editing.no_records"),
        ([("lijst.json", b"")], "editing.file_empty"),
        ([("a.json", b"{}"), ("a.json", b"{}")], "editing.file_twice"),
        ([("edition.yml", b"x")], "editing.no_file"),
        ([("lijst.json", b'{"source": "made", "edition": "1", "values": {}}')], "editing.no_records"),
        ([("lijst.json", b'{"source": "second", "edition": "1", "values": {"1": 1}}')], "editing.other_source"),
        ([("lijst.json", b" " * (20 * 1024 * 1024 + 1))], "editing.file_too_large"),
    ],
)
def test_a_wrong_file_is_told_and_nothing_is_kept(people: People, files: list[tuple[str, bytes]], code: str) -> None:
    from ketenkompas.web.editing._importing import import_files
    from ketenkompas.web.editing.models import AuditEntry, ImportBatch

    with pytest.raises(InputError) as caught:
        import_files(people.editor, "made", files)
    assert caught.value.code == code
    assert (ImportBatch.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_a_file_that_unpacks_without_end_is_refused(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    from ketenkompas.web.editing import _importing

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("sheet.xml", b"\0" * 2_000_000)
    assert len(packed.getvalue()) < 10_000
    monkeypatch.setattr(_importing, "MOST_UNPACKED", 1_000_000)
    with pytest.raises(InputError) as caught:
        _importing.import_files(people.editor, "made", [("lijst.xlsx", packed.getvalue())])
    assert caught.value.code == "editing.file_too_large"


def test_an_unknown_source_is_told(people: People) -> None:
    from ketenkompas.web.editing._importing import import_files

    with pytest.raises(UnknownCodeError, match="no importer for ecoinvent"):
        import_files(people.editor, "ecoinvent", [("a", b"x")])
