"""The library door of emission factors: one release for each question, past ones too."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from tests.unit.factors.published import publish

import ketenkompas as kk
from ketenkompas.errors import InputError, KetenkompasError, UnknownCodeError
from ketenkompas.factors import Release
from ketenkompas.reports import factor_file


@pytest.fixture(autouse=True)
def _published() -> tuple[Release, Release]:
    return publish()


def test_a_factor_is_asked_from_the_newest_a_named_or_a_past_release() -> None:
    assert kk.factors.get("car.electric").value == 0.109
    assert kk.factors.get("car.electric", release="2090.1").value == 1.09
    assert kk.factors.get("car.electric", as_of=datetime.date(2090, 5, 31)).value == 1.09
    assert kk.factors.get("car.electric", as_of="2090-06-01").value == 0.109
    assert [one.value for one in kk.factors.history("car.electric@2")] == [1.09, 0.109]
    assert kk.factors.get("car.electric@1").change_kind == "new"


def test_releases_tell_what_they_hold() -> None:
    newest, before = kk.factors.releases()[:2]
    assert (newest.number, newest.previous, newest.records) == ("2090.2", "2090.1", 6)
    assert newest.changes == {"correction": 1, "new": 1, "lapsed": 1}
    assert (before.note("nl"), before.note("en")) == ("eerste", "first")
    assert [one.attribution for one in before.editions] == ["Source: made for tests", "Bron: amber"]


def test_a_difference_is_that_with_the_release_before() -> None:
    found = kk.factors.difference()
    assert (found.old, found.new, found.by_cause) == ("2090.1", "2090.2", {"correction": 1, "lapsed": 1, "new": 1})
    assert kk.factors.difference("2090.1", "2090.1").steps == ()
    assert len(kk.factors.difference(new="2090.1").steps) == 3


def test_only_green_follows_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    assert b"Bron: amber" in kk.factors.export("csv")
    assert kk.factors.export("json") == factor_file(kk.factors.release("2090.2"), "json")
    monkeypatch.setenv("KETENKOMPAS_ONLY_GREEN", "1")
    assert b"Bron: amber" not in kk.factors.export("csv")
    assert b"Bron: amber" in kk.factors.export("csv", only_green=False)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"release": "2099.1"}, "factor.release_unknown"),
        ({"release": "../../etc"}, "factor.release_unknown"),
        ({"as_of": "1999-01-01"}, "factor.before_first_release"),
        ({"as_of": "last year"}, "factor.no_date"),
        ({"as_of": "2090-01-01", "release": "2090.1"}, "factor.number_and_date"),
    ],
)
def test_a_release_that_is_not_there_is_never_another_one(asked: dict[str, str], code: str) -> None:
    with pytest.raises(KetenkompasError) as caught:
        kk.factors.get("car.electric", **asked)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_an_unknown_source_or_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownCodeError, match="no importer for oracle"):
        kk.factors.read_source("oracle", tmp_path / "x.csv")
    with pytest.raises(UnknownCodeError, match="no form docx"):
        kk.factors.form_of("docx")
    known = next(iter(kk.factors.sources()), None)
    if known is not None:
        with pytest.raises(InputError):
            kk.factors.read_source(known.source_id, tmp_path / "absent.csv")
