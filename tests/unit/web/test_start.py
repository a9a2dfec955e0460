"""Starting: secret, data base, port; and the data base itself, on SQLite and on PostgreSQL."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from pathlib import Path

import pytest

from ketenkompas.errors import InputError
from ketenkompas.web._environment import allowed_hosts, database, database_of, secret_key
from tests.conftest import ROOT, absent

POSTGRES = os.environ.get("KETENKOMPAS_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first = secret_key(tmp_path / "home")
    assert secret_key(tmp_path / "home") == first
    assert len(first) >= 50
    assert (tmp_path / "home" / "web-secret-key").stat().st_mode & 0o077 == 0


def test_a_secret_of_the_environment_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "given")
    assert secret_key(tmp_path) == "given"


def test_a_home_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError) as caught:
        secret_key(tmp_path / "file" / "home")
    assert caught.value.code == "web.home_not_writable"


def test_addresses_of_data_bases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = database_of("postgresql://kk:p%40ss@db:5433/keten?sslmode=require")
    assert (made["USER"], made["PASSWORD"], made["HOST"], made["PORT"], made["NAME"]) == (
        "kk",
        "p@ss",
        "db",
        "5433",
        "keten",
    )
    assert made["OPTIONS"] == {"sslmode": "require"}
    assert database_of("sqlite:////srv/x.db")["NAME"] == "/srv/x.db"
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert database(tmp_path)["NAME"] == str(tmp_path / "web.sqlite3")


@pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://host", "nonsense"])
def test_an_address_of_no_known_data_base_is_told_without_its_password(url: str) -> None:
    with pytest.raises(InputError) as caught:
        database_of(url.replace("://", "://user:geheim@") if "://" in url else url)
    assert caught.value.code == "web.database_url"
    assert "geheim" not in caught.value.text("nl")


def test_hosts_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_HOSTS", "a.nl, b.nl,")
    assert allowed_hosts() == ["a.nl", "b.nl"]


_USES_IT = """
from ketenkompas import web
first, second = web.migrate(), web.migrate()
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
made = get_user_model().objects.create_user("redacteur", password="een-lange-zin")
store = SessionStore(); store["wie"] = made.pk; store.save()
try:
    with transaction.atomic():
        get_user_model().objects.create_user("ander"); raise ValueError
except ValueError:
    pass
import json
print(json.dumps({
    "vendor": connection.vendor, "first": len(first), "second": len(second),
    "users": get_user_model().objects.count(), "checked": made.check_password("een-lange-zin"),
    "kept": SessionStore(store.session_key)["wie"] == made.pk,
}))
connection.close()
"""


def _run_on(url: str, home: Path) -> dict[str, object]:
    variables = {**os.environ, "DATABASE_URL": url, "KETENKOMPAS_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _USES_IT], env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return told


def _expected(vendor: str, told: dict[str, object]) -> None:
    assert told["vendor"] == vendor
    assert isinstance(told["first"], int)
    assert told["first"] > 10
    assert (told["second"], told["users"], told["checked"], told["kept"]) == (0, 1, True, True)


def test_the_data_base_on_sqlite(tmp_path: Path) -> None:
    _expected("sqlite", _run_on(f"sqlite:///{tmp_path / 'web.sqlite3'}", tmp_path))


@pytest.mark.postgres
def test_the_data_base_on_postgresql(tmp_path: Path) -> None:
    psycopg = pytest.importorskip("psycopg")
    try:
        server = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as fault:
        absent(f"no PostgreSQL server: {str(fault).splitlines()[0]}")
        return
    name = f"ketenkompas_test_{uuid.uuid4().hex[:12]}"
    with server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            _expected("postgresql", _run_on(POSTGRES.rpartition("/")[0] + f"/{name}", tmp_path))
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_serve_takes_the_next_port_says_so_and_stops_cleanly(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        variables = {**os.environ, "KETENKOMPAS_HOME": str(tmp_path), "PYTHONPATH": str(ROOT / "src")}
        command = [sys.executable, "-u", "-W", "error", "-c", "from ketenkompas.cli import main; main()"]
        server = subprocess.Popen(
            [*command, "serve", "--port", str(port), "--no-open", "--lang", "en"],
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert server.stdout
            said = [server.stdout.readline() for _ in range(3)]
            assert f"Port {port} was taken" in said[0]
            address = said[1].split()[-1]
            assert address.startswith("http://127.0.0.1:")
            with urllib.request.urlopen(f"{address}healthz", timeout=20) as answered:  # noqa: S310 (loopback)
                assert json.load(answered)["status"] == "ok"
        finally:
            server.send_signal(signal.SIGINT)
            began = time.monotonic()
            out, err = server.communicate(timeout=20)
        assert server.returncode == 0, err
        assert "Stopped." in out
        assert "Traceback" not in err
        assert time.monotonic() - began < 15
