"""One release at a time, each factor once in it, dated after the one before."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from ketenkompas.errors import InputError
from ketenkompas.pipeline import release_numbers
from tests.unit.web.editing.conftest import People
from tests.unit.web.editing.made import FIRST, TODAY, approved, brought_in, first_release, published

if TYPE_CHECKING:
    pass


def test_one_factor_is_once_in_a_release(people: People) -> None:
    from ketenkompas.web.editing._correcting import propose, submit_correction
    from ketenkompas.web.editing._publishing import abandon, unfinished
    from ketenkompas.web.editing._reviewing import review
    from ketenkompas.web.editing.models import Correction

    first_release(people.releaser, people.editor, people.other)
    batch = approved(people.editor, people.other, brought_in(people.editor, "2090", {**FIRST, "1": 3.1}))
    made = propose(
        people.editor, "fuel.made-1", {"value": "3.3"}, kind="correction", reason="r", notice_nl="n", notice_en="e"
    )
    done = submit_correction(people.editor, made.pk, made.version, today=TODAY)
    review(people.other, Correction, made.pk, done.version, approve=True, comment="")
    with pytest.raises(InputError) as caught:
        published(people.releaser, batch, corrections=(made.pk,))
    assert caught.value.code == "editing.factor_twice"
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
    assert caught.value.code == "editing.in_a_run"
    with pytest.raises(InputError) as second:
        plan(people.releaser, batches=[batch.pk], **told)
    assert second.value.code == "editing.in_a_run"
    publish(people.releaser, run.pk)
    assert publish(people.releaser, run.pk).state == "published", "once more does nothing"
    with pytest.raises(InputError) as late:
        abandon(people.releaser, run.pk)
    assert late.value.code == "editing.run_ended"


def test_only_one_release_is_on_its_way(people: People) -> None:
    from ketenkompas.web.editing._correcting import propose
    from ketenkompas.web.editing._publishing import plan
    from ketenkompas.web.editing.models import ReleaseRun

    first_release(people.releaser, people.editor, people.other)
    one = approved(people.editor, people.other, brought_in(people.editor, "2090", {**FIRST, "1": 3.1}))
    two = approved(people.editor, people.other, brought_in(people.editor, "2091", {**FIRST, "1": 3.2}))
    propose(people.editor, "fuel.made-2", {"value": "2.1"}, kind="method", reason="r", notice_nl="n", notice_en="e")
    plan(people.releaser, batches=[one.pk], corrections=[], note_nl="a", note_en="b", today=TODAY)
    with pytest.raises(InputError) as caught:
        plan(people.releaser, batches=[two.pk], corrections=[], note_nl="a", note_en="b", today=TODAY)
    assert caught.value.code == "editing.run_open"
    assert ReleaseRun.objects.count() == 2


def test_a_release_is_not_dated_before_the_one_before(people: People) -> None:
    first_release(people.releaser, people.editor, people.other)
    batch = approved(people.editor, people.other, brought_in(people.editor, "2090", {**FIRST, "1": 3.1}))
    with pytest.raises(InputError) as caught:
        published(people.releaser, batch, today=TODAY - datetime.timedelta(days=1))
    assert caught.value.code == "factor.published_before"
    assert release_numbers() == ["2090.1"]
