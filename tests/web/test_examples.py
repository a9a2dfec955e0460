"""The examples of the page about the API run as they stand, against the site that shows them."""

import html
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from ketenkompas.i18n import LANGUAGES, Language
from ketenkompas.web._addresses import OTHERS
from tests.conftest import absent

pytestmark = pytest.mark.browser  # only to share the server

WIOD_NL_2008 = 225.77  # Mt CO2, with direct household emissions: the figure of the architecture page


def _examples(site: str, language: Language) -> dict[str, str]:
    """The code blocks of the page by the heading that stands above each."""
    with urllib.request.urlopen(site + f"/{language}/{OTHERS['api'][language]}") as answer:  # noqa: S310 (loopback)
        page = answer.read().decode()
    found = re.findall(r"<h[23][^>]*>\s*(Python|R)\s*</h[23]>\s*<pre[^>]*><code>(.*?)</code>", page, re.DOTALL)
    return {name: html.unescape(code) for name, code in found}


def _run(command: list[str], code: str, folder: Path) -> str:
    path = folder / "example"
    path.write_text(code + "\n", "utf-8")
    own = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    ran = subprocess.run([*command, str(path)], env=own, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_in_python_gives_the_figure(site: str, language: Language, tmp_path: Path) -> None:
    said = _run([sys.executable], _examples(site, language)["Python"], tmp_path)
    value, *unit, receipt = said.split()
    assert float(value) == pytest.approx(WIOD_NL_2008, abs=0.005)
    assert " ".join(unit) == "Mt CO2"
    assert re.fullmatch(r"[0-9a-f]{6,}", receipt)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_in_r_gives_every_year(site: str, language: Language, tmp_path: Path) -> None:
    rscript = shutil.which("Rscript")
    if rscript is None:
        absent("no Rscript on this machine; Debian and Ubuntu have it in r-base-core")
    said = _run([str(rscript), "--vanilla"], _examples(site, language)["R"], tmp_path)
    table = {int(year): float(value) for year, value in re.findall(r"^\d+\s+(\d{4})\s+([\d.]+)$", said, re.MULTILINE)}
    assert sorted(table) == list(range(2000, 2012))
    assert table[2008] == pytest.approx(WIOD_NL_2008, abs=0.005)
