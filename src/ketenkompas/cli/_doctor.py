"""``doctor``: what is installed, found and missing."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Any

import typer

from ketenkompas import library, pipeline, sources
from ketenkompas.cli._shared import Lang, LangOption, print_json
from ketenkompas.cli._tables import print_table
from ketenkompas.i18n import Language, text

_PACKAGES = ("numpy", "scipy", "xarray", "polars", "django", "altair", "vl-convert-python")
_OPTIONAL = ("psycopg", "pandas", "pyarrow")


def installed_version(name: str = "ketenkompas") -> str:
    """The installed version of a package, or a sentence that it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False, lang: LangOption = Lang.NL
) -> None:
    """What is installed, which data are found, what is missing and what that means."""
    findings = _findings(lang.value)
    if as_json:
        print_json([{"what": what, "found": found, "ok": fine} for what, found, fine in findings])
    else:
        print_table(
            [
                (what, found, text(f"cli.doctor.{'ok' if fine else 'missing'}", lang.value))
                for what, found, fine in findings
            ],
            ("cli.doctor.what", "cli.doctor.found", "cli.doctor.verdict"),
            lang.value,
        )
    if not all(fine for what, _, fine in findings if what.startswith("python") or what == "ketenkompas"):
        raise typer.Exit(1)


def _findings(language: Language) -> list[tuple[str, str, bool]]:
    packages = [(name, installed_version(name), installed_version(name) != "-") for name in ("ketenkompas", *_PACKAGES)]
    optional = [
        (
            f"{name} ({text('cli.doctor.optional', language)})",
            installed_version(name),
            importlib.util.find_spec(name) is not None,
        )
        for name in _OPTIONAL
    ]
    return [
        (f"python {platform.python_version()}", platform.platform(), True),
        *packages,
        *optional,
        *_data(language),
    ]


def _data(language: Language) -> list[tuple[str, str, bool]]:
    spots = sources.places()
    here = sum(spots.find(record) is not None for record in sources.registry().values())
    found: list[tuple[str, str, bool]] = [
        (text("cli.doctor.home", language), str(pipeline.home()), os.access(_existing(pipeline.home()), os.W_OK)),
        (text("cli.doctor.room", language), f"{shutil.disk_usage(_existing(pipeline.home())).free / 1e9:.1f} GB", True),
        (text("cli.doctor.mirrors", language), ", ".join(map(str, spots.mirrors)) or "-", bool(spots.mirrors)),
        (text("cli.doctor.sources", language), f"{here} / {len(sources.registry())}", here > 0),
    ]
    models: list[Any] = [
        (model.id, f"{len(model.years)} × {len(model.areas)}", bool(model.years)) for model in library.models()
    ]
    return [*found, *models]


def _existing(folder: Any) -> str:
    while not folder.exists():
        folder = folder.parent
    return str(folder)
