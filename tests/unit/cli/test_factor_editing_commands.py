"""``ketenkompas factor user`` and ``factor audit``, in processes of their own: they have a data base of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

PASSWORD = "een lange zin van 12"  # noqa: S105 (of made people)


def _run(home: Path, *given: str, typed: str = "") -> tuple[int, str, str]:
    variables = {**os.environ, "KETENKOMPAS_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", "from ketenkompas.cli import main; main()", "factor", *given]
    done = subprocess.run(command, env=variables, input=typed, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_people_and_the_log_of_what_was_done_with_them(tmp_path: Path) -> None:
    code, out, _ = _run(tmp_path, "user", "add", "eva", "--role", "editor", "--role", "viewer", typed=f"{PASSWORD}\n")
    assert (code, "eva kan nu inloggen, als editor, viewer" in out) == (0, True)
    code, _, told = _run(tmp_path, "user", "add", "otto", "--role", "editor", "--lang", "en", typed="kort\n")
    assert (code, "The password is too weak" in told) == (2, True)
    code, _, told = _run(tmp_path, "user", "add", "otto", typed=f"{PASSWORD}\n")
    assert (code, "Er is geen rol -" in told) == (2, True)
    assert _run(tmp_path, "user", "change", "eva", "--shut-out")[0] == 0
    _, out, _ = _run(tmp_path, "user", "list", "--json")
    assert json.loads(out) == [{"name": "eva", "roles": ["editor", "viewer"], "active": False}]
    code, out, _ = _run(tmp_path, "audit", "--json")
    found = json.loads(out)
    assert (code, found["entries"], len(found["head"])) == (0, 2, 64)
    assert _run(tmp_path, "audit", "--noted", found["head"])[0] == 0
    code, _, told = _run(tmp_path, "audit", "--noted", "0" * 64, "--lang", "en")
    assert (code, "is not in the log of 2 entries" in told) == (4, True)
    _, out, _ = _run(tmp_path, "audit", "--export")
    assert [line.split(",")[3] for line in out.splitlines()[1:]] == ["change user", "add user"]
    assert PASSWORD not in out
