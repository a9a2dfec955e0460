"""``classify``: what a code or a word is, and ``data build-classifications``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketenkompas import library, pipeline
from ketenkompas.cli._data import Format, FormatOption
from ketenkompas.cli._shared import Lang, LangOption, print_json, told
from ketenkompas.cli._tables import print_table
from ketenkompas.i18n import text


def classify(
    asked: Annotated[str, typer.Argument(metavar="CODE|TEXT", help="A code in any spelling, or words.")],
    scheme: Annotated[
        str | None, typer.Option("--scheme", help="Only this classification: CN2023, CPA2.1, CPV2008, RGS3.7, ...")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", help="Show what the code corresponds to here: A64, SPEND, CPA2.1, ...")
    ] = None,
    lang: Annotated[
        Lang, typer.Option("--language", "--lang", envvar="KETENKOMPAS_LANG", help="Language of words and answer.")
    ] = Lang.NL,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many answers.")] = 10,
    form: FormatOption = Format.TABLE,
) -> None:
    """Find a code by its spelling or by words, and what it corresponds to.

    ketenkompas classify kantoormeubelen

    ketenkompas classify 1012100 --scheme CN2023

    ketenkompas classify 72071114 --scheme CN2023 --to A64
    """
    with told(lang, as_json=form is Format.JSON):
        found = library.classify(asked, scheme, lang=lang.value, limit=limit)
        if to is not None:
            _targets(found, to, lang, form)
        elif form is Format.JSON:
            print_json(found.to_dict())
        else:
            _shown(found, lang)


def _shown(found: library.Classified, lang: Lang) -> None:
    heads = ("cli.classify.scheme", "cli.code", "cli.part", "cli.classify.how")
    rows = [(row["scheme"], row["code"], row["label"] or "-", _how(row, lang)) for row in found.rows]
    print_table(rows, heads, lang.value)


def _how(row: dict[str, object], lang: Lang) -> str:
    said = text(f"cli.classify.how.{row['how']}", lang.value)
    return f"{said}; {text('cli.classify.also', lang.value, codes=row['also'])}" if row["also"] else said


def _targets(found: library.Classified, to: str, lang: Lang, form: Format) -> None:
    """The best answer brought to another classification."""
    best = found.rows[0]
    target = library.corresponding(best["scheme"], to, best["code"], lang=lang.value)
    if form is Format.JSON:
        print_json(target)
        return
    heads = ("cli.code", "cli.part", "cli.classify.relation", "cli.classify.weight", "cli.classify.confidence")
    rows = [
        (
            pair["code"],
            pair["label"],
            text(f"cli.classify.relation.{pair['relation']}", lang.value),
            text("cli.classify.unknown", lang.value) if pair["weight"] is None else f"{pair['weight']:g}",
            str(pair["confidence"]),
        )
        for pair in target["items"]
    ]
    typer.echo(f"{best['scheme']} {best['code']} {best['label']}")
    print_table(rows, heads, lang.value)
    for said in (target["note"], text("cli.classify.derived", lang.value) if target["derived"] else ""):
        if said:
            typer.echo(said)


def build_classifications(
    folder: Annotated[Path | None, typer.Option("--to", help="Another folder than the packaged one.")] = None,
    lang: LangOption = Lang.NL,
) -> None:
    """Make the packaged classifications and keys from the registered files; our own tables stay as they are."""
    with told(lang, as_json=False):
        built = pipeline.build_classifications(folder)
        for one in built:
            typer.echo(text("cli.classify.built", lang.value, name=one.name, rows=one.rows))
