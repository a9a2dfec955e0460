"""A release that is interrupted anywhere leaves the old one whole, and can be continued to the very same bytes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from ketenkompas.factors import Release
from ketenkompas.pipeline import newest_release, read_release, release_files, release_numbers, write_release
from tests.conftest import ROOT
from tests.unit.factors.made import made_factor
from tests.unit.web.editing.conftest import People
from tests.unit.web.editing.made import TODAY, approved, brought_in, published
from tests.unit.web.editing.publishing_process import POINTS

SEEN_AFTER = ("after the rename", "before it is said", "after publishing")


def _killed(url: str, packaged: Path, run: int, point: str) -> None:
    variables = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [
        sys.executable,
        "-m",
        "tests.unit.web.editing.publishing_process",
        str(packaged),
        str(run),
        "rita",
        point,
    ]
    done = subprocess.run(command, env=variables, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize("point", POINTS)
def test_killed_and_continued(people: People, desk: str, tmp_path: Path, point: str) -> None:
    from ketenkompas.web.editing import _audit
    from ketenkompas.web.editing._publishing import plan, publish
    from ketenkompas.web.editing.models import AuditEntry, ImportBatch

    published(people.releaser, approved(people.editor, people.other, brought_in(people.editor, "2089", {"1": 3.0})))
    before = release_files(read_release("2090.1"))
    batch = approved(people.editor, people.other, brought_in(people.editor, "2090", {"1": 3.1}))
    run = plan(people.releaser, batches=[batch.pk], corrections=[], note_nl="a", note_en="b", today=TODAY)
    connection.close()

    _killed(desk, tmp_path / "packaged", run.pk, point)

    seen = newest_release()
    assert seen == ("2090.2" if point in SEEN_AFTER else "2090.1"), "readers see the old one or the new one"
    assert read_release(seen).get("fuel.made-1").value == (3.1 if point in SEEN_AFTER else 3.0)
    assert release_files(read_release("2090.1")) == before
    entries = _audit.verify().entries
    done = publish(people.releaser, run.pk)
    assert (done.state, release_numbers()) == ("published", ["2090.1", "2090.2"])
    assert read_release("2090.2").sha256 == done.sha256
    assert ImportBatch.objects.get(pk=batch.pk).state == "released"
    assert AuditEntry.objects.filter(act="publish", object="release 2090.2").count() == 1
    assert _audit.verify().entries >= entries


@pytest.mark.parametrize("point", ["before building", "before the rename"])
def test_killed_and_given_up(people: People, desk: str, tmp_path: Path, point: str) -> None:
    from ketenkompas.web.editing._publishing import abandon, plan
    from ketenkompas.web.editing.models import ImportBatch

    batch = approved(people.editor, people.other, brought_in(people.editor, "2089", {"1": 3.0}))
    run = plan(people.releaser, batches=[batch.pk], corrections=[], note_nl="a", note_en="b", today=TODAY)
    connection.close()
    _killed(desk, tmp_path / "packaged", run.pk, point)
    assert abandon(people.releaser, run.pk).state == "abandoned"
    assert release_numbers() == []
    assert ImportBatch.objects.get(pk=batch.pk).state == "approved"
    assert published(people.releaser, batch).number == "2090.1"


def test_what_readers_can_see_is_not_given_up(people: People, desk: str, tmp_path: Path) -> None:
    from ketenkompas.errors import InputError
    from ketenkompas.web.editing._publishing import abandon, plan

    batch = approved(people.editor, people.other, brought_in(people.editor, "2089", {"1": 3.0}))
    run = plan(people.releaser, batches=[batch.pk], corrections=[], note_nl="a", note_en="b", today=TODAY)
    connection.close()
    _killed(desk, tmp_path / "packaged", run.pk, "after the rename")
    with pytest.raises(InputError) as caught:
        abandon(people.releaser, run.pk)
    assert caught.value.code == "editing.run_in_place"


def test_a_strange_release_under_the_number_is_told(people: People) -> None:
    from ketenkompas.errors import ProductError
    from ketenkompas.pipeline import own_factors
    from ketenkompas.web.editing._publishing import plan, publish

    batch = approved(people.editor, people.other, brought_in(people.editor, "2089", {"1": 3.0}))
    run = plan(people.releaser, batches=[batch.pk], corrections=[], note_nl="a", note_en="b", today=TODAY)
    strange = own_factors() / "releases" / "2090.1"
    strange.mkdir(parents=True)
    (strange / "release.json").write_text("{}", "utf-8")
    with pytest.raises(ProductError) as caught:
        publish(people.releaser, run.pk)
    assert caught.value.code == "factor.release_unreadable"
    assert (strange / "release.json").read_text("utf-8") == "{}"


def test_another_release_under_the_number_is_a_conflict(people: People) -> None:
    from ketenkompas.errors import ProductError
    from ketenkompas.web.editing._publishing import plan, publish

    batch = approved(people.editor, people.other, brought_in(people.editor, "2089", {"1": 3.0}))
    run = plan(people.releaser, batches=[batch.pk], corrections=[], note_nl="a", note_en="b", today=TODAY)
    placed = write_release(Release(run.number, 1, TODAY, (made_factor(),), note_en="of somebody else"))
    before = {path.name: path.read_bytes() for path in placed.iterdir()}
    with pytest.raises(ProductError) as caught:
        publish(people.releaser, run.pk)
    assert caught.value.code == "editing.release_conflict"
    assert {path.name: path.read_bytes() for path in placed.iterdir()} == before
