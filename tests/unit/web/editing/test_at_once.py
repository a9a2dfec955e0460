"""Two people at the same moment: one is told, and nothing of either is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from ketenkompas.errors import KetenkompasError
from ketenkompas.pipeline import read_release, release_numbers
from tests.unit.web.editing.conftest import People
from tests.unit.web.editing.made import TODAY, approved, brought_in, published

MANY = 6


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act gave or raised, all begun at the same moment, each with a connection of its own."""
    ready, found = threading.Barrier(len(acts)), [object()] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        ready.wait()
        try:
            found[place] = act()
        except KetenkompasError as fault:
            found[place] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def _codes(found: list[object]) -> list[str]:
    return sorted(one.code for one in found if isinstance(one, KetenkompasError))


def test_two_editors_on_one_row(people: People) -> None:
    from ketenkompas.web.editing import _audit
    from ketenkompas.web.editing._drafting import decide

    batch = brought_in(people.editor, "2089", {"1": 3.0})
    row = batch.drafts.get()
    found = at_once(
        lambda: decide(people.editor, batch.pk, row.pk, 1, "take", "Eva vindt dit."),
        lambda: decide(people.other, batch.pk, row.pk, 1, "leave", "Otto vindt dat."),
    )
    (lost,) = [one for one in found if isinstance(one, KetenkompasError)]
    row.refresh_from_db()
    assert lost.code == "editing.stale"
    assert {lost.params["theirs"], lost.params["yours"]} == {"Eva vindt dit.", "Otto vindt dat."}
    assert (row.note, row.version) == (lost.params["theirs"], 2)
    assert _audit.verify().entries == 2


def test_editors_on_different_rows_do_not_hinder_each_other(people: People) -> None:
    from ketenkompas.web.editing import _audit
    from ketenkompas.web.editing._drafting import decide

    batch = brought_in(people.editor, "2089", {str(place): 1.0 for place in range(MANY)})
    rows = list(batch.drafts.all())

    def act(row: Any) -> Callable[[], object]:
        return lambda: decide(people.other, batch.pk, row.pk, 1, "take", f"rij {row.place}")

    found = at_once(*(act(row) for row in rows))
    assert _codes(found) == []
    assert [one.note for one in batch.drafts.all()] == [f"rij {row.place}" for row in rows]
    assert _audit.verify().entries == 1 + MANY


def test_handing_in_while_somebody_changes_a_row(people: People) -> None:
    from ketenkompas.web.editing._drafting import decide, submit
    from ketenkompas.web.editing.models import ImportBatch

    batch = brought_in(people.editor, "2089", {"1": 3.0})
    row = batch.drafts.get()
    found = at_once(
        lambda: submit(people.editor, batch.pk, batch.version, today=TODAY),
        lambda: decide(people.other, batch.pk, row.pk, 1, "leave", "Niet deze."),
    )
    now = ImportBatch.objects.get(pk=batch.pk)
    row.refresh_from_db()
    assert now.state == "in_review"
    if _codes(found):  # handed in first: the row is as it was
        assert (_codes(found), row.decision) == (["editing.wrong_state"], "take")
    else:  # decided first: what was handed in holds the decision, and both had a hand in it
        assert (row.decision, sorted(now.editors)) == ("leave", sorted([people.editor.pk, people.other.pk]))


def test_two_verdicts_on_one_batch(people: People) -> None:
    from ketenkompas.web.editing._drafting import submit
    from ketenkompas.web.editing._reviewing import review
    from ketenkompas.web.editing.models import ImportBatch, Review

    batch = brought_in(people.editor, "2089", {"1": 3.0})
    seen = submit(people.editor, batch.pk, batch.version, today=TODAY).version
    found = at_once(
        lambda: review(people.other, ImportBatch, batch.pk, seen, approve=True, comment="goed"),
        lambda: review(people.releaser, ImportBatch, batch.pk, seen, approve=False, comment="fout"),
    )
    assert _codes(found) == ["editing.stale"]
    assert Review.objects.count() == 1


def test_two_corrections_of_one_factor_cannot_both_be_released(people: People) -> None:
    from ketenkompas.web.editing._correcting import propose, submit_correction
    from ketenkompas.web.editing._reviewing import review
    from ketenkompas.web.editing.models import Correction

    published(people.releaser, approved(people.editor, people.other, brought_in(people.editor, "2089", {"1": 3.0})))
    told = {"kind": "correction", "reason": "r", "notice_nl": "n", "notice_en": "e"}
    made = at_once(
        lambda: propose(people.editor, "fuel.made-1", {"value": "3.1"}, **told),
        lambda: propose(people.other, "fuel.made-1", {"value": "3.2"}, **told),
    )
    assert _codes(made) == []
    one, two = Correction.objects.order_by("pk")
    for item in (one, two):
        done = submit_correction(item.author, item.pk, item.version, today=TODAY)
        review(people.releaser, Correction, item.pk, done.version, approve=True, comment="")
    published(people.releaser, corrections=(one.pk,))
    with pytest.raises(KetenkompasError) as caught:
        published(people.releaser, corrections=(two.pk,))
    assert caught.value.code == "editing.base_outdated"
    two.refresh_from_db()
    assert (two.state, two.cells) == ("approved", two.cells), "the other proposal is still there"


def test_two_releasers_plan_at_once(people: People) -> None:
    from ketenkompas.web.editing._publishing import plan
    from ketenkompas.web.editing.models import ReleaseRun

    one = approved(people.editor, people.other, brought_in(people.editor, "2089", {"1": 3.0}))
    two = approved(people.editor, people.other, brought_in(people.editor, "2089", {"9": 3.0}, source="second"))

    def act(pk: int) -> Callable[[], object]:
        return lambda: plan(people.releaser, batches=[pk], corrections=[], note_nl="a", note_en="b", today=TODAY)

    assert _codes(at_once(act(one.pk), act(two.pk))) == ["editing.run_open"]
    assert ReleaseRun.objects.count() == 1


def test_one_run_published_by_several_at_once_is_one_release(people: People) -> None:
    from ketenkompas.web.editing import _audit
    from ketenkompas.web.editing._publishing import plan, publish
    from ketenkompas.web.editing.models import AuditEntry

    batch = approved(people.editor, people.other, brought_in(people.editor, "2089", {"1": 3.0}))
    run = plan(people.releaser, batches=[batch.pk], corrections=[], note_nl="a", note_en="b", today=TODAY)
    found = at_once(*([lambda: publish(people.releaser, run.pk)] * 3))
    assert _codes(found) == []
    assert release_numbers() == ["2090.1"]
    run.refresh_from_db()
    assert (run.state, read_release("2090.1").sha256) == ("published", run.sha256)
    assert AuditEntry.objects.filter(act="publish").count() == 1
    assert _audit.verify().entries == AuditEntry.objects.count()


def test_giving_up_and_publishing_at_once_agree(people: People) -> None:
    from ketenkompas.web.editing._publishing import abandon, plan, publish

    batch = approved(people.editor, people.other, brought_in(people.editor, "2089", {"1": 3.0}))
    run = plan(people.releaser, batches=[batch.pk], corrections=[], note_nl="a", note_en="b", today=TODAY)
    at_once(lambda: publish(people.releaser, run.pk), lambda: abandon(people.releaser, run.pk))
    run.refresh_from_db()
    batch.refresh_from_db()
    assert (run.state, release_numbers(), batch.state) in [
        ("published", ["2090.1"], "released"),
        ("abandoned", [], "approved"),
    ]


def test_many_write_the_log_at_once(people: People) -> None:
    from ketenkompas.web.editing import _audit

    def act(place: int) -> Callable[[], object]:
        return lambda: [_audit.alone(f"p{place}", "log in", "user x") for _ in range(10)]

    at_once(*(act(place) for place in range(MANY)))
    assert _audit.verify().entries == 10 * MANY
