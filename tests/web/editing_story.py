"""What happened before a browser opens the editing pages: people, a release, a batch and a correction."""

from __future__ import annotations

import datetime

from ketenkompas import web
from ketenkompas.pipeline import newest_release, read_release, release_numbers
from tests.unit.web.editing.made import MADE, PASSWORD, approved, official, published

PEOPLE = {"eva": "editor", "otto": "editor", "rita": "releaser"}
BEFORE, AFTER = {"1": 3.0, "2": 2.0, "3": 1.0}, {"1": 3.1, "2": 0.2, "4": 5.0}


def tell() -> None:
    """Make it so."""
    for name, role in PEOPLE.items():
        web.add_person(name, [role], PASSWORD, by="story")
    from django.contrib.auth.models import User

    from ketenkompas.web.editing._correcting import propose, submit_correction
    from ketenkompas.web.editing._importing import Handed, keep_import

    eva, otto, rita = (User.objects.get(username=name) for name in PEOPLE)
    known = [read_release(newest_release()).published_on] if release_numbers() else []
    today = max([datetime.date.today(), *known])

    def batch(edition: str, values: dict[str, float]) -> object:
        import tempfile
        from pathlib import Path

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"lijst {edition}.json"
            path.write_bytes(official(edition, values))
            return keep_import(eva, "made", MADE["made"].read(path), Handed(path.name, path.stat().st_size, "0" * 64))

    published(rita, approved(eva, otto, batch("2089", BEFORE)), today=today)  # type: ignore[arg-type]
    batch("2090", AFTER)
    texts = {"reason": "Tikfout.", "notice_nl": "Was 2, moet 2,1 zijn.", "notice_en": "Was 2, is 2.1."}
    made = propose(eva, "fuel.made-2", {"value": "2.1"}, kind="correction", **texts)
    submit_correction(eva, made.pk, made.version, today=today)


if __name__ == "__main__":
    tell()
