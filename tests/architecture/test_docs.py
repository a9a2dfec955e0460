"""What is not in the reference does not exist: commands, variables, make targets, pages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from tests.architecture._project import ROOT, SOURCE, trees

DOCS = ROOT / "docs"
VARIABLE = re.compile(r"\b(?:KETENKOMPAS_[A-Z]+(?:_[A-Z]+)*|DATABASE_URL|SECRET_KEY|DJANGO_SETTINGS_MODULE)\b")
README_COMMANDS = ["make serve", "make test"]


def environment_variables() -> set[str]:
    """Every variable that the package reads: string constants of its modules that look like one."""
    return {
        node.value
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and VARIABLE.fullmatch(node.value)
    }


def commands() -> list[str]:
    """Every command of the command line with its group, ``data list``; second spellings are hidden and not told."""
    import typer

    from ketenkompas import cli

    def below(command: object, prefix: str) -> list[str]:
        listed = getattr(command, "commands", None)
        if listed is None:
            return [prefix]
        shown = ((key, child) for key, child in listed.items() if not child.hidden)
        return [name for key, child in shown for name in below(child, f"{prefix} {key}".strip())]

    return sorted(below(typer.main.get_command(cli.app), ""))


def test_every_environment_variable_is_documented() -> None:
    told = (DOCS / "reference/environment.md").read_text("utf-8")
    assert sorted(name for name in environment_variables() if f"`{name}`" not in told) == []


def test_no_documented_variable_is_gone() -> None:
    told = set(VARIABLE.findall((DOCS / "reference/environment.md").read_text("utf-8")))
    tests_only = {"KETENKOMPAS_REQUIRE_ALL"}
    assert told - tests_only - environment_variables() == set()


def test_every_command_is_documented() -> None:
    told = (DOCS / "reference/commands.md").read_text("utf-8")
    listed = commands()
    assert listed
    assert [name for name in listed if f"`ketenkompas {name}" not in told] == []


def test_every_make_target_with_help_is_documented() -> None:
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE)
    told = (DOCS / "reference/development.md").read_text("utf-8")
    assert [name for name in targets if name not in ("help", "frontend") and f"`make {name}`" not in told] == []


@pytest.mark.parametrize("name", ["README.md", "README.nl.md"])
def test_both_readmes_name_the_two_commands_and_each_other(name: str) -> None:
    told = (ROOT / name).read_text("utf-8")
    assert [command for command in README_COMMANDS if command not in told] == []
    assert ("README.nl.md" if name == "README.md" else "README.md") in told


def test_links_between_files_of_the_project_lead_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
        if "_build" not in page.parts
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists()
    ]
    assert broken == []


def test_every_package_is_explained() -> None:
    told = (DOCS / "explanation/layers.md").read_text("utf-8")
    packages = [path.parent.name for path in Path(SOURCE).glob("*/__init__.py")]
    assert [name for name in packages if f"`ketenkompas.{name}`" not in told] == []
