"""The unfinished file of a download, and the note that tells which version of the publisher's file it is a part of."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx


@dataclass(frozen=True, slots=True)
class Part:
    """``<name>.part`` with its note ``<name>.part.json``, beside the place of the finished file."""

    target: Path

    @property
    def path(self) -> Path:
        """The unfinished file."""
        return self.target.with_name(self.target.name + ".part")

    @property
    def note(self) -> Path:
        """What the publisher said of the version that the unfinished file belongs to."""
        return self.target.with_name(self.target.name + ".part.json")

    def size(self) -> int:
        """The number of bytes that are already here."""
        return self.path.stat().st_size if self.path.is_file() else 0

    def drop(self) -> None:
        """Forget what is here."""
        for file in (self.note, self.path):
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)

    def resume_headers(self, url: str) -> dict[str, str]:
        """The request headers that go on where the part ends; none when its version is not known."""
        known, size = self._known(), self.size()
        validator = known.get("etag") or known.get("last_modified")
        if not size or not validator or known.get("url") != url:
            return {}
        return {"Range": f"bytes={size}-", "If-Range": str(validator)}

    def goes_on(self, response: httpx.Response) -> bool:
        """Whether a 206 answer is exactly the rest of the same version."""
        start = response.headers.get("Content-Range", "").removeprefix("bytes ").split("-")[0]
        now, then = _validators(response)["etag"], self._known().get("etag")
        return start == str(self.size()) and (now is None or then is None or now == then)

    def begin(self, response: httpx.Response, url: str) -> None:
        """Start anew: first empty the part, then note its version, so that no moment mixes two versions."""
        self.path.write_bytes(b"")
        if "Content-Encoding" in response.headers or response.headers.get("Accept-Ranges") == "none":
            self.note.unlink(missing_ok=True)
        else:
            self.note.write_text(json.dumps({"url": url, **_validators(response)}), "utf-8")

    def finish(self) -> None:
        """Give the finished file its name in one step, and see to it that the folder has it on disk."""
        self.path.replace(self.target)
        self.note.unlink(missing_ok=True)
        if os.name == "posix":
            folder = os.open(self.target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def _known(self) -> dict[str, Any]:
        try:
            known = json.loads(self.note.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}


def _validators(response: httpx.Response) -> dict[str, str | None]:
    etag = response.headers.get("ETag")
    return {
        "etag": None if etag is None or etag.startswith("W/") else etag,
        "last_modified": response.headers.get("Last-Modified"),
    }
