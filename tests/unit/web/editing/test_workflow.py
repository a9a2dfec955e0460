"""From an official file to a release: every rule on the way, on both data bases."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from ketenkompas.errors import InputError, KetenkompasError, UnknownCodeError
from ketenkompas.pipeline import newest_release, read_release, release_numbers
from tests.unit.web.editing.conftest import People
from tests.unit.web.editing.made import TODAY, approved, brought_in, person, published

if TYPE_CHECKING:
    from ketenkompas.web.editing.models import Draft, ImportBatch

FIRST = {"1": 3.0, "2": 2.0, "3": 1.0}


def _code(caught: pytest.ExceptionInfo[KetenkompasError]) -> str:
    return caught.value.code


def _first(people: People) -> None:
    published(people.releaser, approved(people.editor, people.other, brought_in(people.editor, "2089", FIRST)))


def _row(batch: ImportBatch, native: str) -> Draft:
    return batch.drafts.get(key=f"fuel.made-{native}")


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

    _first(people)
    batch = brought_in(people.editor, "2090", {"1": 3.1, "2": 0.2, "4": 5.0})
    told = {one.key: (one.kind, one.mark, one.ratio and round(one.ratio, 4)) for one in batch.drafts.all()}
    assert told == {
        "fuel.made-1": ("changed", "", 1.0333),
        "fuel.made-2": ("changed", "factor", 0.1),
        "fuel.made-4": ("new", "", None),
        "fuel.made-3": ("removed", "", None),
    }
    decide(people.editor, batch.pk, _row(batch, "2").pk, 1, "take", "Het elektrische deel is eruit.")
    decide(people.editor, batch.pk, _row(batch, "3").pk, 1, "lapse", "")
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

    _first(people)
    batch = brought_in(people.editor, "2090", {"1": 3.1, "2": 0.2})
    decide(people.editor, batch.pk, _row(batch, "2").pk, 1, "leave", "Drukfout bij de uitgever.")
    decide(people.editor, batch.pk, _row(batch, "3").pk, 1, "keep", "Wordt nog gebruikt.")
    published(people.releaser, approved(people.editor, people.other, batch))
    now = {one.native_id: (one.version, one.value) for one in read_release("2090.2").current}
    assert now == {"1": (2, 3.1), "2": (1, 2.0), "3": (1, 1.0)}


def test_a_batch_cannot_be_handed_in_while_rows_wait(people: People) -> None:
    from ketenkompas.web.editing._drafting import decide, submit, waiting

    _first(people)
    batch = brought_in(people.editor, "2090", {"1": 30.0, "2": -2.0})
    assert {one.key[-1]: one.mark for one in waiting(batch)} == {"1": "factor", "2": "sign", "3": ""}
    with pytest.raises(InputError) as caught:
        submit(people.editor, batch.pk, batch.version, today=TODAY)
    assert {problem.code for problem in caught.value.problems} == {"editing.note_needed", "editing.decision_needed"}
    with pytest.raises(InputError) as refused:
        decide(people.editor, batch.pk, _row(batch, "1").pk, 1, "take", "  ")
    assert _code(refused) == "editing.note_needed"
    with pytest.raises(InputError) as unknown:
        decide(people.editor, batch.pk, _row(batch, "1").pk, 1, "lapse", "x")
    assert _code(unknown) == "editing.decision_unknown"


def test_rows_that_wait_can_be_decided_together(people: People) -> None:
    from ketenkompas.web.editing._drafting import decide_together, waiting

    _first(people)
    batch = brought_in(people.editor, "2090", {"1": 30.0})
    seen = batch.version
    with pytest.raises(InputError, match="needs a note"):
        decide_together(people.editor, batch.pk, seen, "removed", "keep", "")
    assert decide_together(people.editor, batch.pk, seen, "removed", "lapse", "") == 2
    with pytest.raises(InputError) as caught:
        decide_together(people.editor, batch.pk, seen, "marked", "take", "Nieuwe methode.")
    assert _code(caught) == "editing.stale"
    assert decide_together(people.editor, batch.pk, seen + 1, "marked", "take", "Nieuwe methode.") == 1
    assert waiting(batch) == []
    assert _row(batch, "1").note == "Nieuwe methode."
    with pytest.raises(UnknownCodeError):
        decide_together(people.editor, batch.pk, seen + 2, "all", "take", "x")


def test_the_same_edition_again_must_say_why_it_differs(people: People) -> None:
    from ketenkompas.web.editing._drafting import submit

    _first(people)
    again = brought_in(people.editor, "2089", {**FIRST, "1": 3.2})
    with pytest.raises(InputError) as caught:
        submit(people.editor, again.pk, again.version, today=TODAY)
    assert _code(caught) == "factor.changes_refused"
    right = brought_in(people.editor, "2089", {**FIRST, "1": 3.2}, cause="correction")
    published(people.releaser, approved(people.editor, people.other, right))
    assert [(one.key, one.cause) for one in read_release("2090.2").changes] == [("fuel.made-1", "correction")]


@pytest.mark.parametrize("who", ["editor", "helping"])
def test_nobody_reviews_what_he_worked_on(people: People, who: str) -> None:
    from ketenkompas.web.editing._drafting import decide, submit
    from ketenkompas.web.editing._reviewing import review
    from ketenkompas.web.editing.models import ImportBatch

    _first(people)
    batch = brought_in(people.editor, "2090", {**FIRST, "1": 30.0})
    helping = person("hugo", "editor", "releaser")
    helping.is_superuser = True
    helping.save()
    decide(helping, batch.pk, _row(batch, "1").pk, 1, "take", "Nieuwe methode.")
    handed_in = submit(people.editor, batch.pk, batch.version, today=TODAY)
    reviewer = people.editor if who == "editor" else helping
    with pytest.raises(InputError) as caught:
        review(reviewer, ImportBatch, batch.pk, handed_in.version, approve=True, comment="")
    assert _code(caught) == "editing.four_eyes"
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
    assert _code(caught) == "editing.stale"
    done = review(people.other, ImportBatch, batch.pk, handed_in.version, approve=True, comment="")
    back = recall(people.editor, batch.pk, done.version)
    submit(people.editor, batch.pk, back.version, today=TODAY)
    ImportBatch.objects.filter(pk=batch.pk).update(state="approved")  # as somebody with the data base might
    with pytest.raises(InputError) as refused:
        plan(people.releaser, batches=[batch.pk], corrections=[], note_nl="a", note_en="b", today=TODAY)
    assert _code(refused) == "editing.not_approved"


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
    assert _code(caught) == "editing.not_approved"


def test_a_rejection_needs_a_word_and_gives_the_batch_back(people: People) -> None:
    from ketenkompas.web.editing._drafting import submit
    from ketenkompas.web.editing._reviewing import review
    from ketenkompas.web.editing.models import ImportBatch

    batch = brought_in(people.editor, "2089", FIRST)
    handed_in = submit(people.editor, batch.pk, batch.version, today=TODAY)
    with pytest.raises(InputError) as caught:
        review(people.other, ImportBatch, batch.pk, handed_in.version, approve=False, comment=" ")
    assert _code(caught) == "editing.comment_needed"
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
    assert _code(early) == "editing.wrong_state"
    handed_in = submit(people.editor, batch.pk, batch.version, today=TODAY)
    question = ask(people.other, batch.pk, row.pk, "Welke cel?")
    with pytest.raises(InputError) as caught:
        review(people.other, ImportBatch, batch.pk, handed_in.version, approve=True, comment="")
    assert (_code(caught), caught.value.params["count"]) == ("editing.questions_open", 1)
    answer(people.editor, batch.pk, question.pk, "B7.")
    with pytest.raises(InputError) as twice:
        answer(people.editor, batch.pk, question.pk, "B8.")
    assert (twice.value.params["theirs"], twice.value.params["yours"]) == ("B7.", "B8.")
    assert review(people.other, ImportBatch, batch.pk, handed_in.version, approve=True, comment="").state == "approved"


def test_what_was_compared_with_an_older_release_is_compared_again(people: People) -> None:
    from ketenkompas.web.editing._importing import compare_again
    from ketenkompas.web.editing.models import ImportBatch

    _first(people)
    late = approved(people.editor, people.other, brought_in(people.editor, "2090", {**FIRST, "1": 3.1}))
    correction = approved(
        people.editor, people.other, brought_in(people.editor, "2089", {**FIRST, "1": 3.05}, cause="correction")
    )
    published(people.releaser, correction)
    with pytest.raises(InputError) as caught:
        published(people.releaser, late)
    assert _code(caught) == "editing.base_outdated"
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

    _first(people)
    late = approved(people.editor, people.other, brought_in(people.editor, "2090", {**FIRST, "1": 3.1}))
    elsewhere = brought_in(people.editor, "2090", {"9": 7.0}, source="second")
    published(people.releaser, approved(people.editor, people.other, elsewhere))
    assert compare_again(people.editor, late.pk) is False
    late.refresh_from_db()
    assert (late.state, late.compared_with) == ("approved", "2090.2")
    assert approval(late) is not None
    published(people.releaser, late)
    assert [one.source.source_id for one in read_release("2090.3").current] == ["made", "made", "made", "second"]


def test_questions_stay_readable_when_their_row_goes(people: People) -> None:
    from ketenkompas.web.editing._correcting import propose, submit_correction
    from ketenkompas.web.editing._drafting import decide, submit
    from ketenkompas.web.editing._importing import compare_again
    from ketenkompas.web.editing._reviewing import ask, review
    from ketenkompas.web.editing.models import Correction, Question

    _first(people)
    batch = brought_in(people.editor, "2090", {"1": 3.0, "2": 2.0})
    decide(people.editor, batch.pk, _row(batch, "3").pk, 1, "lapse", "")
    submit(people.editor, batch.pk, batch.version, today=TODAY)
    ask(people.other, batch.pk, _row(batch, "3").pk, "Echt weg?")
    told = {"kind": "correction", "reason": "r", "notice_nl": "n", "notice_en": "e"}
    made = propose(people.editor, "fuel.made-3", {"status": "withdrawn"}, **told)
    done = submit_correction(people.editor, made.pk, made.version, today=TODAY)
    review(people.other, Correction, made.pk, done.version, approve=True, comment="")
    published(people.releaser, corrections=(made.pk,))
    assert compare_again(people.editor, batch.pk) is True
    row = _row(batch, "3")
    assert (row.kind, row.decision, Question.objects.get().draft_id) == ("same", "keep", row.pk)


def test_a_correction_is_a_new_version_with_a_public_notice(people: People) -> None:
    from ketenkompas.web.editing._correcting import propose, revise, submit_correction
    from ketenkompas.web.editing._reviewing import review
    from ketenkompas.web.editing.models import Correction

    _first(people)
    texts = {"kind": "correction", "reason": "Tikfout.", "notice_nl": "Was 3, moet 3,3.", "notice_en": "Was 3, is 3.3."}
    made = propose(people.editor, "fuel.made-1", {"value": "3.2"}, **texts)
    changed = revise(people.editor, made.pk, made.version, {"value": "3.3"}, **texts)
    with pytest.raises(InputError) as caught:
        revise(people.other, made.pk, made.version, {"value": "9"}, **texts)
    assert _code(caught) == "editing.stale"
    assert "value: 3.3" in caught.value.params["theirs"]
    assert "value: 9" in caught.value.params["yours"]
    done = submit_correction(people.editor, made.pk, changed.version, today=TODAY)
    with pytest.raises(InputError, match="worked on"):
        review(people.editor, Correction, made.pk, done.version, approve=True, comment="")
    review(people.other, Correction, made.pk, done.version, approve=True, comment="")
    published(people.releaser, corrections=(made.pk,))
    read = read_release("2090.2")
    assert read.get("fuel.made-1").value == 3.3
    assert [(one.cause, one.note, one.before, one.after) for one in read.changes] == [
        ("correction", "Was 3, moet 3,3. / Was 3, is 3.3.", 1, 2)
    ]
    assert read.get("fuel.made-1", 1).value == 3.0
    assert Correction.objects.get(pk=made.pk).state == "released"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"value": "drie"}, "factor.amend_has_problems"),
        ({"value": "3.0"}, "factor.amend_nothing"),
        ({"factor_id": "x"}, "editing.not_ready"),
        ({"boundary": "cradle_to_moon"}, "factor.amend_has_problems"),
    ],
)
def test_a_correction_that_cannot_be_is_told(people: People, cells: dict[str, str], code: str) -> None:
    from ketenkompas.web.editing._correcting import propose
    from ketenkompas.web.editing.models import Correction

    _first(people)
    with pytest.raises(InputError) as caught:
        propose(people.editor, "fuel.made-1", cells, kind="correction", reason="r", notice_nl="n", notice_en="e")
    assert _code(caught) == code
    assert not Correction.objects.exists()


def test_a_correction_without_notice_in_both_languages_is_refused(people: People) -> None:
    from ketenkompas.web.editing._correcting import propose

    _first(people)
    with pytest.raises(InputError) as caught:
        propose(people.editor, "fuel.made-1", {"value": "9"}, kind="correction", reason="", notice_nl="n", notice_en="")
    assert [problem.params["found"] for problem in caught.value.problems] == ["reason", "notice_en"]


def test_a_correction_of_an_impossible_value_is_not_handed_in(people: People) -> None:
    from ketenkompas.web.editing._correcting import propose, submit_correction

    _first(people)
    made = propose(
        people.editor, "fuel.made-1", {"unit": "kW.h"}, kind="correction", reason="r", notice_nl="n", notice_en="e"
    )
    with pytest.raises(InputError) as caught:
        submit_correction(people.editor, made.pk, made.version, today=TODAY)
    assert _code(caught) == "factor.release_refused"


def test_one_factor_is_once_in_a_release(people: People) -> None:
    from ketenkompas.web.editing._correcting import propose, submit_correction
    from ketenkompas.web.editing._publishing import abandon, unfinished
    from ketenkompas.web.editing._reviewing import review
    from ketenkompas.web.editing.models import Correction

    _first(people)
    batch = approved(people.editor, people.other, brought_in(people.editor, "2090", {**FIRST, "1": 3.1}))
    made = propose(
        people.editor, "fuel.made-1", {"value": "3.3"}, kind="correction", reason="r", notice_nl="n", notice_en="e"
    )
    done = submit_correction(people.editor, made.pk, made.version, today=TODAY)
    review(people.other, Correction, made.pk, done.version, approve=True, comment="")
    with pytest.raises(InputError) as caught:
        published(people.releaser, batch, corrections=(made.pk,))
    assert _code(caught) == "editing.factor_twice"
    run = unfinished()
    assert run is not None
    assert abandon(people.releaser, run.pk).state == "abandoned"
    assert published(people.releaser, batch).number == "2090.2", "a number that was given up is free"


def test_what_is_being_released_is_not_taken_back(people: People) -> None:
    from ketenkompas.web.editing._drafting import recall
    from ketenkompas.web.editing._publishing import abandon, plan, publish

    batch = approved(people.editor, people.other, brought_in(people.editor, "2089", FIRST))
    told = {"corrections": [], "note_nl": "a", "note_en": "b", "today": TODAY}
    run = plan(people.releaser, batches=[batch.pk], **told)
    with pytest.raises(InputError) as caught:
        recall(people.editor, batch.pk, batch.version)
    assert _code(caught) == "editing.in_a_run"
    with pytest.raises(InputError) as second:
        plan(people.releaser, batches=[batch.pk], **told)
    assert _code(second) == "editing.in_a_run"
    publish(people.releaser, run.pk)
    assert publish(people.releaser, run.pk).state == "published", "once more does nothing"
    with pytest.raises(InputError) as late:
        abandon(people.releaser, run.pk)
    assert _code(late) == "editing.run_ended"


def test_only_one_release_is_on_its_way(people: People) -> None:
    from ketenkompas.web.editing._correcting import propose
    from ketenkompas.web.editing._publishing import plan
    from ketenkompas.web.editing.models import ReleaseRun

    _first(people)
    one = approved(people.editor, people.other, brought_in(people.editor, "2090", {**FIRST, "1": 3.1}))
    two = approved(people.editor, people.other, brought_in(people.editor, "2091", {**FIRST, "1": 3.2}))
    propose(people.editor, "fuel.made-2", {"value": "2.1"}, kind="method", reason="r", notice_nl="n", notice_en="e")
    plan(people.releaser, batches=[one.pk], corrections=[], note_nl="a", note_en="b", today=TODAY)
    with pytest.raises(InputError) as caught:
        plan(people.releaser, batches=[two.pk], corrections=[], note_nl="a", note_en="b", today=TODAY)
    assert _code(caught) == "editing.run_open"
    assert ReleaseRun.objects.count() == 2


def test_a_release_is_not_dated_before_the_one_before(people: People) -> None:
    _first(people)
    batch = approved(people.editor, people.other, brought_in(people.editor, "2090", {**FIRST, "1": 3.1}))
    with pytest.raises(InputError) as caught:
        published(people.releaser, batch, today=TODAY - datetime.timedelta(days=1))
    assert _code(caught) == "factor.published_before"
    assert release_numbers() == ["2090.1"]


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
    assert _code(caught) == code
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
    assert _code(caught) == "editing.file_too_large"


def test_an_unknown_source_is_told(people: People) -> None:
    from ketenkompas.web.editing._importing import import_files

    with pytest.raises(UnknownCodeError, match="no importer for ecoinvent"):
        import_files(people.editor, "ecoinvent", [("a", b"x")])
