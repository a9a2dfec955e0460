"""A real server on loopback, a real browser, and a record of everything that the browser asks and complains about."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import ROOT, absent

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # a made site on no real network embeds the one on loopback
    "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests,PrivateNetworkAccessForNavigations",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
MANIFEST = ROOT / "src/ketenkompas/web/static/ketenkompas/build/.vite/manifest.json"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the starter set."""
    if not MANIFEST.is_file():
        absent("the front end has not been built: make frontend")
    with serving(tmp_path_factory.mktemp("served")) as address:
        yield address


@contextlib.contextmanager
def serving(home: Path) -> Iterator[str]:
    """A server as ``ketenkompas serve`` starts it, with the products of a folder; gives its address."""
    variables = {**os.environ, "KETENKOMPAS_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-u", "-c", "from ketenkompas.cli import main; main()", "serve"]
    with subprocess.Popen(
        [*command, "--port", "0", "--no-open", "--lang", "en"], env=variables, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        found = next((re.search(r"http://\S+/", line) for line in server.stdout if "http://" in line), None)
        try:
            assert found, "the server did not say where it is"
            yield found[0].rstrip("/")
        finally:
            server.terminate()


def chromium() -> str:
    """Where the machine's Chromium is."""
    path = next(
        (found for found in (*CHROMIUM, shutil.which("chromium") or "") if found and Path(found).exists()), None
    )
    if path is None:
        absent("no Chromium on this machine")
    return str(path)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the machine."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS, headless=True)
        yield opened
        opened.close()


@dataclass
class Visit:
    """A page with what it asked and complained about."""

    page: Page
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    bytes: int = 0

    @property
    def hosts(self) -> set[str]:
        """Every host that something was asked from."""
        return {urlsplit(one).netloc for one in self.asked if not one.startswith("data:")}


Opener = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Opener]:
    """Open a path at a width; every visit has a browser profile of its own."""
    contexts = []

    def opened(path: str, width: int = 1440, *, scripts: bool = True, dark: bool = False) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            accept_downloads=True,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        made = Visit(context.new_page())
        made.page.on("request", lambda request: made.asked.append(request.url))
        made.page.on("console", lambda said: made.complaints.append(f"{said.type}: {said.text}"))
        made.page.on("pageerror", lambda fault: made.complaints.append(str(fault)))
        made.page.goto(site + path, wait_until="load")
        return made

    yield opened
    for context in contexts:
        context.close()
