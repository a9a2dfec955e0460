"""Corrections: a new version, a public notice, two persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ketenkompas.errors import InputError
from ketenkompas.pipeline import read_release
from tests.unit.web.editing.conftest import People
from tests.unit.web.editing.made import TODAY, brought_in, first_release, published, row_of

if TYPE_CHECKING:
    pass


def test_questions_stay_readable_when_their_row_goes(people: People) -> None:
    from ketenkompas.web.editing._correcting import propose, submit_correction
    from ketenkompas.web.editing._drafting import decide, submit
    from ketenkompas.web.editing._importing import compare_again
    from ketenkompas.web.editing._reviewing import ask, review
    from ketenkompas.web.editing.models import Correction, Question

    first_release(people.releaser, people.editor, people.other)
    batch = brought_in(people.editor, "2090", {"1": 3.0, "2": 2.0})
    decide(people.editor, batch.pk, row_of(batch, "3").pk, 1, "lapse", "")
    submit(people.editor, batch.pk, batch.version, today=TODAY)
    ask(people.other, batch.pk, row_of(batch, "3").pk, "Echt weg?")
    told = {"kind": "correction", "reason": "r", "notice_nl": "n", "notice_en": "e"}
    made = propose(people.editor, "fuel.made-3", {"status": "withdrawn"}, **told)
    done = submit_correction(people.editor, made.pk, made.version, today=TODAY)
    review(people.other, Correction, made.pk, done.version, approve=True, comment="")
    published(people.releaser, corrections=(made.pk,))
    assert compare_again(people.editor, batch.pk) is True
    row = row_of(batch, "3")
    assert (row.kind, row.decision, Question.objects.get().draft_id) == ("same", "keep", row.pk)


def test_a_correction_is_a_new_version_with_a_public_notice(people: People) -> None:
    from ketenkompas.web.editing._correcting import propose, revise, submit_correction
    from ketenkompas.web.editing._reviewing import review
    from ketenkompas.web.editing.models import Correction

    first_release(people.releaser, people.editor, people.other)
    texts = {"kind": "correction", "reason": "Tikfout.", "notice_nl": "Was 3, moet 3,3.", "notice_en": "Was 3, is 3.3."}
    made = propose(people.editor, "fuel.made-1", {"value": "3.2"}, **texts)
    changed = revise(people.editor, made.pk, made.version, {"value": "3.3"}, **texts)
    with pytest.raises(InputError) as caught:
        revise(people.other, made.pk, made.version, {"value": "9"}, **texts)
    assert caught.value.code == "editing.stale"
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

    first_release(people.releaser, people.editor, people.other)
    with pytest.raises(InputError) as caught:
        propose(people.editor, "fuel.made-1", cells, kind="correction", reason="r", notice_nl="n", notice_en="e")
    assert caught.value.code == code
    assert not Correction.objects.exists()


def test_a_correction_without_notice_in_both_languages_is_refused(people: People) -> None:
    from ketenkompas.web.editing._correcting import propose

    first_release(people.releaser, people.editor, people.other)
    with pytest.raises(InputError) as caught:
        propose(people.editor, "fuel.made-1", {"value": "9"}, kind="correction", reason="", notice_nl="n", notice_en="")
    assert [problem.params["found"] for problem in caught.value.problems] == ["reason", "notice_en"]


def test_a_correction_of_an_impossible_value_is_not_handed_in(people: People) -> None:
    from ketenkompas.web.editing._correcting import propose, submit_correction

    first_release(people.releaser, people.editor, people.other)
    made = propose(
        people.editor, "fuel.made-1", {"unit": "kW.h"}, kind="correction", reason="r", notice_nl="n", notice_en="e"
    )
    with pytest.raises(InputError) as caught:
        submit_correction(people.editor, made.pk, made.version, today=TODAY)
    assert caught.value.code == "factor.release_refused"
