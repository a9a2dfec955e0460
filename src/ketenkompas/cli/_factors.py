"""``ketenkompas factor``: emission factors, their releases, and what changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from ketenkompas import library
from ketenkompas.cli._factors_text import factor_lines, import_lines, release_lines, step_row
from ketenkompas.cli._shared import Lang, LangOption, print_json, told
from ketenkompas.factors import ActivityUnit, OpenUnit, activity_units, open_units
from ketenkompas.i18n import text
from ketenkompas.reports import FactorForm, factor_json

app = typer.Typer(name="factor", no_args_is_help=True, help="Emission factors: sourced, versioned, with reasons.")
releases_app = typer.Typer(no_args_is_help=True, help="Releases: immutable, numbered sets of factors.")
app.add_typer(releases_app, name="release")
JsonOption = Annotated[bool, typer.Option("--json", help="JSON to process.")]
ReleaseOption = Annotated[str | None, typer.Option("--release", help="Number of a release; by default the newest.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Instead: the release that was the newest on this date.")]
OnlyGreen = Annotated[
    bool,
    typer.Option("--only-green", envvar="KETENKOMPAS_ONLY_GREEN", help="Leave out what is not open beyond doubt."),
]
Id = Annotated[str, typer.Argument(help="Key or id of a factor, with @version or without.")]


@app.command()
def show(
    factor: Id,
    release: ReleaseOption = None,
    as_of: AsOf = None,
    history: Annotated[bool, typer.Option("--history", help="Every version, the oldest first.")] = False,
    as_json: JsonOption = False,
    lang: LangOption = Lang.NL,
) -> None:
    """Show a factor: value, parts, boundary, interval, source cell, licence.

    ketenkompas factor show fuel.diesel.b7
    """
    with told(lang, as_json=as_json):
        asked = library.factors.history if history else library.factors.get
        found = asked(factor, release=release, as_of=as_of)
        versions = found if isinstance(found, tuple) else (found,)
        if as_json:
            plain = [factor_json(one) for one in versions]
            print_json(plain if history else plain[0])
            return
        for one in versions:
            typer.echo("\n".join(factor_lines(one, lang.value)))


@app.command()
def diff(
    old: Annotated[str | None, typer.Argument(help="Release; by default the one before the newest.")] = None,
    new: Annotated[str | None, typer.Argument(help="Release; by default the newest.")] = None,
    as_json: JsonOption = False,
    lang: LangOption = Lang.NL,
) -> None:
    """Show what changed between two releases, by cause.

    ketenkompas factor diff 2026.1 2026.2
    """
    with told(lang, as_json=as_json):
        found = library.factors.difference(old, new)
        if as_json:
            steps = [step.as_json() for step in found.steps]
            print_json({"old": found.old or None, "new": found.new, "byCause": dict(found.by_cause), "steps": steps})
            return
        before = found.old or text("cli.factor.nothing", lang.value)
        typer.echo(text("cli.factor.diff", lang.value, old=before, new=found.new, count=len(found.steps)))
        table = Table(box=None, pad_edge=False)
        for name in ("name", "before", "after", "change", "cause"):
            right = name in {"before", "after", "change"}
            table.add_column(text(f"cli.factor.{name}", lang.value), justify="right" if right else "left")
        for step in found.steps:
            table.add_row(*step_row(step, lang.value))
        Console().print(table)


@app.command("import")
def import_(
    source: Annotated[str, typer.Argument(help="Id of the source, for instance co2emissiefactoren-nl.")],
    file: Annotated[
        Path | None, typer.Argument(help="The official file, as the publisher gives it; none for data of a package.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write the reviewable edition (edition.yml, records.csv) here.")
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = Lang.NL,
) -> None:
    """Read a new edition of a source, and report what was taken, skipped and is odd.

    Nothing is released by it: the edition is reviewed first (docs, 'Edit and release factors').

        ketenkompas factor import co2emissiefactoren-nl lijst-2027.xlsx --out editions
    """
    with told(lang, as_json=as_json):
        found = library.factors.read_source(source, file)
        written = library.factors.write_edition(found, out) if out else None
        if as_json:
            print_json({**found.as_json(lang.value), "written": str(written) if written else None})
            return
        typer.echo("\n".join(import_lines(found, lang.value)))
        if written:
            typer.echo(text("cli.factor.written", lang.value, folder=written))


@app.command()
def units(as_json: JsonOption = False, lang: LangOption = Lang.NL) -> None:
    """List the units in which activities are counted."""
    with told(lang, as_json=as_json):
        known: list[ActivityUnit | OpenUnit] = [*activity_units().values(), *open_units().values()]
        if as_json:
            print_json([{"code": one.code, "kind": one.kind, "aliases": one.aliases} for one in known])
            return
        for one in known:
            kind = text(f"choose.kind.{one.kind}", lang.value)
            typer.echo(f"{one.code:20} {one.label(lang.value):34} {kind:30} {', '.join(one.aliases)}")


@releases_app.command("list")
def list_(as_json: JsonOption = False, lang: LangOption = Lang.NL) -> None:
    """List the releases that are here, the newest first."""
    with told(lang, as_json=as_json):
        found = library.factors.releases()
        if as_json:
            print_json([one.as_json(lang.value) for one in found])
            return
        for one in found:
            typer.echo("\n".join(release_lines(one, lang.value)))


@releases_app.command()
def export(
    out: Annotated[Path, typer.Argument(help="File to write.")],
    form: Annotated[str, typer.Option("--format", help="csv, json, parquet or schema.")] = "csv",
    release: ReleaseOption = None,
    as_of: AsOf = None,
    only_green: OnlyGreen = False,
    lang: LangOption = Lang.NL,
) -> None:
    """Write a whole release to one file, with licence and attribution in every row.

    ketenkompas factor release export factors.csv
    """
    with told(lang, as_json=False):
        asked: FactorForm = library.factors.form_of(form)
        data = library.factors.export(asked, release=release, as_of=as_of, only_green=only_green)
        library.factors.write_file(out, data)
        typer.echo(text("cli.factor.exported", lang.value, file=out, bytes=len(data)))


@releases_app.command()
def build(
    number: Annotated[str, typer.Argument(help="Number in data/factors/releases.yml.")],
    out: Annotated[Path | None, typer.Option("--out", help="Folder of releases; by default the user's own.")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; compare with the release of that number that is here.")
    ] = False,
    lang: LangOption = Lang.NL,
) -> None:
    """Build a packaged release from its reviewable editions; the same editions give the same bytes."""
    with told(lang, as_json=False):
        if check:
            typer.echo(text("cli.factor.same", lang.value, release=library.factors.check_build(number)))
            return
        typer.echo(text("cli.factor.written", lang.value, folder=library.factors.build(number, out)))
