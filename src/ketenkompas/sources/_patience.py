"""How long a download waits, and whom it tells how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often (seconds, attempts) before giving up."""

    connect_s: float = 15.0
    stall_s: float = 60.0
    attempts: int = 4
    pause_s: float = 1.0
    longest_pause_s: float = 30.0
    lock_s: float = 3600.0
