"""Keys of the API: not needed to ask, they lift the limit of those who ask much. Kept as hashes in one small file."""

from __future__ import annotations

import hashlib
import json
import secrets
from pathlib import Path

from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.pipeline import home, write_bytes

_LONGEST_NAME = 80


def _file() -> Path:
    return home() / "api-keys.json"


def api_keys() -> dict[str, str]:
    """The hash of each key, by the name that it was given out to."""
    path = _file()
    if not path.is_file():
        return {}
    known: dict[str, str] = json.loads(path.read_text("utf-8"))
    return known


def add_api_key(name: str) -> str:
    """Make a key; it is shown once and kept as a hash only.

    Raises
    ------
    InputError
        ``web.key_name`` for a name that is empty, too long or taken.
    """
    known = api_keys()
    if not name.strip() or len(name) > _LONGEST_NAME or name in known:
        raise InputError(
            "web.key_name", found=name[:_LONGEST_NAME], longest=_LONGEST_NAME, known=", ".join(known) or "-"
        )
    key = secrets.token_urlsafe(32)
    _keep({**known, name: digest(key)})
    return key


def drop_api_key(name: str) -> None:
    """Take a key back; who still sends it is refused.

    Raises
    ------
    UnknownCodeError
        ``web.key_unknown_name``.
    """
    known = api_keys()
    if name not in known:
        raise UnknownCodeError("web.key_unknown_name", found=name, known=", ".join(known) or "-")
    _keep({other: value for other, value in known.items() if other != name})


def digest(key: str) -> str:
    """What is kept of a key. It is 256 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(key.encode()).hexdigest()


def _keep(known: dict[str, str]) -> None:
    write_bytes(_file(), (json.dumps(known, indent=1, ensure_ascii=False) + "\n").encode())
    _file().chmod(0o600)
