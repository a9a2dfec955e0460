"""``factor user`` and ``factor audit``: the people who edit factors, and the log of what they did."""

from __future__ import annotations

import getpass
import sys
from enum import StrEnum
from typing import Annotated

import typer

from ketenkompas.cli._shared import Lang, LangOption, on_screen, print_json, told
from ketenkompas.cli._tables import print_table
from ketenkompas.i18n import Language, text

users_app = typer.Typer(no_args_is_help=True, help="People who edit emission factors on the site.")


class Role(StrEnum):
    """What a person may do on the editing pages."""

    VIEWER = "viewer"
    EDITOR = "editor"
    RELEASER = "releaser"


Name = Annotated[str, typer.Argument(help="Name to log in with.")]
Roles = Annotated[
    list[Role] | None, typer.Option("--role", help="viewer looks, editor imports and reviews, releaser publishes.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON to process.")]


@users_app.command("add")
def add(name: Name, role: Roles = None, lang: LangOption = Lang.NL) -> None:
    """Make a person who can log in; the password is asked for, or read from standard input.

    ketenkompas factor user add eva --role editor
    """
    from ketenkompas import web

    with told(lang, as_json=False):
        made = web.add_person(name, [one.value for one in role or ()], _password(lang.value), by=_operator())
        typer.echo(text("cli.editing.added", lang.value, name=made.name, roles=", ".join(made.roles)))


@users_app.command("change")
def change(
    name: Name,
    role: Roles = None,
    password: Annotated[bool, typer.Option("--password", help="Ask for a new password.")] = False,
    active: Annotated[bool | None, typer.Option("--active/--shut-out", help="Let in, or shut out.")] = None,
    lang: LangOption = Lang.NL,
) -> None:
    """Give a person other roles or another password, or shut them out. People are never deleted."""
    from ketenkompas import web

    with told(lang, as_json=False):
        made = web.change_person(
            name,
            roles=[one.value for one in role] if role else None,
            password=_password(lang.value) if password else None,
            active=active,
            by=_operator(),
        )
        typer.echo(text("cli.editing.changed", lang.value, name=made.name, roles=", ".join(made.roles)))


@users_app.command("list")
def list_(as_json: JsonOption = False, lang: LangOption = Lang.NL) -> None:
    """Everybody who can or could log in."""
    from ketenkompas import web

    found = web.people()
    if as_json:
        print_json([{"name": one.name, "roles": list(one.roles), "active": one.active} for one in found])
        return
    rows = [(one.name, ", ".join(one.roles), _access(lang.value, active=one.active)) for one in found]
    print_table(rows, ("cli.editing.name", "cli.editing.roles", "cli.editing.access"), lang.value)


def audit(
    noted: Annotated[str, typer.Option("--noted", help="Hash of an entry, noted earlier, that must be in it.")] = "",
    export: Annotated[bool, typer.Option("--export", help="Write all entries as CSV instead.")] = False,
    as_json: JsonOption = False,
    lang: LangOption = Lang.NL,
) -> None:
    """Check the chain of the audit log of the editing pages, or write the log as CSV."""
    from ketenkompas import web

    with told(lang, as_json=as_json):
        if export:
            sys.stdout.write(web.audit_log_csv())
            return
        entries, head = web.check_audit_log(noted)
        if as_json:
            print_json({"entries": entries, "head": head})
        else:
            typer.echo(text("cli.editing.audit", lang.value, count=entries, head=head))


def _password(language: Language) -> str:
    if not (on_screen() and sys.stdin.isatty()):
        return sys.stdin.readline().rstrip("\n")
    return str(typer.prompt(text("cli.editing.password", language), hide_input=True, confirmation_prompt=True))


def _operator() -> str:
    return f"command line ({getpass.getuser()})"


def _access(language: Language, *, active: bool) -> str:
    return text("cli.editing.active" if active else "cli.editing.shut_out", language)
