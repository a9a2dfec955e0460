"""From an official file to a release: every rule on the way, on both data bases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.pipeline import newest_release, read_release, release_numbers
from tests.unit.web.editing.conftest import People
from tests.unit.web.editing.made import FIRST, TODAY, approved, brought_in, first_release, person, published, row_of

if TYPE_CHECKING:
    pass


def test_the_first_edition_becomes_the_first_release(people: People) -> None:
    run = published(people.releaser, approved(people.editor, people.other, brought_in(people.editor, "2089", FIRST)))
    assert (run.state, run.number, run.records) == ("published", "2090.1", 3)
    read = read_release(newest_release())
    assert read.sha256 == run.sha256
    assert [(one.value, one.version, one.change_kind) for one in read.records] == [
        (3.0, 1, "new"),
        (2.0, 1, "new"),
        (1.0, 1, "new"),
    ]
    assert {one.reviewed_by for one in read.records} == {"editing: batch 1"}
    assert (read.note_nl, read.note_en, read.published_on) == ("Nieuw.", "New.", TODAY)


def test_a_next_edition_is_held_against_the_release(people: People) -> None:
    from ketenkompas.web.editing._drafting import decide

    first_release(people.releaser, people.editor, people.other)
    batch = brought_in(people.editor, "2090", {"1": 3.1, "2": 0.2, "4": 5.0})
    told = {one.key: (one.kind, one.mark, one.ratio and round(one.ratio, 4)) for one in batch.drafts.all()}
    assert told == {
        "fuel.made-1": ("changed", "", 1.0333),
        "fuel.made-2": ("changed", "factor", 0.1),
        "fuel.made-4": ("new", "", None),
        "fuel.made-3": ("removed", "", None),
    }
    decide(people.editor, batch.pk, row_of(batch, "2").pk, 1, "take", "Het elektrische deel is eruit.")
    decide(people.editor, batch.pk, row_of(batch, "3").pk, 1, "lapse", "")
    published(people.releaser, approved(people.editor, people.other, batch))
    read = read_release("2090.2")
    now = {one.native_id: (one.version, one.value, one.status) for one in read.current}
    assert now == {
        "1": (2, 3.1, "active"),
        "2": (2, 0.2, "active"),
        "3": (2, None, "lapsed"),
        "4": (1, 5.0, "active"),
    }
    assert {change.key[-1]: change.cause for change in read.changes} == {
        "1": "new",
        "2": "new",
        "4": "new",
        "3": "lapsed",
    }
    assert read.get("fuel.made-2").change_note == "Het elektrische deel is eruit."
    assert read.get("fuel.made-2", 1).value == 2.0, "nothing of the release before is lost"


def test_what_is_left_or_kept_stays_as_it_was(people: People) -> None:
    from ketenkompas.web.editing._drafting import decide

    first_release(people.releaser, people.editor, people.other)
    batch = brought_in(people.editor, "2090", {"1": 3.1, "2": 0.2})
    decide(people.editor, batch.pk, row_of(batch, "2").pk, 1, "leave", "Drukfout bij de uitgever.")
    decide(people.editor, batch.pk, row_of(batch, "3").pk, 1, "keep", "Wordt nog gebruikt.")
    published(people.releaser, approved(people.editor, people.other, batch))
    now = {one.native_id: (one.version, one.value) for one in read_release("2090.2").current}
    assert now == {"1": (2, 3.1), "2": (1, 2.0), "3": (1, 1.0)}


def test_a_batch_cannot_be_handed_in_while_rows_wait(people: People) -> None:
    from ketenkompas.web.editing._drafting import decide, submit, waiting

    first_release(people.releaser, people.editor, people.other)
    batch = brought_in(people.editor, "2090", {"1": 30.0, "2": -2.0})
    assert {one.key[-1]: one.mark for one in waiting(batch)} == {"1": "factor", "2": "sign", "3": ""}
    with pytest.raises(InputError) as caught:
        submit(people.editor, batch.pk, batch.version, today=TODAY)
    assert {problem.code for problem in caught.value.problems} == {"editing.note_needed", "editing.decision_needed"}
    with pytest.raises(InputError) as refused:
        decide(people.editor, batch.pk, row_of(batch, "1").pk, 1, "take", "  ")
    assert refused.value.code == "editing.note_needed"
    with pytest.raises(InputError) as unknown:
        decide(people.editor, batch.pk, row_of(batch, "1").pk, 1, "lapse", "x")
    assert unknown.value.code == "editing.decision_unknown"


def test_rows_that_wait_can_be_decided_together(people: People) -> None:
    from ketenkompas.web.editing._drafting import decide_together, waiting

    first_release(people.releaser, people.editor, people.other)
    batch = brought_in(people.editor, "2090", {"1": 30.0})
    seen = batch.version
    with pytest.raises(InputError, match="needs a note"):
        decide_together(people.editor, batch.pk, seen, "removed", "keep", "")
    assert decide_together(people.editor, batch.pk, seen, "removed", "lapse", "") == 2
    with pytest.raises(InputError) as caught:
        decide_together(people.editor, batch.pk, seen, "marked", "take", "Nieuwe methode.")
    assert caught.value.code == "editing.stale"
    assert decide_together(people.editor, batch.pk, seen + 1, "marked", "take", "Nieuwe methode.") == 1
    assert waiting(batch) == []
    assert row_of(batch, "1").note == "Nieuwe methode."
    with pytest.raises(UnknownCodeError):
        decide_together(people.editor, batch.pk, seen + 2, "all", "take", "x")


def test_the_same_edition_again_must_say_why_it_differs(people: People) -> None:
    from ketenkompas.web.editing._drafting import submit

    first_release(people.releaser, people.editor, people.other)
    again = brought_in(people.editor, "2089", {**FIRST, "1": 3.2})
    with pytest.raises(InputError) as caught:
        submit(people.editor, again.pk, again.version, today=TODAY)
    assert caught.value.code == "factor.changes_refused"
    right = brought_in(people.editor, "2089", {**FIRST, "1": 3.2}, cause="correction")
    published(people.releaser, approved(people.editor, people.other, right))
    assert [(one.key, one.cause) for one in read_release("2090.2").changes] == [("fuel.made-1", "correction")]


@pytest.mark.parametrize("who", ["editor", "helping"])
def test_nobody_reviews_what_he_worked_on(people: People, who: str) -> None:
    from ketenkompas.web.editing._drafting import decide, submit
    from ketenkompas.web.editing._reviewing import review
    from ketenkompas.web.editing.models import ImportBatch

    first_release(people.releaser, people.editor, people.other)
    batch = brought_in(people.editor, "2090", {**FIRST, "1": 30.0})
    helping = person("hugo", "editor", "releaser")
    helping.is_superuser = True
    helping.save()
    decide(helping, batch.pk, row_of(batch, "1").pk, 1, "take", "Nieuwe methode.")
    handed_in = submit(people.editor, batch.pk, batch.version, today=TODAY)
    reviewer = people.editor if who == "editor" else helping
    with pytest.raises(InputError) as caught:
        review(reviewer, ImportBatch, batch.pk, handed_in.version, approve=True, comment="")
    assert caught.value.code == "editing.four_eyes"
    assert ImportBatch.objects.get(pk=batch.pk).state == "in_review"


def test_an_approval_holds_for_the_version_that_was_seen(people: People) -> None:
    from ketenkompas.web.editing._drafting import recall, submit
    from ketenkompas.web.editing._publishing import plan
    from ketenkompas.web.editing._reviewing import review
    from ketenkompas.web.editing.models import ImportBatch

    batch = brought_in(people.editor, "2089", FIRST)
    handed_in = submit(people.editor, batch.pk, batch.version, today=TODAY)
    with pytest.raises(InputError) as caught:
        review(people.other, ImportBatch, batch.pk, handed_in.version - 1, approve=True, comment="")
    assert caught.value.code == "editing.stale"
    done = review(people.other, ImportBatch, batch.pk, handed_in.version, approve=True, comment="")
    back = recall(people.editor, batch.pk, done.version)
    submit(people.editor, batch.pk, back.version, today=TODAY)
    ImportBatch.objects.filter(pk=batch.pk).update(state="approved")  # as somebody with the data base might
    with pytest.raises(InputError) as refused:
        plan(people.releaser, batches=[batch.pk], corrections=[], note_nl="a", note_en="b", today=TODAY)
    assert refused.value.code == "editing.not_approved"


def test_a_releaser_does_not_release_what_only_he_did(people: People) -> None:
    from ketenkompas.web.editing.models import Review

    alone = person("solo", "editor", "releaser")
    batch = approved(people.editor, alone, brought_in(people.editor, "2089", FIRST))
    published(alone, batch)  # two persons: eva edited
    assert release_numbers() == ["2090.1"]
    second = approved(alone, people.other, brought_in(alone, "2090", FIRST))
    Review.objects.filter(batch=second).update(reviewer=alone)  # as somebody with the data base might
    with pytest.raises(InputError) as caught:
        published(alone, second)
    assert caught.value.code == "editing.not_approved"


def test_a_rejection_needs_a_word_and_gives_the_batch_back(people: People) -> None:
    from ketenkompas.web.editing._drafting import submit
    from ketenkompas.web.editing._reviewing import review
    from ketenkompas.web.editing.models import ImportBatch

    batch = brought_in(people.editor, "2089", FIRST)
    handed_in = submit(people.editor, batch.pk, batch.version, today=TODAY)
    with pytest.raises(InputError) as caught:
        review(people.other, ImportBatch, batch.pk, handed_in.version, approve=False, comment=" ")
    assert caught.value.code == "editing.comment_needed"
    back = review(people.other, ImportBatch, batch.pk, handed_in.version, approve=False, comment="Bron ontbreekt.")
    assert back.state == "rejected"
    again = submit(people.editor, batch.pk, back.version, today=TODAY)
    assert review(people.other, ImportBatch, batch.pk, again.version, approve=True, comment="").state == "approved"


def test_open_questions_keep_a_batch_from_approval(people: People) -> None:
    from ketenkompas.web.editing._drafting import submit
    from ketenkompas.web.editing._reviewing import answer, ask, review
    from ketenkompas.web.editing.models import ImportBatch

    batch = brought_in(people.editor, "2089", FIRST)
    row = batch.drafts.get(key="fuel.made-1")
    with pytest.raises(InputError) as early:
        ask(people.other, batch.pk, row.pk, "Welke cel?")
    assert early.value.code == "editing.wrong_state"
    handed_in = submit(people.editor, batch.pk, batch.version, today=TODAY)
    question = ask(people.other, batch.pk, row.pk, "Welke cel?")
    with pytest.raises(InputError) as caught:
        review(people.other, ImportBatch, batch.pk, handed_in.version, approve=True, comment="")
    assert (caught.value.code, caught.value.params["count"]) == ("editing.questions_open", 1)
    answer(people.editor, batch.pk, question.pk, "B7.")
    with pytest.raises(InputError) as twice:
        answer(people.editor, batch.pk, question.pk, "B8.")
    assert (twice.value.params["theirs"], twice.value.params["yours"]) == ("B7.", "B8.")
    assert review(people.other, ImportBatch, batch.pk, handed_in.version, approve=True, comment="").state == "approved"


def test_what_was_compared_with_an_older_release_is_compared_again(people: People) -> None:
    from ketenkompas.web.editing._importing import compare_again
    from ketenkompas.web.editing.models import ImportBatch

    first_release(people.releaser, people.editor, people.other)
    late = approved(people.editor, people.other, brought_in(people.editor, "2090", {**FIRST, "1": 3.1}))
    correction = approved(
        people.editor, people.other, brought_in(people.editor, "2089", {**FIRST, "1": 3.05}, cause="correction")
    )
    published(people.releaser, correction)
    with pytest.raises(InputError) as caught:
        published(people.releaser, late)
    assert caught.value.code == "editing.base_outdated"
    assert compare_again(people.editor, late.pk) is True
    back = ImportBatch.objects.get(pk=late.pk)
    assert (back.state, back.compared_with) == ("draft", "2090.2"), "another value before: it must be looked at again"
    assert back.drafts.get(key="fuel.made-1").before_ref.endswith("@2")
    assert compare_again(people.editor, late.pk) is False
    published(people.releaser, approved(people.editor, people.other, back))
    assert read_release("2090.3").get("fuel.made-1").value == 3.1


def test_an_approval_survives_a_release_that_does_not_touch_it(people: People) -> None:
    from ketenkompas.web.editing._importing import compare_again
    from ketenkompas.web.editing._workflow import approval

    first_release(people.releaser, people.editor, people.other)
    late = approved(people.editor, people.other, brought_in(people.editor, "2090", {**FIRST, "1": 3.1}))
    elsewhere = brought_in(people.editor, "2090", {"9": 7.0}, source="second")
    published(people.releaser, approved(people.editor, people.other, elsewhere))
    assert compare_again(people.editor, late.pk) is False
    late.refresh_from_db()
    assert (late.state, late.compared_with) == ("approved", "2090.2")
    assert approval(late) is not None
    published(people.releaser, late)
    assert [one.source.source_id for one in read_release("2090.3").current] == ["made", "made", "made", "second"]
