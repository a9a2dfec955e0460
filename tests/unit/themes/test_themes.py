"""Themes are packages: found by their entry point, laid over the neutral one, refused by name where they are wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import ketenkompas as kk
from ketenkompas.cli import app
from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.reports import _palette as palette
from ketenkompas.reports import _target
from ketenkompas.themes import GROUP, active_theme, contrast, sheet, theme, theme_ids, theme_names
from tests.unit.themes.made import ABOUT, SHEET, installed

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colours, colours)
def test_contrast_is_the_same_both_ways_and_between_1_and_21(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21
    assert contrast(one, one) == 1


def test_the_neutral_theme_is_what_charts_are_drawn_with() -> None:
    chart = theme("neutral").chart
    roles = (
        "ink",
        "soft_ink",
        "grid",
        "paper",
        "warning_ink",
        "warning_paper",
        "home",
        "households",
        "other",
        "official",
    )
    assert {role: chart[role] for role in roles} == {role: getattr(palette, role.upper()) for role in roles}
    assert (chart["path"], chart["band"]) == (_target._PATH, _target._BAND)
    assert sheet(theme("neutral")) == theme("neutral").css


def test_the_themes_of_the_project_are_registered_as_any_other() -> None:
    assert theme_ids()[:2] == ("neutral", "forest")
    assert GROUP == "ketenkompas.themes"
    for name in ("neutral", "forest"):
        assert theme(name).package == f"ketenkompas.themes.{name}"
        assert set(theme(name).chart) == set(theme("neutral").chart)


def test_a_third_package_is_found_by_its_metadata(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = installed(tmp_path, monkeypatch, "sand")
    assert name in theme_ids()
    assert theme_names("nl")[name] == "Zand"
    monkeypatch.setenv("KETENKOMPAS_THEME", name)
    found = active_theme()
    assert found.package == "sand_theme"
    assert (found.chart["home"], found.chart["ink"]) == ("#7a4a00", palette.INK)
    assert '[fill="#7a4a00"] { fill: #e0b060; }' in sheet(found)
    drawn = kk.progress("NL", base_year=2014).chart(layout="page").svg()
    assert "#7a4a00" in drawn
    assert palette.HOME not in drawn
    monkeypatch.delenv("KETENKOMPAS_THEME")
    assert palette.HOME in kk.progress("NL", base_year=2014).chart(layout="page").svg()


def test_colours_that_cannot_be_told_apart_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    about = {**ABOUT, "chart": {"home": "#f0e0c0"}}
    name = installed(
        tmp_path, monkeypatch, "pale", about=about, css=SHEET.replace("--kk-brand: #6b3f00", "--kk-brand: #c9a063")
    )
    with pytest.raises(InputError) as raised:
        theme(name)
    assert raised.value.code == "theme.contrast"
    pairs = {(fault.params["ink"], fault.params["on"], fault.params["mode"]) for fault in raised.value.problems}
    assert {("--kk-brand", "--kk-paper", "light"), ("home", "paper", "light")} <= pairs
    assert all(fault.params["ratio"] < fault.params["least"] for fault in raised.value.problems)
    assert not any(mode == "dark" for _, _, mode in pairs)
    told = CliRunner().invoke(app, ["themes", "--lang", "nl"])
    assert told.exit_code == 1
    assert "te dicht bij elkaar" in " ".join(told.stdout.split())


def test_light_tokens_alone_are_found_out_on_a_dark_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = installed(tmp_path, monkeypatch, "daylight", css=".kk-theme { --kk-ink: #222222; }")
    with pytest.raises(InputError) as raised:
        theme(name)
    assert {fault.params["mode"] for fault in raised.value.problems} == {"dark"}


@pytest.mark.parametrize(
    ("part", "given_", "said"),
    [
        ("css", ".kk-theme { background: url(http://elsewhere.example/x.png); }", "url("),
        ("css", '@import "other.css";', "@import"),
        ("css", ".kk-theme { --kk-ink: rebeccapurple; }", "--kk-ink"),
        ("about", {"name": {"en": "Only English"}}, "nl"),
        ("about", {**ABOUT, "chart": {"home": "brown"}}, "brown"),
        ("about", {**ABOUT, "chart": {"walls": "#7a4a00"}}, "walls"),
    ],
)
def test_a_package_that_cannot_be_used_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, given_: object, said: str
) -> None:
    name = installed(tmp_path, monkeypatch, f"odd{abs(hash(str(given_)))}", **{part: given_})  # type: ignore[arg-type]
    with pytest.raises(InputError) as raised:
        theme(name)
    assert raised.value.code == "theme.invalid"
    assert said in raised.value.text("nl")


def test_an_unknown_theme_and_a_package_without_files_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UnknownCodeError) as raised:
        theme("tartan")
    assert "forest" in raised.value.text("en")
    name = installed(tmp_path, monkeypatch, "bare")
    (tmp_path / "bare_theme" / "tokens.css").unlink()
    with pytest.raises(InputError, match="bare_theme"):
        theme(name)


def test_two_packages_cannot_take_one_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = installed(tmp_path, monkeypatch, "grove")
    other = tmp_path / "orchard-1.0.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: orchard\nVersion: 1.0\n", "utf-8")
    (other / "entry_points.txt").write_text(f"[ketenkompas.themes]\n{name} = orchard\n", "utf-8")
    with pytest.raises(InputError, match="orchard"):
        theme_ids()


def test_the_command_lists_what_is_installed() -> None:
    told = CliRunner().invoke(app, ["themes", "--json"])
    listed = {one["id"]: one for one in json.loads(told.stdout)}
    assert listed["forest"] == {"id": "forest", "name": "Bos", "package": "ketenkompas.themes.forest", "fault": ""}
