"""Made plans for the pipeline's tests, and a process of its own to write, rewrite or be killed."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from ketenkompas import pipeline
from ketenkompas.mrio import Accounts, example_accounts
from ketenkompas.pipeline import Built, Store
from ketenkompas.pipeline._mrio_plans import mrio_plans
from ketenkompas.pipeline._plan import carry_out
from ketenkompas.pipeline._receipt import Input, Step


def plans(
    content: str = "a", version: int = 1, year: int = 2020, reads: list[int] | None = None
) -> list[pipeline.Plan]:
    def read() -> tuple[Accounts, None]:
        if reads is not None:
            reads.append(year)
        return example_accounts(), None

    return mrio_plans(
        model="made", year=year, read=read, reader=Step("ingest.made", version), inputs=[Input("made", content)]
    )


def built(store: Store, wanted: list[pipeline.Plan]) -> list[Built]:
    with pipeline.writing(store):
        return [carry_out(store, plan) for plan in wanted]


def killed_at(step: int) -> None:
    """End this process, as kill -9 does, at the given flush to the disk."""
    count, flush = 0, os.fsync

    def fatal(descriptor: int) -> None:
        nonlocal count
        count += 1
        if count == step:
            os.kill(os.getpid(), signal.SIGKILL)
        flush(descriptor)

    os.fsync = fatal  # type: ignore[assignment]


if __name__ == "__main__":
    task, folder, detail = sys.argv[1:]
    if task == "kill":
        killed_at(int(detail))
        built(Store(Path(folder)), plans("b"))
    elif task == "write":
        built(Store(Path(folder)), plans(detail))
    else:
        for turn in range(int(detail)):
            built(Store(Path(folder)), plans(str(turn)))
